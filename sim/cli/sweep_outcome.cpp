// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/sweep_outcome.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/cli/report_text.hpp"
#include "sim/cli/sweep_progress.hpp"
#include "sim/view/json/schema.hpp"

namespace xsksim::cli {
namespace {

const char* end_word(SweepEnd end) {
    switch (end) {
        case SweepEnd::complete:
            return "completion";
        case SweepEnd::deadline:
            return "deadline";
        case SweepEnd::interrupted:
            return "interrupt";
    }
    return "";
}

}  // namespace

std::string SweepOutcome::text() const {
    std::string text = fmt::format("{}: {} runs made now, {} in all: {}\n", store, progress.made,
                                   progress.done, verdicts_text(verdicts));
    for (const std::string& boundary : boundaries) text += "  " + boundary + "\n";
    if (end != SweepEnd::complete)
        return text + fmt::format("not finished ({}); go on with:\n  {}\n",
                                  end == SweepEnd::deadline ? "the deadline came" : "interrupted",
                                  again);
    return text + fmt::format("next:\n  {0} table {1}\n  {0} report {1} -o {2}.html\n",
                              program_name(), store, store.substr(0, store.rfind(".sqlite")));
}

std::string SweepOutcome::json() const {
    return document_text(sweep_outcome_format, {{"store", store},
                                                {"complete", end == SweepEnd::complete},
                                                {"ended_by", end_word(end)},
                                                {"made", progress.made},
                                                {"done", progress.done},
                                                {"verdicts", verdicts},
                                                {"boundaries", boundaries},
                                                {"again", again}});
}

schema::Properties sweep_outcome_schema() {
    return {{"store", schema::text("The file.")},
            {"complete", schema::flag("Every run of the sweep is made.")},
            {"ended_by", schema::word("Why it ended.", {"completion", "deadline", "interrupt"})},
            {"made", schema::whole("Runs that this command made.")},
            {"done", schema::whole("Runs that the store has.")},
            {"verdicts",
             schema::map("What these came to.", schema::whole("How many to that verdict."))},
            {"boundaries", schema::list("Of a search.", schema::text("One, in words."))},
            {"again", schema::text("The command that goes on with it.")}};
}

}  // namespace xsksim::cli
