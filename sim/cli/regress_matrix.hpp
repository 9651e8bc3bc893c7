// SPDX-License-Identifier: GPL-2.0-only
// What `xsksim regress` found: each breaker with the original and with each of its mutants.
#pragma once

#include <string>
#include <vector>

#include "sim/cli/job.hpp"
#include "sim/view/json/document.hpp"

namespace xsksim::cli {

struct RegressRow {
    std::string safeguard;
    std::string scenario;
    std::string mutant;  // empty: the original
    std::string what_is_gone;
    JobResult result;
    // The original does what the scenario expects; the mutant fails for the reason told.
    bool is_right() const { return result.exit == 0; }
    std::string why_not() const;
};

inline constexpr OutputFormat regress_format = {
    "regress", 1, "Race breakers and their mutants: `xsksim regress --json`."};
schema::Properties regress_schema();

struct RegressMatrix {
    std::string driver;  // as the user named it; empty: the scenarios' own
    std::vector<RegressRow> rows;
    std::vector<std::string> survivors;  // mutants that no scenario names

    bool is_right() const;
    int exit_code() const;
    std::string table() const;
    std::string json() const;
    // JUnit XML, as CI servers read it: a suite, a case a row.
    std::string junit() const;

private:
    std::string tried() const;
    std::string conclusion() const;
};

}  // namespace xsksim::cli
