// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/build_tree_driver.hpp"

#include <cstdlib>
#include <filesystem>

#include "sim/import/build_output.hpp"
#include "sim/import/tree_compiler.hpp"
#include "sim/import/tree_manifest.hpp"
#include "sim/import/tree_patch.hpp"

namespace xsksim {
namespace fs = std::filesystem;

TreeBuildReport build_tree_driver(const TreeBuildRequest& request) {
    const Kit kit(request.kit.empty() ? kit_directory() : request.kit);
    const KernelTree tree(fs::absolute(request.tree).lexically_normal().string());
    const TemporaryFolder folder;
    TreeBuildReport report;
    report.output = request.output;
    report.tree = request.tree;
    report.version = tree.version();
    report.title = "virtio-net of Linux " + tree.version().text();
    report.taken = {TreeCompiler::driver, TreeCompiler::ring};
    std::string overlay;
    if (!request.patches.empty()) {
        overlay = folder.path() + "/patched";
        fs::create_directories(overlay);
        report.patched = apply_tree_patches(tree, request.patches, overlay);
        report.title += ", patched";
    }
    TreeCompiler compiler(kit, tree, folder.path(), overlay, request.cache, request.jobs);
    compiler.compile();
    report.gaps = compiler.gaps();
    report.supplied = compiler.supplied();
    const std::string name = fs::path(request.output).stem().string();
    compiler.link(tree_manifest(name, report.title, kit, compiler), folder.path() + "/driver.so");
    ObjectCache(request.cache).forget_least_used();
    move_to(folder.path() + "/driver.so", request.output);
    return report;
}

std::string object_cache() {
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != '\0')
        return std::string(cache) + "/xsksim";
    if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
        return std::string(home) + "/.cache/xsksim";
    return "";
}

}  // namespace xsksim
