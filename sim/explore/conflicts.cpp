// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/conflicts.hpp"

#include <algorithm>

namespace xsksim {
namespace {

// Of an object that many read and nobody changes for long, the oldest reads are forgotten.
constexpr std::size_t open_max = 16;

bool changes(Operation operation) { return !operation.is_access() || operation.act() != Act::read; }

}  // namespace

void Conflicts::reaches(ContextId context, std::uint64_t point, std::uint64_t place, Instant at) {
    passed_[context] = Use{context, point, place, at, false, locks_.of(context)};
}

std::uint64_t Conflicts::place_of(ContextId context, Operation done) {
    const std::optional<Use>* passed = passed_.find(context);
    if (passed != nullptr && *passed) return (*passed)->place;
    constexpr std::uint64_t outside = std::uint64_t{1} << 62;
    return outside | (static_cast<std::uint64_t>(done.object()) << 8) |
           static_cast<std::uint64_t>(done.act());
}

void Conflicts::does(ContextId context, Operation done, Instant at, std::vector<Use>& open) {
    locks_.does(context, done);
    const HeldLocks::Set locks = locks_.of(context);
    const bool is_change = changes(done);
    const std::uint64_t place = place_of(context, done);
    std::erase_if(open, [&](const Use& use) {
        if (use.context == context || (!use.is_change && !is_change)) return false;
        if ((use.locks & locks) == 0) note(use, place, at);
        return true;
    });
    const std::optional<Use>* passed = passed_.find(context);
    if (passed == nullptr || !*passed) return;
    if (!open.empty() && open.back().point == (*passed)->point) {
        open.back().is_change = open.back().is_change || is_change;
        return;
    }
    // Who looks again and again in one place is overtaken the soonest after the last look.
    std::erase_if(open, [&](const Use& use) {
        return use.context == context && use.place == (*passed)->place &&
               use.is_change == is_change;
    });
    if (open.size() == open_max) open.erase(open.begin());
    open.push_back(**passed);
    open.back().is_change = is_change;
}

void Conflicts::note(const Use& first, std::uint64_t second_place, Instant at) {
    const auto [entry, is_new] =
        numbers_.try_emplace(std::pair{first.place, second_place}, reversals_.size());
    if (is_new) {
        reversals_.emplace_back();
        note_context(first.context, entry->second);
    }
    reversals_[entry->second].push_back({first.point, at - first.at});
}

// Of the context that was met there first, where several pass one place.
void Conflicts::note_context(ContextId first, std::size_t pair) {
    const auto [entry, is_new] = contexts_.try_emplace(first, by_context_.size());
    if (is_new) by_context_.emplace_back();
    by_context_[entry->second].push_back(pair);
}

}  // namespace xsksim
