// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/code_list.hpp"

#include <algorithm>

#include "models/codes.hpp"
#include "sim/view/text/text_table.hpp"

namespace xsksim::cli {

std::string codes_text() {
    constexpr std::size_t columns = 80;
    constexpr TextColumn codes, meanings;
    std::size_t widest = 0;
    for (const CodeInfo& info : code_infos) widest = std::max(widest, info.name.size());
    TextTable table({codes, {.wrap_at = columns - widest - meanings.gap}});
    for (const CodeInfo& info : code_infos)
        table.add({std::string(info.name), std::string(info.meaning)});
    return table.text();
}

}  // namespace xsksim::cli
