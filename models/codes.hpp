// SPDX-License-Identifier: GPL-2.0-only
// The codes of whatever a run is found to have done wrong, or to lack: "memory.use_after_free",
// stable, beside the English that may change. A finding, a violation, a waker's story is made from
// one. Adding a code: its line in models/codes/*.def, its row in docs/codes.md, and a test or a
// scenario that produces it (tests/codes).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace xsksim {

enum class Code : std::uint32_t {
#define CODE(area, name, meaning) area##_##name,
#include "models/codes/all.def"
#undef CODE
};

struct CodeInfo {
    Code code;
    std::string_view name;  // "memory.use_after_free"
    std::string_view meaning;
};

inline constexpr std::array code_infos = {
#define CODE(area, name, meaning) CodeInfo{Code::area##_##name, #area "." #name, meaning},
#include "models/codes/all.def"
#undef CODE
};

constexpr const CodeInfo& info_of(Code code) { return code_infos[static_cast<std::size_t>(code)]; }
constexpr std::string_view name_of(Code code) { return info_of(code).name; }

// Nothing if no code has that name.
constexpr std::optional<Code> code_named(std::string_view name) {
    for (const CodeInfo& info : code_infos)
        if (info.name == name) return info.code;
    return std::nullopt;
}

}  // namespace xsksim
