// SPDX-License-Identifier: GPL-2.0-only
#include <nlohmann/json.hpp>

#include "sim/view/json/schema.hpp"
#include "sim/view/sweep/export.hpp"

namespace xsksim {

schema::Properties export_schema() {
    Json run = schema::record("One run; beside these keys, its axes and figures by name.",
                              {{"run", schema::whole("Its number.")},
                               {"point", schema::whole("The number of its point.")},
                               {"seed", schema::whole("Its seed.")},
                               {"verdict", schema::text("What it came to.")},
                               {"good", schema::flag("As the sweep says what is good.")},
                               {"reason", schema::text("In a sentence, where it is no pass.")},
                               {"codes", schema::text("Of the reason, with a space between.")}});
    run["additionalProperties"] = {
        {"description", "The value of an axis or figure; null where the run has none."},
        {"type", {"number", "string", "null"}}};
    return {{"runs", schema::list("By number.", run)}};
}

}  // namespace xsksim
