// SPDX-License-Identifier: GPL-2.0-only
// Which codes a test program has seen produced: where the environment names a file for them
// (tests/codes/produced_test.sh does), each is a line of it. The worlds and made-up traces that
// tests share tell it; a test calls nothing.
#pragma once

#include <cstdlib>
#include <fstream>
#include <vector>

#include "models/events.hpp"

namespace xsksim {

inline void seen(Code code) {
    static const char* const file = std::getenv("XSKSIM_SEEN_CODES");
    if (file != nullptr) std::ofstream(file, std::ios::app) << name_of(code) << '\n';
}
inline void seen(const std::vector<Code>& codes) {
    for (const Code code : codes) seen(code);
}
inline void seen(const Event& event) {
    if (event.is<event::Finding>()) seen(event.as<event::Finding>().code);
}

}  // namespace xsksim
