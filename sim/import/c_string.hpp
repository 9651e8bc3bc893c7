// SPDX-License-Identifier: GPL-2.0-only
// Text as C source: a literal, and the file that puts a manifest into a driver object.
#pragma once

#include <string>

namespace xsksim {

inline std::string c_string(const std::string& text) {
    std::string literal = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') literal += '\\';
        if (c == '\n')
            literal += "\\n\"\n\t\"";
        else
            literal += c;
    }
    return literal + "\"";
}

// The symbol that sim/driver looks up.
inline std::string manifest_source(const std::string& manifest) {
    return "__attribute__((__visibility__(\"default\")))\nconst char xs_driver_manifest[] =\n\t" +
           c_string(manifest) + ";\n";
}

}  // namespace xsksim
