// SPDX-License-Identifier: GPL-2.0-only
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>

#include "sim/cli/commands.hpp"
#include "sim/cli/report_text.hpp"
#include "sim/cli/view_arguments.hpp"
#include "sim/scenario/document.hpp"
#include "sim/view/sweep/table.hpp"

namespace xsksim::cli {
namespace {

struct TableArguments {
    ViewArguments view;
    std::string rows, columns;
    bool csv = false;
};

TableStyle style_of_terminal() {
    TableStyle style;
    style.program = program_name();
    if (!::isatty(STDOUT_FILENO)) return style;
    style.colour = std::getenv("NO_COLOR") == nullptr;
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) style.width = size.ws_col;
    return style;
}

int table(const TableArguments& a) {
    Database database(a.view.store, Database::Mode::read);
    const Result result = read_result(database);
    const Selection selection(result, a.view.where);
    TableRequest request;
    request.shown = find_shown(result, a.view.show);
    if (!a.rows.empty()) request.rows = find_axis(result, "--rows", a.rows);
    if (!a.columns.empty()) request.columns = find_axis(result, "--columns", a.columns);
    if (result.searched && (request.rows || request.columns))
        refuse(request.rows ? "--rows" : "--columns",
               "nothing: a search is listed, one line a point",
               shown(request.rows ? a.rows : a.columns));
    if (request.rows && request.rows == request.columns)
        refuse("--columns", "another axis than --rows", shown(a.columns));
    const auto figure = figure_of(database, result, request.shown);
    write_text("", a.csv ? table_csv(result, selection, request, figure)
                         : table_text(result, selection, request, figure, style_of_terminal()));
    return 0;
}

}  // namespace

void add_table_command(Command& app, Action& chosen) {
    auto a = std::make_shared<TableArguments>();
    auto* command = app.add_subcommand("table", "A sweep's result as rows and columns");
    add_view_options(*command, a->view);
    command->add_option("--rows", a->rows, "The axis that goes down (default: the first)");
    command->add_option("--columns", a->columns, "The axis that goes across (default: the second)");
    command->add_flag("--csv", a->csv, "The same table as comma-separated values");
    command->footer(
        "A cell is the verdict of a point's runs, or how many of them differ: \"stalled 3/5\". Of "
        "a\n"
        "search, a line for each point. Every run: `xsksim export`.\n\n"
        "Examples:\n"
        "  xsksim table percent-timeout.sqlite\n"
        "  xsksim table percent-timeout.sqlite --rows loss --columns timeout --where percent=40\n"
        "  xsksim table percent-timeout.sqlite --show sustained_packets_per_second");
    command->callback([a, &chosen] { chosen = [a] { return table(*a); }; });
}

}  // namespace xsksim::cli
