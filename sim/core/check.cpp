// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/check.hpp"

#include <string_view>

namespace xsksim {
namespace {

// The path inside the repository, so that a message does not tell where the source was built.
std::string_view inside_repository(std::string_view file) {
    for (const std::string_view folder : {"/sim/", "/models/", "/tests/"}) {
        const auto at = file.rfind(folder);
        if (at != std::string_view::npos) return file.substr(at + 1);
    }
    return file;
}

}  // namespace

void check_failed(const char* condition, const char* file, int line, const std::string& message) {
    throw SimulatorFault(std::string(inside_repository(file)) + ":" + std::to_string(line) + ": " +
                         message + " (" + condition + ")");
}

}  // namespace xsksim
