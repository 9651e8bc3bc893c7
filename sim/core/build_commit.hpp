// SPDX-License-Identifier: GPL-2.0-only
// The commit that the build was configured at, as saved traces and the stores of sweeps name it.
// Stands for: `git describe --always --dirty`. Owned by: the build. Called by: TraceWriter,
// build_identity(). "unknown" outside a checkout. No scheduling points.
#pragma once

#include <string_view>

namespace xsksim {

std::string_view build_commit();

}  // namespace xsksim
