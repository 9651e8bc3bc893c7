// SPDX-License-Identifier: GPL-2.0-only
// A file as a whole. Throws ImportError where it cannot be read, std::runtime_error where it cannot
// be written; folders on the way are made.
#pragma once

#include <string>

namespace xsksim {

std::string read_text_file(const std::string& path);
void write_text_file(const std::string& path, const std::string& text);

}  // namespace xsksim
