// SPDX-License-Identifier: GPL-2.0-only
#include "models/virtio/net/transmit_queue.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include "models/memory/digest.hpp"
#include "models/memory/store_buffers.hpp"
#include "sim/core/check.hpp"

namespace xsksim {

namespace {

// struct virtio_net_hdr (virtio 1.x §5.1.6): the first two bytes.
constexpr std::size_t header_flags = 0;
constexpr std::size_t header_gso_type = 1;

Duration service_time(const VirtioNetOptions& options, std::uint32_t bytes) {
    const std::int64_t service =
        options.service.ns + options.service_per_kib.ns * std::int64_t{bytes} / 1024;
    return {std::max(service, options.link_per_kib.ns * std::int64_t{bytes} / 1024)};
}

}  // namespace

TransmitQueue::TransmitQueue(const DeviceEnvironment& environment, const VirtioNetOptions& options,
                             PairIndex pair)
    : environment_(environment),
      options_(options),
      queue_(environment.queues.queue(QueueRole::transmit, pair)),
      publisher_(
          environment, queue_,
          {options.publish_gap, options.effect_gap, options.safeguards.decide_after_publish}),
      kick_faults_(environment.faults, queue_, pair),
      service_faults_(environment.faults, pair) {
    chain_.segments.reserve(options.tx_ring_size);
    context_ = environment_.engine.spawn_step({"device/tx" + std::to_string(pair), Rank::device},
                                              [this] { return step(); });
    if (StoreBuffers* stores = environment_.memory.stores())
        stores->join(context_, stores->add_agent());
}

void TransmitQueue::start(std::unique_ptr<DeviceRing> ring, std::uint32_t header_bytes) {
    XSKSIM_CHECK(phase_ == Phase::absent, "a queue is reset before it starts");
    ring_ = std::move(ring);
    publisher_.start(*ring_);
    header_bytes_ = header_bytes;
    phase_ = is_dead_ ? Phase::dead : Phase::asleep;
}

void TransmitQueue::reset() {
    phase_ = Phase::absent;
    doorbell_at_ = serve_at_ = Instant::never();
    rang_while_awake_ = notify_fails_ = false;
    publisher_.reset();
    ring_.reset();
    environment_.engine.cancel_wake(context_);
}

bool TransmitQueue::doorbell() {
    if (notify_fails_) return false;
    if (phase_ == Phase::absent || phase_ == Phase::broken || phase_ == Phase::dead) return true;
    const std::optional<Duration> late = kick_faults_.lateness();
    if (!late) return true;
    // Doorbells on the way are one: whoever rings again before the first arrives adds nothing.
    const Instant arrives_at = environment_.engine.now() + options_.notify_latency + *late;
    if (arrives_at >= doorbell_at_) return true;
    doorbell_at_ = arrives_at;
    environment_.engine.wake_at(context_, doorbell_at_);
    return true;
}

void TransmitQueue::befall(const FaultStrike& strike) {
    switch (strike.what()) {
        case FaultWhat::device_paused:
            paused_until_ = environment_.engine.now() + strike.delay;
            return;
        case FaultWhat::queue_dead:
            is_dead_ = true;
            if (phase_ != Phase::absent) stop_service(Phase::dead);
            return;
        case FaultWhat::ring_broken:
            if (phase_ == Phase::absent || phase_ == Phase::dead) return;
            notify_fails_ = true;
            return stop_service(Phase::broken);
        default:
            check_failed("what", __FILE__, __LINE__, "no fault that befalls a transmit queue");
    }
}

Instant TransmitQueue::step() {
    const Instant now = environment_.engine.now();
    if (now < paused_until_) return paused_until_;
    if (doorbell_at_ <= now) doorbell_arrives(now);
    if (serve_at_ <= now) serve(now);
    if (publisher_.due() <= now) publisher_.run(now);
    return std::min({doorbell_at_, serve_at_, publisher_.due()});
}

void TransmitQueue::doorbell_arrives(Instant now) {
    doorbell_at_ = Instant::never();
    environment_.trace.emit(event::DevKick{.queue = queue_});
    if (phase_ == Phase::asleep) {
        phase_ = Phase::waking;
        serve_at_ = now + options_.wakeup_latency;
    } else if (phase_ != Phase::waking) {
        rang_while_awake_ = true;
    }
}

void TransmitQueue::serve(Instant now) {
    switch (phase_) {
        case Phase::waking:
            return begin(now);
        case Phase::serving:
            return finish(now);
        case Phase::enabling:
            return enable_notifications(now);
        case Phase::checking:
            return look_again(now);
        case Phase::absent:
        case Phase::asleep:
        case Phase::broken:
        case Phase::dead:
            serve_at_ = Instant::never();
    }
}

void TransmitQueue::begin(Instant now) {
    rang_while_awake_ = false;
    ring_->suppress_notifications();
    environment_.trace.emit(
        event::DevWake{.queue = queue_, .avail_idx = ring_->available_position()});
    fetch(now);
}

void TransmitQueue::fetch(Instant now) {
    switch (ring_->take(chain_)) {
        case DeviceRing::Take::taken:
            return accept(now);
        case DeviceRing::Take::bad:
            return break_queue(ring_->fault());
        case DeviceRing::Take::empty:
            break;
    }
    publisher_.want_publication(now, true);
    phase_ = Phase::enabling;
    serve_at_ = now + options_.effect_gap;
}

void TransmitQueue::accept(Instant now) {
    if (chain_.writable_bytes != 0)
        return break_queue("a transmit buffer has a device-writable descriptor");
    if (chain_.readable_bytes < header_bytes_)
        return break_queue("a transmit buffer is shorter than its header");
    const ServiceFaults::Trouble trouble = service_faults_.trouble();
    if (trouble.fails) return fail_at_head(now);
    phase_ = Phase::serving;
    const bool is_too_long = chain_.readable_bytes > header_bytes_ + payload_bytes_max;
    serve_at_ = now + service_time(options_, is_too_long ? 0 : payload_bytes()) + trouble.longer;
    locate_payload();
    const BufferSegment& segment = chain_.segments[payload_segment_];
    environment_.trace.emit(
        event::DevTake{.queue = queue_,
                       .head = chain_.head,
                       .header_gpa = {chain_.segments.front().address.value},
                       .payload_gpa = {segment.address.value + payload_offset_}});
}

void TransmitQueue::finish(Instant now) {
    for (const BufferSegment& segment : chain_.segments)
        environment_.engine.tell(
            Operation::access(plain_read, segment.address.value, segment.bytes));
    report_stale_memory();
    if (chain_.readable_bytes > header_bytes_ + payload_bytes_max)
        drop("the frame is longer than 65535 bytes");
    else if (payload_bytes() == 0)
        drop("the frame has no payload");
    else if (!header_is_plain())
        drop("the header asks for an offload that was not negotiated");
    else
        environment_.trace.emit(event::DevWire{.queue = queue_,
                                               .head = chain_.head,
                                               .len = payload_bytes(),
                                               .digest = {content_digest(payload())}});
    complete(now);
    fetch(now);
}

void TransmitQueue::drop(std::string_view why) {
    environment_.trace.emit(
        event::DevBad{.queue = queue_, .head = chain_.head, .text = environment_.trace.text(why)});
}

void TransmitQueue::complete(Instant now) {
    ring_->complete(chain_.head, 0);
    const bool is_due =
        options_.publish == PublishPolicy::each || (options_.publish == PublishPolicy::batch &&
                                                    ring_->unpublished() >= options_.publish_batch);
    if (is_due) publisher_.want_publication(now, false);
}

// As vhost, it asks for a kick about the next buffer to come, not about those it knows.
void TransmitQueue::fail_at_head(Instant now) {
    ring_->put_back();
    publisher_.want_publication(now, true);
    ring_->enable_notifications(DeviceRing::NotifyAbout::next_to_come);
    sleep(now);
}

void TransmitQueue::enable_notifications(Instant now) {
    const KickFaults::LeftOut left_out = kick_faults_.left_out();
    if (!left_out.event) ring_->enable_notifications(DeviceRing::NotifyAbout::first_not_taken);
    if (!options_.recheck_after_enable || left_out.second_look) return sleep(now);
    phase_ = Phase::checking;
    serve_at_ = now + options_.effect_gap;
}

void TransmitQueue::look_again(Instant now) {
    if (ring_->waiting() == 0) return sleep(now);
    environment_.trace.emit(
        event::DevSleep{.queue = queue_, .avail_event = ring_->available_event(), .found = true});
    begin(now);
}

void TransmitQueue::sleep(Instant now) {
    environment_.trace.emit(
        event::DevSleep{.queue = queue_, .avail_event = ring_->available_event(), .found = false});
    phase_ = rang_while_awake_ ? Phase::waking : Phase::asleep;
    serve_at_ = rang_while_awake_ ? now + options_.effect_gap : Instant::never();
}

void TransmitQueue::break_queue(std::string_view why) {
    drop(why);
    stop_service(Phase::broken);
}

void TransmitQueue::stop_service(Phase phase) {
    phase_ = phase;
    doorbell_at_ = serve_at_ = Instant::never();
    publisher_.reset();
}

void TransmitQueue::locate_payload() {
    std::uint32_t left = header_bytes_;
    payload_segment_ = 0;
    // The last segment is kept when there is no payload: its end is where payload would begin.
    while (left >= chain_.segments[payload_segment_].bytes &&
           payload_segment_ + 1 < chain_.segments.size())
        left -= chain_.segments[payload_segment_++].bytes;
    payload_offset_ = left;
}

bool TransmitQueue::header_is_plain() const {
    const BufferSegment& first = chain_.segments[0];
    const std::byte* gso_type =
        first.bytes > header_gso_type ? first.data + header_gso_type : chain_.segments[1].data;
    return first.data[header_flags] == std::byte{0} && *gso_type == std::byte{0};
}

std::span<const std::byte> TransmitQueue::payload() {
    const BufferSegment& first = chain_.segments[payload_segment_];
    if (payload_segment_ + 1 == chain_.segments.size())
        return {first.data + payload_offset_, first.bytes - payload_offset_};
    std::size_t bytes = first.bytes - payload_offset_;
    gathered_.resize(payload_bytes_max);
    std::memcpy(gathered_.data(), first.data + payload_offset_, bytes);
    for (std::size_t i = payload_segment_ + 1; i < chain_.segments.size(); ++i) {
        const BufferSegment& segment = chain_.segments[i];
        std::memcpy(gathered_.data() + bytes, segment.data, segment.bytes);
        bytes += segment.bytes;
    }
    return {gathered_.data(), bytes};
}

void TransmitQueue::report_stale_memory() {
    for (const BufferSegment& segment : chain_.segments) {
        report_stale(environment_, queue_, chain_.head, segment.address, segment.data,
                     segment.bytes);
    }
}

}  // namespace xsksim
