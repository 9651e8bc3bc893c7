// SPDX-License-Identifier: GPL-2.0-only
// Catches what the process prints, by file descriptor, as long as the object lives. Up to what a
// pipe holds (64 KiB).
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>

namespace xsksim::test {

class CapturedOutput {
public:
    CapturedOutput() {
        if (pipe2(ends_.data(), O_NONBLOCK) != 0) std::abort();
        dup2(ends_[1], STDOUT_FILENO);
        dup2(ends_[1], STDERR_FILENO);
    }
    CapturedOutput(const CapturedOutput&) = delete;
    CapturedOutput& operator=(const CapturedOutput&) = delete;
    ~CapturedOutput() {
        dup2(kept_out_, STDOUT_FILENO);
        dup2(kept_err_, STDERR_FILENO);
        for (const int file : {kept_out_, kept_err_, ends_[0], ends_[1]}) close(file);
    }

    // What was printed so far, once.
    std::string text() const {
        std::array<char, 65536> buffer{};
        const auto length = read(ends_[0], buffer.data(), buffer.size());
        return {buffer.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
    }

private:
    int kept_out_ = dup(STDOUT_FILENO);
    int kept_err_ = dup(STDERR_FILENO);
    std::array<int, 2> ends_{};
};

}  // namespace xsksim::test
