// SPDX-License-Identifier: GPL-2.0-only
// Thousands of random scenarios, in worker processes on all cores: none may crash the simulator, be
// a simulator fault, take for ever, or end inconclusive without a reason with a name.
//   soak [RUNS [FIRST_SEED]]; a run that went wrong is printed with the command that shows it
//   again.
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "sim/run/run.hpp"
#include "tests/support/random_scenario.hpp"

using namespace xsksim;

namespace {

constexpr unsigned run_seconds_max = 120;
constexpr std::uint64_t progress_every = 500;

struct RunReport {
    std::string outcome;
    std::string problem;  // "": none
};

RunReport run_seed(std::uint64_t seed) {
    RunOptions options;
    options.driver_directory = XSKSIM_DRIVER_DIR;
    try {
        const RunResult result = run_scenario(short_random_scenario(seed), options);
        const bool unnamed =
            result.outcome == Outcome::inconclusive && result.inconclusive_reason.empty();
        return {to_string(result.outcome), unnamed ? "inconclusive without a reason" : ""};
    } catch (const std::exception& error) {
        return {"simulator fault", error.what()};
    }
}

// A process that runs the seeds `first`, `first + stride`, ... and writes a line before ("? SEED")
// and after ("= OUTCOME", or "! PROBLEM") each.
struct Worker {
    std::uint64_t next = 0;
    pid_t pid = -1;
    int pipe = -1;
    std::string received;
};

void write_line(int pipe, std::string line) {
    for (char& c : line)
        if (c == '\n') c = ' ';
    line += '\n';
    if (::write(pipe, line.data(), line.size()) != static_cast<ssize_t>(line.size())) _exit(1);
}

[[noreturn]] void be_worker(int pipe, std::uint64_t first, std::uint64_t stride,
                            std::uint64_t end) {
    for (std::uint64_t seed = first; seed < end; seed += stride) {
        write_line(pipe, fmt::format("? {}", seed));
        ::alarm(run_seconds_max);
        const RunReport report = run_seed(seed);
        ::alarm(0);
        write_line(pipe, report.problem.empty() ? "= " + report.outcome : "! " + report.problem);
    }
    std::_Exit(0);
}

class Soak {
public:
    Soak(std::uint64_t runs, std::uint64_t first_seed)
        : end_(first_seed + runs), stride_(std::max(1U, std::thread::hardware_concurrency())) {
        for (std::uint64_t i = 0; i < stride_; ++i) start(first_seed + i);
    }
    int run() {
        while (!workers_.empty()) {
            std::vector<pollfd> polled;
            for (const Worker& worker : workers_) polled.push_back({worker.pipe, POLLIN, 0});
            if (::poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR)
                throw std::runtime_error(std::strerror(errno));
            for (std::size_t i = polled.size(); i-- > 0;)
                if (polled[i].revents != 0) receive(i);
        }
        for (const auto& [outcome, count] : outcomes_) fmt::print("{:8} {}\n", count, outcome);
        fmt::print("{:8} runs, {} went wrong\n", done_, wrong_);
        return wrong_ == 0 ? 0 : 1;
    }

private:
    void start(std::uint64_t first) {
        if (first >= end_) return;
        int ends[2];
        if (::pipe(ends) != 0) throw std::runtime_error(std::strerror(errno));
        const pid_t pid = ::fork();
        if (pid < 0) throw std::runtime_error(std::strerror(errno));
        if (pid == 0) {
            ::close(ends[0]);
            be_worker(ends[1], first, stride_, end_);
        }
        ::close(ends[1]);
        workers_.push_back({first, pid, ends[0], {}});
    }
    void receive(std::size_t index) {
        char buffer[4096];
        const ssize_t n = ::read(workers_[index].pipe, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) return;
        if (n <= 0) return gone(index);
        workers_[index].received.append(buffer, static_cast<std::size_t>(n));
        take_lines(workers_[index]);
    }
    void take_lines(Worker& worker) {
        for (std::size_t end; (end = worker.received.find('\n')) != std::string::npos;) {
            const std::string line = worker.received.substr(0, end);
            worker.received.erase(0, end + 1);
            if (line[0] == '?') continue;
            const std::string text = line.substr(2);
            if (line[0] == '!') complain(worker.next, text);
            finished(worker, line[0] == '=' ? text : "went wrong");
        }
    }
    void finished(Worker& worker, const std::string& outcome) {
        ++outcomes_[outcome];
        worker.next += stride_;
        if (++done_ % progress_every == 0) {
            fmt::print("{} runs done\n", done_);
            std::fflush(stdout);
        }
    }
    // It has done all its seeds, or died in one: then another goes on after it.
    void gone(std::size_t index) {
        Worker worker = workers_[index];
        workers_.erase(workers_.begin() + static_cast<std::ptrdiff_t>(index));
        ::close(worker.pipe);
        int status = 0;
        while (::waitpid(worker.pid, &status, 0) < 0 && errno == EINTR) {
        }
        if (worker.next >= end_) return;
        const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
        complain(worker.next, signal == SIGALRM
                                  ? fmt::format("did not end within {} s", run_seconds_max)
                              : signal != 0 ? std::string(::strsignal(signal))
                                            : fmt::format("exit status {}", WEXITSTATUS(status)));
        finished(worker, "went wrong");
        start(worker.next);
    }
    void complain(std::uint64_t seed, const std::string& problem) {
        ++wrong_;
        fmt::print(
            "seed {}: {}\n    again: XSKSIM_FIRST_SEED={} XSKSIM_RANDOM_RUNS=1 "
            "build/bin/random \"random: valid scenarios*\"\n",
            seed, problem, seed);
        std::fflush(stdout);
    }

    std::uint64_t end_, stride_;
    std::vector<Worker> workers_;
    std::map<std::string, std::uint64_t> outcomes_;
    std::uint64_t done_ = 0, wrong_ = 0;
};

std::uint64_t argument(int argc, char** argv, int index, std::uint64_t fallback) {
    return argc > index ? std::strtoull(argv[index], nullptr, 10) : fallback;
}

}  // namespace

int main(int argc, char** argv) {
    return Soak(argument(argc, argv, 1, 20'000), argument(argc, argv, 2, 1)).run();
}
