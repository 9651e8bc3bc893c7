// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/order_coverage.hpp"

#include <utility>

namespace xsksim {
namespace {

constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;

// Guest-physical addresses and numbers leave the upper byte free.
std::uint64_t object_of(Operation operation) {
    const std::uint64_t number = operation.number();
    return (static_cast<std::uint64_t>(operation.object()) << 56) ^
           (operation.is_at_address() ? number / 8 : number);
}

bool is_change(Operation operation) {
    return !operation.is_access() || operation.act() != Act::read;
}

}  // namespace

std::uint64_t OrderCoverage::place_of(ContextId context, Operation done) {
    constexpr std::uint64_t outside = std::uint64_t{1} << 62;
    const auto reached = places_.find(context);
    if (reached == places_.end())
        return outside | (static_cast<std::uint64_t>(done.object()) << 8) |
               static_cast<std::uint64_t>(done.act());
    const std::uint64_t place = reached->second;
    places_.erase(reached);
    return place;
}

void OrderCoverage::does(ContextId context, Operation done) {
    if (done.is_local()) return;
    const Use use{context, place_of(context, done), is_change(done)};
    const auto [known, is_new] = last_.try_emplace(object_of(done), use);
    if (is_new) return;
    const Use before = std::exchange(known->second, use);
    if (before.context == context || !(before.is_change || use.is_change)) return;
    coverage_.add(Coverage::class_of(CoverageKind::order, before.place * odd + use.place));
}

}  // namespace xsksim
