// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "sim/run/manifest.hpp"
#include "sim/sweep/content_sum.hpp"
#include "sim/sweep/store.hpp"

#ifndef XSKSIM_COMMIT
#define XSKSIM_COMMIT "unknown"
#endif

namespace xsksim {
namespace {

namespace fs = std::filesystem;

void add_file(const fs::path& path, ContentSum& sum) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    sum.add(text.view());
}

}  // namespace

std::string build_identity(const std::string& directory) {
    ContentSum sum;
    add_file("/proc/self/exe", sum);
    std::vector<fs::path> drivers;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(driver_directory(directory), ignored))
        if (entry.path().extension() == ".so") drivers.push_back(entry.path());
    std::sort(drivers.begin(), drivers.end());
    for (const fs::path& driver : drivers) add_file(driver, sum);
    return fmt::format("{} {:016x}", XSKSIM_COMMIT, sum.value());
}

}  // namespace xsksim
