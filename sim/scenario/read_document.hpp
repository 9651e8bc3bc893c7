// SPDX-License-Identifier: GPL-2.0-only
// JSON text to Node, with the line of every value. Refuses what is not JSON, not UTF-8, larger than
// a mebibyte, deeper than 64 levels or more than 10,000 values: a scenario is a page.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/document.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim {

inline constexpr std::size_t document_bytes_max = std::size_t{1} << 20;
inline constexpr std::size_t document_depth_max = 64;
inline constexpr std::size_t document_values_max = 10'000;

enum class LineNumbers { count, none };

// Nothing is returned when the text has no structure to go on with; a repeated key is a problem but
// the rest is still read (the first one counts).
std::optional<Node> read_document(std::string_view text, const std::string& file_name,
                                  std::vector<InputProblem>& problems,
                                  LineNumbers lines = LineNumbers::count);

// The bytes of a file; a problem when it cannot be read or is too large.
std::optional<std::string> read_file(const std::string& path, std::vector<InputProblem>& problems);

}  // namespace xsksim
