// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/review_figures.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "sim/scenario/parse.hpp"

namespace xsksim {
namespace {

using Json = nlohmann::json;

std::string value_text(const Json& value, const std::string& name) {
    constexpr double ns_per_us = 1000;
    if (name.ends_with("_ns")) return fmt::format("{:.1f} us", value.get<double>() / ns_per_us);
    return fmt::format("{:.0f}", value.get<double>());
}

std::string summary_text(const Json& summary, const Scenario& scenario, const std::string& name) {
    std::string pointer = "/" + name;
    std::ranges::replace(pointer, '.', '/');
    const Json::json_pointer place(pointer);
    if (!summary.contains(place) || !summary.at(place).is_number())
        throw BadInput(
            {{scenario.name, 0, "/review/figures", "a number of summary.json", name, ""}});
    return value_text(summary.at(place), name);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> review_figures(const Scenario& scenario,
                                                                const RunResult& result,
                                                                const EventTally& tally,
                                                                const EventCounts& counts) {
    std::vector<std::pair<std::string, std::string>> figures;
    if (scenario.review.figures.empty()) return figures;
    const Json summary = Json::parse(summary_json(scenario, result));
    for (const auto& figure : scenario.review.figures)
        figures.emplace_back(figure.name,
                             figure.count
                                 ? std::to_string(tally.of(*figure.count, figure.where, counts))
                                 : summary_text(summary, scenario, figure.summary.value_or("")));
    return figures;
}

}  // namespace xsksim
