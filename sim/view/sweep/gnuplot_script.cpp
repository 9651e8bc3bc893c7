// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/sweep/gnuplot_script.hpp"

#include <fmt/format.h>

#include "sim/view/text/words.hpp"

namespace xsksim {

GnuplotScript::GnuplotScript(PictureFormat format, double width, double height)
    : format_(format), width_(width), height_(height) {
    line(fmt::format("set terminal {} size {:.0f},{:.0f} font {} noenhanced background '#ffffff'",
                     format == PictureFormat::svg ? "svg" : "pngcairo", width, height, font(10)));
    line("set encoding utf8");
    line("set multiplot");
    line("set border 3 lc rgb '#606060'");
    line("set datafile missing '?'");
}

std::string GnuplotScript::quoted(std::string_view text) {
    // Between single quotes gnuplot expands nothing.
    std::string quoted = "'";
    for (const char c : text) {
        if (c == '\'') quoted += c;
        quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return quoted + "'";
}

std::string GnuplotScript::font(double points, bool bold) const {
    // gnuplot's svg takes points for pixels.
    const bool svg = format_ == PictureFormat::svg;
    return fmt::format("'{}{},{:.0f}'", svg ? "sans-serif" : "sans", bold ? ":Bold" : "",
                       svg ? points * 4 / 3 : points);
}

void GnuplotScript::label(double left, double top, std::string_view text, double points,
                          bool bold) {
    line(fmt::format("set label {} {} at screen {:.5f},{:.5f} left font {}", ++labels_,
                     quoted(text), screen_x(left), screen_y(top), font(points, bold)));
}

void GnuplotScript::area(const PixelArea& area) {
    line(
        fmt::format("set lmargin at screen {:.5f}\nset rmargin at screen {:.5f}\n"
                    "set tmargin at screen {:.5f}\nset bmargin at screen {:.5f}",
                    screen_x(area.left), screen_x(area.left + area.width), screen_y(area.top),
                    screen_y(area.top + area.height)));
}

void GnuplotScript::tics(const std::string& axis,
                         const std::vector<std::pair<double, std::string>>& tics,
                         const std::string& options) {
    std::string list;
    for (const auto& [at, text] : tics) {
        std::string label;  // a format of the number, to gnuplot
        for (const char c : text) label += c == '%' ? std::string("%%") : std::string(1, c);
        list += fmt::format("{}{} {}", list.empty() ? "" : ", ", quoted(label), at);
    }
    line(fmt::format("set {}tics out nomirror scale 0.5 {} ({})", axis, options, list));
}

void GnuplotScript::plot(const std::vector<std::string>& parts) {
    line(fmt::format("plot {}", fmt::join(parts, ", \\\n  ")));
    if (labels_ > 0) line("unset label");
    labels_ = 0;
}

double text_width(std::string_view text, double points, bool bold) {
    // Of usual words in a sans-serif font, and a little more.
    const double pixels_a_point = bold ? 0.93 : 0.78;
    return static_cast<double>(width_of(text)) * points * pixels_a_point;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
    std::vector<std::string> lines(1);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string word(text.substr(at, end - at));
        if (!lines.back().empty() && width_of(lines.back()) + 1 + width_of(word) > width)
            lines.emplace_back();
        lines.back() += (lines.back().empty() ? "" : " ") + word;
        at = end + 1;
    }
    return lines;
}

}  // namespace xsksim
