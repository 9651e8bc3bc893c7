// SPDX-License-Identifier: GPL-2.0-only
// progress: work that waits moves within the progress bound; and a run in which nothing will ever
// happen again (end reason idle) leaves no work waiting. Violated = the run stalled.
#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "sim/core/time_text.hpp"

namespace xsksim {
namespace {

class Progress : public Check {
public:
    Progress(const JudgeSettings& settings, const Picture& picture)
        : bound_(settings.strictness.progress), picture_(picture) {}
    std::string_view name() const override { return "progress"; }
    void listen_to(EventListeners& events) override { events.listen<event::RunEnded>(*this); }
    void on(const event::RunEnded&, const Event& e) { end_ = e; }
    void at_end(Instant end) override {
        if (const auto pause = picture_.first_long_pause()) {
            Event event = end_;
            event.number = pause->event;
            event.at = pause->to;
            violate(
                event, Code::progress_long_pause,
                fmt::format("work waited from {} to {} without any progress (bound {})",
                            time_text(pause->from), time_text(pause->to), duration_text(bound_)));
        }
        if (!picture_.work_waiting()) return;
        end_.at = end;
        const bool idle = end_.number != 0 && end_.as<event::RunEnded>().reason == EndReason::idle;
        const Instant since = picture_.last_progress();
        if (idle)
            violate(end_, Code::progress_none_possible,
                    fmt::format("work waits since {} and nothing pending can reach the queue "
                                "any more",
                                time_text(since)));
        else if (end - since > bound_)
            violate(end_, Code::progress_none_till_end,
                    fmt::format("work waits without any progress since {} (bound {})",
                                time_text(since), duration_text(bound_)));
    }

private:
    Duration bound_;
    const Picture& picture_;
    Event end_;
};

}  // namespace

std::unique_ptr<Check> make_progress(const JudgeSettings& settings, const Picture& picture) {
    return std::make_unique<Progress>(settings, picture);
}

}  // namespace xsksim
