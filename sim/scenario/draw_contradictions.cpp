// SPDX-License-Identifier: GPL-2.0-only
#include "sim/scenario/contradictions.hpp"

namespace xsksim {

// A draw has values or a range. Whether a key takes them, whoever draws finds out.
void demand_of_draw(const std::string& pointer, const ExploreOptions::Draw& draw,
                    Demands& demands) {
    if (!draw.values.empty()) {
        for (std::size_t i = 0; i < draw.values.size() && !draw.at; ++i)
            demands.demand(draw.values[i].starts_with("{"),
                           {pointer + "/values/" + std::to_string(i), pointer + "/at"},
                           "an object of pointers and values, as there is no /at", draw.values[i]);
        return;
    }
    if (!draw.from || !draw.to) return;  // said already
    demands.demand(draw.at.has_value(), {pointer + "/at", pointer + "/from"},
                   "the key that takes the value", "none");
    demands.demand(*draw.from <= *draw.to, {pointer + "/from", pointer + "/to"},
                   "at most " + pointer + "/to, " + std::to_string(*draw.to),
                   std::to_string(*draw.from));
    demands.demand(draw.scale == ExploreOptions::Draw::Scale::linear || *draw.from >= 1,
                   {pointer + "/from", pointer + "/scale"}, "at least 1, as the scale is log",
                   std::to_string(*draw.from));
}

}  // namespace xsksim
