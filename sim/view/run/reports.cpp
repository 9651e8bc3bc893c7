// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/run/reports.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/run/figures.hpp"

namespace xsksim {

namespace {

Json violation_json(const Violation& violation) {
    Json json = {{"code", name_of(violation.code)}, {"check", violation.check},
                 {"message", violation.message},    {"event", violation.event},
                 {"at_ns", violation.at.ns},        {"note", violation.is_note}};
    if (!violation.stack.empty()) json["stack"] = violation.stack;
    return json;
}

Json names_of(const std::vector<Code>& codes) {
    Json names = Json::array();
    for (const Code code : codes) names.push_back(name_of(code));
    return names;
}

Json explanation_json(const Explanation& explanation) {
    Json json = {{"headline", explanation.headline},
                 {"codes", names_of(explanation.codes)},
                 {"waiting", Json::array()},
                 {"waiting_codes", Json::array()},
                 {"wakers", Json::array()}};
    for (const Told& line : explanation.waiting) {
        json["waiting"].push_back(line.text);
        json["waiting_codes"].push_back(name_of(line.codes.front()));
    }
    for (const WakerStory& story : explanation.wakers) {
        Json waker = {
            {"waker", story.waker}, {"codes", names_of(story.codes)}, {"why_not", story.why_not}};
        if (story.event != 0) {
            waker["event"] = story.event;
            waker["at_ns"] = story.at.ns;
        }
        json["wakers"].push_back(std::move(waker));
    }
    return json;
}

// The place that "interrupts.lost" names.
Json::json_pointer place_of(const Figure& figure) {
    std::string pointer = "/" + figure.name;
    std::ranges::replace(pointer, '.', '/');
    return Json::json_pointer(pointer);
}

}  // namespace

Json verdict_members(const Scenario& scenario, const RunResult& result) {
    Json json = {{"scenario", scenario.name},
                 {"question", scenario.question},
                 {"seed", scenario.seed},
                 {"driver", scenario.driver.name},
                 {"verdict", word_of(result.outcome)},
                 {"expected", word_of(scenario.expect.verdict)},
                 {"as_expected", result.as_expected},
                 {"unexpected", result.unexpected},
                 {"end", {{"reason", word_of(result.end.reason)}, {"at_ns", result.end.at.ns}}}};
    if (!result.end.message.empty()) json["end"]["message"] = result.end.message;
    if (!result.inconclusive_reason.empty())
        json["inconclusive_reason"] = result.inconclusive_reason;
    json["violations"] = Json::array();
    for (const Violation& violation : result.violations)
        json["violations"].push_back(violation_json(violation));
    if (result.explanation) json["explanation"] = explanation_json(*result.explanation);
    if (result.digest != 0) json["digest"] = fmt::format("{:016x}", result.digest);
    return json;
}

std::string verdict_json(const Scenario& scenario, const RunResult& result) {
    return document_text(verdict_format, verdict_members(scenario, result));
}

Json summary_members(const Scenario& scenario, const RunResult& result) {
    Json json = {{"scenario", scenario.name}};
    for (const Figure& figure : all_figures()) {
        const double value = figure.value(result);
        json[place_of(figure)] =
            figure.is_whole ? Json(static_cast<std::int64_t>(value)) : Json(value);
    }
    json["cpu_ns_by_context"] = Json::object();
    for (const auto& [context, spent] : result.summary.measured.cpu_by_context)
        json["cpu_ns_by_context"][context] = spent.ns;
    return json;
}

std::string summary_json(const Scenario& scenario, const RunResult& result) {
    return document_text(summary_format, summary_members(scenario, result));
}

// Each file is written beside its place; only when all are complete are they moved there.
void write_results(const std::string& directory, const Scenario& scenario,
                   const RunResult& result) {
    namespace fs = std::filesystem;
    std::vector<std::pair<std::string, std::string>> files = {
        {"verdict.json", verdict_json(scenario, result)},
        {"timeline.txt", result.timeline},
        {"summary.json", summary_json(scenario, result)}};
    const std::string explanation = "explanation.txt";
    if (result.explanation) files.emplace_back(explanation, result.explanation->text());
    fs::create_directories(directory);
    const auto partial = [&](const std::string& name) {
        return fs::path(directory) / ("." + name + ".partial");
    };
    for (const auto& [name, text] : files) {
        std::ofstream file(partial(name), std::ios::binary);
        file << text;
        file.close();
        if (file) continue;
        std::error_code ignored;
        for (const auto& [other, unused] : files) fs::remove(partial(other), ignored);
        throw std::runtime_error("cannot write " + (fs::path(directory) / name).string());
    }
    for (const auto& [name, text] : files) fs::rename(partial(name), fs::path(directory) / name);
    // One of an earlier run that stalled would contradict the verdict beside it.
    if (!result.explanation) fs::remove(fs::path(directory) / explanation);
}

}  // namespace xsksim
