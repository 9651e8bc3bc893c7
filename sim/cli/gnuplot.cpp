// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/gnuplot.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <stdexcept>

namespace xsksim::cli {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File opened(std::FILE* file, const std::string& name) {
    if (file == nullptr)
        throw std::runtime_error(name + ": cannot be written: " + std::strerror(errno));
    return {file, std::fclose};
}

std::string first_words(std::FILE* file) {
    std::string text(400, '\0');
    std::rewind(file);
    text.resize(std::fread(text.data(), 1, text.size(), file));
    return text;
}

int end_of(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

}  // namespace

void draw(const std::string& script, const std::string& file) {
    const std::string partial = file + ".partial";
    const File in = opened(std::tmpfile(), "a temporary file");
    const File err = opened(std::tmpfile(), "a temporary file");
    File out = opened(std::fopen(partial.c_str(), "wb"), file);
    std::fwrite(script.data(), 1, script.size(), in.get());
    std::rewind(in.get());
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ::fileno(in.get()), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ::fileno(out.get()), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ::fileno(err.get()), STDERR_FILENO);
    // A user's own start-up file may set anything.
    std::string name = "gnuplot", option = "-d";
    char* arguments[] = {name.data(), option.data(), nullptr};
    pid_t child = -1;
    const int problem = ::posix_spawnp(&child, "gnuplot", &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    out.reset();
    const int status = problem == 0 ? end_of(child) : 0;
    const std::string complaint = first_words(err.get());
    if (problem != 0 || status != 0 || std::filesystem::file_size(partial) == 0) {
        std::filesystem::remove(partial);
        if (problem == ENOENT)
            throw std::runtime_error(
                "pictures are drawn by gnuplot, which is not there: install the "
                "Debian package gnuplot-nox");
        throw std::runtime_error("gnuplot could not draw " + file + ": " +
                                 (problem != 0 ? std::strerror(problem) : complaint));
    }
    std::filesystem::rename(partial, file);
}

}  // namespace xsksim::cli
