// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "sim/cli/build_report.hpp"
#include "sim/cli/driver_commands.hpp"
#include "sim/cli/exit_codes.hpp"

namespace xsksim::cli {
namespace {

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

int build(const BuildArguments& arguments) {
    try {
        const BuildReport report = build_driver(request_of(arguments));
        fmt::print("{}", arguments.json    ? build_json(report)
                         : arguments.quiet ? warnings_text(report)
                                           : build_text(report));
        return 0;
    } catch (const ImportError& error) {
        if (arguments.json)
            fmt::print("{}", failed_build_json(error));
        else
            fmt::print(stderr, "{}\nnothing was written\n", error.what());
        return exit_bad_input;
    }
}

constexpr const char* build_examples =
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
    command->footer(build_examples);
    command->callback([a, &chosen] { chosen = [a] { return build(*a); }; });
}

}  // namespace xsksim::cli
