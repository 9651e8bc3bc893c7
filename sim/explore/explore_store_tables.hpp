// SPDX-License-Identifier: GPL-2.0-only
// The tables of an exploration's store. docs/explore-store.md explains them; a test holds the two
// equal.
#pragma once

namespace xsksim {

inline constexpr const char* explore_store_format = "xsksim-explore-store-1";

inline constexpr const char* explore_store_tables = R"sql(
CREATE TABLE exploration (
    scenario INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (scenario, name)
) WITHOUT ROWID;
CREATE TABLE workload (
    scenario INTEGER NOT NULL,
    workload INTEGER NOT NULL,
    executions INTEGER NOT NULL,
    cut_off INTEGER NOT NULL,
    shared INTEGER NOT NULL,
    contradictory INTEGER NOT NULL,
    PRIMARY KEY (scenario, workload)
) WITHOUT ROWID;
CREATE TABLE failure (
    scenario INTEGER NOT NULL,
    workload INTEGER NOT NULL,
    number INTEGER NOT NULL,
    signature TEXT NOT NULL,
    words TEXT NOT NULL,
    schedule INTEGER NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (scenario, workload, number)
) WITHOUT ROWID;
CREATE TABLE coverage (
    scenario INTEGER NOT NULL,
    class INTEGER NOT NULL,
    kind TEXT NOT NULL,
    workloads INTEGER NOT NULL,
    first INTEGER NOT NULL,
    PRIMARY KEY (scenario, class)
) WITHOUT ROWID;
CREATE TABLE own (
    scenario INTEGER NOT NULL,
    workload INTEGER NOT NULL,
    signature TEXT NOT NULL,
    is_own INTEGER NOT NULL,
    PRIMARY KEY (scenario, workload, signature)
) WITHOUT ROWID;
CREATE TABLE session (
    session INTEGER PRIMARY KEY,
    scenario INTEGER NOT NULL,
    workloads INTEGER NOT NULL,
    seconds REAL NOT NULL
);
)sql";

}  // namespace xsksim
