// SPDX-License-Identifier: GPL-2.0-only
#include "sim/jobs/spawn.hpp"

#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace xsksim {
namespace {

[[noreturn]] void fail(int error, const std::string& what) {
    throw std::system_error(error, std::generic_category(), what);
}

// A file without a name, gone with its last reader and writer.
class MemoryFile {
public:
    explicit MemoryFile(const char* purpose) : descriptor_(::memfd_create(purpose, MFD_CLOEXEC)) {
        if (descriptor_ < 0) fail(errno, "memfd_create");
    }
    ~MemoryFile() { ::close(descriptor_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    int descriptor() const { return descriptor_; }

    void fill(const std::string& text) const {
        for (std::size_t at = 0; at < text.size();) {
            const ssize_t n =
                ::pwrite(descriptor_, text.data() + at, text.size() - at, static_cast<off_t>(at));
            if (n < 0) fail(errno, "memfd_create");
            at += static_cast<std::size_t>(n);
        }
    }
    std::string text() const {
        struct stat status {};
        if (::fstat(descriptor_, &status) != 0) fail(errno, "fstat");
        std::string text(static_cast<std::size_t>(status.st_size), '\0');
        std::size_t at = 0;
        for (ssize_t n = 1; n > 0; at += static_cast<std::size_t>(n)) {
            n = ::pread(descriptor_, text.data() + at, text.size() - at, static_cast<off_t>(at));
            if (n < 0) fail(errno, "pread");
        }
        return text.substr(0, at);
    }

private:
    int descriptor_;
};

class FileActions {
public:
    FileActions() { ::posix_spawn_file_actions_init(&actions_); }
    ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;

    void connect(const MemoryFile& file, int as) {
        ::posix_spawn_file_actions_adddup2(&actions_, file.descriptor(), as);
    }
    const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_;
};

std::vector<std::string> environment(bool in_c_locale) {
    std::vector<std::string> variables;
    if (in_c_locale) variables.push_back("LC_ALL=C");
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string text = *variable;
        const bool is_locale = text.starts_with("LC_") || text.starts_with("LANG");
        if (!in_c_locale || !is_locale) variables.push_back(text);
    }
    return variables;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (std::string& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

}  // namespace

struct RunningProgram::Outputs {
    MemoryFile output{"output"}, errors{"errors"};
};

RunningProgram::RunningProgram(const ProgramCall& call) : outputs_(std::make_unique<Outputs>()) {
    const MemoryFile input("input");
    input.fill(call.input);
    FileActions actions;
    actions.connect(input, STDIN_FILENO);
    actions.connect(outputs_->output, STDOUT_FILENO);
    actions.connect(outputs_->errors, STDERR_FILENO);
    std::vector<std::string> arguments = call.command;
    std::vector<std::string> variables = environment(call.in_c_locale);
    const int error = ::posix_spawnp(&pid_, arguments.front().c_str(), actions.get(), nullptr,
                                     pointers(arguments).data(), pointers(variables).data());
    if (error == 0) return;
    pid_ = -1;
    fail(error, "cannot run " + call.command.front());
}

RunningProgram::RunningProgram(RunningProgram&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), outputs_(std::move(other.outputs_)) {}

RunningProgram::~RunningProgram() {
    if (pid_ > 0) wait_for(pid_);
}

ProgramEnd RunningProgram::end() {
    const ProcessEnd process = wait_for(std::exchange(pid_, -1));
    return {process, outputs_->output.text(), outputs_->errors.text()};
}

ProgramEnd run_program(const ProgramCall& call) { return RunningProgram(call).end(); }

}  // namespace xsksim
