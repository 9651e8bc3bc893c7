// SPDX-License-Identifier: GPL-2.0-only
#include "models/app/xsk_sender.hpp"

#include <algorithm>
#include <cerrno>

#include "models/app/frame_content.hpp"
#include "models/events.hpp"
#include "models/memory/digest.hpp"
#include "sim/core/check.hpp"

namespace xsksim {

namespace {

constexpr std::uint32_t need_wakeup_flag = 1;  // uapi if_xdp.h: XDP_RING_NEED_WAKEUP
constexpr unsigned unaligned_offset_shift = 48;

SendSchedule::Options schedule_of(const XskSenderOptions& o) {
    return {o.start, o.rate_pps, o.burst, o.burst_pause};
}

}  // namespace

XskSender::XskSender(const Guest& guest, const XskSenderOptions& options)
    : guest_(guest),
      options_(options),
      schedule_(schedule_of(options)),
      frames_(options.frames),
      tx_(guest.tasks, guest.memory),
      completions_(guest.tasks, guest.memory),
      umem_frames_(options.frames),
      batch_(options.batch),
      sequence_(options.first_sequence) {
    XSKSIM_CHECK(options.batch > 0, "a batch of no frames");
    if (guest_.faults != nullptr) {
        descriptors_may_be_spoilt_ = guest_.faults->has(FaultSite::descriptor);
        keeps_handed_over_ = guest_.faults->has(FaultSite::application);
    }
    XSKSIM_CHECK(options.spin_period.ns > 0, "a polling loop whose turns take no time");
}

void XskSender::share_umem_of(XskSender& owner) {
    owner_ = &owner;
    first_frame_ = owner.umem_frames_;
    owner.umem_frames_ += options_.frames;
    owner.shares_.push_back(this);
}

void XskSender::cease() {
    options_.frames_to_send = counters_.reclaimed + in_flight_;
    on_socket_change();
}

void XskSender::start() {
    task_ = guest_.tasks.spawn_task(options_.cpu, options_.task_name, [this] { run(); });
}

void XskSender::run() {
    if (guest_.engine.now() < options_.start) guest_.tasks.sleep_until(options_.start);
    if (owner_ == nullptr)
        open();
    else
        open_shared();
    is_running_ = true;
    while (!is_finished()) turn();
    is_running_ = false;
    finished_ = true;
    if (owner_ != nullptr) owner_->on_socket_change();
    guest_.trace.emit(event::AppDone{
        .pair = options_.pair, .submitted = counters_.submitted, .reclaimed = counters_.reclaimed});
    if (on_done) on_done();
}

XskSocketOptions XskSender::socket_options() const {
    XskSocketOptions o;
    o.pair = options_.pair;
    o.tx_ring_size = options_.tx_ring;
    o.completion_ring_size = options_.completion_ring;
    o.frames = umem_frames_;
    o.chunk_bytes = options_.chunk_bytes;
    o.unaligned = options_.unaligned;
    o.use_need_wakeup = options_.kick != XskSenderOptions::Kick::always;
    o.shares_umem = owner_ != nullptr;
    return o;
}

void XskSender::open() {
    const XskSocketOptions o = socket_options();
    socket_ = &guest_.xsk.open_socket(o);
    umem_ = guest_.memory.pointer(socket_->umem, umem_bytes());
    XSKSIM_CHECK(umem_ != nullptr, "the UMEM lies outside of guest memory");
    socket_->on_change = [this] { on_socket_change(); };
    start_over();
    guest_.xsk.bind(*socket_);
    for (XskSender* share : shares_) share->on_owner_bound();
}

// The owner's thread tells the others when there is a UMEM to share.
void XskSender::open_shared() {
    waits_for_owner_ = true;
    while (owner_->socket_ == nullptr || !owner_->socket_->bound)
        guest_.tasks.sleep_until(Instant::never());
    waits_for_owner_ = false;
    socket_ = &guest_.xsk.open_socket(socket_options());
    socket_->on_change = [this] { on_socket_change(); };
    umem_ = owner_->umem_;
    start_over();
    guest_.xsk.bind_shared(*socket_, *owner_->socket_);
}

void XskSender::on_owner_bound() {
    if (waits_for_owner_ && owner_->socket_->bound) guest_.tasks.wake_task(task_);
}

// One turn of the polling loop.
void XskSender::turn() {
    stand_still();
    if (killed_) exit_process();
    if (!socket_->bound) wait_until_bound();
    if (!rings_are_current()) start_over();
    if (submit_batch()) {
        poll_did_not_help_ = false;
        kick_if_wanted();
        reclaim();
        return;
    }
    // poll() itself calls the driver where that is wanted.
    const bool looks = options_.kick != XskSenderOptions::Kick::flag_at_submit;
    const bool kicked = looks && in_flight_ > 0 && !polls_next() && kick_if_wanted();
    if (reclaim()) {
        poll_did_not_help_ = false;
        return;
    }
    if (killed_) return;
    if (kicked)
        guest_.tasks.spend_user(options_.spin_period);
    else if (socket_->bound)
        wait();
}

bool XskSender::is_finished() const { return has_all_back() && shares_are_finished(); }

bool XskSender::has_all_back() const {
    return options_.frames_to_send && counters_.reclaimed >= *options_.frames_to_send &&
           in_flight_ == 0;
}

// Until then somebody has to read the completion ring.
bool XskSender::shares_are_finished() const {
    return std::ranges::all_of(shares_, [](const XskSender* share) { return share->finished_; });
}

// Frames whose completions this sender waits for.
std::uint64_t XskSender::outstanding() const {
    std::uint64_t count = in_flight_;
    for (const XskSender* share : shares_) count += share->in_flight_;
    return count;
}

void XskSender::start_over() {
    generation_ = socket_->generation;
    tx_.attach(socket_->tx);
    completions_.attach(socket_->completion);
    frames_.reset();
    counters_.abandoned += in_flight_;
    in_flight_ = 0;
    handed_over_.clear();
    odd_lengths_.clear();
}

bool XskSender::kill() {
    if (socket_ == nullptr || !is_running_ || killed_) return false;
    killed_ = true;
    guest_.xsk.interrupt(*socket_);
    woken_ = true;
    guest_.tasks.wake_task(task_);
    return true;
}

void XskSender::exit_process() {
    guest_.trace.emit(event::AppKilled{.pair = options_.pair, .in_flight = in_flight_});
    guest_.xsk.close(*socket_);
    killed_ = false;
}

// The next batch: all that is due, at most Options::batch. 0 if nothing is due.
std::uint32_t XskSender::batch_due() const {
    std::uint64_t limit = std::min({options_.batch, options_.tx_ring, options_.frames});
    if (options_.frames_to_send) {
        const std::uint64_t promised = counters_.reclaimed + in_flight_;
        limit = std::min(limit,
                         *options_.frames_to_send - std::min(promised, *options_.frames_to_send));
    }
    return static_cast<std::uint32_t>(schedule_.due(guest_.engine.now(), limit));
}

bool XskSender::submit_batch() {
    const std::uint32_t count = batch_due();
    if (count == 0 || frames_.free_frames() < count || !tx_.reserve(count)) return false;
    fill_batch(count);
    guest_.tasks.spend_user(options_.fill_cost * count);
    guest_.tasks.point();
    if (!goes_on()) return true;  // another bind or a signal came between
    tx_.publish(count);
    in_flight_ += count;
    counters_.submitted += count;
    schedule_.sent(guest_.engine.now(), count);
    for (std::uint32_t i = 0; i < count; ++i)
        guest_.trace.emit(event::AppSubmit{.pair = options_.pair,
                                           .frame = {batch_[i].offset},
                                           .len = batch_[i].len,
                                           .digest = {batch_[i].digest}});
    if (keeps_handed_over_) note_handed_over(count);
    return true;
}

void XskSender::fill_batch(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t frame = frames_.take();
        const std::uint64_t addr = address_of(frame);
        tx_.slot(i) = {addr, options_.frame_bytes, 0};
        batch_[i] = {offset_of(addr), 0, options_.frame_bytes, options_.frame_bytes, true};
        if (descriptors_may_be_spoilt_) spoil(i, frame);
        // A frame was last touched thousands of packets ago: the host's misses overlap.
        __builtin_prefetch(umem_ + batch_[i].offset, 1);
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::span<std::byte> frame = bytes_at(batch_[i].offset, batch_[i].written);
        fill_frame(frame, FrameKind::xsk, sequence_++);
        batch_[i].digest = digest_at(batch_[i].offset, batch_[i].len);
    }
}

bool XskSender::kick_if_wanted() {
    if (options_.kick == XskSenderOptions::Kick::never || killed_) return false;
    guest_.tasks.point();
    const std::uint32_t flags = socket_->tx.flags;
    const bool always = options_.kick == XskSenderOptions::Kick::always;
    if (!always && (flags & need_wakeup_flag) == 0) return false;
    call_sendmsg(flags);
    return true;
}

void XskSender::call_sendmsg(std::uint32_t flags) {
    guest_.trace.emit(event::AppSendmsg{
        .pair = options_.pair, .flags = flags, .tx_queued = tx_.queued_in_truth()});
    ++counters_.sendmsg_calls;
    const int result = guest_.xsk.sendmsg(*socket_);
    guest_.trace.emit(
        event::AppSendmsgDone{.pair = options_.pair, .result = CallResult::of(result)});
    if (result == 0) return;
    ++counters_.sendmsg_errors;
    back_off(result);
}

bool XskSender::reclaim() {
    if (owner_ != nullptr) return false;  // it reads the ring
    if (!drains()) return false;
    const std::uint32_t count = completions_.peek(options_.batch);
    if (count == 0 || !rings_are_current()) return false;
    for (std::uint32_t i = 0; i < count; ++i)
        __builtin_prefetch(umem_ + offset_of(completions_.entry(i)));
    for (std::uint32_t i = 0; i < count; ++i) take_back(completions_.entry(i));
    guest_.tasks.spend_user(options_.reclaim_cost * count);
    guest_.tasks.point();
    if (goes_on()) completions_.release(count);
    for (XskSender* share : shares_) share->on_socket_change();
    return true;
}

void XskSender::take_back(std::uint64_t addr) {
    const std::uint64_t offset = offset_of(addr);
    XskSender& sender = sender_of(offset);
    const std::uint64_t frame = offset / options_.chunk_bytes - sender.first_frame_;
    const bool expected = sender.frames_.put(frame);
    if (expected) {
        --sender.in_flight_;
        ++sender.counters_.reclaimed;
    } else {
        ++sender.counters_.unexpected;
    }
    guest_.trace.emit(
        event::AppReclaim{.pair = options_.pair,
                          .frame = {offset},
                          .digest = {sender.digest_at(offset, sender.length_at(offset))},
                          .in_flight = sender.in_flight_});
    if (expected && (keeps_handed_over_ || descriptors_may_be_spoilt_))
        sender.note_taken_back(offset);
}

XskSender& XskSender::sender_of(std::uint64_t offset) {
    const std::uint64_t frame = offset / options_.chunk_bytes;
    for (XskSender* share : shares_)
        if (frame - share->first_frame_ < share->options_.frames) return *share;
    return *this;
}

void XskSender::back_off(int result) {
    if (killed_) return;
    if (result == -ENXIO)
        wait_until_bound();
    else
        guest_.tasks.sleep_until(guest_.engine.now() + options_.error_backoff);
}

// In unaligned mode the headroom goes into the address's offset part, as drivers and libraries
// that use that mode do.
std::uint64_t XskSender::address_of(std::uint32_t frame) const {
    const std::uint64_t chunk = (std::uint64_t{first_frame_} + frame) * options_.chunk_bytes;
    if (!options_.unaligned) return chunk + options_.headroom;
    return chunk | std::uint64_t{options_.headroom} << unaligned_offset_shift;
}

std::uint64_t XskSender::offset_of(std::uint64_t addr) const {
    if (!options_.unaligned) return addr;
    return (addr & ((std::uint64_t{1} << unaligned_offset_shift) - 1)) +
           (addr >> unaligned_offset_shift);
}

std::span<std::byte> XskSender::bytes_at(std::uint64_t offset, std::uint64_t count) const {
    const std::uint64_t begin = std::min(offset, umem_bytes());
    return {umem_ + begin, std::min(count, umem_bytes() - begin)};
}

std::uint64_t XskSender::digest_at(std::uint64_t offset, std::uint64_t count) const {
    const std::span<std::byte> bytes = bytes_at(offset, count);
    if (bytes.size() == count) [[likely]]
        return content_digest(bytes);
    std::vector<std::byte> padded(count);
    std::copy(bytes.begin(), bytes.end(), padded.begin());
    return content_digest(padded);
}

}  // namespace xsksim
