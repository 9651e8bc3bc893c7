// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/hold_events.hpp"

namespace xsksim {

// Steps of the machinery are left out.
bool tells_of_a_race(EventKind kind) {
    switch (kind) {
        case EventKind::access:
        case EventKind::point:
        case EventKind::hold_begin:
        case EventKind::hold_end:
        case EventKind::hold_skipped:
        case EventKind::put_last:
        case EventKind::finding:
        case EventKind::run_end:
        case EventKind::softirq_raise:
        case EventKind::softirq_enter:
        case EventKind::softirq_exit:
        case EventKind::sched_switch:
        case EventKind::napi_queue:
        case EventKind::lock_acquire:
        case EventKind::lock_release:
        case EventKind::irq_exit:
            return false;
        default:
            return true;
    }
}

void HoldEvents::listen_to(const HeardRun& run) {
    names_ = &run.names;
    run.readers.listen_to_all(*this);
}

void HoldEvents::on_event(const Event& event) {
    if (event.is<event::Access>() && !has_ended_) ++points_;
    if (event.is<event::HoldBegin>() && event.as<event::HoldBegin>().rule == hold_ &&
        context_.empty()) {
        is_held_ = true;
        held_ = event.context;
        since_ = event.at;
        context_ = names_->context(event.context);
        begin_number_ = event.number;
    }
    if (event.is<event::HoldEnd>() && event.as<event::HoldEnd>().rule == hold_) {
        has_ended_ = has_ended_ || is_held_;
        is_held_ = false;
    }
    if (!is_held_ || !tells_of_a_race(event.kind)) return;
    const std::uint64_t nth = ++seen_[event.kind];
    if (event.context != held_)
        events_.push_back(
            {event.kind, nth, event.number, event.at - since_, names_->context(event.context)});
}

}  // namespace xsksim
