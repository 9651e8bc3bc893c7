// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "sim/cli/batch_options.hpp"
#include "sim/cli/build_report.hpp"
#include "sim/cli/driver_commands.hpp"
#include "sim/cli/exit_codes.hpp"
#include "sim/cli/tree_build_report.hpp"

namespace xsksim::cli {
namespace {

struct BuildArguments {
    std::vector<std::string> inputs;
    std::string output;
    std::string base = BuildRequest().base;
    std::string tree;
    std::vector<std::string> patches;
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

TreeBuildRequest tree_request_of(const BuildArguments& arguments) {
    TreeBuildRequest request;
    request.tree = arguments.tree;
    for (const std::string& name : arguments.patches) request.patches.push_back(read_input(name));
    request.output = arguments.output;
    request.cache = object_cache();
    request.jobs = default_jobs();
    return request;
}

void check(const BuildArguments& arguments) {
    if (!arguments.patches.empty() && arguments.tree.empty())
        throw ImportError({{{"--patch", 0}, "changes a kernel's tree; wanted --tree DIR", {}}});
    if (arguments.inputs.empty() && arguments.tree.empty())
        throw ImportError(
            {{{"INPUT", 0}, "is missing; wanted a patch, a mail, a C file, or --tree DIR", {}}});
}

std::string built(const BuildArguments& arguments) {
    check(arguments);
    if (arguments.tree.empty()) {
        const BuildReport report = build_driver(request_of(arguments));
        if (arguments.json) return build_json(report);
        return arguments.quiet ? warnings_text(report) : build_text(report);
    }
    const TreeBuildReport report = build_tree_driver(tree_request_of(arguments));
    if (arguments.json) return tree_build_json(report);
    return arguments.quiet ? "" : tree_build_text(report);
}

int build(const BuildArguments& arguments) {
    try {
        fmt::print("{}", built(arguments));
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
    "  xsksim driver build --tree ~/linux -o mine.so       a kernel's own, unmodified\n"
    "  xsksim driver build --tree ~/linux --patch fix.patch -o fixed.so\n"
    "  xsksim run lost-interrupt-no-timer --driver ./my.so\n"
    "\n"
    "The base is virtio-net of Linux 5.11 with patches 1 to 4 of the AF_XDP series. The text is\n"
    "compiled as it is; what was taken from where is printed. Exit code 2: the text could not be\n"
    "used, and nothing was written.";

}  // namespace

void add_driver_build_command(Command& driver, Action& chosen) {
    auto a = std::make_shared<BuildArguments>();
    auto* command =
        driver.add_subcommand("build", "Make a driver of a patch, a mail, a C file or a tree");
    auto* inputs = command->add_option(
        "INPUT", a->inputs,
        "Patches, mails, mboxes and C files, applied in order; - is standard input");
    command->add_option("-o,--output", a->output, "The driver to write, NAME.so")->required();
    auto* base =
        command->add_option("--base", a->base, "What the text builds on: this or a shipped driver")
            ->capture_default_str();
    auto* tree = command->add_option("--tree", a->tree,
                                     "Instead: a kernel's source tree, whose driver is taken");
    tree->excludes(inputs)->excludes(base);
    command->add_option("--patch", a->patches,
                        "With --tree: a change to its files, which are not touched");
    command->add_flag("--json", a->json, "Print the report, or what is wrong, as JSON");
    command->add_flag("--quiet,-q", a->quiet, "Print only warnings and errors");
    command->footer(build_examples);
    command->callback([a, &chosen] { chosen = [a] { return build(*a); }; });
}

}  // namespace xsksim::cli
