// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/merge_explorations.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "sim/explore/explore_store.hpp"

namespace xsksim {
namespace {

void check_same(Database& first, Database& other) {
    const std::uint64_t scenarios = scenarios_in(first);
    if (scenarios_in(other) != scenarios)
        throw StoreProblem(fmt::format("{}: does not belong to {}: it has other scenarios",
                                       other.file(), first.file()));
    for (std::uint64_t scenario = 0; scenario < scenarios; ++scenario)
        for (const std::string& name : exploration_names(first)) {
            const std::string wanted = exploration_value(first, scenario, name),
                              got = exploration_value(other, scenario, name);
            if (wanted != got)
                throw StoreProblem(fmt::format("{}: does not belong to {}: its {} is {}, not {}",
                                               other.file(), first.file(), name, got, wanted));
        }
}

void check_apart(Database& database, const std::string& file) {
    auto both = database.prepare(
        "SELECT workload FROM main.workload JOIN part.workload USING (scenario, workload) LIMIT 1");
    if (both.row())
        throw StoreProblem(
            fmt::format("{}: its workload {} is in another of the stores, too; "
                        "wanted stores of different shards",
                        file, both.integer(0)));
}

ExploreMergeReport::Part take_part(Database& database, const std::string& file) {
    database.prepare("ATTACH ? AS part").with(file).run();
    ExploreMergeReport::Part part{file, 0};
    {
        Database::Transaction transaction(database);
        check_apart(database, file);
        part.workloads =
            static_cast<std::uint64_t>(database.integer_of("SELECT count(*) FROM part.workload"));
        for (const char* table : {"workload", "failure", "own"})
            database.execute(fmt::format("INSERT INTO main.{0} SELECT * FROM part.{0}", table));
        database.execute(
            "INSERT INTO main.coverage SELECT * FROM part.coverage WHERE true ON CONFLICT DO "
            "UPDATE SET workloads = workloads + excluded.workloads, first = min(first, "
            "excluded.first)");
        database.execute(
            "INSERT INTO main.session SELECT NULL, scenario, workloads, seconds FROM part.session");
        transaction.commit();
    }
    database.execute("DETACH part");
    return part;
}

void count_merged(Database& database, ExploreMergeReport& report) {
    const auto count = [&](const char* query) {
        return static_cast<std::uint64_t>(database.integer_of(query));
    };
    report.workloads = count("SELECT count(*) FROM workload");
    report.executions = count("SELECT coalesce(sum(executions), 0) FROM workload");
    report.missing = count(
        "SELECT coalesce(sum(last), 0) FROM (SELECT max(workload) + 1 - count(*) AS last "
        "FROM workload GROUP BY scenario)");
}

}  // namespace

ExploreMergeReport merge_explorations(const std::vector<std::string>& files,
                                      const std::string& into) {
    {
        Database first(files[0], Database::Mode::read);
        for (const std::string& file : files) {
            Database other(file, Database::Mode::read);
            check_same(first, other);
        }
    }
    if (std::filesystem::exists(into))
        throw StoreProblem(into + ": exists; name a file that does not");
    // Under another name until it is whole.
    const std::string partial = into + ".partial";
    std::filesystem::remove(partial);
    ExploreMergeReport report;
    ExploreStore store = ExploreStore::like(partial, files[0]);
    try {
        for (const std::string& file : files)
            report.parts.push_back(take_part(store.database(), file));
    } catch (...) {
        store.close();
        std::filesystem::remove(partial);
        throw;
    }
    count_merged(store.database(), report);
    store.close();
    std::filesystem::rename(partial, into);
    return report;
}

}  // namespace xsksim
