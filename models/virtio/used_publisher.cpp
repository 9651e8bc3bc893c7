// SPDX-License-Identifier: GPL-2.0-only
#include "models/virtio/used_publisher.hpp"

#include <utility>

namespace xsksim {

void UsedPublisher::reset() {
    decision_.reset();
    publish_at_ = decide_at_ = Instant::never();
    next_allowed_ = {0};
    decided_early_ = false;
}

void UsedPublisher::run(Instant now) {
    // The older effect first: a decision belongs to a publication before this one.
    if (decide_at_ <= now)
        decide(ring_.published());
    else if (publish_at_ <= now && !options_.decide_after_publish && !decided_early_)
        decide_early(now);
    else if (publish_at_ <= now)
        publish(now);
}

void UsedPublisher::publish(Instant now) {
    publish_at_ = Instant::never();
    next_allowed_ = now + options_.publish_gap;
    const std::uint16_t before = ring_.published();
    ring_.publish();
    if (!decided_early_) decision_.published(before, ring_.published());
    environment_.trace.emit(EventKind::dev_publish, options_.queue, before, ring_.published(),
                            ring_.waiting());
    if (std::exchange(decided_early_, false)) return;
    // A decision still open covers this publication as well.
    decide_at_ = std::min(decide_at_, now + options_.effect_gap);
}

void UsedPublisher::decide_early(Instant now) {
    decided_early_ = true;
    publish_at_ = now + options_.effect_gap;
    decide(ring_.completed());
}

void UsedPublisher::decide(std::uint16_t index) {
    decide_at_ = Instant::never();
    ring_.full_barrier();
    const bool event_idx = ring_.event_idx();
    const std::uint16_t event = event_idx ? ring_.used_event() : ring_.available_flags();
    const bool wanted =
        event_idx ? decision_.by_event(event, index) : InterruptDecision::by_flags(event);
    environment_.trace.emit(EventKind::dev_signal, options_.queue, wanted ? 1 : 0, event, index);
    if (wanted) environment_.interrupts.raise(options_.queue, options_.queue);
}

}  // namespace xsksim
