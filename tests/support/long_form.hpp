// SPDX-License-Identifier: GPL-2.0-only
// Tests that repeat much have a short form, for `./dev test`, and a long one, for `./dev soak`.
#pragma once

#include <cstdlib>

namespace xsksim::test {

inline bool is_long_form() { return std::getenv("XSKSIM_LONG") != nullptr; }

template <class T>
T repeats(T in_short_form, T in_long_form) {
    return is_long_form() ? in_long_form : in_short_form;
}

}  // namespace xsksim::test
