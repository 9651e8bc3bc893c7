// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/order_coverage.hpp"

#include <utility>

namespace xsksim {
namespace {

constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;

bool is_change(Operation operation) {
    return !operation.is_access() || operation.act() != Act::read;
}

}  // namespace

std::uint64_t OrderCoverage::place_of(ContextId context, Operation done) {
    constexpr std::uint64_t outside = std::uint64_t{1} << 62;
    std::optional<std::uint64_t>* reached = places_.find(context);
    if (reached != nullptr && *reached) return *std::exchange(*reached, std::nullopt);
    return outside | (static_cast<std::uint64_t>(done.object()) << 8) |
           static_cast<std::uint64_t>(done.act());
}

void OrderCoverage::does(ContextId context, Operation done, Use& last) {
    const Use before = std::exchange(last, {context, place_of(context, done), is_change(done)});
    if (before.context == no_context || before.context == context) return;
    if (!before.is_change && !last.is_change) return;
    notes_.note(Coverage::class_of(CoverageKind::order, before.place * odd + last.place));
}

}  // namespace xsksim
