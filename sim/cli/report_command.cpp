// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>

#include <memory>
#include <stdexcept>

#include "sim/cli/commands.hpp"
#include "sim/cli/view_arguments.hpp"
#include "sim/view/sweep/report.hpp"

namespace xsksim::cli {
namespace {

struct ReportArguments {
    std::string store, out;
};

int report(const ReportArguments& a) {
    Database database(a.store, Database::Mode::read);
    const Result result = read_result(database);
    if (built_in_report_page().empty())
        throw std::runtime_error(
            "this program was built without the page of the report, because Node.js or npm's "
            "packages were missing; `table`, `plot` and `export` need none of them");
    write_text(a.out, report_page(built_in_report_page(), report_data(database, result)));
    fmt::print("{}: {} points, {} runs\n", a.out, result.points, result.runs());
    return 0;
}

}  // namespace

void add_report_command(Command& app, Action& chosen) {
    auto a = std::make_shared<ReportArguments>();
    auto* command = app.add_subcommand("report", "A sweep's result as one page for a browser");
    add_store_argument(*command, a->store);
    command->add_option("-o,--out", a->out, "The page to write")->required();
    command->footer(
        "One file that needs no network: heat maps, curves, filters, and for each cell the "
        "command\n"
        "that repeats it.\n\n"
        "Example:\n"
        "  xsksim report percent-timeout.sqlite -o percent-timeout.html");
    command->callback([a, &chosen] { chosen = [a] { return report(*a); }; });
}

}  // namespace xsksim::cli
