// SPDX-License-Identifier: GPL-2.0-only
#include "models/app/xsk/application_faults.hpp"

#include <algorithm>

#include "models/events.hpp"

namespace xsksim {

ApplicationFaults::ApplicationFaults(const XskSenderGuest& guest, PairIndex pair, UmemFrames& umem,
                                     const FrameLedger& ledger, const SenderSocket& socket)
    : guest_(guest), pair_(pair), umem_(umem), ledger_(ledger), socket_(socket) {}

void ApplicationFaults::suffer(const FaultStrike& strike) {
    if (strike.rule->pair != pair_) return;
    if (strike.what() == FaultWhat::foreign_frame_written) {
        overwrite_next_ = true;
        return overwrite_oldest();
    }
    const bool stands_still = strike.what() == FaultWhat::application_paused;
    Instant& until = stands_still ? still_until_ : drains_from_;
    until = std::max(until, guest_.engine.now() + strike.delay);
    guest_.trace.emit(
        event::AppPause{.pair = pair_, .duration_ns = strike.delay, .drains = !stands_still});
}

void ApplicationFaults::overwrite_oldest() {
    const FilledFrame* oldest = ledger_.oldest();
    if (oldest == nullptr || !socket_.rings_are_current()) return;
    overwrite_next_ = false;
    umem_.fill(oldest->offset, oldest->written);
    guest_.trace.emit(event::AppOverwrite{.pair = pair_,
                                          .frame = {oldest->offset},
                                          .digest = {umem_.digest_at(oldest->offset, oldest->len)},
                                          .submitted = {oldest->digest}});
}

}  // namespace xsksim
