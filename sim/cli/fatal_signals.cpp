// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/fatal_signals.hpp"

#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>

#include "sim/cli/exit_codes.hpp"
#include "sim/core/sanitizer.hpp"

namespace xsksim::cli {
namespace {

constexpr std::array signals{SIGSEGV, SIGBUS, SIGFPE, SIGILL};

void write_text(const char* text) {
    // Nothing could be done about a failure.
    if (::write(STDERR_FILENO, text, std::strlen(text)) < 0) return;
}

// Only what a signal handler may do; the names are constants of libc.
void on_signal(int signal) {
    write_text("simulator fault: ");
    write_text(::sigdescr_np(signal));
    write_text("\n");
    ::_exit(exit_simulator_fault);
}

}  // namespace

void name_fatal_signals() {
    if (address_sanitizer) return;
    // The stack that is used up is one of the signals' causes.
    static std::array<char, 16 * 1024> own_stack;
    stack_t stack{};
    stack.ss_sp = own_stack.data();
    stack.ss_size = own_stack.size();
    ::sigaltstack(&stack, nullptr);
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = SA_ONSTACK;
    for (const int signal : signals) ::sigaction(signal, &action, nullptr);
}

}  // namespace xsksim::cli
