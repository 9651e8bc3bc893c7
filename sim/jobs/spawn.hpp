// SPDX-License-Identifier: GPL-2.0-only
// Another program, run to its end: what it gets on its standard input, what it printed, how it
// ended. posix_spawn(3); its outputs are files in memory, so that it never waits for a reader and
// any number may run side by side.
// Owner: the caller. Errors: std::system_error, "cannot run PROGRAM: ...", its code that of the
// system (std::errc::no_such_file_or_directory where there is no such program). Messages are bytes,
// as the program wrote them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/jobs/process_end.hpp"

namespace xsksim {

struct ProgramCall {
    std::vector<std::string> command;  // the program, found in PATH, and its arguments
    std::string input = {};            // all of its standard input
    // For a program whose words are read by this one: one language, no colours.
    bool in_c_locale = false;
};

struct ProgramEnd {
    ProcessEnd process;
    std::string output, errors;  // standard output, standard error

    bool is_success() const { return process.is_success(); }
};

class RunningProgram {
public:
    explicit RunningProgram(const ProgramCall& call);
    // Waits for its end.
    ~RunningProgram();
    RunningProgram(RunningProgram&& other) noexcept;
    RunningProgram& operator=(RunningProgram&&) = delete;

    ProgramEnd end();  // once

private:
    struct Outputs;

    pid_t pid_ = -1;
    std::unique_ptr<Outputs> outputs_;
};

ProgramEnd run_program(const ProgramCall& call);

}  // namespace xsksim
