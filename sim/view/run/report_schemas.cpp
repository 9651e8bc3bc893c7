// SPDX-License-Identifier: GPL-2.0-only
#include <nlohmann/json.hpp>

#include "sim/run/figures.hpp"
#include "sim/view/json/schema.hpp"
#include "sim/view/run/reports.hpp"

namespace xsksim {
namespace {

using schema::optional;

Json end_schema() {
    return schema::record(
        "How it ended.",
        {{"reason",
          schema::word(
              "Why: stopped by the scenario's own end, nothing left to happen, or a bound.",
              words_of<EndReason>())},
         {"at_ns", schema::whole("When, in simulated time.")},
         optional("message", schema::text("What stopped it."))});
}

Json code_schema(const std::string& about) {
    std::vector<std::string> names;
    for (const CodeInfo& info : code_infos) names.emplace_back(info.name);
    return schema::word(about, names);
}

Json violation_schema() {
    return schema::record(
        "One finding.", {{"code", code_schema("What is wrong: docs/codes.md.")},
                         {"check", schema::text("The property that does not hold.")},
                         {"message", schema::text("The same in words.")},
                         {"event", schema::whole("The number of the event that shows it.")},
                         {"at_ns", schema::whole("When, in simulated time.")},
                         {"note", schema::flag("It is worth knowing, but no failure.")},
                         optional("stack", schema::text("Where the driver was, a frame a line."))});
}

Json waker_schema() {
    return schema::record(
        "One of them.",
        {{"waker", schema::text("Who.")},
         {"codes", schema::list("Its state, then what keeps it from waking the queue.",
                                code_schema("As in docs/codes.md."))},
         {"why_not", schema::text("Why it did not, and will not, wake the queue.")},
         optional("event", schema::whole("The number of the event that took it away.")),
         optional("at_ns", schema::whole("When that was, in simulated time."))});
}

Json explanation_schema() {
    return schema::record(
        "Of a stall: why nothing moves.",
        {{"headline", schema::text("In one sentence.")},
         {"codes",
          schema::list("What stands still, then why.", code_schema("As in docs/codes.md."))},
         {"waiting", schema::list("What waits.", schema::text("Where, and how much."))},
         {"waiting_codes", schema::list("The same, a code for each line of `waiting`.",
                                        code_schema("As in docs/codes.md."))},
         {"wakers", schema::list("Who could wake the queue.", waker_schema())}});
}

// Puts a figure under each level of its name.
void add_figure(std::string_view name, const Json& value, schema::Properties& members) {
    const std::size_t dot = name.find('.');
    const std::string level(name.substr(0, dot));
    if (dot == std::string_view::npos) {
        members.push_back({level, value});
        return;
    }
    if (members.empty() || members.back().key != level)
        members.push_back({level, schema::record("Figures of " + level + ".", {})});
    Json& record = members.back().value;
    const std::string rest(name.substr(dot + 1));
    record["required"].push_back(rest);
    record["properties"][rest] = value;
}

Json figure_schema(const Figure& figure) {
    const std::string about =
        figure.meaning + (figure.unit.empty() ? "" : ", in " + figure.unit) + ".";
    return figure.is_whole ? schema::whole(about) : schema::number(about);
}

}  // namespace

schema::Properties verdict_schema() {
    return {{"scenario", schema::text("The scenario's name.")},
            {"question", schema::text("What the scenario asks.")},
            {"seed", schema::whole("What every choice was drawn from.")},
            {"driver", schema::text("The driver's name or file.")},
            {"verdict", schema::word("What the run came to.", words_of<Outcome>())},
            {"expected", schema::word("What the scenario expects.", words_of<Outcome>())},
            {"as_expected", schema::flag("Verdict and all else are as the scenario expects.")},
            {"unexpected", schema::list("What is not.", schema::text("One thing."))},
            {"end", end_schema()},
            optional("inconclusive_reason", schema::text("Why there is no other verdict.")),
            {"violations", schema::list("Failures, then notes.", violation_schema())},
            optional("explanation", explanation_schema()),
            optional("digest", schema::text("Over every event, in hexadecimal: equal runs have "
                                            "equal ones. With --verify."))};
}

schema::Properties summary_schema() {
    schema::Properties members = {{"scenario", schema::text("The scenario's name.")}};
    for (const Figure& figure : all_figures())
        add_figure(figure.name, figure_schema(figure), members);
    members.push_back(
        {"cpu_ns_by_context", schema::map("Time that each context of the guest took, in ns.",
                                          schema::whole("Of the context of that name."))});
    return members;
}

}  // namespace xsksim
