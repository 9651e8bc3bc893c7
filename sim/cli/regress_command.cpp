// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>

#include "sim/cli/batch.hpp"
#include "sim/cli/batch_options.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/mutants.hpp"
#include "sim/cli/regress_matrix.hpp"
#include "sim/cli/scenario_files.hpp"
#include "sim/driver/foreign_settings.hpp"
#include "sim/simulate/reference_share.hpp"

namespace fs = std::filesystem;

namespace xsksim::cli {
namespace {

struct RegressArguments {
    std::string directory, mutants, driver, driver_directory, junit;
    unsigned jobs = default_jobs();
    bool json = false;
};

// For objects built during this command.
class ScratchFolder {
public:
    ScratchFolder() : path_((fs::temp_directory_path() / "xsksim-mutants-XXXXXX").string()) {
        if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("cannot make " + path_);
    }
    ~ScratchFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

struct RegressPlan {
    RegressMatrix matrix;  // rows without results
    std::vector<Job> jobs;
};

void plan_scenario(const std::string& file, const std::map<std::string, Mutant>& mutants,
                   RegressPlan& plan) {
    const Scenario scenario = load_scenario(file);
    if (!scenario.breaker.safeguard) return;
    Job original;
    original.file = file;
    plan.jobs.push_back(original);
    plan.matrix.rows.push_back({*scenario.breaker.safeguard, scenario.name, "", "", {}});
    for (std::size_t i = 0; i < scenario.breaker.kills.size(); ++i) {
        const BreakerOptions::Kill& kill = scenario.breaker.kills[i];
        const auto mutant = mutants.find(kill.mutant);
        if (mutant == mutants.end())
            throw BadInput({{file, 0, fmt::format("/breaker/kills/{}/mutant", i),
                             "a mutant of tests/mutants", kill.mutant, ""}});
        Job job;
        job.file = file;
        job.driver = mutant->second.driver;
        job.overrides = mutant->second.overrides;
        job.kill = kill;
        plan.jobs.push_back(job);
        plan.matrix.rows.push_back({*scenario.breaker.safeguard,
                                    scenario.name,
                                    kill.mutant,
                                    mutant->second.what_is_gone,
                                    {}});
    }
}

std::vector<std::string> never_named(const std::map<std::string, Mutant>& mutants,
                                     const RegressMatrix& matrix) {
    std::set<std::string> named;
    for (const RegressRow& row : matrix.rows) named.insert(row.mutant);
    std::vector<std::string> names;
    for (const auto& [name, mutant] : mutants)
        if (!named.contains(name)) names.push_back(name);
    return names;
}

// The driver under test takes the place of the original; mutants stay those of v1.
void use_driver(const std::string& driver, RegressPlan& plan) {
    plan.matrix.driver = driver;
    if (driver.empty()) return;
    for (Job& job : plan.jobs) {
        if (job.kill) continue;
        job.driver = driver;
        job.leaves_out_foreign = true;  // a parameter that this driver has done away with
    }
}

void run_all(const RegressArguments& arguments, RegressPlan& plan) {
    JobOptions options;
    options.driver_directory = arguments.driver_directory;
    options.engine = EngineKind::native;
    for (std::size_t i = 0; i < plan.jobs.size(); ++i)
        plan.jobs[i].is_repeated_on_reference = is_repeated_on_reference(i);
    std::size_t row = 0;
    run_in_processes(
        plan.jobs, options, arguments.jobs,
        [&](const JobResult& result) { plan.matrix.rows[row++].result = result; },
        [&](std::size_t done) { show_progress(done, plan.jobs.size()); });
}

void write_file(const std::string& path, const std::string& text) {
    const std::string partial = path + ".partial";
    std::ofstream file(partial, std::ios::binary);
    file << text;
    file.close();
    if (!file) throw std::runtime_error("cannot write " + path);
    fs::rename(partial, path);
}

std::string directory_of(const std::string& given, const std::string& shipped,
                         const std::string& what) {
    const std::string directory = given.empty() ? shipped : given;
    if (!fs::is_directory(directory)) refuse(directory, "a folder of " + what, "no such folder");
    return directory;
}

int regress(const RegressArguments& arguments) {
    const std::string breakers = directory_of(
        arguments.directory, shipped_scenario_directory() + "/breakers", "breaker scenarios");
    auto mutants =
        read_mutants(directory_of(arguments.mutants, shipped_mutant_directory(), "mutants"));
    const ScratchFolder scratch;
    build_mutants(mutants, scratch.path());
    RegressPlan plan;
    for (const std::string& file : scenario_files_in(breakers)) plan_scenario(file, mutants, plan);
    // A user's own folder need not kill all shipped mutants.
    if (arguments.directory.empty()) plan.matrix.survivors = never_named(mutants, plan.matrix);
    if (!arguments.driver.empty())  // said once, not in every row
        foreign_settings({}, arguments.driver, arguments.driver_directory);
    use_driver(arguments.driver, plan);
    run_all(arguments, plan);
    if (!arguments.junit.empty()) write_file(arguments.junit, plan.matrix.junit());
    fmt::print("{}", arguments.json ? plan.matrix.json() : plan.matrix.table());
    return plan.matrix.exit_code();
}

}  // namespace

void add_regress_command(Command& app, Action& chosen) {
    auto a = std::make_shared<RegressArguments>();
    auto* command =
        app.add_subcommand("regress", "Run the race breakers: every safeguard and its mutants");
    command->add_option("DIR", a->directory, "Breaker scenarios (default: scenarios/breakers)");
    command->add_option("--driver", a->driver,
                        "Try this driver, a name or a file, in the place of the original");
    command->add_option("--mutants", a->mutants, "The mutants (default: tests/mutants)");
    command->add_option("--junit", a->junit, "Write JUnit XML to FILE");
    add_batch_options(*command, a->jobs, a->driver_directory);
    command->add_flag("--json", a->json, "Print the matrix as JSON");
    command->footer(
        "A breaker passes with the original, having reached the point that its safeguard guards,\n"
        "and fails with each of its mutants for the reason it tells. They run on the native\n"
        "engine; one run in 64 is made again on SimGrid and must be the same.\n\n"
        "Examples:\n"
        "  xsksim regress\n"
        "  xsksim regress --driver ./my-driver.so     are all race breakers still in place?\n"
        "  xsksim regress --junit regress.xml");
    command->callback([a, &chosen] { chosen = [a] { return regress(*a); }; });
}

}  // namespace xsksim::cli
