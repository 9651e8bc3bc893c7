// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/tree_patch.hpp"

#include <filesystem>
#include <regex>
#include <set>

#include "sim/import/text_file.hpp"
#include "sim/jobs/spawn.hpp"

namespace xsksim {
namespace fs = std::filesystem;

namespace {

std::set<std::string> files_named_by(const ImportInput& patch) {
    static const std::regex header(R"((?:^|\n)(?:---|\+\+\+) [ab]/([^\s]+))");
    std::set<std::string> files;
    for (std::sregex_iterator i(patch.text.begin(), patch.text.end(), header), end; i != end; ++i)
        files.insert((*i)[1]);
    if (files.empty())
        throw ImportError(
            {{{patch.name, 0},
              "names no file of a tree; wanted a diff with a/ and b/ before the paths",
              {}}});
    return files;
}

void copy_once(const KernelTree& tree, const std::string& file, const std::string& folder) {
    const std::string copy = folder + "/" + file;
    if (tree.has(file) && !fs::exists(copy)) write_text_file(copy, tree.read(file));
}

}  // namespace

std::vector<std::string> apply_tree_patches(const KernelTree& tree,
                                            const std::vector<ImportInput>& patches,
                                            const std::string& folder) {
    std::set<std::string> changed;
    for (const ImportInput& patch : patches) {
        for (const std::string& file : files_named_by(patch)) {
            copy_once(tree, file, folder);
            changed.insert(file);
        }
        const ProgramEnd git = run_program({.command = {"git", "-C", folder, "apply", "-"},
                                            .input = patch.text,
                                            .in_c_locale = true});
        if (!git.is_success())
            throw ImportError({{{patch.name, 0}, "does not apply:\n" + git.errors, {}}});
    }
    return {changed.begin(), changed.end()};
}

}  // namespace xsksim
