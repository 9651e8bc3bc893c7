// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/text_file.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "sim/import/problem.hpp"

namespace xsksim {
namespace fs = std::filesystem;

std::string read_text_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw ImportError({{{path, 0}, "cannot be read", {}}});
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_text_file(const std::string& path, const std::string& text) {
    fs::create_directories(fs::path(path).parent_path());
    std::ofstream out(path, std::ios::binary);
    out << text;
    out.close();
    if (!out) throw std::runtime_error("cannot write " + path);
}

}  // namespace xsksim
