// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/build_driver.hpp"

#include <algorithm>
#include <filesystem>

#include "sim/import/build_output.hpp"

namespace xsksim {
namespace fs = std::filesystem;

namespace {

bool is_c_file(const ImportInput& input) {
    return input.name.ends_with(".c") || input.name.ends_with(".h");
}

std::string take_inputs(const std::vector<ImportInput>& inputs, DriverText& text) {
    std::string title;
    for (const ImportInput& input : inputs) {
        if (is_c_file(input)) {
            text.take_in(input);
            continue;
        }
        for (const Patch& patch : read_patches(input)) {
            text.apply(patch);
            if (!patch.title.empty()) title = patch.title;
        }
    }
    return title;
}

// The base compiles: what goes wrong in its lines is the doing of the user's, who must hear where.
[[noreturn]] void blame_input(const ImportError& error, const BuildRequest& request,
                              const BuildReport& report) {
    std::vector<ImportProblem> problems = error.problems();
    const auto is_input = [&](const ImportProblem& problem) {
        return std::any_of(request.inputs.begin(), request.inputs.end(),
                           [&](const auto& input) { return input.name == problem.at.file; });
    };
    if (std::none_of(problems.begin(), problems.end(), is_input) && !report.pieces.empty())
        problems.insert(problems.begin(),
                        {report.pieces.front().from,
                         "from here on the base no longer compiles; is a brace or a comment left "
                         "open, or is the change in this base already?",
                         {}});
    throw ImportError(std::move(problems));
}

}  // namespace

BuildReport build_driver(const BuildRequest& request) {
    const Kit kit(request.kit.empty() ? kit_directory() : request.kit);
    DriverText text(kit.base(request.base));
    BuildReport report;
    report.output = request.output;
    report.base = request.base;
    report.title = take_inputs(request.inputs, text);
    text.refuse_double_definitions();
    text.renew_prototypes();
    report.pieces = text.pieces();
    report.functions = user_functions(text);

    const TemporaryFolder folder;
    DriverCompiler compiler(kit, text, folder.path());
    try {
        report.warnings = compiler.compile();
        const std::string name = fs::path(request.output).stem().string();
        const std::string manifest =
            manifest_json({name, report.title, report.functions}, text, compiler);
        compiler.link(manifest, folder.path() + "/driver.so");
    } catch (const ImportError& error) {
        blame_input(error, request, report);
    }
    move_to(folder.path() + "/driver.so", request.output);
    return report;
}

}  // namespace xsksim
