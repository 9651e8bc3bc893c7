// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/driver_list.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/cli/tree_build_report.hpp"
#include "sim/view/json/schema.hpp"
#include "sim/view/text/text_table.hpp"

namespace xsksim::cli {
namespace {

std::string switched_off_by(const ManifestSafeguard& safeguard) {
    std::string text;
    for (const auto& [name, value] : safeguard.off)
        text += fmt::format("{}{}={}", text.empty() ? " Off with " : ", ", name, value);
    return text.empty() ? "" : text + ".";
}

Json parameter_schema() {
    return schema::record("A module parameter.",
                          {{"name", schema::text("Its name.")},
                           {"unit", schema::text("Its unit, or empty.")},
                           {"default", schema::anything("Its value where none is set.")},
                           {"description", schema::text("What it does.")}});
}

Json safeguard_schema() {
    return schema::record("A line that keeps a race from happening, and the like.",
                          {{"name", schema::text("Its name.")},
                           {"off", schema::map("Parameters that switch it off.",
                                               schema::anything("The value of that one."))},
                           {"description", schema::text("What it is for.")}});
}

// Only callees that are said to take a price of another are worth a word.
std::string why_priced(const DriverManifest& driver, const std::string& function) {
    if (const auto as = driver.costs_as.find(function); as != driver.costs_as.end())
        return ", as " + as->second;
    for (const auto& [caller, callee] : driver.costs_passed_on)
        if (callee == function) return ", also when called by " + caller;
    return "";
}

std::string prices_text(const DriverManifest& driver, const DriverPrices& prices) {
    std::string text =
        "\nEntering a function takes, where scenario and profile say nothing else:\n";
    for (const auto& [name, cost] : prices.priced)
        text += fmt::format("  {} {} ns{}\n", name, cost.ns, why_priced(driver, name));
    if (!prices.unpriced.empty())
        text += fmt::format("  nothing: {} other functions of its text (--json names them)\n",
                            prices.unpriced.size());
    return text;
}

std::string gaps_text(const std::vector<std::string>& gaps) {
    if (gaps.empty()) return "";
    return fmt::format("\n{} gaps: a run that reaches one of these ends as inconclusive:\n{}",
                       gaps.size(), names_in_lines(gaps));
}

}  // namespace

std::string drivers_text(const std::vector<DriverManifest>& drivers) {
    TextTable table(2);
    for (const DriverManifest& driver : drivers) table.add({driver.name, driver.title});
    return table.text();
}

std::string drivers_json(const std::vector<DriverManifest>& drivers) {
    Json array = Json::array();
    for (const DriverManifest& driver : drivers)
        array.push_back({{"name", driver.name}, {"title", driver.title}});
    return document_text(drivers_format, {{"drivers", std::move(array)}});
}

schema::Properties drivers_schema() {
    return {{"drivers",
             schema::list("By name.", schema::record("One driver.",
                                                     {{"name", schema::text("Its name.")},
                                                      {"title", schema::text("What it is.")}}))}};
}

std::string driver_text(const DriverManifest& driver, const DriverPrices& prices) {
    std::string text = fmt::format("{}: {}\n{}\n", driver.name, driver.title, driver.description);
    if (!driver.base.empty()) text += fmt::format("\nBase: {}\n", driver.base);
    for (const auto& [name, meaning] : driver.base_switches)
        text += fmt::format("  {}\n      {}\n", name, meaning);
    text += "\nParameters:\n";
    if (driver.parameters.empty()) text += "  none\n";
    for (const auto& p : driver.parameters)
        text += fmt::format("  {} = {}{}\n{}", p.name, p.default_value,
                            p.unit.empty() ? "" : " (" + p.unit + ")",
                            p.description.empty() ? "" : "      " + p.description + "\n");
    text += "\nSafeguards:\n";
    if (driver.safeguards.empty())
        text += "  none are told; a driver built from a text has no list\n";
    for (const auto& s : driver.safeguards)
        text += fmt::format("  {}\n      {}{}\n", s.name, s.description, switched_off_by(s));
    return text + prices_text(driver, prices) + gaps_text(driver.gaps);
}

std::string driver_json(const DriverManifest& driver, const DriverPrices& prices) {
    Json json = {{"name", driver.name},
                 {"title", driver.title},
                 {"base", driver.base},
                 {"description", driver.description},
                 {"per_packet_header", driver.words.per_packet_header},
                 {"parameters", Json::array()},
                 {"safeguards", Json::array()},
                 {"base_switches", Json::object()}};
    for (const auto& p : driver.parameters)
        json["parameters"].push_back({{"name", p.name},
                                      {"unit", p.unit},
                                      {"default", Json::parse(p.default_value)},
                                      {"description", p.description}});
    for (const auto& s : driver.safeguards) {
        Json off = Json::object();
        for (const auto& [name, value] : s.off) off[name] = Json::parse(value);
        json["safeguards"].push_back(
            {{"name", s.name}, {"off", off}, {"description", s.description}});
    }
    for (const auto& [name, meaning] : driver.base_switches) json["base_switches"][name] = meaning;
    json["prices_ns"] = Json::object();
    for (const auto& [name, cost] : prices.priced) json["prices_ns"][name] = cost.ns;
    json["unpriced"] = prices.unpriced;
    json["gaps"] = driver.gaps;
    return document_text(driver_format, json);
}

schema::Properties driver_schema() {
    return {{"name", schema::text("Its name.")},
            {"title", schema::text("What it is.")},
            {"base", schema::text("What it builds on.")},
            {"description", schema::text("What it does, in a paragraph.")},
            {"per_packet_header", schema::flag("It takes a header for each packet.")},
            {"parameters", schema::list("Of its module.", parameter_schema())},
            {"safeguards", schema::list("What it has against races.", safeguard_schema())},
            {"base_switches", schema::map("What of later kernels it switches on in the base.",
                                          schema::text("What that one means."))},
            {"prices_ns", schema::map("What entering a function takes.",
                                      schema::whole("Of that one, in nanoseconds."))},
            {"unpriced", schema::list("Of a kernel's own driver: functions that take nothing.",
                                      schema::text("Its name."))},
            {"gaps", schema::list("Of a kernel's own driver: what it may call of the kernel below "
                                  "that ends a run as inconclusive.",
                                  schema::text("A function's name."))}};
}

}  // namespace xsksim::cli
