// SPDX-License-Identifier: GPL-2.0-only
// Makes an object of a driver's text: what changed is compiled, the rest taken from the kit.
#pragma once

#include <string>
#include <vector>

#include "sim/import/diagnostics.hpp"
#include "sim/import/driver_text.hpp"

namespace xsksim {

// Numbers that only the compiler can tell: an expression as a file of the driver sees it.
struct Expression {
    std::string file;  // "base/virtio_net.c"
    std::string text;
};

class DriverCompiler {
public:
    // `folder` is an empty one for temporary files.
    DriverCompiler(const Kit& kit, const DriverText& text, std::string folder);

    // Warnings about the text. Throws ImportError with the compiler's errors.
    std::vector<ImportProblem> compile();
    // In the order asked; the text must compile. An expression that is no constant is 0.
    std::vector<long> values(const std::vector<Expression>& expressions);
    // Throws ImportError: a symbol that neither the driver nor the shim has.
    void link(const std::string& manifest, const std::string& output);

private:
    std::vector<std::string> command(const std::string& source) const;
    bool must_compile(const KitFile& file) const;
    void write_text() const;
    void refuse_undefined_symbols(const std::string& object,
                                  const std::vector<std::string>& link_command) const;

    const Kit& kit_;
    const DriverText& text_;
    std::string folder_;
    std::vector<std::string> objects_;
};

}  // namespace xsksim
