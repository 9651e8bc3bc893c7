// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/build_commit.hpp"

namespace xsksim {

// A file of its own: the build compiles it again with every commit.
std::string_view build_commit() {
    constexpr std::string_view commit = XSKSIM_COMMIT;
    return commit.empty() ? "unknown" : commit;
}

}  // namespace xsksim
