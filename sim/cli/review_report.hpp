// SPDX-License-Identifier: GPL-2.0-only
// What `xsksim review` found: each experiment under the question that it helps to answer, and what
// those that trace accesses measured of the driver's states.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "sim/cli/job.hpp"
#include "sim/run/measured_states.hpp"
#include "sim/view/json/document.hpp"

namespace xsksim::cli {

inline constexpr OutputFormat review_format = {
    "review", 1, "The experiments of the review: `xsksim review --json`."};
schema::Properties review_schema();

struct ReviewRow {
    std::uint32_t question = 0;
    std::string asked;
    std::string scenario;
    std::string experiment;  // the scenario's own question
    JobResult result = {};

    std::vector<std::pair<std::string, std::string>> figures() const;
    bool is_right() const { return result.exit == 0; }
};

class ReviewReport {
public:
    // Rows come ordered by question.
    void add(ReviewRow row);
    std::string table() const;
    std::string json() const;
    int exit_code() const;

private:
    void measure(const RunResult& run);
    std::string questions_text() const;
    std::string transitions_text() const;
    std::string accesses_text() const;
    std::string conclusion() const;

    std::vector<ReviewRow> rows_;
    // By their texts, summed over all experiments.
    std::map<std::tuple<std::string, std::string, std::string, std::string>, std::uint64_t>
        transitions_;
    std::map<std::pair<std::string, std::string>, FieldAccess> accesses_;
};

}  // namespace xsksim::cli
