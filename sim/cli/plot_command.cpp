// SPDX-License-Identifier: GPL-2.0-only
#include <memory>

#include "sim/cli/commands.hpp"
#include "sim/cli/gnuplot.hpp"
#include "sim/cli/view_arguments.hpp"
#include "sim/scenario/document.hpp"
#include "sim/view/sweep/plot.hpp"

namespace xsksim::cli {
namespace {

struct PlotArguments {
    ViewArguments view;
    std::string out, x, y;
};

PictureFormat format_of(const std::string& file) {
    if (file.ends_with(".svg")) return PictureFormat::svg;
    if (file.ends_with(".png")) return PictureFormat::png;
    refuse("--out", "a file that ends in .svg or .png", shown(file));
}

int plot(const PlotArguments& a) {
    PlotRequest request;
    request.format = format_of(a.out);
    Database database(a.view.store, Database::Mode::read);
    const Result result = read_result(database);
    const Selection selection(result, a.view.where);
    request.shown = find_shown(result, a.view.show);
    if (!a.x.empty()) request.x = find_axis(result, "--x", a.x);
    if (!a.y.empty()) request.y = find_axis(result, "--y", a.y);
    if (request.x && request.x == request.y) refuse("--y", "another axis than --x", shown(a.y));
    draw(plot_script(result, selection, request, figure_of(database, result, request.shown)),
         a.out);
    return 0;
}

}  // namespace

void add_plot_command(Command& app, Action& chosen) {
    auto a = std::make_shared<PlotArguments>();
    auto* command = app.add_subcommand("plot", "A sweep's result as a picture");
    add_view_options(*command, a->view);
    command->add_option("-o,--out", a->out, "The picture to write: .svg or .png")->required();
    command->add_option("--x", a->x, "The axis that goes across (default: the first)");
    command->add_option("--y", a->y,
                        "The axis that goes up (default: the second); of a search, a line each");
    command->footer(
        "Lines for one axis, a heat map for two, small ones side by side for three; of a search,\n"
        "where it ended. Drawn by gnuplot (Debian: gnuplot-nox). Equal stores make equal files.\n\n"
        "Examples:\n"
        "  xsksim plot percent-timeout.sqlite -o stalls.svg\n"
        "  xsksim plot percent-timeout.sqlite -o rate.png --where loss=0.01 --show "
        "sustained_packets_per_second");
    command->callback([a, &chosen] { chosen = [a] { return plot(*a); }; });
}

}  // namespace xsksim::cli
