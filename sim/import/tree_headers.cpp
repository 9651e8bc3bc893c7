// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/tree_headers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <sstream>

#include "sim/import/text_file.hpp"

namespace xsksim {
namespace fs = std::filesystem;

namespace {

class Wrappers {
public:
    Wrappers(const KernelTree& tree, const Kit& kit, std::string folder)
        : tree_(tree), arch_(kit.arch_include()), folder_(std::move(folder)) {}

    void write() const {
        const std::string generic = "include/asm-generic", uapi = "include/uapi/asm-generic";
        for (const std::string& name : tree_.headers(generic))
            if (!is_ours("asm", name) && !is_ours("uapi/asm", name))
                wrap("asm", name, "asm-generic/" + name);
        for (const std::string& name : tree_.headers(uapi)) {
            if (is_ours("uapi/asm", name)) continue;
            wrap("uapi/asm", name, "asm-generic/" + name);
            if (!is_ours("asm", name) && !tree_.has(generic + "/" + name))
                wrap("asm", name, "uapi/asm-generic/" + name);
        }
    }

private:
    bool is_ours(const char* where, const std::string& name) const {
        return fs::exists(fmt::format("{}/{}/{}", arch_, where, name));
    }
    void wrap(const char* where, const std::string& name, const std::string& included) const {
        write_text_file(fmt::format("{}/{}/{}", folder_, where, name),
                        fmt::format("#include <{}>\n", included));
    }

    const KernelTree& tree_;
    std::string arch_, folder_;
};

std::string version_header(const KernelVersion& version) {
    return fmt::format(
        "#define LINUX_VERSION_MAJOR {0}\n"
        "#define LINUX_VERSION_PATCHLEVEL {1}\n"
        "#define LINUX_VERSION_SUBLEVEL {2}\n"
        "#define KERNEL_VERSION(a, b, c) (((a) << 16) + ((b) << 8) + ((c) > 255 ? 255 : (c)))\n"
        "#define LINUX_VERSION_CODE KERNEL_VERSION({0}, {1}, {2})\n",
        version.major, version.minor, version.patch);
}

// Lines "NAME HEADER PATTERN"; # begins a remark.
std::string probed(const KernelTree& tree, const std::string& probes) {
    std::string header;
    std::istringstream lines(probes);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string name, file, pattern;
        if (line.starts_with("#") || !(words >> name >> file)) continue;
        std::getline(words >> std::ws, pattern);
        if (tree.has(file) && std::regex_search(tree.read(file), std::regex(pattern)))
            header += fmt::format("#define {} 1\n", name);
    }
    return header;
}

}  // namespace

void write_tree_headers(const KernelTree& tree, const Kit& kit, const std::string& folder) {
    Wrappers(tree, kit, folder).write();
    write_text_file(folder + "/linux/version.h", version_header(tree.version()));
    write_text_file(folder + "/xsksim/probed.h",
                    probed(tree, read_text_file(kit.tree_kit() + "/probes")));
    write_text_file(folder + "/xsksim/hypercalls.h", read_text_file(kit.hypercalls_header()));
}

}  // namespace xsksim
