// SPDX-License-Identifier: GPL-2.0-only
// What `run --out DIR` writes of a run: verdict.json, timeline.txt, summary.json and, for a stall,
// explanation.txt.
#pragma once

#include <string>

#include "sim/run/run.hpp"
#include "sim/view/json/document.hpp"

namespace xsksim {

inline constexpr OutputFormat verdict_format = {
    "verdict", 1, "What a run came to: verdict.json, and `xsksim judge --json`."};
std::string verdict_json(const Scenario& scenario, const RunResult& result);
// Its keys after format and version, for documents that hold several; and what they are.
Json verdict_members(const Scenario& scenario, const RunResult& result);
schema::Properties verdict_schema();

// Every figure of sim/run/figures.hpp.
inline constexpr OutputFormat summary_format = {"summary", 1, "A run's figures: summary.json."};
std::string summary_json(const Scenario& scenario, const RunResult& result);
Json summary_members(const Scenario& scenario, const RunResult& result);
schema::Properties summary_schema();

// Whole or not at all.
void write_results(const std::string& directory, const Scenario& scenario, const RunResult& result);

}  // namespace xsksim
