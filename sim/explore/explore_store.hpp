// SPDX-License-Identifier: GPL-2.0-only
// What an exploration keeps: one SQLite file (its tables: docs/explore-store.md). A workload is
// written once, with what it met and covered, in one transaction: a program that is killed, a disk
// that is full, lose the workloads that were not written and nothing else.
//
// Owner: the process of an exploration or merge, which alone writes; any number may read. Errors:
// StoreProblem. The file's content depends on what is explored and how far: not on the number of
// workers, interruptions or shards (explore_digest()). What a session cost in time, and what was
// asked of the reference driver, is kept beside it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/explore/coverage_counts.hpp"
#include "sim/explore/exploration.hpp"
#include "sim/explore/explore_identity.hpp"
#include "sim/store/database.hpp"

namespace xsksim {

class ExploreStore {
public:
    // Makes the file, or opens that of an interrupted exploration, which must be of the same
    // scenarios in the same order.
    static ExploreStore create(const std::string& file,
                               const std::vector<ExploreIdentity>& scenarios);
    static ExploreStore resume(const std::string& file,
                               const std::vector<ExploreIdentity>& scenarios);
    // An empty one for the same exploration as `other`'s.
    static ExploreStore like(const std::string& file, const std::string& other);

    // The next session's; what it writes from now on is of this scenario, counted from 0.
    void begin_session(std::uint64_t scenario);
    // Without their coverage: that is kept of all workloads together.
    std::map<std::uint64_t, WorkloadReport> reports() const;
    CoverageCounts coverage() const;
    // That earlier sessions have explored this scenario for.
    double seconds_before() const;
    // Whether the failure is the driver's own, where it was asked before.
    std::optional<bool> own(const MetFailure& met) const;
    void write_own(const MetFailure& met, bool is_own);
    // `seconds`: of this session so far.
    void write(const std::vector<NumberedReport>& reports, double seconds);
    // Leaves one file, without a journal beside it.
    void close();

    Database& database() { return *database_; }

private:
    ExploreStore(const std::string& file, Database::Mode mode);
    void prepare();  // for writing
    void write(const NumberedReport& numbered);
    void write(const CoverageCounts& counts);

    std::unique_ptr<Database> database_;
    struct Statements;
    std::shared_ptr<Statements> statements_;
    std::uint64_t scenario_ = 0, session_workloads_ = 0;
    std::optional<std::int64_t> session_;
};

// Throws StoreProblem if the file is no store of an exploration.
std::uint64_t scenarios_in(Database& database);
std::string exploration_value(Database& database, std::uint64_t scenario, const std::string& name);
std::vector<std::string> exploration_names(Database& database);

// A sum over every row that is content, whatever their order in the file.
std::string explore_digest(Database& database);

}  // namespace xsksim
