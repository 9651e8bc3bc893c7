// SPDX-License-Identifier: GPL-2.0-only
#include "models/app/xsk/sender_wait.hpp"

#include <algorithm>
#include <utility>

#include "sim/core/check.hpp"

namespace xsksim {

SenderWait::SenderWait(const XskSenderGuest& guest, const XskSenderOptions& options,
                       std::function<bool()> is_worth_a_turn)
    : guest_(guest), options_(options), is_worth_a_turn_(std::move(is_worth_a_turn)) {
    XSKSIM_CHECK(options.spin_period.ns > 0, "a polling loop whose turns take no time");
}

void SenderWait::on_change() {
    if (waiting_ && !woken_ && is_worth_a_turn_()) wake();
}

void SenderWait::wake() {
    woken_ = true;
    guest_.tasks.wake_task(task_);
}

void SenderWait::spin(Instant deadline) {
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
    guest_.tasks.spend_user(Duration{turns * period - passed}, Operation::local());
}

void SenderWait::sleep_while(const std::function<bool()>& goes_on) {
    waiting_ = true;
    while (goes_on()) {
        woken_ = false;
        guest_.tasks.sleep_until(Instant::never());
    }
    waiting_ = false;
}

}  // namespace xsksim
