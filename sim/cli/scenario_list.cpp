// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/scenario_list.hpp"

#include <nlohmann/json.hpp>

#include "sim/view/json/schema.hpp"
#include "sim/view/text/text_table.hpp"

namespace xsksim::cli {

std::string list_text(const std::vector<ListedScenario>& scenarios) {
    TextTable table({{}, {.width_min = 12}, {}});
    for (const ListedScenario& scenario : scenarios)
        table.add({scenario.name, scenario.expect, scenario.question});
    return table.text();
}

std::string list_json(const std::vector<ListedScenario>& scenarios) {
    Json array = Json::array();
    for (const ListedScenario& scenario : scenarios)
        array.push_back({{"name", scenario.name},
                         {"file", scenario.file},
                         {"expect", scenario.expect},
                         {"question", scenario.question}});
    return document_text(list_format, {{"scenarios", std::move(array)}});
}

schema::Properties list_schema() {
    const Json scenario =
        schema::record("One scenario.", {{"name", schema::text("As `xsksim run` takes it.")},
                                         {"file", schema::text("Where it is.")},
                                         {"expect", schema::text("The verdict it expects.")},
                                         {"question", schema::text("What it asks.")}});
    return {{"scenarios", schema::list("By path.", scenario)}};
}

}  // namespace xsksim::cli
