// SPDX-License-Identifier: GPL-2.0-only
#include "sim/jobs/process_end.hpp"

#include <signal.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstring>

namespace xsksim {

bool ProcessEnd::was_killed() const { return signal == SIGKILL || signal == SIGTERM; }

std::string ProcessEnd::text() const {
    return signal != 0 ? ::strsignal(signal) : "exit status " + std::to_string(exit_status);
}

ProcessEnd wait_for(pid_t child) {
    // Where SIGCHLD is ignored, which a program inherits, nobody learns of the end: taken for good.
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFSIGNALED(status)) return {0, WTERMSIG(status)};
    return {WEXITSTATUS(status), 0};
}

}  // namespace xsksim
