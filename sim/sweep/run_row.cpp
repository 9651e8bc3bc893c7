// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/run_row.hpp"

#include <nlohmann/json.hpp>

namespace xsksim {
namespace {

using Json = nlohmann::json;

Json or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(); }
std::optional<double> optional_of(const Json& json) {
    return json.is_null() ? std::nullopt : std::optional(json.get<double>());
}

}  // namespace

std::string encode(const RunOrder& order) {
    Json settings = Json::array();
    for (const Override& setting : order.settings)
        settings.push_back({setting.pointer, setting.value});
    return Json{order.run,
                order.point,
                order.seed,
                std::move(settings),
                order.wants_explanation,
                or_null(order.searched)}
        .dump();
}

RunOrder decode_order(const std::string& text) {
    const Json json = Json::parse(text);
    RunOrder order{json.at(0), json.at(1), json.at(2), {}, json.at(4), optional_of(json.at(5))};
    for (const Json& setting : json.at(3)) order.settings.push_back({setting.at(0), setting.at(1)});
    return order;
}

std::string encode(const RunRow& row) {
    Json findings = Json::array(), histograms = Json::array();
    for (const RunFinding& f : row.findings)
        findings.push_back({f.code, f.check, f.message, f.at_ns});
    for (const RunHistogram& h : row.histograms) histograms.push_back({h.name, h.bins});
    // A crash may leave any bytes in a message.
    return Json{
        row.run,        row.point, row.seed,    or_null(row.searched), row.verdict,
        row.reason,     row.codes, row.figures, std::move(findings),   std::move(histograms),
        row.explanation}
        .dump(-1, ' ', false, Json::error_handler_t::replace);
}

RunRow decode_row(const std::string& text) {
    const Json json = Json::parse(text);
    RunRow row{json.at(0), json.at(1), json.at(2), optional_of(json.at(3)),
               json.at(4), json.at(5), json.at(6), json.at(7),
               {},         {},         json.at(10)};
    for (const Json& f : json.at(8)) row.findings.push_back({f.at(0), f.at(1), f.at(2), f.at(3)});
    for (const Json& h : json.at(9)) row.histograms.push_back({h.at(0), h.at(1)});
    return row;
}

}  // namespace xsksim
