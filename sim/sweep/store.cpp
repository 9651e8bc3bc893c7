// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/store.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "sim/run/figures.hpp"
#include "sim/store/content_sum.hpp"
#include "sim/store/digest.hpp"
#include "sim/sweep/store_tables.hpp"

namespace xsksim {
namespace {

// Of the database alone: axes, values and figures by name, so that `SELECT * FROM result` is what a
// reader with pandas or R wants.
std::string result_view(const Plan& plan) {
    std::string columns;
    for (std::size_t a = 0; a < plan.axes.size(); ++a) {
        const bool searched = plan.axes[a].values.empty();
        columns += searched ? fmt::format(", run.searched AS \"{}\"", plan.axes[a].name)
                            : fmt::format(
                                  ", (SELECT coalesce(v.number, v.label) FROM parameter p JOIN "
                                  "axis_value v USING (axis, value) WHERE p.point = run.point "
                                  "AND p.axis = {}) AS \"{}\"",
                                  a, plan.axes[a].name);
    }
    for (std::size_t f = 0; f < plan.figures.size(); ++f)
        columns += fmt::format(
            ", (SELECT s.value FROM scalar s WHERE s.figure = {} AND s.run = run.run) AS \"{}\"", f,
            plan.figures[f]);
    return "CREATE VIEW result AS SELECT run.run, run.point, run.seed, run.verdict, run.good" +
           columns + " FROM run";
}

std::string settings_text(const AxisValue& value) {
    std::string text;
    for (const Override& setting : value.settings)
        text += (text.empty() ? "" : "\n") + setting.pointer + "=" + setting.value;
    return text;
}

void write_plan(Database& database, const Plan& plan, const std::string& build) {
    auto sweep = database.prepare("INSERT INTO sweep VALUES (?, ?)");
    const std::string sum = fmt::format("{:016x}", content_sum(plan.text));
    for (const auto& [name, value] : std::initializer_list<std::pair<const char*, std::string>>{
             {"format", store_format},
             {"name", plan.sweep.name},
             {"question", plan.sweep.question},
             {"file", plan.sweep.file},
             {"base", plan.sweep.base},
             {"good", plan.sweep.good},
             {"find", plan.sweep.find ? plan.sweep.find->axis : ""},
             {"points", std::to_string(plan.points.size())},
             {"seeds", std::to_string(plan.sweep.seeds)},
             {"runs", plan.sweep.find ? "" : std::to_string(plan.runs())},
             {"plan", sum},
             {"plan_text", plan.text},
             {"build", build}})
        sweep.with(std::string(name), value).run();
    std::string set;
    for (const Override& setting : plan.sweep.set)
        set += (set.empty() ? "" : "\n") + setting.pointer + "=" + setting.value;
    sweep.with(std::string("set"), set).run();
    auto axis = database.prepare("INSERT INTO axis VALUES (?, ?, ?, ?)");
    auto axis_value = database.prepare("INSERT INTO axis_value VALUES (?, ?, ?, ?, ?)");
    for (std::size_t a = 0; a < plan.axes.size(); ++a) {
        const PlannedAxis& planned = plan.axes[a];
        axis.with(a, planned.name, planned.unit,
                  std::string(planned.scale == Axis::Scale::log ? "log" : "linear"))
            .run();
        for (std::size_t v = 0; v < planned.values.size(); ++v)
            axis_value
                .with(a, v, planned.values[v].label, planned.values[v].number,
                      settings_text(planned.values[v]))
                .run();
    }
    auto figure = database.prepare("INSERT INTO figure VALUES (?, ?, ?, ?)");
    for (std::size_t f = 0; f < plan.figures.size(); ++f) {
        const Figure* kept = find_figure_of_column(plan.figures[f]);
        figure.with(f, plan.figures[f], kept->unit, kept->meaning).run();
    }
    auto parameter = database.prepare("INSERT INTO parameter VALUES (?, ?, ?)");
    for (std::size_t p = 0; p < plan.points.size(); ++p)
        for (std::size_t a = 0; a < plan.axes.size(); ++a)
            if (!plan.axes[a].values.empty()) parameter.with(p, a, plan.points[p][a]).run();
}

}  // namespace

struct Store::Statements {
    explicit Statements(Database& database)
        : run(database.prepare("INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?)")),
          scalar(database.prepare("INSERT INTO scalar VALUES (?, ?, ?)")),
          histogram(database.prepare("INSERT INTO histogram VALUES (?, ?, ?, ?)")),
          finding(database.prepare("INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?)")),
          explanation(database.prepare("INSERT INTO explanation VALUES (?, ?)")),
          boundary(database.prepare(
              "INSERT OR REPLACE INTO boundary VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {}

    Statement run, scalar, histogram, finding, explanation, boundary;
};

Store::Store(const std::string& file, Database::Mode mode)
    : database_(std::make_unique<Database>(file, mode)) {}

void Store::prepare() {
    if (statements_) return;
    database_->expect_writing();
    statements_ = std::make_shared<Statements>(*database_);
}

Store Store::create(const std::string& file, const Plan& plan, const std::string& build) {
    if (std::filesystem::exists(file))
        throw StoreProblem(file +
                           ": exists; go on with it by --resume, or name another by --store");
    Store store(file, Database::Mode::create);
    Database::Transaction transaction(*store.database_);
    store.database_->execute(store_tables);
    store.database_->execute(result_view(plan));
    write_plan(*store.database_, plan, build);
    transaction.commit();
    return store;
}

Store Store::resume(const std::string& file, const Plan& plan, const std::string& build) {
    // Killed before the first transaction: there is a file, and nothing in it.
    if (!std::filesystem::exists(file) || std::filesystem::file_size(file) == 0) {
        std::filesystem::remove(file);
        return create(file, plan, build);
    }
    Store store(file, Database::Mode::write);
    const auto same = [&](const char* name, const std::string& mine, const char* what) {
        const std::string theirs = sweep_value(*store.database_, name);
        if (theirs != mine)
            throw StoreProblem(fmt::format("{}: it is of another {}: wanted {}, got {}", file, what,
                                           mine, theirs));
    };
    same("format", store_format, "format");
    same("name", plan.sweep.name, "sweep");
    same("plan", fmt::format("{:016x}", content_sum(plan.text)),
         "version of this sweep or its base scenario");
    same("build", build, "build of xsksim");
    return store;
}

Store Store::like(const std::string& file, const std::string& other) {
    if (std::filesystem::exists(file))
        throw StoreProblem(file + ": exists; name a file that does not");
    Store store(file, Database::Mode::create);
    auto attach = store.database_->prepare("ATTACH ? AS other");
    attach.with(other).run();
    Database::Transaction transaction(*store.database_);
    store.database_->execute(store_tables);
    auto view = store.database_->prepare(
        "SELECT sql FROM other.sqlite_master WHERE type = 'view' AND name = 'result'");
    if (view.row()) {
        const std::string sql = view.text(0);
        while (view.row()) {
        }
        store.database_->execute(sql);
    }
    for (const char* table : {"sweep", "axis", "axis_value", "figure", "parameter"})
        store.database_->execute(
            fmt::format("INSERT INTO main.{} SELECT * FROM other.{}", table, table));
    transaction.commit();
    store.database_->execute("DETACH other");
    return store;
}

std::unordered_set<RunId> Store::runs() const {
    std::unordered_set<RunId> runs;
    auto query = database_->prepare("SELECT run FROM run");
    while (query.row()) runs.insert(static_cast<RunId>(query.integer(0)));
    return runs;
}

std::vector<RunRow> Store::rows_of(PointIndex point) const {
    std::vector<RunRow> rows;
    auto runs = database_->prepare(
        "SELECT run, seed, searched, verdict FROM run WHERE point = ? ORDER BY run");
    runs.with(point);
    while (runs.row()) {
        RunRow row;
        row.run = static_cast<RunId>(runs.integer(0));
        row.point = point;
        row.seed = static_cast<std::uint64_t>(runs.integer(1));
        if (!runs.is_null(2)) row.searched = runs.real(2);
        row.verdict = runs.text(3);
        auto figures = database_->prepare(
            "SELECT s.value FROM figure f JOIN scalar s ON s.figure = f.figure AND s.run = ? "
            "ORDER BY f.figure");
        figures.with(row.run);
        while (figures.row()) row.figures.push_back(figures.real(0));
        rows.push_back(std::move(row));
    }
    return rows;
}

void Store::write(const std::vector<RunRow>& rows, const std::vector<bool>& good) {
    prepare();
    Database::Transaction transaction(*database_);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const RunRow& row = rows[i];
        statements_->run
            .with(row.run, row.point, row.seed, row.searched, row.verdict, bool{good[i]},
                  row.reason, row.codes)
            .run();
        for (std::size_t f = 0; f < row.figures.size(); ++f)
            statements_->scalar.with(f, row.run, row.figures[f]).run();
        for (const RunHistogram& histogram : row.histograms)
            for (const auto& [low_ns, count] : histogram.bins)
                statements_->histogram.with(row.run, histogram.name, low_ns, count).run();
        for (std::size_t f = 0; f < row.findings.size(); ++f) {
            const RunFinding& finding = row.findings[f];
            statements_->finding
                .with(row.run, f, finding.code, finding.check, finding.at_ns, finding.message)
                .run();
        }
        if (!row.explanation.empty()) statements_->explanation.with(row.run, row.explanation).run();
    }
    transaction.commit();
}

void Store::write(const Boundary& b) {
    prepare();
    statements_->boundary
        .with(b.point, b.good, b.bad, b.runs, b.good_runs, b.good_of, b.bad_good_runs, b.bad_of,
              b.text)
        .run();
}

void Store::close() {
    if (!statements_) return database_.reset();  // nothing was written: the file is as it was
    statements_.reset();
    database_->end_writing();
    database_.reset();
}

std::string sweep_value(Database& database, const std::string& name) {
    try {
        auto query = database.prepare("SELECT value FROM sweep WHERE name = ?");
        query.with(name);
        if (query.row()) return query.text(0);
    } catch (const StoreProblem&) {
    }
    throw StoreProblem(database.file() + ": wanted a store that `xsksim sweep` wrote");
}

std::string content_digest(Database& database) {
    return digest_of(
        database,
        {"SELECT name, value FROM sweep WHERE name NOT IN ('file', 'base') ORDER BY name",
         "SELECT * FROM axis ORDER BY axis", "SELECT * FROM axis_value ORDER BY axis, value",
         "SELECT * FROM figure ORDER BY figure", "SELECT * FROM run ORDER BY run",
         "SELECT * FROM parameter ORDER BY point, axis",
         "SELECT * FROM scalar ORDER BY figure, run",
         "SELECT * FROM histogram ORDER BY run, name, low_ns",
         "SELECT * FROM finding ORDER BY run, number", "SELECT * FROM explanation ORDER BY run",
         "SELECT * FROM boundary ORDER BY point"});
}

}  // namespace xsksim
