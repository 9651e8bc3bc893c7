// SPDX-License-Identifier: GPL-2.0-only
// A program run to its end, with what it printed.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace xsksim {

class Process {
public:
    // Starts it in the C locale. Both its outputs go to the file `output`. Throws
    // std::runtime_error when there is no such program.
    Process(const std::vector<std::string>& command, std::string output);
    ~Process();
    Process(Process&& other) noexcept;
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    struct End {
        bool is_success = false;
        std::string output;
    };
    End wait();

private:
    pid_t pid_ = -1;
    std::string output_;
};

}  // namespace xsksim
