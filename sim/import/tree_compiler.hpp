// SPDX-License-Identifier: GPL-2.0-only
// Compiles a tree's driver, unmodified, with the kit below it (models/linux), and links them into a
// driver object. What neither has is a gap: a function that ends the run as inconclusive and says
// its name. Objects are kept by the contents of everything that goes into them.
#pragma once

#include <string>
#include <vector>

#include "sim/import/diagnostics.hpp"
#include "sim/import/kernel_tree.hpp"
#include "sim/import/kit.hpp"
#include "sim/import/object_cache.hpp"
#include "sim/jobs/spawn.hpp"

namespace xsksim {

class TreeCompiler {
public:
    // `folder`: an empty one for temporary files. `overlay`: changed files of the tree, under their
    // paths, or "". `cache`: where objects are kept, or "". `at_once`: how many compilers may run.
    TreeCompiler(const Kit& kit, const KernelTree& tree, std::string folder, std::string overlay,
                 std::string cache, unsigned at_once);

    // Throws ImportError: the compiler's errors, at the tree's own lines.
    void compile();
    // Kernel functions that are called and that nobody supplies; and how many the kit supplies.
    const std::vector<std::string>& gaps() const { return gaps_; }
    std::size_t supplied() const { return supplied_; }
    // Of constant expressions, as virtio_net.c sees them.
    std::vector<long> values(const std::vector<std::string>& expressions) const;
    void link(const std::string& manifest, const std::string& output) const;

    static constexpr const char* driver = "drivers/net/virtio_net.c";
    static constexpr const char* ring = "drivers/virtio/virtio_ring.c";
    std::string source(const std::string& file) const;  // its path, the changed one where there is

private:
    struct Unit {
        std::string name, source;
        bool may_fail = false;                // left to the gaps where the tree's does not compile
        std::vector<std::string> parts = {};  // files that the source does nothing but include
        std::string object = {}, kept = {};
        bool is_done = false;
    };
    std::vector<Unit> units() const;
    std::vector<Unit> kit_units() const;
    std::vector<std::string> command(const std::string& source) const;
    std::string same_wherever() const;
    std::string inputs_digest() const;
    std::string key_of(const Unit& unit) const;
    void compile_all(std::vector<Unit>& units) const;
    Diagnostics ended(Unit& unit, const ProgramEnd& end) const;
    void find_gaps();
    void compile_gaps();

    const Kit& kit_;
    const KernelTree& tree_;
    std::string folder_, overlay_, inputs_digest_;
    const ObjectCache cache_;
    std::size_t at_once_;
    std::vector<std::string> objects_, gaps_;
    std::size_t supplied_ = 0;
};

}  // namespace xsksim
