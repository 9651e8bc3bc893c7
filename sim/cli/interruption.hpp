// SPDX-License-Identifier: GPL-2.0-only
// Ctrl-C and SIGTERM of commands that go on for long: the first asks for an orderly end, the second
// ends at once. Nothing that was kept is lost by either.
#pragma once

namespace xsksim::cli {

// From now on; until then a signal ends the program.
void expect_interruption();
bool is_interrupted();

}  // namespace xsksim::cli
