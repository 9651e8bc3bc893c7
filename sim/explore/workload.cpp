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

void add_value(const Draw& draw, const std::string& value, std::vector<Override>& settings) {
    if (draw.at)
        settings.push_back({*draw.at, value});
    else
        add_settings(value, settings);
}

std::string drawn_value(const Draw& draw, Dice& dice) {
    if (!draw.values.empty()) return draw.values[dice.below(draw.values.size())];
    return std::to_string(draw.scale == Draw::Scale::log ? dice.magnitude(*draw.from, *draw.to)
                                                         : dice.between(*draw.from, *draw.to));
}

// All of a list, the ends of a range.
std::vector<std::string> values_to_check(const Draw& draw) {
    if (!draw.values.empty()) return draw.values;
    return {std::to_string(*draw.from), std::to_string(*draw.to)};
}

}  // namespace

std::vector<Override> draw_workload(const ExploreOptions& explore, std::uint64_t seed,
                                    std::uint64_t number) {
    std::vector<Override> settings;
    for (const auto& [name, draw] : explore.draws) {
        Dice dice(seed, fmt::format("workload {} draw {}", number, name));
        add_value(draw, drawn_value(draw, dice), settings);
    }
    return settings;
}

void check_draws(const ExploreOptions& explore, const ScenarioFile& file,
                 const std::vector<Override>& set) {
    std::vector<InputProblem> problems;
    for (const auto& [name, draw] : explore.draws)
        for (const std::string& value : values_to_check(draw)) {
            std::vector<Override> settings = set;
            add_value(draw, value, settings);
            try {
                file.with(settings);
            } catch (const BadInput& error) {
                for (InputProblem problem : error.problems()) {
                    if (problem.kind == ProblemKind::contradiction) continue;
                    problem.wanted += " for " + problem.pointer;
                    problem.pointer = "/explore/draws/" + name;
                    problems.push_back(std::move(problem));
                }
            }
        }
    if (!problems.empty()) throw BadInput(std::move(problems));
}

}  // namespace xsksim
