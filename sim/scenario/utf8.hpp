// SPDX-License-Identifier: GPL-2.0-only
// UTF-8 (RFC 3629).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace xsksim {

// The offset of the first byte that is no part of a well-formed code point.
std::optional<std::ptrdiff_t> first_bad_utf8(std::string_view text);
// "0xff"
std::string hexadecimal(char byte);

}  // namespace xsksim
