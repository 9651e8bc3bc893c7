// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/probe_values.hpp"

#include <fmt/format.h>

#include <sstream>

namespace xsksim {

ValueProbe::ValueProbe(const std::string& included)
    : text_(fmt::format("#include \"{}\"\nvoid xs_probe(void);\nvoid xs_probe(void)\n{{\n",
                        included)) {}

void ValueProbe::ask(std::size_t index, const std::string& expression) {
    text_ += fmt::format("asm volatile(\"\\n#xs_value {} %c0\\n\" : : \"i\"((long)({})));\n", index,
                         expression);
}

void ValueProbe::read(const std::string& assembly, std::vector<long>& values) {
    std::istringstream lines(assembly);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string mark;
        std::size_t index = 0;
        long value = 0;
        if (words >> mark >> index >> value && mark == "#xs_value" && index < values.size())
            values[index] = value;
    }
}

}  // namespace xsksim
