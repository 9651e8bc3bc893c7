// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/worker_pool.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <optional>
#include <system_error>

#include "sim/cli/fatal_signals.hpp"

namespace xsksim::cli {
namespace {

struct Worker {
    std::size_t job = 0;
    pid_t pid = -1;
    int pipe = -1;
    std::string received;
};

[[noreturn]] void be_worker(int pipe, const Job& job, const JobOptions& options) {
    leave_fatal_signals();
    const std::string text = encode(run_job(job, options));
    for (std::size_t sent = 0; sent < text.size();) {
        const ssize_t n = ::write(pipe, text.data() + sent, text.size() - sent);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        sent += static_cast<std::size_t>(n);
    }
    std::_Exit(0);
}

Worker start(std::size_t index, const Job& job, const JobOptions& options) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        throw std::system_error(errno, std::generic_category(), "pipe");
    const pid_t pid = ::fork();
    if (pid < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (pid == 0) {
        ::close(ends[0]);
        be_worker(ends[1], job, options);
    }
    ::close(ends[1]);
    return {index, pid, ends[0], {}};
}

JobResult finish(const Worker& worker, const Job& job) {
    ::close(worker.pipe);
    int status = 0;
    while (::waitpid(worker.pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && !worker.received.empty())
        return decode(worker.received);
    JobResult result;
    result.name = job.file;
    result.seed = job.seed.value_or(0);
    result.outcome = "simulator fault";
    result.text =
        fmt::format("{}: the simulator died: {}\n", job.file,
                    WIFSIGNALED(status) ? ::strsignal(WTERMSIG(status))
                                        : fmt::format("exit status {}", WEXITSTATUS(status)));
    return result;
}

// True when the worker has closed its end.
bool receive(Worker& worker) {
    char buffer[65536];
    const ssize_t n = ::read(worker.pipe, buffer, sizeof buffer);
    if (n < 0) return errno != EINTR;
    worker.received.append(buffer, static_cast<std::size_t>(n));
    return n == 0;
}

}  // namespace

void run_in_processes(const std::vector<Job>& jobs, const JobOptions& options, unsigned at_once,
                      const std::function<void(const JobResult&)>& on_result,
                      const std::function<void(std::size_t done)>& on_progress) {
    std::vector<Worker> workers;
    std::map<std::size_t, JobResult> waiting;
    std::size_t next = 0, handed_over = 0, done = 0;
    while (done < jobs.size()) {
        while (next < jobs.size() && workers.size() < at_once) {
            workers.push_back(start(next, jobs[next], options));
            ++next;
        }
        std::vector<pollfd> polled;
        for (const auto& worker : workers) polled.push_back({worker.pipe, POLLIN, 0});
        if (::poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR)
            throw std::system_error(errno, std::generic_category(), "poll");
        for (std::size_t i = polled.size(); i-- > 0;) {
            if (polled[i].revents == 0 || !receive(workers[i])) continue;
            waiting.emplace(workers[i].job, finish(workers[i], jobs[workers[i].job]));
            workers.erase(workers.begin() + static_cast<std::ptrdiff_t>(i));
            on_progress(++done);
        }
        for (auto it = waiting.find(handed_over); it != waiting.end();
             it = waiting.find(handed_over)) {
            on_result(it->second);
            waiting.erase(it);
            ++handed_over;
        }
    }
}

void show_progress(std::size_t done, std::size_t all) {
    if (!::isatty(STDERR_FILENO)) return;
    fmt::print(stderr, "\r{}",
               done == all ? "\x1b[K" : fmt::format("{} of {} runs done", done, all));
    std::fflush(stderr);
}

}  // namespace xsksim::cli
