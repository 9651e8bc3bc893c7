// SPDX-License-Identifier: GPL-2.0-only
// Thousands of random scenarios, in worker processes on all cores: none may crash the simulator, be
// a simulator fault, take for ever, or end inconclusive without a reason with a name; and each
// fourth is the same run when its steps have stacks of their own, one in 64 on SimGrid.
//   soak [RUNS [FIRST_SEED]]; a run that went wrong is printed with the command that shows it
//   again.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>

#include "sim/jobs/job_range.hpp"
#include "sim/run/digest_listener.hpp"
#include "sim/simulate/reference_share.hpp"
#include "sim/view/run/timeline_listener.hpp"
#include "tests/support/random_scenario.hpp"

using namespace xsksim;

namespace {

constexpr unsigned run_seconds_max = 120;
constexpr std::uint64_t progress_every = 500;

SimulateOptions options(EngineKind engine) {
    return {.engine = engine, .driver_directory = XSKSIM_DRIVER_DIR};
}

RunResult run(std::uint64_t seed, EngineKind engine) {
    DigestListener digest;
    TimelineListener timeline;
    return simulate(short_random_scenario(seed), options(engine), {&digest, &timeline});
}

// The outcome; what went wrong is thrown.
std::string outcome_of(std::uint64_t seed, std::uint64_t first_seed) {
    const RunResult result = run(seed, EngineKind::native);
    if (result.outcome == Outcome::inconclusive && result.inconclusive_reason.empty())
        throw std::runtime_error("inconclusive without a reason");
    if (seed % 4 == 0 && run(seed, EngineKind::native_strict).digest != result.digest)
        throw std::runtime_error("the strict engine's run is another");
    if (is_repeated_on_reference(seed - first_seed))
        repeat_on_reference(short_random_scenario(seed), options(EngineKind::native), result);
    return std::string(word_of(result.outcome));
}

class Soak {
public:
    Soak(std::uint64_t runs, std::uint64_t first_seed)
        : seeds_{first_seed, first_seed + runs},
          pool_({.workers = std::max(1U, std::thread::hardware_concurrency()),
                 .waiting_max = 1,
                 .seconds_max = run_seconds_max},
                [first_seed](const PoolJob& job) { return outcome_of(job.number, first_seed); }) {}
    int run() {
        make_as_they_come(pool_, seeds_, [this](const JobEnd& end) { take(end); });
        for (const auto& [outcome, count] : outcomes_) fmt::print("{:8} {}\n", count, outcome);
        fmt::print("{:8} runs, {} went wrong\n", done_, wrong_);
        return wrong_ == 0 ? 0 : 1;
    }

private:
    void take(const JobEnd& end) {
        if (end.how == JobEnd::How::done) return finished(end.reply);
        complain(end.job.number, end.problem);
        finished("went wrong");
    }
    void finished(const std::string& outcome) {
        ++outcomes_[outcome];
        if (++done_ % progress_every == 0) {
            fmt::print("{} runs done\n", done_);
            std::fflush(stdout);
        }
    }
    void complain(std::uint64_t seed, std::string problem) {
        ++wrong_;
        std::ranges::replace(problem, '\n', ' ');
        fmt::print(
            "seed {}: {}\n    again: XSKSIM_FIRST_SEED={} XSKSIM_RANDOM_RUNS=1 "
            "build/bin/random \"random: valid scenarios*\"\n",
            seed, problem, seed);
        std::fflush(stdout);
    }

    JobRange seeds_;
    Pool pool_;
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
