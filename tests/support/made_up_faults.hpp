// SPDX-License-Identifier: GPL-2.0-only
// Fault rules for the tests of models: each strikes one opportunity of its site, wherever that is,
// or happens when the test says so. Their delay is FaultDelay::low.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "models/fault_port.hpp"

namespace xsksim {

class MadeUpFaults final : public FaultSource {
public:
    MadeUpFaults() = default;
    // The `nth` opportunity, from 1.
    explicit MadeUpFaults(FaultRule rule, std::uint64_t nth = 1) {
        rules_.push_back({rule, nth, 0});
    }

    bool has(FaultSite site) const override {
        for (const Rule& rule : rules_)
            if (info_of(rule.rule.what).site == site) return true;
        return false;
    }
    std::optional<FaultStrike> strike(FaultSite site, std::uint32_t, std::size_t after,
                                      std::optional<std::uint64_t>) override {
        for (std::size_t i = after; i < rules_.size(); ++i) {
            Rule& rule = rules_[i];
            if (info_of(rule.rule.what).site != site || ++rule.seen != rule.nth) continue;
            return FaultStrike{i + 1, &rule.rule, rule.rule.delay.least()};
        }
        return std::nullopt;
    }
    void took_effect(const FaultStrike&) override { ++effects; }
    void on_happening(FaultSite site, std::function<void(const FaultStrike&)> act) override {
        acts_[site] = std::move(act);
    }
    std::vector<FaultStrike> rules_of(FaultSite) const override { return {}; }

    // The first rule happens.
    void happen() {
        const FaultRule& rule = rules_.front().rule;
        acts_.at(info_of(rule.what).site)({1, &rule, rule.delay.least()});
    }
    int effects = 0;

private:
    struct Rule {
        FaultRule rule;
        std::uint64_t nth = 1, seen = 0;
    };
    std::vector<Rule> rules_;
    std::map<FaultSite, std::function<void(const FaultStrike&)>> acts_;
};

inline FaultRule made_up_fault(FaultWhat what, Duration delay = {}) {
    FaultRule rule;
    rule.what = what;
    rule.delay.low = rule.delay.high = delay;
    return rule;
}

}  // namespace xsksim
