// SPDX-License-Identifier: GPL-2.0-only
// Numbers and texts in the forms that tables, files and command lines take.
#pragma once

#include <string>
#include <string_view>

namespace xsksim {

// For a person: 1,234,567; 12.35; 0.0001. "-" for no number.
std::string readable_number(double value);
// For a narrow place, three digits: 1.23M, 812k, 0.05. "-" for no number.
std::string short_number(double value);

// The shortest that reads back as the same number; "" or null for no number.
std::string csv_number(double value);
std::string json_number(double value);
std::string csv_field(std::string_view text);

// A word of a shell command.
std::string shell_quoted(const std::string& word);

// Columns that a terminal gives it, for UTF-8 without wide characters.
std::size_t width_of(std::string_view text);

}  // namespace xsksim
