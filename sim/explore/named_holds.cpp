// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/named_holds.hpp"

namespace xsksim {

void NamedHolds::listen_to(const HeardRun& run) {
    scenario_holds_ = run.scenario.holds.size();
    names_ = &run.names;
    run.readers.listen<event::HoldBegin, event::HoldEnd, event::Access>(*this);
}

void NamedHolds::on(const event::HoldBegin& hold, const Event& event) {
    if (hold.rule <= scenario_holds_) return;
    unnamed_[event.context] = holds_.size();
    ExpectedHold& named = holds_.emplace_back();
    named.only_context = hold.only_context;
    named.optional = true;
}

void NamedHolds::on(const event::HoldEnd& hold, const Event&) {
    if (hold.rule <= scenario_holds_) return;
    holds_[hold.rule - scenario_holds_ - 1].at_most = hold.held_ns;
}

void NamedHolds::on(const event::Access& access, const Event& event) {
    const auto held = unnamed_.find(event.context);
    if (held == unnamed_.end()) return;
    ExpectedHold& named = holds_[held->second];
    named.at.name = names_->text(access.text);
    named.hit = access.hit;
    unnamed_.erase(held);
}

}  // namespace xsksim
