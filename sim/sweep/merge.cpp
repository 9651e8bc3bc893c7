// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/merge.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "sim/sweep/store.hpp"

namespace xsksim {
namespace {

void check_together(const std::vector<std::string>& files) {
    Database first(files[0], Database::Mode::read);
    for (const std::string& file : files) {
        Database other(file, Database::Mode::read);
        for (const char* name : {"format", "name", "plan", "build"}) {
            const std::string wanted = sweep_value(first, name), got = sweep_value(other, name);
            if (wanted != got)
                throw StoreProblem(fmt::format("{}: does not belong to {}: its {} is {}, not {}",
                                               file, files[0], name, got, wanted));
        }
    }
}

// Runs that both have must be the same.
void check_overlap(Database& database, const std::string& file) {
    auto differing = database.prepare(
        "SELECT a.run FROM main.run a JOIN part.run b USING (run) WHERE (a.point, a.seed, "
        "a.verdict, a.good, a.reason) IS NOT (b.point, b.seed, b.verdict, b.good, b.reason) "
        "UNION SELECT a.run FROM main.scalar a JOIN part.scalar b USING (figure, run) "
        "WHERE a.value != b.value LIMIT 1");
    if (differing.row())
        throw StoreProblem(fmt::format("{}: its run {} differs from that of another store", file,
                                       differing.integer(0)));
}

MergeReport::Part take(Database& database, const std::string& file) {
    database.prepare("ATTACH ? AS part").with(file).run();
    MergeReport::Part part{file, 0, 0};
    {
        Database::Transaction transaction(database);
        check_overlap(database, file);
        part.runs =
            static_cast<std::uint64_t>(database.integer_of("SELECT count(*) FROM part.run"));
        part.new_runs = static_cast<std::uint64_t>(database.integer_of(
            "SELECT count(*) FROM part.run WHERE run NOT IN (SELECT run FROM main.run)"));
        for (const char* table :
             {"run", "scalar", "histogram", "finding", "explanation", "boundary"})
            database.execute(
                fmt::format("INSERT OR IGNORE INTO main.{0} SELECT * FROM part.{0}", table));
        transaction.commit();
    }
    database.execute("DETACH part");
    return part;
}

}  // namespace

MergeReport merge_stores(const std::vector<std::string>& files, const std::string& into) {
    check_together(files);
    MergeReport report;
    // Under another name until it is whole.
    const std::string partial = into + ".partial";
    if (std::filesystem::exists(into))
        throw StoreProblem(into + ": exists; name a file that does not");
    std::filesystem::remove(partial);
    Store store = Store::like(partial, files[0]);
    try {
        for (const std::string& file : files) report.parts.push_back(take(store.database(), file));
    } catch (...) {
        store.close();
        std::filesystem::remove(partial);
        throw;
    }
    report.runs =
        static_cast<std::uint64_t>(store.database().integer_of("SELECT count(*) FROM run"));
    const std::string wanted = sweep_value(store.database(), "runs");
    if (wanted.empty())
        report.cells_missing = std::stoull(sweep_value(store.database(), "points")) -
                               static_cast<std::uint64_t>(
                                   store.database().integer_of("SELECT count(*) FROM boundary"));
    else
        report.missing = std::stoull(wanted) - report.runs;
    store.close();
    std::filesystem::rename(partial, into);
    return report;
}

}  // namespace xsksim
