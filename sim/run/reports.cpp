// SPDX-License-Identifier: GPL-2.0-only
// verdict.json, summary.json and timeline.txt.
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/run/run.hpp"

namespace xsksim {

namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

const char* name_of(EndReason reason) {
    switch (reason) {
        case EndReason::stopped:
            return "stopped";
        case EndReason::idle:
            return "idle";
        case EndReason::time_bound:
            return "time_bound";
        case EndReason::event_bound:
            return "event_bound";
        case EndReason::simulator_fault:
            return "simulator_fault";
    }
    return "";
}

Json violation_json(const Violation& violation) {
    Json json = {{"check", violation.check},
                 {"message", violation.message},
                 {"event", violation.event},
                 {"at_ns", violation.at.ns},
                 {"note", violation.is_note}};
    if (!violation.stack.empty()) json["stack"] = violation.stack;
    return json;
}

Json explanation_json(const Explanation& explanation) {
    Json json = {{"headline", explanation.headline},
                 {"waiting", explanation.waiting},
                 {"wakers", Json::array()}};
    for (const WakerStory& story : explanation.wakers) {
        Json waker = {{"waker", story.waker}, {"why_not", story.why_not}};
        if (story.event != 0) {
            waker["event"] = story.event;
            waker["at_ns"] = story.at.ns;
        }
        json["wakers"].push_back(std::move(waker));
    }
    return json;
}

Json latency_json(const LatencySummary& latency) {
    return {{"count", latency.count}, {"min_ns", latency.min}, {"p50_ns", latency.p50},
            {"p90_ns", latency.p90},  {"p99_ns", latency.p99}, {"p999_ns", latency.p999},
            {"max_ns", latency.max}};
}

}  // namespace

std::string to_string(Outcome outcome) {
    switch (outcome) {
        case Outcome::pass:
            return "pass";
        case Outcome::fail:
            return "fail";
        case Outcome::stalled:
            return "stalled";
        case Outcome::inconclusive:
            return "inconclusive";
    }
    return "";
}

int exit_code(const RunResult& result) {
    if (result.end.reason == EndReason::simulator_fault) return 4;
    if (result.as_expected) return 0;
    return result.outcome == Outcome::inconclusive ? 3 : 1;
}

std::string verdict_json(const Scenario& scenario, const RunResult& result) {
    Json json = {{"scenario", scenario.name},
                 {"question", scenario.question},
                 {"seed", scenario.seed},
                 {"driver", scenario.driver.name},
                 {"verdict", to_string(result.outcome)},
                 {"expected", to_string(scenario.expect.verdict)},
                 {"as_expected", result.as_expected},
                 {"unexpected", result.unexpected},
                 {"end", {{"reason", name_of(result.end.reason)}, {"at_ns", result.end.at.ns}}}};
    if (!result.end.message.empty()) json["end"]["message"] = result.end.message;
    if (!result.inconclusive_reason.empty())
        json["inconclusive_reason"] = result.inconclusive_reason;
    json["violations"] = Json::array();
    for (const Violation& violation : result.violations)
        json["violations"].push_back(violation_json(violation));
    if (result.explanation) json["explanation"] = explanation_json(*result.explanation);
    if (result.digest != 0) json["digest"] = fmt::format("{:016x}", result.digest);
    return dump(json);
}

std::string summary_json(const Scenario& scenario, const RunResult& result) {
    const Summary& s = result.summary;
    Json json = {{"scenario", scenario.name},
                 {"simulated_ns", s.simulated.ns},
                 {"packets_per_second", s.packets_per_second},
                 {"submitted", s.submitted},
                 {"on_wire", s.on_wire},
                 {"reclaimed", s.reclaimed},
                 {"wire_bytes", s.wire_bytes},
                 {"udp_submitted", s.udp_submitted},
                 {"udp_on_wire", s.udp_on_wire},
                 {"submit_to_wire", latency_json(s.submit_to_wire)},
                 {"submit_to_reclaim", latency_json(s.submit_to_reclaim)},
                 {"kicks", s.kicks},
                 {"interrupts",
                  {{"raised", s.interrupts_raised},
                   {"delivered", s.interrupts_delivered},
                   {"lost", s.interrupts_lost}}},
                 {"napi_polls", s.napi_polls},
                 {"timer_starts", s.timer_starts},
                 {"timer_fires", s.timer_fires},
                 {"sendmsg_calls", s.sendmsg_calls},
                 {"full_waits", s.full_waits},
                 {"in_flight_max", s.in_flight_max},
                 {"vq_full_in_flight", s.vq_full_in_flight}};
    if (s.xdp_on_wire > 0) json["xdp_on_wire"] = s.xdp_on_wire;
    json["cpu_ns_by_context"] = Json::object();
    for (const auto& [context, spent] : s.cpu_by_context)
        json["cpu_ns_by_context"][context] = spent.ns;
    json["engine"] = {{"switches", s.engine.switches},
                      {"steps", s.engine.steps},
                      {"dispatches", s.engine.dispatches},
                      {"points", s.engine.points}};
    json["events"] = s.events;
    json["accesses"] = s.accesses;
    return dump(json);
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
