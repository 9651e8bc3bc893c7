// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/build_report.hpp"

#include "sim/cli/tree_build_report.hpp"
#include "sim/view/json/schema.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace xsksim::cli {
namespace {

using schema::optional;

Json problems_json(const std::vector<ImportProblem>& problems) {
    Json result = Json::array();
    for (const ImportProblem& problem : problems)
        result.push_back({{"file", problem.at.file},
                          {"line", problem.at.line},
                          {"message", problem.message},
                          {"notes", problem.notes}});
    return result;
}

Json problems_schema(const std::string& about) {
    return schema::list(
        about, schema::record("One of them.",
                              {{"file", schema::text("Of the input.")},
                               {"line", schema::whole("From 1; 0 for the file as a whole.")},
                               {"message", schema::text("What is wrong.")},
                               {"notes", schema::list("More.", schema::text("A line."))}}));
}

Json piece_schema() {
    return schema::record("One piece.",
                          {{"from", schema::text("Its place in the input.")},
                           {"what", schema::text("A hunk, a function, and the like.")},
                           {"where", schema::text("The place that it took.")},
                           {"skipped", schema::list("Lines that the base words differently.",
                                                    schema::text("A line."))}});
}

Json function_schema() {
    return schema::record(
        "One function.",
        {{"name", schema::text("Its name.")},
         {"at", schema::text("Where it begins; of one of which a part was taken, in the base.")},
         {"whole", schema::flag("All of it comes from the input.")},
         {"first_user_line", schema::text("The first line of the input in it.")}});
}

}  // namespace

std::string warnings_text(const BuildReport& report) {
    if (report.warnings.empty()) return "";
    std::string text = "\nwarnings of the compiler:\n";
    for (const ImportProblem& warning : report.warnings) text += "  " + warning.text() + "\n";
    return text;
}

std::string build_text(const BuildReport& report) {
    std::string text = report.title.empty() ? "" : report.title + "\n";
    text += fmt::format("base: {}\n\ntaken from the input:\n", report.base);
    for (const TakenPiece& piece : report.pieces) {
        text += fmt::format("  {}: {} -> {}\n", piece.from.text(), piece.what, piece.where);
        for (const std::string& line : piece.skipped)
            text += fmt::format("      the base words this differently: {}\n", line);
    }
    text += "\nfunctions:\n";
    for (const FunctionOrigin& function : report.functions)
        text += function.is_whole
                    ? fmt::format("  {}: {}\n", function.at.text(), function.name)
                    : fmt::format("  {}: part of {}, the rest from {}\n", function.first_user_line,
                                  function.name, function.at.text());
    const bool is_plain_name = report.output.find('/') == std::string::npos;
    return text + warnings_text(report) +
           fmt::format("\nwrote {}\nnext: xsksim run lost-interrupt-no-timer --driver {}\n",
                       report.output, (is_plain_name ? "./" : "") + report.output);
}

std::string build_json(const BuildReport& report) {
    Json pieces = Json::array(), functions = Json::array();
    for (const TakenPiece& piece : report.pieces)
        pieces.push_back({{"from", piece.from.text()},
                          {"what", piece.what},
                          {"where", piece.where},
                          {"skipped", piece.skipped}});
    for (const FunctionOrigin& function : report.functions)
        functions.push_back({{"name", function.name},
                             {"at", function.at.text()},
                             {"whole", function.is_whole},
                             {"first_user_line", function.first_user_line}});
    return document_text(build_format, {{"output", report.output},
                                        {"base", report.base},
                                        {"title", report.title},
                                        {"taken", std::move(pieces)},
                                        {"functions", std::move(functions)},
                                        {"warnings", problems_json(report.warnings)},
                                        {"problems", Json::array()}});
}

std::string failed_build_json(const ImportError& error) {
    return document_text(build_format, {{"problems", problems_json(error.problems())}});
}

schema::Properties build_schema() {
    schema::Properties properties = {
        optional("output", schema::text("The driver that was written.")),
        optional("base", schema::text("What it builds on.")),
        optional("title", schema::text("Of the patch or mail, of the kernel, or empty.")),
        optional("taken", schema::list("Pieces of the input.", piece_schema())),
        optional("functions", schema::list("With code of the input.", function_schema())),
        optional("warnings", problems_schema("Of the compiler.")),
        {"problems", problems_schema("Why nothing was written; none: it was.")}};
    for (auto& property : tree_build_schema()) properties.push_back(std::move(property));
    return properties;
}

}  // namespace xsksim::cli
