// SPDX-License-Identifier: GPL-2.0-only
// What a faulty application does beside its descriptors: it stands still, leaves completions where
// they are, writes into frames that it has handed over.
//
// The happenings of FaultSite::application. A pause is that of a process which is stopped, or waits
// for something else. A write comes at once, or after the next submission if nothing is in flight.
// Owner: XskSender, which looks here in its turns. No scheduling points, no cost. Events:
// app_pause, app_overwrite; fault_fired is the plan's.
#pragma once

#include "models/app/xsk/frame_ledger.hpp"
#include "models/app/xsk/sender_guest.hpp"
#include "models/app/xsk/sender_socket.hpp"
#include "models/app/xsk/umem_frames.hpp"

namespace xsksim {

class ApplicationFaults {
public:
    ApplicationFaults(const XskSenderGuest& guest, PairIndex pair, UmemFrames& umem,
                      const FrameLedger& ledger, const SenderSocket& socket);

    // On this pair or another.
    void suffer(const FaultStrike& strike);

    // Stands still until then; may lie in the past.
    Instant still_until() const { return still_until_; }
    // Takes completions back, and if not, from when on. never() if it does.
    bool drains() const { return guest_.engine.now() >= drains_from_; }
    Instant drains_from() const { return drains() ? Instant::never() : drains_from_; }
    // Frames were handed over: a write may be due.
    void overwrite_if_due() {
        if (overwrite_next_) [[unlikely]]
            overwrite_oldest();
    }

private:
    void overwrite_oldest();

    const XskSenderGuest& guest_;
    PairIndex pair_;
    UmemFrames& umem_;
    const FrameLedger& ledger_;
    const SenderSocket& socket_;
    Instant still_until_, drains_from_;
    bool overwrite_next_ = false;
};

}  // namespace xsksim
