// SPDX-License-Identifier: GPL-2.0-only
// The timeline of a run: what happened, a line an event worth showing, in plain words, at most 200
// lines of at most 120 columns. Events of a packet are counted into the line of the driver call,
// device or application stretch they belong to; repeated cycles are folded; of what is still too
// much, the start and the end are kept. Memory is bounded, however long the run.
//
// A line stands at the time of the last thing that it tells, and no cause is told after its effect:
// when somebody goes on from what a line is about (the device takes a buffer that a call has added,
// the application gets back what it has reaped), the line ends there, and a second one tells the
// rest.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "models/observe/picture.hpp"
#include "sim/core/table.hpp"
#include "sim/view/run/line_folder.hpp"

namespace xsksim {

class Timeline {
public:
    static constexpr std::size_t lines_max = 200;
    static constexpr std::size_t columns_max = 120;

    Timeline(const Picture& picture, const TraceNames& names);
    Timeline(const Timeline&) = delete;
    Timeline& operator=(const Timeline&) = delete;
    // After the picture.
    void listen_to(EventListeners& events);
    // Told every line before lines are folded; for tests.
    std::function<void(const TimelineLine&)> on_line;
    // Ends the timeline: events after it are not shown. May be asked again.
    std::string text();

    // Events of a packet.
    void on(const event::AppSubmit& submit, const Event& e);
    void on(const event::AppReclaim& reclaim, const Event& e);
    void on(const event::XskPeek& peek, const Event& e);
    void on(const event::VqAdd& add, const Event& e);
    void on(const event::VqGetBuf& got, const Event& e);
    void on(const event::DevWire& wire, const Event& e);
    // Calls, and what happens in them.
    void on(const event::NapiPoll& poll, const Event& e);
    void on(const event::NapiPolled& polled, const Event& e);
    void on(const event::XskWakeup& wakeup, const Event& e);
    void on(const event::XskWakeupDone& done, const Event& e);
    void on(const event::IrqEnter& enter, const Event& e);
    void on(const event::IrqExit& exit, const Event& e);
    void on(const event::XskPeekNone& none, const Event& e);
    void on(const event::NeedWakeupSet& flag, const Event& e);
    void on(const event::NeedWakeupClear& flag, const Event& e);
    void on(const event::VqKickPrepare& kick, const Event& e);
    void on(const event::VqNotify& notify, const Event& e);
    void on(const event::VqInterrupt& interrupt, const Event& e);
    void on(const event::SoftirqLeft& left, const Event& e);
    void on(const event::NapiScheduled& schedule, const Event& e);
    void on(const event::NapiComplete& complete, const Event& e);
    void on(const event::HrtimerStart& start, const Event& e);
    void on(const event::HrtimerCancel& cancel, const Event& e);
    void on(const event::TxqStop& stop, const Event& e);
    void on(const event::TxqWake& wake, const Event& e);
    void on(const event::StateBit& change, const Event& e);
    // Those who work beside the driver.
    void on(const event::AppSendmsg& call, const Event& e);
    void on(const event::AppSendmsgDone& done, const Event& e);
    void on(const event::AppWait& wait, const Event& e);
    void on(const event::AppResume& resume, const Event& e);
    void on(const event::UdpSubmit& submit, const Event& e);
    void on(const event::UdpDrop& drop, const Event& e);
    void on(const event::DevKick& kick, const Event& e);
    void on(const event::DevWake& wake, const Event& e);
    void on(const event::DevSleep& sleep, const Event& e);
    void on(const event::DevTake& take, const Event& e);
    void on(const event::DevPublish& publish, const Event& e);
    void on(const event::DevSignal& signal, const Event& e);
    void on(const event::IrqRaise& raise, const Event& e);
    void on(const event::ModuleParam& parameter, const Event& e);
    // Everything else gets a line of its own.
    template <class Single>
    void on(const Single&, const Event& e) {
        show_single(e);
    }

private:
    static constexpr std::size_t kept_first = 90, kept_last = 100, pending_max = 32;

    // Of a driver call that a context is inside of. Flags and numbers are what no line has told
    // yet.
    struct CallLine {
        std::uint64_t begun = 0;  // the event that began the call
        LineKind kind = LineKind::event;
        ClauseSet flags = 0, told = 0;
        std::array<std::uint64_t, TimelineLine::numbers_max> numbers{};
        std::uint64_t pair = 0;
        ContextId context = no_context;
        Instant last;
    };
    // A stretch of one who works beside the driver: application, device, kernel sender.
    struct Stretch {
        TimelineLine line;
        bool open = false;
    };
    // How much the lines of one pair have told.
    struct Told {
        std::uint64_t submitted = 0, added = 0, published = 0, taken = 0;
    };
    void show_single(const Event& e);
    void enter(const Event& e, LineKind kind, std::uint64_t pair);
    const QueueMap& queues() const { return picture_.queues(); }
    std::uint64_t pair_of_vector(std::uint64_t vector) const {
        return queues().pair(queues().queue_of_vector(vector));
    }
    bool tells_of_tx(std::uint64_t vector) const {
        return queues().transmits(queues().queue_of_vector(vector));
    }
    void leave(const Event& e);
    void add_outcome(CallLine& call, const Call& ended);
    // nullptr: it has none, or there is no such call.
    CallLine* line_of(const Call& call);
    CallLine* line_of_call(const Event& e);
    // Of the pair that the event is about.
    const PassedPackets& passed(std::uint64_t pair) const;
    static void note(CallLine& call, const Event& e, ClauseSet flags);
    void note_in_call(const Event& e, ClauseSet flags);
    Stretch& stretch(const Event& e, LineKind kind, std::uint64_t pair);
    // Ends here what has been told of them, where they have any of the flags; the rest is another
    // line's.
    void tell_calls(std::uint64_t pair, ClauseSet flags);
    void tell_stretches(std::uint64_t pair, LineKind kind);
    void tell_context(ContextId context);
    void tell(CallLine& call);
    void tell(Stretch& stretch);
    void show(const TimelineLine& line);
    // Gives out the lines that none of those still open can come before.
    void release();
    Instant first_open() const;
    void tell_oldest();
    void keep(const TimelineLine& line);  // folded
    void append_parameters(std::string& out) const;
    void append_line(std::string& out, const TimelineLine& line) const;

    const Picture& picture_;
    const TraceNames& names_;
    std::vector<CallLine> calls_;        // by context, the outer first
    std::vector<Stretch> stretches_;     // few; found by kind, context and key
    Table<Told> told_;                   // by pair
    std::vector<TimelineLine> pending_;  // in order of time
    std::vector<std::string> parameters_;
    LineFolder inner_, outer_;
    std::vector<TimelineLine> first_;
    std::deque<TimelineLine> last_;
    std::uint64_t left_out_ = 0;
    Instant left_out_from_, left_out_to_;
    bool ended_ = false;
};

// The sentence of a line, without its time and context.
std::string words_of(const TimelineLine& line, const Picture& picture);

}  // namespace xsksim
