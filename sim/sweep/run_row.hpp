// SPDX-License-Identifier: GPL-2.0-only
// One run of a sweep: which it is (RunOrder), and what is kept of it (RunRow). Both cross
// from process to process as JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/sweep/plan.hpp"

namespace xsksim {

struct RunOrder {
    RunId run = 0;
    PointIndex point = 0;
    std::uint64_t seed = 0;
    std::vector<Override> settings;
    bool wants_explanation = false;
    // Of a search: the value of the searched axis.
    std::optional<double> searched;
};

struct RunFinding {
    std::string code, check, message;
    std::int64_t at_ns = 0;
    friend bool operator==(const RunFinding&, const RunFinding&) = default;
};

struct RunHistogram {
    std::string name;
    std::vector<std::pair<std::int64_t, std::uint64_t>> bins;  // least value in ns, how many
    friend bool operator==(const RunHistogram&, const RunHistogram&) = default;
};

// Nothing of it depends on when, where or beside which other runs it was made.
struct RunRow {
    RunId run = 0;
    PointIndex point = 0;
    std::uint64_t seed = 0;
    std::optional<double> searched;
    // "pass", "fail", "stalled", "inconclusive"; "bad input" and "simulator fault"; "crashed" and
    // "out of time" for a worker that died or had to be ended.
    std::string verdict;
    std::string reason;           // in a sentence, where it is not a pass
    std::string codes;            // of the reason, with a space between
    std::vector<double> figures;  // as Plan::figures; empty where the run was not judged
    std::vector<RunFinding> findings;
    std::vector<RunHistogram> histograms;
    std::string explanation;  // of a stall, where it was wanted

    bool was_judged() const { return !figures.empty(); }
    friend bool operator==(const RunRow&, const RunRow&) = default;
};

std::string encode(const RunOrder& order);
RunOrder decode_order(const std::string& text);
std::string encode(const RunRow& row);
RunRow decode_row(const std::string& text);

}  // namespace xsksim
