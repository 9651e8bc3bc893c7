// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>

#include "sim/cli/driver_commands.hpp"
#include "sim/import/build_driver.hpp"

namespace xsksim::cli {
namespace {

using nlohmann::json;

constexpr int exit_bad_input = 2;

struct BuildArguments {
    std::vector<std::string> inputs;
    std::string output;
    std::string base = BuildRequest().base;
    bool json = false, quiet = false;
};

ImportInput read_input(const std::string& name) {
    if (name == "-") return {"<stdin>", {std::istreambuf_iterator<char>(std::cin), {}}};
    if (std::filesystem::is_directory(name))
        throw ImportError({{{name, 0}, "is a folder; wanted a patch, a mail or a C file", {}}});
    std::ifstream in(name, std::ios::binary);
    ImportInput input{name, {std::istreambuf_iterator<char>(in), {}}};
    if (!in) throw ImportError({{{name, 0}, "cannot be read", {}}});
    return input;
}

BuildRequest request_of(const BuildArguments& arguments) {
    BuildRequest request;
    for (const std::string& name : arguments.inputs) request.inputs.push_back(read_input(name));
    request.output = arguments.output;
    request.base = arguments.base;
    return request;
}

void print_warnings(const BuildReport& report) {
    if (!report.warnings.empty()) fmt::print("\nwarnings of the compiler:\n");
    for (const ImportProblem& warning : report.warnings) fmt::print("  {}\n", warning.text());
}

void print_report(const BuildReport& report, bool quiet) {
    if (quiet) return print_warnings(report);
    if (!report.title.empty()) fmt::print("{}\n", report.title);
    fmt::print("base: {}\n\ntaken from the input:\n", report.base);
    for (const TakenPiece& piece : report.pieces) {
        fmt::print("  {}: {} -> {}\n", piece.from.text(), piece.what, piece.where);
        for (const std::string& line : piece.skipped)
            fmt::print("      the base words this differently: {}\n", line);
    }
    fmt::print("\nfunctions:\n");
    for (const FunctionOrigin& function : report.functions)
        if (function.is_whole)
            fmt::print("  {}: {}\n", function.at.text(), function.name);
        else
            fmt::print("  {}: part of {}, the rest from {}\n", function.first_user_line,
                       function.name, function.at.text());
    print_warnings(report);
    fmt::print("\nwrote {}\nnext: xsksim run lost-interrupt-no-timer --driver {}\n", report.output,
               report.output.find('/') == std::string::npos ? "./" + report.output : report.output);
}

json problems_json(const std::vector<ImportProblem>& problems) {
    json result = json::array();
    for (const ImportProblem& problem : problems)
        result.push_back({{"file", problem.at.file},
                          {"line", problem.at.line},
                          {"message", problem.message},
                          {"notes", problem.notes}});
    return result;
}

json report_json(const BuildReport& report) {
    json pieces = json::array(), functions = json::array();
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
    return {{"output", report.output},  {"base", report.base},
            {"title", report.title},    {"taken", pieces},
            {"functions", functions},   {"warnings", problems_json(report.warnings)},
            {"problems", json::array()}};
}

std::string dumped(const json& value) {
    return value.dump(2, ' ', false, json::error_handler_t::replace);
}

int build(const BuildArguments& arguments) {
    try {
        const BuildReport report = build_driver(request_of(arguments));
        if (arguments.json)
            fmt::print("{}\n", dumped(report_json(report)));
        else
            print_report(report, arguments.quiet);
        return 0;
    } catch (const ImportError& error) {
        if (arguments.json)
            fmt::print("{}\n", dumped({{"problems", problems_json(error.problems())}}));
        else
            fmt::print(stderr, "{}\nnothing was written\n", error.what());
        return exit_bad_input;
    }
}

constexpr const char* examples =
    "Examples:\n"
    "  xsksim driver build 0001-my-change.patch -o my.so   a patch mail or a plain diff\n"
    "  xsksim driver build reply.txt -o my.so              a reply that quotes a patch\n"
    "  git show | xsksim driver build - -o my.so           from standard input\n"
    "  xsksim driver build xmit.c -o my.so                 functions that replace the base's\n"
    "  xsksim driver build --base v1 fix.patch -o my.so    a change to a shipped driver\n"
    "  xsksim run lost-interrupt-no-timer --driver ./my.so\n"
    "\n"
    "The base is virtio-net of Linux 5.11 with patches 1 to 4 of the AF_XDP series. The text is\n"
    "compiled as it is; what was taken from where is printed. Exit code 2: the text could not be\n"
    "used, and nothing was written.";

}  // namespace

void add_driver_build_command(Command& driver, Action& chosen) {
    auto a = std::make_shared<BuildArguments>();
    auto* command = driver.add_subcommand("build", "Make a driver of a patch, a mail or a C file");
    command
        ->add_option("INPUT", a->inputs,
                     "Patches, mails, mboxes and C files, applied in order; - is standard input")
        ->required();
    command->add_option("-o,--output", a->output, "The driver to write, NAME.so")->required();
    command->add_option("--base", a->base, "What the text builds on: this or a shipped driver")
        ->capture_default_str();
    command->add_flag("--json", a->json, "Print the report, or what is wrong, as JSON");
    command->add_flag("--quiet,-q", a->quiet, "Print only warnings and errors");
    command->footer(examples);
    command->callback([a, &chosen] { chosen = [a] { return build(*a); }; });
}

}  // namespace xsksim::cli
