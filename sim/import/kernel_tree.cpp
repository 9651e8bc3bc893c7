// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/kernel_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <regex>

#include "sim/import/content_key.hpp"
#include "sim/import/text_file.hpp"

namespace xsksim {
namespace fs = std::filesystem;

namespace {

constexpr std::array needed = {"Makefile",
                               "include/linux/netdevice.h",
                               "include/asm-generic/barrier.h",
                               "include/uapi/linux/virtio_net.h",
                               "drivers/net/virtio_net.c",
                               "drivers/virtio/virtio_ring.c"};
constexpr KernelVersion oldest{5, 10, 0};

int number_after(const std::string& makefile, const char* name) {
    std::smatch match;
    const std::regex line(fmt::format("(?:^|\n){} *= *([0-9]+)", name));
    return std::regex_search(makefile, match, line) ? std::stoi(match[1]) : -1;
}

}  // namespace

std::string KernelVersion::text() const { return fmt::format("{}.{}.{}", major, minor, patch); }

KernelTree::KernelTree(std::string directory) : directory_(std::move(directory)) {
    std::vector<ImportProblem> problems;
    if (!fs::is_directory(directory_))
        throw ImportError({{{directory_, 0}, "is no folder; wanted a kernel's source tree", {}}});
    for (const char* file : needed)
        if (!has(file))
            problems.push_back(
                {{path(file), 0}, "is not there; wanted a kernel's source tree", {}});
    if (!problems.empty()) throw ImportError(std::move(problems));
    version_ = read_version();
}

KernelVersion KernelTree::read_version() const {
    const std::string makefile = read("Makefile");
    const KernelVersion found{number_after(makefile, "VERSION"),
                              number_after(makefile, "PATCHLEVEL"),
                              std::max(number_after(makefile, "SUBLEVEL"), 0)};
    if (found.major < 0 || found.minor < 0)
        throw ImportError({{{path("Makefile"), 0}, "says no VERSION and PATCHLEVEL", {}}});
    if (std::pair(found.major, found.minor) < std::pair(oldest.major, oldest.minor))
        throw ImportError({{{path("Makefile"), 0},
                            fmt::format("is of Linux {}; wanted one from {}.{} on", found.text(),
                                        oldest.major, oldest.minor),
                            {}}});
    return found;
}

bool KernelTree::has(const std::string& file) const { return fs::is_regular_file(path(file)); }

std::string KernelTree::read(const std::string& file) const { return read_text_file(path(file)); }

std::vector<std::string> KernelTree::headers(const std::string& folder) const {
    std::vector<std::string> names;
    if (fs::is_directory(path(folder)))
        for (const auto& entry : fs::directory_iterator(path(folder)))
            if (entry.path().extension() == ".h") names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::string KernelTree::headers_digest() const {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(path("include")))
        if (entry.is_regular_file() && entry.path().extension() == ".h")
            files.push_back(fs::relative(entry.path(), directory_).string());
    std::sort(files.begin(), files.end());
    ContentKey key;
    for (const std::string& file : files) key.add(file).add(read(file));
    return key.text();
}

}  // namespace xsksim
