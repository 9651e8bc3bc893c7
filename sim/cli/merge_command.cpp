// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>

#include <memory>

#include "sim/cli/commands.hpp"
#include "sim/cli/exit_codes.hpp"
#include "sim/explore/merge_explorations.hpp"
#include "sim/store/database.hpp"
#include "sim/sweep/merge.hpp"

namespace xsksim::cli {
namespace {

struct MergeArguments {
    std::vector<std::string> stores;
    std::string out;
};

int merge_sweeps(const MergeArguments& a) {
    const MergeReport report = merge_stores(a.stores, a.out);
    for (const MergeReport::Part& part : report.parts) {
        fmt::print("{}: {} runs", part.file, part.runs);
        if (part.new_runs != part.runs)
            fmt::print(", {} of them in others, too", part.runs - part.new_runs);
        fmt::print("\n");
    }
    const std::uint64_t missing = report.missing.value_or(report.cells_missing);
    fmt::print("{}: {} runs", a.out, report.runs);
    if (missing > 0)
        fmt::print(", {} {} missing\n", missing, report.missing ? "runs" : "searches");
    else
        fmt::print(", complete\n");
    return missing > 0 ? exit_inconclusive : exit_ok;
}

int merge_of_explorations(const MergeArguments& a) {
    const ExploreMergeReport report = merge_explorations(a.stores, a.out);
    for (const ExploreMergeReport::Part& part : report.parts)
        fmt::print("{}: {} workloads\n", part.file, part.workloads);
    fmt::print("{}: {} workloads, {} executions", a.out, report.workloads, report.executions);
    if (report.missing > 0)
        fmt::print(", {} workloads missing between them\n", report.missing);
    else
        fmt::print(", complete\n");
    return report.missing > 0 ? exit_inconclusive : exit_ok;
}

// The first store says what all are to be.
bool is_of_exploration(const std::string& file) {
    Database database(file, Database::Mode::read);
    return database.has_table("exploration");
}

int merge(const MergeArguments& a) {
    return is_of_exploration(a.stores[0]) ? merge_of_explorations(a) : merge_sweeps(a);
}

}  // namespace

void add_merge_command(Command& app, Action& chosen) {
    auto a = std::make_shared<MergeArguments>();
    auto* command =
        app.add_subcommand("merge", "Make one store of those of a sweep's or exploration's shards");
    command->add_option("STORE", a->stores, "The shards' stores")->required();
    command->add_option("-o,--out", a->out, "The store to write")->required();
    command->footer(
        "Refuses stores of other sweeps, explorations or builds, runs that differ, and a workload\n"
        "that two stores have. Exit codes: 0 complete, 3 some are missing, 2 bad input.\n\n"
        "Example:\n"
        "  xsksim merge part1.sqlite part2.sqlite -o all.sqlite");
    command->callback([a, &chosen] { chosen = [a] { return merge(*a); }; });
}

}  // namespace xsksim::cli
