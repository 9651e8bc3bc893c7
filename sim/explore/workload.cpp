// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/workload.hpp"

#include <fmt/format.h>

#include "sim/explore/dice.hpp"
#include "sim/scenario/read_document.hpp"

namespace xsksim {
namespace {

using Draw = ExploreOptions::Draw;

void add_settings(const std::string& object, std::vector<Override>& settings) {
    std::vector<InputProblem> problems;
    const auto node = read_document(object, "", problems, LineNumbers::none);
    for (const Member& member : node->members)
        settings.push_back({member.key, to_text(member.value, Layout::line)});
}

void draw_value(const Draw& draw, Dice& dice, std::vector<Override>& settings) {
    if (draw.values.empty()) {
        const std::int64_t value = draw.scale == Draw::Scale::log
                                       ? dice.magnitude(*draw.from, *draw.to)
                                       : dice.between(*draw.from, *draw.to);
        settings.push_back({*draw.at, std::to_string(value)});
        return;
    }
    const std::string& value = draw.values[dice.below(draw.values.size())];
    if (draw.at)
        settings.push_back({*draw.at, value});
    else
        add_settings(value, settings);
}

}  // namespace

std::vector<Override> draw_workload(const ExploreOptions& explore, std::uint64_t seed,
                                    std::uint64_t number) {
    std::vector<Override> settings;
    for (std::size_t i = 0; i < explore.draws.size(); ++i) {
        Dice dice(seed, fmt::format("workload {} draw {}", number, i));
        draw_value(explore.draws[i], dice, settings);
    }
    return settings;
}

}  // namespace xsksim
