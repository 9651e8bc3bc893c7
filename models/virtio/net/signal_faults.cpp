// SPDX-License-Identifier: GPL-2.0-only
#include "models/virtio/net/signal_faults.hpp"

#include <algorithm>

namespace xsksim {

SignalFaults::SignalFaults(FaultSource& faults, QueueIndex queue)
    : faults_(faults), queue_(queue), any_(faults.has(FaultSite::signal)) {
    reset();
}

void SignalFaults::reset() {
    strikes_.clear();
    looks_ = {{Instant{}, 0}};
    counted_from_ = 0;
    coalesced_until_ = Instant::never();
}

void SignalFaults::look(Instant now, std::uint32_t asked) {
    if (looks_.back().asked != asked) looks_.push_back({now, asked});
}

Instant SignalFaults::put_off_until(Instant now, std::uint64_t published_total) {
    strikes_.clear();
    for_each_strike(faults_, FaultSite::signal, queue_, std::nullopt,
                    [&](const FaultStrike& strike) {
                        strikes_.push_back(strike);
                        return true;
                    });
    const FaultStrike* strike = struck(FaultWhat::interrupt_coalesced);
    if (strike != nullptr && coalesces(*strike, now, published_total)) return coalesced_until_;
    counted_from_ = published_total;
    coalesced_until_ = Instant::never();
    return now;
}

bool SignalFaults::coalesces(const FaultStrike& strike, Instant now,
                             std::uint64_t published_total) {
    if (published_total - counted_from_ >= strike.rule->packets) return false;
    if (!coalesced_until_.is_never()) return now < coalesced_until_;
    if (strike.delay.ns == 0) return false;
    coalesced_until_ = now + strike.delay;
    faults_.took_effect(strike);
    return true;
}

std::uint32_t SignalFaults::seen(Instant now, std::uint32_t asked) {
    const FaultStrike* strike = struck(FaultWhat::event_idx_stale);
    if (strike == nullptr) return asked;
    const Instant then = now - strike->delay;
    const auto later = std::find_if(looks_.begin() + 1, looks_.end(),
                                    [then](const Look& look) { return look.at > then; });
    looks_.erase(looks_.begin(), later - 1);
    const std::uint32_t stale = looks_.front().asked;
    if (stale != asked) faults_.took_effect(*strike);
    return stale;
}

bool SignalFaults::judged(bool wanted) {
    for (const FaultStrike& strike : strikes_) {
        const bool unasked = strike.what() == FaultWhat::interrupt_unasked;
        if (!unasked && strike.what() != FaultWhat::interrupt_omitted) continue;
        if (wanted == unasked) continue;
        wanted = unasked;
        faults_.took_effect(strike);
    }
    return wanted;
}

const FaultStrike* SignalFaults::struck(FaultWhat what) const {
    const auto found = std::find_if(strikes_.begin(), strikes_.end(),
                                    [what](const FaultStrike& s) { return s.what() == what; });
    return found == strikes_.end() ? nullptr : &*found;
}

}  // namespace xsksim
