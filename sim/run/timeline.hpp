// SPDX-License-Identifier: GPL-2.0-only
// The timeline of a run: what happened, a line an event worth showing, in plain words, at most 200
// lines of at most 120 columns. Events of a packet are counted into the line of the driver call,
// device or application stretch they belong to; repeated cycles are folded; of what is still too
// much, the start and the end are kept. Memory is bounded; cheap enough to be always on.
//
// The driver's calls stand at the time of their end. Those who work beside it (application, device,
// kernel senders) get one line a round, which ends when the device goes on after an interrupt, or
// after some lines: an application at the time of its beginning, a device at that of its interrupt.
#pragma once

#include <array>
#include <deque>
#include <string>
#include <vector>

#include "models/checks/judge.hpp"
#include "sim/core/table.hpp"
#include "sim/run/line_folder.hpp"

namespace xsksim {

class Timeline : public EventListener {
public:
    static constexpr std::size_t lines_max = 200;
    static constexpr std::size_t columns_max = 120;

    explicit Timeline(const TraceNames& names);
    Timeline(const Timeline&) = delete;
    Timeline& operator=(const Timeline&) = delete;
    static std::vector<EventKind> kinds();
    void on_event(const Event& e) override;
    // Ends the timeline: events after it are not shown. May be asked again.
    std::string text();

private:
    static constexpr std::size_t kept_first = 90, kept_last = 100, round_max = 32;

    // A driver call that a context is inside of.
    struct Call {
        LineKind kind = LineKind::event;
        std::uint32_t flags = 0;
        std::array<std::uint64_t, 6> numbers{};
        std::uint64_t pair = 0;
    };
    struct Context {
        static constexpr std::size_t depth_max = 6;
        std::array<Call, depth_max> calls;
        std::size_t depth = 0;  // calls[depth - 1] is the innermost
    };
    struct Queue {
        std::uint64_t size = 0, num_free = 0;
        bool bound = false;
        std::uint64_t interrupt = 0;  // delivered last
    };
    // A stretch of one who works beside the driver: application, device, kernel sender.
    struct Stretch {
        TimelineLine line;
        std::uint64_t key = 0;  // pair or queue
        bool open = false;
    };
    struct Napi {
        bool is_tx = true;
        std::uint64_t pair = 0;
    };

    bool take_packet(const Event& e);
    bool take_call(const Event& e);
    bool take_call_detail(const Event& e);
    bool take_application(const Event& e);
    bool take_device(const Event& e);
    void take_single(const Event& e);

    void enter(const Event& e, LineKind kind, std::uint64_t pair);
    void leave(const Event& e, LineKind kind);
    Call* call_of(const Event& e);
    void note_in_call(const Event& e, std::uint32_t flags);
    Stretch& stretch(const Event& e, LineKind kind, std::uint64_t key);
    Stretch& device_at_work(const Event& e);
    void close_application_of(const Event& e);
    void close(Stretch& stretch);
    void show(const TimelineLine& line);
    void end_round();
    void keep(const TimelineLine& line);  // folded
    void append_parameters(std::string& out) const;
    void append_line(std::string& out, const TimelineLine& line) const;

    const TraceNames& names_;
    Table<Context> contexts_;
    Context outside_;
    Table<Queue> queues_;  // by pair
    Table<Napi> napis_;
    std::vector<Stretch> stretches_;  // few; found by kind, context and key
    std::vector<TimelineLine> round_;
    std::vector<std::string> parameters_;
    LineFolder inner_, outer_;
    std::vector<TimelineLine> first_;
    std::deque<TimelineLine> last_;
    std::uint64_t left_out_ = 0;
    Instant left_out_from_, left_out_to_;
    bool ended_ = false;
};

// The sentence of a line, without its time and context.
std::string words_of(const TimelineLine& line, const TraceNames& names);

}  // namespace xsksim
