// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/build_output.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace xsksim {
namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "xsksim-driver-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("cannot make a folder for temporary files: " + name);
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

void move_to(const std::string& file, const std::string& output) {
    const std::string beside = output + ".new." + std::to_string(::getpid());
    std::error_code error;
    fs::copy_file(file, beside, fs::copy_options::overwrite_existing, error);
    if (!error) fs::rename(beside, output, error);
    if (!error) return;
    std::error_code ignored;
    fs::remove(beside, ignored);
    throw std::runtime_error("cannot write " + output + ": " + error.message());
}

}  // namespace xsksim
