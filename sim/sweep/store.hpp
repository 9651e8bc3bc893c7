// SPDX-License-Identifier: GPL-2.0-only
// The results of a sweep: one SQLite file (its tables: docs/sweep-store.md; in the manner of
// OMNeT++'s result files). A run is written once, in one transaction: a program that is killed, a
// disk that is full, lose the runs that were not written and nothing else.
//
// Owner: the process of a sweep or merge, which alone writes; any number may read. Errors:
// StoreProblem. The file's content depends on the sweep alone: not on the number of jobs, the
// order, interruptions or shards (content_digest()).
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "sim/store/database.hpp"
#include "sim/sweep/plan.hpp"
#include "sim/sweep/run_row.hpp"

namespace xsksim {

// Where a search ended, for one point of the other axes. NaN: no such value.
struct Boundary {
    PointIndex point = 0;
    std::optional<double> good, bad;  // the values next to each other where it flips
    std::uint64_t runs = 0;
    std::uint64_t good_runs = 0, good_of = 0;     // at the good value
    std::uint64_t bad_good_runs = 0, bad_of = 0;  // how many were good at the bad value
    std::string text;
};

class Store {
public:
    // Makes the file, or opens that of an interrupted sweep, which must be of the same plan and
    // build.
    static Store create(const std::string& file, const Plan& plan, const std::string& build);
    static Store resume(const std::string& file, const Plan& plan, const std::string& build);
    // An empty one for the same sweep as `other`'s.
    static Store like(const std::string& file, const std::string& other);

    std::unordered_set<RunId> runs() const;
    std::vector<RunRow> rows_of(PointIndex point) const;  // figures and verdicts alone
    void write(const std::vector<RunRow>& rows, const std::vector<bool>& good);
    void write(const Boundary& boundary);
    // Leaves one file, without a journal beside it.
    void close();

    Database& database() { return *database_; }

private:
    Store(const std::string& file, Database::Mode mode);
    void prepare();  // for writing

    std::unique_ptr<Database> database_;
    struct Statements;
    std::shared_ptr<Statements> statements_;
};

// A value of the table `sweep`; throws StoreProblem if the file is no store.
std::string sweep_value(Database& database, const std::string& name);

// A sum over every row of every table, whatever their order in the file.
std::string content_digest(Database& database);

}  // namespace xsksim
