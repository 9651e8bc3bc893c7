// SPDX-License-Identifier: GPL-2.0-only
// A kernel developer's text - a patch, a mail, a reply that quotes one, a C file - made into a
// driver that `run --driver FILE` takes. All or nothing: the output is there whole or as it was
// before.
#pragma once

#include <string>
#include <vector>

#include "sim/import/built_manifest.hpp"

namespace xsksim {

struct BuildRequest {
    std::vector<ImportInput> inputs;  // applied in order
    std::string output;
    std::string base = "5.11-xsk-series-1-4";
    std::string kit;  // empty: the program's own
};

struct BuildReport {
    std::string output;
    std::string base;
    std::string title;
    std::vector<TakenPiece> pieces;
    std::vector<FunctionOrigin> functions;
    std::vector<ImportProblem> warnings;
};

// Throws ImportError: what is wrong with the text; std::runtime_error: no compiler, disk full.
BuildReport build_driver(const BuildRequest& request);

}  // namespace xsksim
