// SPDX-License-Identifier: GPL-2.0-only
#include <nlohmann/json.hpp>

#include "sim/cli/comparison.hpp"
#include "sim/cli/run_json.hpp"
#include "sim/view/json/schema.hpp"

namespace xsksim::cli {
namespace {

using schema::optional;

template <class T>
Json json_value(const std::optional<T>& value) {
    return value ? Json(*value) : Json();
}

Json json_of(const ComparisonRow& row) {
    Json json = {{"scenario", row.scenario}, {"driver", row.driver}, {"verdict", row.verdict}};
    if (!row.error.empty()) {
        json["error"] = row.error;
        return json;
    }
    json["as_expected"] = json_value(row.as_expected);
    json["packets"] = row.packets;
    json["packets_per_second"] = row.packets_per_second;
    json["submit_to_wire_p50_ns"] = json_value(row.wire_p50_ns);
    json["submit_to_wire_p99_ns"] = json_value(row.wire_p99_ns);
    json["submit_to_reclaim_p50_ns"] = json_value(row.reclaim_p50_ns);
    json["submit_to_reclaim_p99_ns"] = json_value(row.reclaim_p99_ns);
    json["kicks_per_packet"] = json_value(row.kicks);
    json["interrupts_per_packet"] = json_value(row.interrupts);
    json["cpu_ns_per_packet"] = json_value(row.cpu_ns);
    json["left_out"] = row.left_out;
    return json;
}

Json judged_schema() {
    const auto ns = [](const std::string& what) {
        return schema::or_null(schema::whole(what + " Null where no packet got there."));
    };
    const auto per_packet = [](const std::string& what) {
        return schema::or_null(schema::number(what + " a packet. Null without packets."));
    };
    return schema::record(
        "A scenario with a driver.",
        {{"scenario", schema::text("Its name.")},
         {"driver", schema::text("Its name or file.")},
         {"verdict", outcome_schema()},
         {"as_expected", schema::or_null(schema::flag(
                             "As the scenario expects. Null for another driver than its own."))},
         {"packets", schema::whole("On the wire, those of kernel senders too.")},
         {"packets_per_second", schema::number("On the wire by the time of the last one.")},
         {"submit_to_wire_p50_ns", ns("Median from submission to the wire.")},
         {"submit_to_wire_p99_ns", ns("99th percentile of it.")},
         {"submit_to_reclaim_p50_ns", ns("Median until the application has its frame back.")},
         {"submit_to_reclaim_p99_ns", ns("99th percentile of it.")},
         {"kicks_per_packet", per_packet("Notifications that reached the device,")},
         {"interrupts_per_packet", per_packet("Interrupts that reached a vCPU,")},
         {"cpu_ns_per_packet", per_packet("Time of all guest contexts, in ns,")},
         {"left_out", schema::list("Settings of the scenario that the driver does not have.",
                                   schema::text("A JSON pointer."))}});
}

Json failed_schema() {
    return schema::record("One that was not judged.",
                          {{"scenario", schema::text("Its name.")},
                           {"driver", schema::text("Its name or file.")},
                           {"verdict", outcome_schema()},
                           {"error", schema::text("What went wrong.")}});
}

}  // namespace

std::string comparison_json(const std::vector<ComparisonRow>& rows) {
    Json array = Json::array();
    for (const ComparisonRow& row : rows) array.push_back(json_of(row));
    return document_text(comparison_format, {{"rows", std::move(array)}});
}

schema::Properties comparison_schema() {
    return {{"rows", schema::list("By scenario, then by driver.",
                                  schema::either("A row.", {judged_schema(), failed_schema()}))}};
}

}  // namespace xsksim::cli
