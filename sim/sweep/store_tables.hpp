// SPDX-License-Identifier: GPL-2.0-only
// The tables of a store. docs/sweep-store.md explains them; a test holds the two equal.
#pragma once

namespace xsksim {

inline constexpr const char* store_format = "xsksim-store-2";

inline constexpr const char* store_tables = R"sql(
CREATE TABLE sweep (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE axis (
    axis INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    unit TEXT NOT NULL,
    scale TEXT NOT NULL
);
CREATE TABLE axis_value (
    axis INTEGER NOT NULL,
    value INTEGER NOT NULL,
    label TEXT NOT NULL,
    number REAL,
    settings TEXT NOT NULL,
    PRIMARY KEY (axis, value)
) WITHOUT ROWID;
CREATE TABLE figure (
    figure INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    unit TEXT NOT NULL,
    meaning TEXT NOT NULL
);
CREATE TABLE run (
    run INTEGER PRIMARY KEY,
    point INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    searched REAL,
    verdict TEXT NOT NULL,
    good INTEGER NOT NULL,
    reason TEXT NOT NULL,
    codes TEXT NOT NULL
);
CREATE TABLE parameter (
    point INTEGER NOT NULL,
    axis INTEGER NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (point, axis)
) WITHOUT ROWID;
CREATE TABLE scalar (
    figure INTEGER NOT NULL,
    run INTEGER NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (figure, run)
) WITHOUT ROWID;
CREATE TABLE histogram (
    run INTEGER NOT NULL,
    name TEXT NOT NULL,
    low_ns INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (run, name, low_ns)
) WITHOUT ROWID;
CREATE TABLE finding (
    run INTEGER NOT NULL,
    number INTEGER NOT NULL,
    code TEXT NOT NULL,
    check_name TEXT NOT NULL,
    at_ns INTEGER NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (run, number)
) WITHOUT ROWID;
CREATE TABLE explanation (
    run INTEGER PRIMARY KEY,
    text TEXT NOT NULL
);
CREATE TABLE boundary (
    point INTEGER PRIMARY KEY,
    good REAL,
    bad REAL,
    runs INTEGER NOT NULL,
    good_runs INTEGER NOT NULL,
    good_of INTEGER NOT NULL,
    bad_good_runs INTEGER NOT NULL,
    bad_of INTEGER NOT NULL,
    text TEXT NOT NULL
);
)sql";

}  // namespace xsksim
