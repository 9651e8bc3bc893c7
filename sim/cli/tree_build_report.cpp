// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/tree_build_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/cli/build_report.hpp"

namespace xsksim::cli {
namespace {

using schema::optional;

bool is_patched(const TreeBuildReport& report, const std::string& file) {
    return std::find(report.patched.begin(), report.patched.end(), file) != report.patched.end();
}

}  // namespace

std::string names_in_lines(const std::vector<std::string>& names) {
    constexpr std::size_t columns = 80;
    std::string text, line = " ";
    for (const std::string& name : names) {
        if (line.size() + 1 + name.size() > columns) {
            text += line + "\n";
            line = " ";
        }
        line += " " + name;
    }
    return text + line + "\n";
}

std::string tree_build_text(const TreeBuildReport& report) {
    std::string text =
        fmt::format("{}\ntree: {}\n\ntaken from the tree:\n", report.title, report.tree);
    for (const std::string& file : report.taken)
        text +=
            fmt::format("  {}{}\n", file, is_patched(report, file) ? ", patched" : ", unmodified");
    for (const std::string& file : report.patched)
        if (std::find(report.taken.begin(), report.taken.end(), file) == report.taken.end())
            text += fmt::format("  {}, patched\n", file);
    text += fmt::format("\nof the kernel below: {} symbols supplied, {} gaps\n", report.supplied,
                        report.gaps.size());
    if (!report.gaps.empty())
        text += "a run that reaches one of these ends as inconclusive and says which:\n" +
                names_in_lines(report.gaps);
    const bool is_plain_name = report.output.find('/') == std::string::npos;
    return text + fmt::format(
                      "\nwrote {0}\nnext: xsksim run review/broken-already-base-slow-device "
                      "--driver {1}{0}\n",
                      report.output, is_plain_name ? "./" : "");
}

std::string tree_build_json(const TreeBuildReport& report) {
    return document_text(build_format, {{"output", report.output},
                                        {"title", report.title},
                                        {"tree", report.tree},
                                        {"kernel", report.version.text()},
                                        {"files", report.taken},
                                        {"patched", report.patched},
                                        {"supplied", report.supplied},
                                        {"gaps", report.gaps},
                                        {"problems", Json::array()}});
}

schema::Properties tree_build_schema() {
    const auto names = [](const char* about) {
        return schema::list(about, schema::text("A name."));
    };
    return {optional("tree", schema::text("The kernel's source tree that the driver is of.")),
            optional("kernel", schema::text("Its version, by the Makefile.")),
            optional("files", names("Of the tree, taken as they are or as patched.")),
            optional("patched", names("Of the tree: files that patches change.")),
            optional("supplied", schema::whole("Kernel symbols that they ask for and get.")),
            optional("gaps", names("Kernel symbols that end a run that reaches them."))};
}

}  // namespace xsksim::cli
