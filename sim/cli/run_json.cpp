// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/run_json.hpp"

#include <nlohmann/json.hpp>

#include "sim/view/json/schema.hpp"
#include "sim/view/run/reports.hpp"

namespace xsksim::cli {
namespace {

using schema::optional;

Json review_json(const Scenario& scenario, const RunResult& result) {
    Json json = {{"question", *scenario.review.question},
                 {"asked", *scenario.review.asked},
                 {"figures", Json::object()},
                 {"transitions", Json::array()},
                 {"field_accesses", Json::array()}};
    for (const auto& [name, value] : result.figures) json["figures"][name] = value;
    for (const StateTransition& transition : result.transitions)
        json["transitions"].push_back(transition_json(transition));
    for (const FieldAccess& access : result.field_accesses)
        json["field_accesses"].push_back(field_access_json(access));
    return json;
}

Json review_figures_schema() {
    return schema::record(
        "Of an experiment of the review.",
        {{"question", schema::whole("Its number.")},
         {"asked", schema::text("The reviewer's question.")},
         {"figures", schema::map("Those that decide.", schema::text("The figure of that name."))},
         {"transitions", transitions_schema()},
         {"field_accesses", field_accesses_schema()}});
}

std::string one_line(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string runs_json_begin() {
    const std::string all = one_line(document_of(runs_format, {{"runs", Json::array()}}));
    return all.substr(0, all.size() - std::string("]}").size()) + "\n";
}

std::string runs_json_end() { return "\n]}\n"; }

std::string run_json(const Job& job, const Scenario& scenario, const RunResult& result,
                     const std::string& command) {
    Json json = verdict_members(scenario, result);
    json["summary"] = summary_members(scenario, result);
    if (scenario.review.question) json["review"] = review_json(scenario, result);
    json["file"] = job.file;
    json["command"] = command;
    return one_line(json);
}

std::string failed_run_json(const JobResult& result) {
    const std::string error = result.text.substr(0, result.text.find_last_not_of('\n') + 1);
    return one_line({{"file", result.name}, {"verdict", result.outcome}, {"error", error}});
}

schema::Properties runs_schema() {
    const Json judged = schema::record(
        "A run that was judged.",
        schema::joined(verdict_schema(),
                       {{"summary", schema::record("Its figures.", summary_schema())},
                        optional("review", review_figures_schema()),
                        {"file", schema::text("The scenario's.")},
                        {"command", schema::text("Shows the run again.")}}));
    const Json failed =
        schema::record("One that was not.",
                       {{"file", schema::text("The scenario's.")},
                        {"verdict", schema::word("Why not.", {"bad input", "simulator fault"})},
                        {"error", schema::text("What went wrong.")}});
    return {{"runs", schema::list("In the order of the command line.",
                                  schema::either("A run.", {judged, failed}))}};
}

Json outcome_schema() {
    std::vector<std::string> words = words_of<Outcome>();
    words.insert(words.end(), {"bad input", "simulator fault"});
    return schema::word("What the run came to.", words);
}

Json transition_json(const StateTransition& t) {
    return {
        {"before", t.before}, {"in", t.in}, {"by", t.by}, {"after", t.after}, {"times", t.count}};
}

Json field_access_json(const FieldAccess& a) {
    return {{"field", a.field},
            {"by", a.by},
            {"reads_locked", a.reads_locked},
            {"writes_locked", a.writes_locked},
            {"reads_unlocked", a.reads_unlocked},
            {"writes_unlocked", a.writes_unlocked}};
}

Json transitions_schema() {
    return schema::list(
        "Changes of the socket's state bits.",
        schema::record("Of one kind.", {{"before", schema::text("The bits before.")},
                                        {"in", schema::text("The call that it happened in.")},
                                        {"by", schema::text("The function, and what it did.")},
                                        {"after", schema::text("The bits after.")},
                                        {"times", schema::whole("How often.")}}));
}

Json field_accesses_schema() {
    return schema::list("Accesses to the socket's fields.",
                        schema::record("By one function to one field.",
                                       {{"field", schema::text("Of the send queue.")},
                                        {"by", schema::text("The function.")},
                                        {"reads_locked", schema::whole("Reads under the tx lock.")},
                                        {"writes_locked", schema::whole("Writes under it.")},
                                        {"reads_unlocked", schema::whole("Reads without it.")},
                                        {"writes_unlocked", schema::whole("Writes without it.")}}));
}

}  // namespace xsksim::cli
