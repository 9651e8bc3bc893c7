// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/interruption.hpp"

#include <signal.h>

namespace xsksim::cli {
namespace {

volatile sig_atomic_t interrupted = 0;

void on_interrupt(int number) {
    interrupted = 1;
    ::signal(number, SIG_DFL);
}

}  // namespace

void expect_interruption() {
    ::signal(SIGINT, on_interrupt);
    ::signal(SIGTERM, on_interrupt);
}

bool is_interrupted() { return interrupted != 0; }

}  // namespace xsksim::cli
