// SPDX-License-Identifier: GPL-2.0-only
#include <nlohmann/json.hpp>

#include "sim/cli/review_report.hpp"
#include "sim/cli/run_json.hpp"
#include "sim/view/json/schema.hpp"

namespace xsksim::cli {
namespace {

using schema::optional;

Json row_json(const ReviewRow& row) {
    Json json = {{"question", row.question},      {"asked", row.asked},
                 {"scenario", row.scenario},      {"experiment", row.experiment},
                 {"verdict", row.result.outcome}, {"as_expected", row.is_right()},
                 {"figures", Json::object()}};
    for (const auto& [name, value] : row.figures()) json["figures"][name] = value;
    if (!row.is_right()) json["why"] = row.result.why_not();
    if (row.result.run) json["command"] = row.result.command;
    return json;
}

Json row_schema() {
    return schema::record(
        "One experiment.",
        {{"question", schema::whole("The number of the reviewer's question.")},
         {"asked", schema::text("The question.")},
         {"scenario", schema::text("The experiment's name.")},
         {"experiment", schema::text("What the experiment asks.")},
         {"verdict", outcome_schema()},
         {"as_expected", schema::flag("It came out as its scenario expects.")},
         {"figures", schema::map("Those that decide.", schema::text("The figure of that name."))},
         optional("why", schema::text("Where it is not as expected: why not.")),
         optional("command", schema::text("Shows the run again."))});
}

}  // namespace

std::string ReviewReport::json() const {
    Json out = {{"experiments", Json::array()},
                {"transitions", Json::array()},
                {"field_accesses", Json::array()}};
    for (const ReviewRow& row : rows_) out["experiments"].push_back(row_json(row));
    for (const auto& [key, count] : transitions_) {
        const auto& [before, in, by, after] = key;
        out["transitions"].push_back(transition_json({before, in, by, after, count}));
    }
    for (const auto& [key, access] : accesses_) {
        FieldAccess sum = access;
        std::tie(sum.field, sum.by) = key;
        out["field_accesses"].push_back(field_access_json(sum));
    }
    return document_text(review_format, out);
}

schema::Properties review_schema() {
    return {{"experiments", schema::list("By question.", row_schema())},
            {"transitions", transitions_schema()},
            {"field_accesses", field_accesses_schema()}};
}

}  // namespace xsksim::cli
