// SPDX-License-Identifier: GPL-2.0-only
// A trace written by hand, event by event, for the tests of whatever reads events.
//
//   MadeUpTrace trace;
//   trace.at(10).in("cpu0/softirq").ev(napi_poll, 1, 0, 64).ev(napi_polled, 1, 0, 0, 0);
//
// Times are microseconds and stay until changed; so does the context.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "models/checks/judge.hpp"
#include "models/explain/explanation.hpp"
#include "models/virtio/net/net_queue_layout.hpp"
#include "tests/support/raw_fields.hpp"
#include "tests/support/seen_codes.hpp"

namespace xsksim {

namespace check_tests {
// The UMEM of the stories, and its chunks.
inline constexpr std::uint64_t umem = 0x1'0000'0000, chunk = 2048;
}  // namespace check_tests

class MadeUpTrace : public TraceNames {
public:
    MadeUpTrace& at(std::int64_t us) { return at_ns(us * 1000); }
    MadeUpTrace& at_ns(std::int64_t ns) {
        now_ = Instant{ns};
        return *this;
    }
    MadeUpTrace& in(const std::string& context) {
        const auto known = std::ranges::find(contexts_, context);
        context_ = static_cast<ContextId>(known - contexts_.begin());
        if (known == contexts_.end()) contexts_.push_back(context);
        return *this;
    }
    MadeUpTrace& ev(EventKind kind, std::uint64_t a = 0, std::uint64_t b = 0, std::uint64_t c = 0,
                    std::uint64_t d = 0) {
        Event event = made_event(kind, {a, b, c, d});
        if (kind == EventKind::vq_setup) event = placed(event);
        event.at = now_;
        event.number = events_.size() + 1;
        event.context = context_;
        events_.push_back(event);
        return *this;
    }
    // The queues that were set up so far are packed rings.
    MadeUpTrace& packed() {
        for (Event& event : events_)
            if (event.kind == EventKind::vq_setup) {
                auto setup = event.as<event::VqSetup>();
                setup.packed = true;
                event.set(setup);
            }
        return *this;
    }
    // The index of a text, for an argument.
    std::uint64_t intern(const std::string& text) {
        const auto known = std::ranges::find(texts_, text);
        if (known == texts_.end()) {
            texts_.push_back(text);
            return texts_.size();
        }
        return static_cast<std::uint64_t>(known - texts_.begin()) + 1;
    }

    std::string text(Text text) const override {
        return text.is_none() || text.index > texts_.size() ? "" : texts_[text.index - 1];
    }
    std::string context(ContextId id) const override {
        return id < contexts_.size() ? contexts_[id] : "-";
    }
    const std::vector<Event>& events() const { return events_; }
    Instant end() const { return events_.empty() ? Instant{} : events_.back().at; }

    // The queues of two pairs, but for those that the trace itself sets up.
    void set_up_queues(const EventListeners& readers) const {
        for (QueueIndex queue = 0; queue < 4; ++queue)
            if (!sets_up(queue))
                readers.deliver(placed(made_event(EventKind::vq_setup, {queue, 0, 1, 0})));
    }
    void feed(const EventListeners& readers) const {
        for (const Event& event : events_) readers.deliver(event);
    }

private:
    bool sets_up(QueueIndex queue) const {
        return std::ranges::any_of(events_, [&](const Event& event) {
            return event.kind == EventKind::vq_setup && event.as<event::VqSetup>().queue == queue;
        });
    }
    // A queue's set-up, with its place in a net device of two pairs.
    static Event placed(const Event& made) {
        const QueueMap map = net_queue_layout(2);
        event::VqSetup setup = made.as<event::VqSetup>();
        const QueuePlace& place = *map.find(setup.queue);
        setup.role = place.role;
        setup.pair = place.pair;
        setup.vector = place.vector;
        Event event = made;
        event.set(setup);
        return event;
    }

    Instant now_;
    ContextId context_ = no_context;
    std::vector<Event> events_;
    std::vector<std::string> texts_, contexts_;
};

// As a Judge sees its source, fed at once.
struct JudgedTrace {
    explicit JudgedTrace(const MadeUpTrace& trace, const JudgeSettings& settings = {})
        : judge(settings, trace) {
        EventListeners readers;
        judge.listen_to(readers);
        trace.set_up_queues(readers);
        trace.feed(readers);
        judge.finish(trace.end());
        for (const Violation& violation : judge.violations()) seen(violation.code);
    }
    Explanation explain() const {
        Explanation explanation = xsksim::explain(judge.picture());
        seen(explanation.codes);
        for (const Told& line : explanation.waiting) seen(line.codes);
        for (const WakerStory& story : explanation.wakers) seen(story.codes);
        return explanation;
    }
    // Messages of one check, a line each; notes begin with "note: ".
    std::string said_by(const std::string& check) const {
        std::string all;
        for (const Violation& violation : judge.violations())
            if (violation.check == check)
                all += (violation.is_note ? "note: " : "") + violation.message + "\n";
        return all;
    }

    Judge judge;
};

}  // namespace xsksim
