// SPDX-License-Identifier: GPL-2.0-only
// Numbers that only the compiler can tell, as the kernel's asm-offsets gets them: a function whose
// assembly carries each constant expression's value in a remark.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace xsksim {

class ValueProbe {
public:
    // Expressions as this file sees them.
    explicit ValueProbe(const std::string& included);

    void ask(std::size_t index, const std::string& expression);
    std::string source() const { return text_ + "}\n"; }
    // The values that the assembly of source() tells, by index; others stay.
    static void read(const std::string& assembly, std::vector<long>& values);

private:
    std::string text_;
};

}  // namespace xsksim
