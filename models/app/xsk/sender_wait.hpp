// SPDX-License-Identifier: GPL-2.0-only
// How an AF_XDP sender passes time when it has nothing to do, and who wakes it.
//
// Stands for: turns of a polling loop that find nothing. Simplified: such a turn does not cost a
// simulated turn each: the task keeps its vCPU busy until one of the words it looks at has changed,
// and goes on at the next multiple of XskSenderOptions::spin_period, as the polling loop would have
// noticed it. A poll() that reported a writable ring and did not help is followed by one spinning
// wait, as xdpsock's completion loop spins.
// Owner: XskSender; its task waits, anybody wakes. Scheduling points: spin(), sleep_while(). Costs:
// user time up to the end of a turn. No events: XskSender tells the trace.
#pragma once

#include <functional>

#include "models/app/xsk/sender_guest.hpp"
#include "models/app/xsk_sender_options.hpp"

namespace xsksim {

class SenderWait {
public:
    // `is_worth_a_turn`: would a turn of the loop do anything now?
    SenderWait(const XskSenderGuest& guest, const XskSenderOptions& options,
               std::function<bool()> is_worth_a_turn);

    void set_task(ContextId task) { task_ = task; }

    void spin(Instant deadline);
    // Gives the vCPU away for as long as `goes_on` says so.
    void sleep_while(const std::function<bool()>& goes_on);

    // Something has changed that the loop looks at.
    void on_change();
    // Ends the wait, or the sleep that the task is in, whether that is worth a turn or not.
    void wake();

    // Whether poll() is the way to wait: not twice in a row for nothing.
    bool polls_next() const { return options_.wait == WaitPolicy::poll && !poll_did_not_help_; }
    void note_poll(bool writable) { poll_did_not_help_ = writable; }
    void note_progress() { poll_did_not_help_ = false; }

private:
    const XskSenderGuest& guest_;
    const XskSenderOptions& options_;
    std::function<bool()> is_worth_a_turn_;
    ContextId task_ = no_context;
    bool waiting_ = false;
    bool woken_ = false;
    bool poll_did_not_help_ = false;
};

}  // namespace xsksim
