// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/tie_order.hpp"

#include <utility>

#include "models/events.hpp"

namespace xsksim {

TieOrder::TieOrder(Engine& engine, Trace& trace, Choice& choice, std::vector<TieRule> rules)
    : engine_(engine), trace_(trace), choice_(choice), rules_(std::move(rules)) {
    if (!rules_.empty() || choice_.holds_up()) engine_.break_ties_by(this);
}

TieOrder::~TieOrder() { engine_.break_ties_by(nullptr); }

bool TieOrder::puts_last(ContextId first) {
    const std::uint64_t hit = count(first);
    const bool by_choice = choice_.holds_up() && choice_.puts_last(first);
    for (std::size_t i = 0; i < rules_.size(); ++i)
        if (rules_[i].hit == hit && rules_[i].last == engine_.name_of(first)) {
            tell(i + 1, hit);
            return true;
        }
    if (by_choice) tell(rules_.size() + ++by_choice_, hit);
    return by_choice;
}

std::uint64_t TieOrder::count(ContextId first) {
    if (first >= hits_.size()) hits_.resize(first + 1, 0);
    return ++hits_[first];
}

void TieOrder::tell(std::uint64_t rule, std::uint64_t hit) {
    trace_.emit(event::PutLast{.rule = rule, .hit = hit});
}

}  // namespace xsksim
