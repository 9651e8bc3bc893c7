// SPDX-License-Identifier: GPL-2.0-only
// The engines that a run may be handed, as commands name them. They make the same run, to the byte;
// only how often stacks were switched differs where steps have stacks of their own.
#pragma once

#include <array>
#include <string_view>

#include "sim/core/words.hpp"

namespace xsksim {

enum class EngineKind : std::uint32_t {
    simgrid,        // the reference
    strict,         // the reference, each step on a stack of its own
    native,         // switches stacks itself, for runs by the thousand
    native_strict,  // the same, each step on a stack of its own
};

template <>
struct WordTable<EngineKind> {
    static constexpr std::array<std::string_view, 4> words{"simgrid", "strict", "native",
                                                           "native-strict"};
};

constexpr bool is_native(EngineKind kind) {
    return kind == EngineKind::native || kind == EngineKind::native_strict;
}
constexpr bool is_strict(EngineKind kind) {
    return kind == EngineKind::strict || kind == EngineKind::native_strict;
}

}  // namespace xsksim
