// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/explore_store.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "sim/explore/explore_store_tables.hpp"
#include "sim/store/digest.hpp"

namespace xsksim {
namespace {

void write_identity(Database& database, const std::vector<ExploreIdentity>& scenarios) {
    auto row = database.prepare("INSERT INTO exploration VALUES (?, ?, ?)");
    for (std::size_t scenario = 0; scenario < scenarios.size(); ++scenario) {
        row.with(scenario, std::string("format"), std::string(explore_store_format)).run();
        for (const auto& [name, value] : scenarios[scenario]) row.with(scenario, name, value).run();
    }
}

[[noreturn]] void refuse_another(const std::string& file, const std::string& name,
                                 const std::string& wanted, const std::string& got) {
    throw StoreProblem(fmt::format("{}: it is of another exploration: its {} is {}, not {}", file,
                                   name, got, wanted));
}

void check_identity(Database& database, const std::vector<ExploreIdentity>& scenarios) {
    const std::string& file = database.file();
    const std::uint64_t there = scenarios_in(database);
    const std::string format = exploration_value(database, 0, "format");
    if (format != explore_store_format)
        refuse_another(file, "format", explore_store_format, format);
    if (there != scenarios.size())
        refuse_another(file, "number of scenarios", std::to_string(scenarios.size()),
                       std::to_string(there));
    for (std::uint64_t scenario = 0; scenario < scenarios.size(); ++scenario)
        for (const auto& [name, value] : scenarios[scenario])
            if (const std::string got = exploration_value(database, scenario, name); got != value)
                refuse_another(file, name, value, got);
}

}  // namespace

struct ExploreStore::Statements {
    explicit Statements(Database& database)
        : workload(database.prepare("INSERT INTO workload VALUES (?, ?, ?, ?, ?, ?)")),
          failure(database.prepare("INSERT INTO failure VALUES (?, ?, ?, ?, ?, ?, ?)")),
          coverage(database.prepare(
              "INSERT INTO coverage VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET workloads = "
              "workloads + excluded.workloads, first = min(first, excluded.first)")),
          own(database.prepare("INSERT OR IGNORE INTO own VALUES (?, ?, ?, ?)")),
          session(database.prepare("INSERT OR REPLACE INTO session VALUES (?, ?, ?, ?)")) {}

    Statement workload, failure, coverage, own, session;
};

ExploreStore::ExploreStore(const std::string& file, Database::Mode mode)
    : database_(std::make_unique<Database>(file, mode)) {}

void ExploreStore::prepare() {
    if (statements_) return;
    database_->expect_writing();
    statements_ = std::make_shared<Statements>(*database_);
}

ExploreStore ExploreStore::create(const std::string& file,
                                  const std::vector<ExploreIdentity>& scenarios) {
    if (std::filesystem::exists(file))
        throw StoreProblem(file +
                           ": exists; go on with it by --resume, or name another by --store");
    ExploreStore store(file, Database::Mode::create);
    Database::Transaction transaction(*store.database_);
    store.database_->execute(explore_store_tables);
    write_identity(*store.database_, scenarios);
    transaction.commit();
    return store;
}

ExploreStore ExploreStore::resume(const std::string& file,
                                  const std::vector<ExploreIdentity>& scenarios) {
    // Killed before the first transaction: there is a file, and nothing in it.
    if (!std::filesystem::exists(file) || std::filesystem::file_size(file) == 0) {
        std::filesystem::remove(file);
        return create(file, scenarios);
    }
    ExploreStore store(file, Database::Mode::write);
    check_identity(*store.database_, scenarios);
    return store;
}

ExploreStore ExploreStore::like(const std::string& file, const std::string& other) {
    ExploreStore store(file, Database::Mode::create);
    store.database_->prepare("ATTACH ? AS other").with(other).run();
    Database::Transaction transaction(*store.database_);
    store.database_->execute(explore_store_tables);
    store.database_->execute("INSERT INTO main.exploration SELECT * FROM other.exploration");
    transaction.commit();
    store.database_->execute("DETACH other");
    return store;
}

void ExploreStore::begin_session(std::uint64_t scenario) {
    scenario_ = scenario;
    session_workloads_ = 0;
    session_.reset();
}

std::map<std::uint64_t, WorkloadReport> ExploreStore::reports() const {
    const auto number = [](std::int64_t value) { return static_cast<std::uint64_t>(value); };
    std::map<std::uint64_t, WorkloadReport> reports;
    auto workloads = database_->prepare(
        "SELECT workload, executions, cut_off, shared, contradictory FROM workload WHERE scenario "
        "= ?");
    workloads.with(scenario_);
    while (workloads.row()) {
        WorkloadReport& report = reports[number(workloads.integer(0))];
        report.executions = number(workloads.integer(1));
        report.cut_off = number(workloads.integer(2));
        report.shared = number(workloads.integer(3));
        report.contradictory = number(workloads.integer(4));
    }
    auto failures = database_->prepare(
        "SELECT workload, signature, words, schedule, times FROM failure WHERE scenario = ? ORDER "
        "BY workload, number");
    failures.with(scenario_);
    while (failures.row()) {
        const std::uint64_t workload = number(failures.integer(0));
        reports[workload].met.push_back({failures.text(1), failures.text(2), workload,
                                         number(failures.integer(3)), number(failures.integer(4))});
    }
    return reports;
}

CoverageCounts ExploreStore::coverage() const {
    CoverageCounts counts;
    auto classes =
        database_->prepare("SELECT class, workloads, first FROM coverage WHERE scenario = ?");
    classes.with(scenario_);
    while (classes.row())
        counts.add(static_cast<CoverageClass>(classes.integer(0)),
                   {static_cast<std::uint64_t>(classes.integer(1)),
                    static_cast<std::uint64_t>(classes.integer(2))});
    return counts;
}

double ExploreStore::seconds_before() const {
    auto seconds = database_->prepare("SELECT total(seconds) FROM session WHERE scenario = ?");
    seconds.with(scenario_);
    seconds.row();
    return seconds.real(0);
}

std::optional<bool> ExploreStore::own(const MetFailure& met) const {
    auto answer = database_->prepare(
        "SELECT is_own FROM own WHERE scenario = ? AND workload = ? AND signature = ?");
    if (!answer.with(scenario_, met.workload, met.signature).row()) return std::nullopt;
    return answer.integer(0) != 0;
}

void ExploreStore::write_own(const MetFailure& met, bool is_own) {
    prepare();
    statements_->own.with(scenario_, met.workload, met.signature, is_own).run();
}

void ExploreStore::write(const std::vector<NumberedReport>& reports, double seconds) {
    prepare();
    if (!session_)
        session_ = database_->integer_of("SELECT coalesce(max(session), 0) + 1 FROM session");
    session_workloads_ += reports.size();
    CoverageCounts covered;
    Database::Transaction transaction(*database_);
    for (const NumberedReport& numbered : reports) {
        write(numbered);
        covered.add(numbered.second.coverage, numbered.first);
    }
    write(covered);
    statements_->session.with(*session_, scenario_, session_workloads_, seconds).run();
    transaction.commit();
}

void ExploreStore::write(const NumberedReport& numbered) {
    const auto& [number, report] = numbered;
    statements_->workload
        .with(scenario_, number, report.executions, report.cut_off, report.shared,
              report.contradictory)
        .run();
    for (std::size_t i = 0; i < report.met.size(); ++i) {
        const MetFailure& met = report.met[i];
        statements_->failure
            .with(scenario_, number, i, met.signature, met.words, met.schedule, met.times)
            .run();
    }
}

void ExploreStore::write(const CoverageCounts& counts) {
    for (const auto& [met, count] : counts.all())
        statements_->coverage
            .with(scenario_, met, std::string(word_of(Coverage::kind_of(met))), count.workloads,
                  count.first)
            .run();
}

void ExploreStore::close() {
    if (!statements_) return database_.reset();  // nothing was written: the file is as it was
    statements_.reset();
    database_->end_writing();
    database_.reset();
}

std::uint64_t scenarios_in(Database& database) {
    try {
        const std::int64_t count =
            database.integer_of("SELECT count(DISTINCT scenario) FROM exploration");
        if (count > 0) return static_cast<std::uint64_t>(count);
    } catch (const StoreProblem&) {
    }
    throw StoreProblem(database.file() + ": wanted a store that `xsksim explore` wrote");
}

std::string exploration_value(Database& database, std::uint64_t scenario, const std::string& name) {
    auto query = database.prepare("SELECT value FROM exploration WHERE scenario = ? AND name = ?");
    return query.with(scenario, name).row() ? query.text(0) : "";
}

std::vector<std::string> exploration_names(Database& database) {
    std::vector<std::string> names;
    auto query = database.prepare("SELECT DISTINCT name FROM exploration ORDER BY name");
    while (query.row()) names.push_back(query.text(0));
    return names;
}

std::string explore_digest(Database& database) {
    scenarios_in(database);
    return digest_of(database, {"SELECT * FROM exploration ORDER BY scenario, name",
                                "SELECT * FROM workload ORDER BY scenario, workload",
                                "SELECT * FROM failure ORDER BY scenario, workload, number",
                                "SELECT * FROM coverage ORDER BY scenario, class"});
}

}  // namespace xsksim
