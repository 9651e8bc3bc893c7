// SPDX-License-Identifier: GPL-2.0-only
#include "models/virtio/net/used_publisher.hpp"

#include <utility>

namespace xsksim {

void UsedPublisher::reset() {
    ring_ = nullptr;
    publish_at_ = decide_at_ = Instant::never();
    next_allowed_ = {0};
    decided_early_ = false;
    signal_faults_.reset();
    coalescing_.reset();
}

void UsedPublisher::want_publication(Instant now, bool drained) {
    if (ring_->unpublished() == 0 || !publish_at_.is_never()) return;
    const std::optional<Duration> late = ring_faults_.lateness(*ring_, drained);
    if (late) publish_at_ = std::max(now, next_allowed_) + *late;
}

void UsedPublisher::run(Instant now) {
    // The older effect first: a decision belongs to a publication before this one.
    if (decide_at_ <= now)
        decide_in_time(now);
    else if (publish_at_ <= now && !habits_.decide_after_publish && !decided_early_)
        decide_early(now);
    else if (publish_at_ <= now)
        publish(now);
}

void UsedPublisher::publish(Instant now) {
    publish_at_ = Instant::never();
    next_allowed_ = now + habits_.publish_gap;
    const std::uint16_t before = ring_->used_position(DeviceRing::Upto::published);
    ring_faults_.falsify(*ring_);
    ring_->publish();
    if (signal_faults_.any()) signal_faults_.look(now, ring_->interrupt_wish());
    environment_.trace.emit(
        event::DevPublish{.queue = queue_,
                          .old_idx = before,
                          .new_idx = ring_->used_position(DeviceRing::Upto::published),
                          .avail_pending = ring_->waiting_in_truth()});
    if (std::exchange(decided_early_, false)) return;
    put_decision_off(now, static_cast<std::uint16_t>(
                              ring_->used_position(DeviceRing::Upto::published) - before));
}

// A decision still open covers this publication as well.
void UsedPublisher::put_decision_off(Instant now, std::uint16_t published) {
    const bool is_first = coalescing_.waiting() == 0;
    const Instant due = coalescing_.due(now, published);
    decide_at_ = std::min(decide_at_, due + habits_.effect_gap);
    if (due > now && is_first)
        environment_.trace.emit(event::DevCoalesce{
            .queue = queue_, .packets = coalescing_.limits().packets, .delay_ns = due - now});
}

void UsedPublisher::decide_early(Instant now) {
    decided_early_ = true;
    publish_at_ = now + habits_.effect_gap;
    decide(now, DeviceRing::Upto::completed);
}

void UsedPublisher::decide_in_time(Instant now) {
    decide_at_ = Instant::never();
    if (signal_faults_.any()) {
        const Instant later = signal_faults_.put_off_until(now, ring_->published_total());
        if (later > now) {
            decide_at_ = later;
            return;
        }
    }
    decide(now, DeviceRing::Upto::published);
}

void UsedPublisher::decide(Instant now, DeviceRing::Upto upto) {
    coalescing_.decided();
    environment_.memory.full_barrier();
    std::uint32_t wish = ring_->interrupt_wish();
    if (signal_faults_.any()) {
        signal_faults_.look(now, wish);
        wish = signal_faults_.seen(now, wish);
    }
    bool wanted = ring_->decide_interrupt(wish, upto);
    if (signal_faults_.any()) wanted = signal_faults_.judged(wanted);
    environment_.trace.emit(event::DevSignal{
        .queue = queue_, .wanted = wanted, .event = wish, .new_idx = ring_->used_position(upto)});
    if (wanted) environment_.interrupts.raise(environment_.queues.find(queue_)->vector, queue_);
}

}  // namespace xsksim
