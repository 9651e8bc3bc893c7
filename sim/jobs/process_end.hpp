// SPDX-License-Identifier: GPL-2.0-only
// How a child process ended: by itself with an exit status, or of a signal; as wait(2) tells it.
// Callers: pool and spawn, and whoever reads what they hand back.
#pragma once

#include <sys/types.h>

#include <string>

namespace xsksim {

struct ProcessEnd {
    int exit_status = 0;  // where there is no signal
    int signal = 0;       // 0: none

    bool is_success() const { return signal == 0 && exit_status == 0; }
    // By somebody else: a person, or the kernel when memory runs out.
    bool was_killed() const;
    // "exit status 2", "Segmentation fault".
    std::string text() const;
};

// Waits until that child has ended, whatever signals come meanwhile.
ProcessEnd wait_for(pid_t child);

}  // namespace xsksim
