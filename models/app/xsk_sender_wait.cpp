// SPDX-License-Identifier: GPL-2.0-only
// How the AF_XDP sender passes time when it has nothing to do.
#include <algorithm>

#include "models/app/xsk_sender.hpp"
#include "models/events.hpp"

namespace xsksim {

namespace {

constexpr std::uint32_t need_wakeup_flag = 1;  // uapi if_xdp.h: XDP_RING_NEED_WAKEUP

}  // namespace

void XskSender::wait() {
    if (is_worth_a_turn()) {  // something changed during this turn
        guest_.tasks.spend_user(options_.spin_period);
        return;
    }
    const Instant deadline = wait_deadline();
    guest_.trace.emit(event::AppWait{.pair = options_.pair,
                                     .tx_queued = tx_.queued_in_truth(),
                                     .free_frames = frames_.free_frames(),
                                     .need_wakeup = (socket_->tx.flags & need_wakeup_flag) != 0});
    ++counters_.waits;
    if (options_.wait == XskSenderOptions::Wait::poll && outstanding() == 0)
        guest_.tasks.sleep_until(deadline);
    else if (polls_next())
        poll(deadline);
    else
        spin(deadline);
    guest_.trace.emit(event::AppResume{.pair = options_.pair});
}

bool XskSender::polls_next() const {
    return options_.wait == XskSenderOptions::Wait::poll && !poll_did_not_help_;
}

// Time alone helps only if no due batch already waits for room.
Instant XskSender::wait_deadline() const {
    const bool all_sent =
        options_.frames_to_send && counters_.reclaimed + in_flight_ >= *options_.frames_to_send;
    const Instant drains_from = drains() ? Instant::never() : drains_from_;
    if (all_sent || batch_due() > 0) return drains_from;
    return std::min(drains_from, schedule_.next_due());
}

// Would a turn of the loop do anything? What it would look at, looked at without cost.
bool XskSender::is_worth_a_turn() const {
    if (killed_ || !socket_->bound || !rings_are_current()) return true;
    if (is_finished()) return true;
    if (owner_ == nullptr && completions_.has_entries_in_truth() && drains()) return true;
    // With flag_at_submit the flag changes nothing between submissions.
    const bool kicks = options_.kick == XskSenderOptions::Kick::always ||
                       (options_.kick == XskSenderOptions::Kick::flag &&
                        (socket_->tx.flags & need_wakeup_flag) != 0);
    if (kicks && in_flight_ > 0 && !polls_next()) return true;
    const std::uint32_t due = batch_due();
    return due > 0 && frames_.free_frames() >= due && tx_.free_slots_in_truth() >= due;
}

void XskSender::on_socket_change() {
    if (!waiting_ || woken_ || !is_worth_a_turn()) return;
    woken_ = true;
    guest_.tasks.wake_task(task_);
}

void XskSender::spin(Instant deadline) {
    const Instant begin = guest_.engine.now();
    waiting_ = true;
    woken_ = false;
    while (!woken_ && guest_.engine.now() < deadline) guest_.tasks.spin_until(deadline);
    waiting_ = false;
    poll_did_not_help_ = false;
    if (!woken_) return;
    const std::int64_t period = options_.spin_period.ns;
    const std::int64_t passed = (guest_.engine.now() - begin).ns;
    const std::int64_t turns = std::max<std::int64_t>(1, (passed + period - 1) / period);
    guest_.tasks.spend_user(Duration{turns * period - passed});
}

void XskSender::poll(Instant deadline) {
    const Duration until_deadline =
        deadline.is_never() ? options_.poll_timeout : deadline - guest_.engine.now();
    guest_.trace.emit(event::AppPoll{.pair = options_.pair});
    ++counters_.poll_calls;
    const int result = guest_.xsk.poll(*socket_, std::min(options_.poll_timeout, until_deadline));
    poll_did_not_help_ = result == 1;
    if (result < 0) back_off(result);
}

void XskSender::wait_until_bound() {
    guest_.trace.emit(event::AppWait{.pair = options_.pair,
                                     .tx_queued = tx_.queued_in_truth(),
                                     .free_frames = frames_.free_frames(),
                                     .need_wakeup = (socket_->tx.flags & need_wakeup_flag) != 0});
    ++counters_.waits;
    waiting_ = true;
    while (!socket_->bound && !killed_) {
        woken_ = false;
        guest_.tasks.sleep_until(Instant::never());
    }
    waiting_ = false;
    guest_.trace.emit(event::AppResume{.pair = options_.pair});
}

}  // namespace xsksim
