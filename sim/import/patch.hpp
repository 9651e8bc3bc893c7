// SPDX-License-Identifier: GPL-2.0-only
// Patches as a kernel developer has them at hand: a unified diff, a patch mail, an mbox of several,
// or a reply that quotes one, quote marks of any depth, the reviewer's words in between, white
// space flattened by a web archive. Hunks end by the line counts of their heading.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/import/problem.hpp"

namespace xsksim {

struct HunkLine {
    enum class Kind { context, removed, added, reviewer };
    Kind kind = Kind::context;
    std::string text;  // without quote marks and the mark of its kind; a reviewer's words are ""
    int line = 0;      // in the input
};

struct Hunk {
    Origin at;            // its @@ line
    std::string heading;  // what stands behind the second @@
    std::vector<HunkLine> lines;
};

struct FilePatch {
    Origin at;
    std::string path;  // "drivers/net/virtio_net.c", without a/ or b/
    std::vector<Hunk> hunks;
};

// What one mail or diff changes.
struct Patch {
    std::string title;  // the mail's subject without tags, "" for a bare diff
    std::vector<FilePatch> files;
};

struct ImportInput {
    std::string name;  // as the user calls it; "<stdin>"
    std::string text;
};

// Throws ImportError: binary data, an encoded mail, no hunk at all, hunks that end early.
std::vector<Patch> read_patches(const ImportInput& input);

}  // namespace xsksim
