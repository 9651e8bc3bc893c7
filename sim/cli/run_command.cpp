// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <map>
#include <memory>

#include "sim/cli/argument_text.hpp"
#include "sim/cli/batch.hpp"
#include "sim/cli/batch_options.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/exit_codes.hpp"
#include "sim/cli/job.hpp"
#include "sim/cli/run_json.hpp"
#include "sim/cli/scenario_files.hpp"

namespace xsksim::cli {
namespace {

struct RunArguments {
    std::vector<std::string> scenarios;
    std::optional<std::uint64_t> seed;
    std::string seeds, out, trace, engine = "simgrid", driver, driver_directory;
    std::vector<std::string> sets;
    unsigned jobs = default_jobs();
    bool verify = false, json = false, quiet = false, timeline = false;
};

std::uint64_t number(const std::string& text, const std::string& option) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.empty())
        refuse(option, "two whole numbers A..B", text.empty() ? "nothing" : text);
    return value;
}

std::vector<std::optional<std::uint64_t>> seeds_of(const RunArguments& arguments) {
    if (arguments.seeds.empty()) return {arguments.seed};
    const auto dots = arguments.seeds.find("..");
    if (dots == std::string::npos) refuse("--seeds", "A..B", arguments.seeds);
    const std::uint64_t first = number(arguments.seeds.substr(0, dots), "--seeds");
    const std::uint64_t last = number(arguments.seeds.substr(dots + 2), "--seeds");
    constexpr std::uint64_t most = 1'000'000;
    if (last < first || last - first >= most)
        refuse("--seeds", fmt::format("A..B with A <= B and at most {} seeds", most),
               arguments.seeds);
    std::vector<std::optional<std::uint64_t>> seeds;
    for (std::uint64_t seed = first; seed <= last; ++seed) seeds.emplace_back(seed);
    return seeds;
}

EngineKind engine_called(const std::string& word) {
    const std::vector<std::string> words = words_of<EngineKind>();
    return static_cast<EngineKind>(std::find(words.begin(), words.end(), word) - words.begin());
}

JobOptions options_of(const RunArguments& arguments) {
    JobOptions options;
    for (const auto& set : arguments.sets) options.overrides.push_back(override_of(set));
    options.out_directory = arguments.out;
    options.trace_file = arguments.trace;
    options.driver = arguments.driver;
    options.driver_directory = arguments.driver_directory;
    options.engine = engine_called(arguments.engine);
    options.verify = arguments.verify;
    options.json = arguments.json;
    options.timeline = arguments.timeline;
    options.colour = !arguments.json && ::isatty(STDOUT_FILENO) && !std::getenv("NO_COLOR");
    return options;
}

std::vector<Job> jobs_of(const RunArguments& arguments) {
    std::vector<Job> jobs;
    const auto seeds = seeds_of(arguments);
    for (const auto& scenario : arguments.scenarios)
        for (const auto& seed : seeds)
            jobs.push_back({find_scenario(scenario), seed, seeds.size() > 1});
    return jobs;
}

// Prints results as they come, and sums up what a batch found.
class Output {
public:
    Output(const RunArguments& arguments, std::size_t jobs)
        : json_(arguments.json),
          quiet_(arguments.quiet),
          out_(arguments.trace == "-" ? stderr : stdout),
          jobs_(jobs) {}

    void result(const JobResult& result) {
        clear_progress();
        worst_ = worse(worst_, result.exit);
        ++outcomes_[result.outcome];
        if (json_)
            fmt::print("{}{}", printed_ == 0 ? runs_json_begin() : ",\n",
                       result.was_judged() ? result.text : failed_run_json(result));
        else if (!result.was_judged())
            fmt::print(stderr, "{}", result.text);
        else if (result.exit != 0 || !quiet_)
            fmt::print(out_, "{}{}", printed_ == 0 ? "" : "\n", result.text);
        if (json_ || result.was_judged()) ++printed_;
        std::fflush(stdout);
    }

    void progress(std::size_t done) {
        if (!::isatty(STDERR_FILENO)) return;
        fmt::print(stderr, "\r{} of {} runs done", done, jobs_);
        std::fflush(stderr);
        progress_shown_ = true;
    }

    int end() {
        clear_progress();
        if (json_) fmt::print("{}{}", printed_ == 0 ? runs_json_begin() : "", runs_json_end());
        if (!json_ && jobs_ > 1) {
            std::string counts;
            for (const auto& [outcome, count] : outcomes_)
                counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, outcome);
            fmt::print("\n{} runs: {}; {}\n", jobs_, counts,
                       worst_ == 0 ? "all as expected" : fmt::format("exit {}", worst_));
        }
        return worst_;
    }

private:
    void clear_progress() {
        if (progress_shown_) fmt::print(stderr, "\r\x1b[K");
        progress_shown_ = false;
    }

    bool json_, quiet_;
    std::FILE* out_;  // where reports go: not among the rows of a trace
    std::size_t jobs_, printed_ = 0;
    bool progress_shown_ = false;
    int worst_ = 0;
    std::map<std::string, std::size_t> outcomes_;
};

int run_command(const RunArguments& arguments) {
    const JobOptions options = options_of(arguments);
    const std::vector<Job> jobs = jobs_of(arguments);
    if (!options.trace_file.empty() && jobs.size() > 1)
        refuse("--trace", "one scenario with one seed", fmt::format("{} runs", jobs.size()));
    if (options.trace_file == "-" && arguments.json)
        refuse("--trace", "a file, where --json has standard output", "-");
    Output output(arguments, jobs.size());
    if (jobs.size() == 1)
        output.result(run_job(jobs.front(), options));
    else
        run_in_processes(
            jobs, options, arguments.jobs, [&](const JobResult& r) { output.result(r); },
            [&](std::size_t done) { output.progress(done); });
    return output.end();
}

constexpr const char* run_examples =
    "Examples:\n"
    "  xsksim run lost-interrupt-no-timer --timeline\n"
    "  xsksim run scenarios/*.json --out results --quiet\n"
    "  xsksim run baseline --set /driver/parameters/xsk_check_timeout=0 --set "
    "/device/ring_size=512\n"
    "  xsksim run scenarios/*.json --driver ./my-driver.so\n"
    "  xsksim run my.json --seeds 1..1000 --json > verdicts.json\n"
    "  xsksim run my.json --trace my.trace && xsksim judge my.trace\n"
    "  xsksim run my.json --trace - | jq -c 'select(.event == \"irq_lost\")'";

}  // namespace

void add_run_command(Command& app, Action& chosen) {
    auto a = std::make_shared<RunArguments>();
    auto* command = app.add_subcommand("run", "Run scenarios and judge them");
    command->add_option("SCENARIO", a->scenarios, "Scenario files, or names of shipped ones")
        ->required();
    auto* seed = command->add_option("--seed", a->seed, "Use this seed instead of the scenario's");
    seed->check(whole_number);
    command->add_option("--seeds", a->seeds, "Run with each seed from A to B: A..B")
        ->excludes(seed);
    command->add_option("--set", a->sets, "Change one value: /json/pointer=value (repeatable)")
        ->allow_extra_args(false);
    command->add_option("--out", a->out,
                        "Write verdict.json, summary.json, timeline.txt to DIR/NAME/");
    command->add_option("--trace", a->trace,
                        "Write the whole run to FILE, an event a line (docs/trace-format.md);\n"
                        "- for standard output; FILE.zst is compressed");
    command
        ->add_option("--engine", a->engine,
                     "What carries the actors' stacks: simgrid (the reference), or native, which\n"
                     "is faster; strict and native-strict: every actor on a stack of its own.\n"
                     "Same result, to the byte (default: simgrid)")
        ->check_member(words_of<EngineKind>());
    command->add_option("--jobs,-j", a->jobs, "Runs at the same time (default: processors)")
        ->check_range(1, 1024);
    command->add_option("--driver", a->driver,
                        "This driver instead of the scenario's: a name, or a file that\n"
                        "`xsksim driver build` wrote");
    command->add_option("--driver-dir", a->driver_directory,
                        "Where driver objects lie (default: beside the program)");
    command->add_flag("--verify", a->verify, "Run twice and compare; exit 4 on a difference");
    command->add_flag("--timeline", a->timeline, "Print the timeline of each run");
    command->add_flag("--json", a->json, "Print verdicts and figures as JSON");
    command->add_flag("--quiet,-q", a->quiet, "Print only what is not as expected");
    command->footer(run_examples);
    command->callback([a, &chosen] { chosen = [a] { return run_command(*a); }; });
}

}  // namespace xsksim::cli
