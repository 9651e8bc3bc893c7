// SPDX-License-Identifier: GPL-2.0-only
// A kernel tree's own virtio_net.c and virtio_ring.c, unmodified or with patches laid over them,
// made into a driver that `run --driver FILE` takes. The tree is read only; all or nothing.
#pragma once

#include <string>
#include <vector>

#include "sim/import/kernel_tree.hpp"
#include "sim/import/patch.hpp"

namespace xsksim {

struct TreeBuildRequest {
    std::string tree;
    std::vector<ImportInput> patches;  // applied in order
    std::string output;
    std::string kit;    // empty: the program's own
    std::string cache;  // where compiled objects are kept; empty: nowhere
    unsigned jobs = 1;  // compilers at once
};

struct TreeBuildReport {
    std::string output, tree, title;
    KernelVersion version;
    std::vector<std::string> taken;    // the tree's files
    std::vector<std::string> patched;  // those of the tree that patches change
    std::size_t supplied = 0;          // kernel symbols that they ask for, and that are there
    std::vector<std::string> gaps;     // and that are not
};

// Throws ImportError: what is wrong with tree or patch; std::runtime_error: no compiler, disk full.
TreeBuildReport build_tree_driver(const TreeBuildRequest& request);

// $XDG_CACHE_HOME/xsksim, or that of the home directory; empty where there is neither.
std::string object_cache();

}  // namespace xsksim
