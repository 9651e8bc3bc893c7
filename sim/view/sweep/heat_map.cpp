// SPDX-License-Identifier: GPL-2.0-only
// Cells beside one another, one map for each panel of a pivot.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/view/sweep/plot_parts.hpp"
#include "sim/view/text/words.hpp"

namespace xsksim {
namespace {

constexpr double text_points = 9, tic_points = 10;
constexpr double cell_height_min = 7, cell_height_max = 24, cell_width_max = 64;
constexpr double map_width_max = 1100, map_height_max = 640, map_width_min = 220;
constexpr double colour_bar_width = 90;

// Dark to bright, as bright as it is high: it reads the same for all kinds of colour sight, and in
// grey. Points of the map cividis (Nuñez, Anderton and Renslow 2018).
constexpr const char* palette =
    "set palette defined (0 '#00224e', 0.25 '#414d6b', 0.5 '#7c7b78', 0.75 '#bcaf6f', 1 '#fee838')";

struct Range {
    double low = 0, high = 1;
};

Range range_of(const Pivot& pivot, const Shown& shown) {
    if (shown.kind != Shown::Kind::figure) return {0, 100};
    Range range{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
    for (const Pivot::Panel& panel : pivot.panels)
        for (const Cell& cell : panel.cells) {
            const double value = quantity_of(cell, shown);
            if (cell.is_empty() || !std::isfinite(value)) continue;
            range = {std::min(range.low, value), std::max(range.high, value)};
        }
    if (range.low > range.high) return {0, 1};
    // Colours that differ stand for values that do: one value is in the middle.
    if (range.low == range.high) return {range.low - 1, range.high + 1};
    return range;
}

class HeatMap {
public:
    HeatMap(const Result& result, const Pivot& pivot, const PictureTexts& texts,
            const PlotRequest& request)
        : result_(result),
          pivot_(pivot),
          texts_(texts),
          request_(request),
          range_(range_of(pivot, request.shown)) {
        lay_out();
    }

    std::string script() {
        GnuplotScript script(request_.format, width_, height_);
        script.line(palette);
        script.line(fmt::format("set cbrange [{}:{}]", range_.low, range_.high));
        script.line("unset key\nset style fill solid noborder");
        for (std::size_t p = 0; p < pivot_.panels.size(); ++p) add_map(script, p);
        return script.finish();
    }

private:
    static double widest(const std::vector<std::string>& labels) {
        double width = 0;
        for (const std::string& label : labels)
            width = std::max(width, text_width(label, tic_points));
        return width;
    }

    std::string text_of(const Cell& cell) const {
        return quantity_text(quantity_of(cell, request_.shown), request_.shown);
    }

    void lay_out() {
        const auto columns = static_cast<double>(pivot_.column_count());
        const auto rows = static_cast<double>(pivot_.rows.count());
        const auto panels = pivot_.panels.size();
        double text = 0;
        for (const Pivot::Panel& panel : pivot_.panels)
            for (const Cell& cell : panel.cells)
                if (!cell.is_empty()) text = std::max(text, text_width(text_of(cell), text_points));
        across_ = panels == 1   ? 1
                  : panels <= 4 ? 2
                                : static_cast<std::size_t>(std::ceil(std::sqrt(
                                      static_cast<double>(panels) * (rows < columns ? 0.7 : 1.4))));
        across_ = std::min(across_, panels);
        const double width_each =
            map_width_max * (panels == 1 ? 1.0 : 1.5) / static_cast<double>(across_);
        const double cell_width =
            std::clamp(width_each / columns, 3.0, std::clamp(text + 8, 26.0, cell_width_max));
        const double cell_height = std::clamp(map_height_max / rows, 3.0, cell_height_max);
        has_text_ = cell_width >= text + 2 && cell_height >= text_points + 4;
        map_.width = std::max(cell_width * columns, map_width_min);
        map_.height = std::max(cell_height * rows, 100.0);
        // Labels beside one another, or upright where they are too wide.
        x_upright_ = widest(pivot_.columns->labels) + 6 > map_.width / columns;
        left_ = widest(pivot_.rows.labels) + 54;
        bottom_ = (x_upright_ ? widest(pivot_.columns->labels) + 12 : 24) + 38;
        title_ = pivot_.panel_axes.empty() ? 10 : 30;
        const std::size_t down = (panels + across_ - 1) / across_;
        width_ = std::max(
            static_cast<double>(across_) * (left_ + map_.width + 16) + colour_bar_width + 16,
            560.0);
        top_ = heading_height(texts_, width_);
        height_ = top_ + static_cast<double>(down) * (title_ + map_.height + bottom_) + 8;
    }

    PixelArea area_of(std::size_t panel) const {
        const auto column = static_cast<double>(panel % across_);
        const auto row = static_cast<double>(panel / across_);
        return {left_ + column * (left_ + map_.width + 16),
                top_ + title_ + row * (title_ + map_.height + bottom_), map_.width, map_.height};
    }

    // Boxes and texts of a panel. Data: x, y, value, text, its colour.
    std::vector<std::string> add_data(GnuplotScript& script, std::size_t p) const {
        std::string known, unknown;
        for (std::size_t row = 0; row < pivot_.rows.count(); ++row)
            for (std::size_t column = 0; column < pivot_.column_count(); ++column) {
                const Cell& cell = pivot_.at(pivot_.panels[p], row, column);
                if (cell.is_empty()) continue;
                const double value = quantity_of(cell, request_.shown);
                if (!std::isfinite(value)) {
                    unknown += fmt::format("{} {}\n", column, row);
                    continue;
                }
                const bool dark = value < (range_.low + range_.high) / 2;
                known += fmt::format("{} {} {} {} {}\n", column, row, value, text_of(cell),
                                     dark ? 0xffffff : 0);
            }
        const std::string box = ":($1-0.5):($1+0.5):($2-0.5):($2+0.5)";
        std::vector<std::string> parts;
        if (!known.empty()) {
            script.line(fmt::format("$known{} << END\n{}END", p, known));
            parts.push_back(
                fmt::format("$known{} using 1:2{}:3 with boxxyerror fc palette", p, box));
            if (has_text_)
                parts.push_back(
                    fmt::format("$known{} using 1:2:4:5 with labels font {} tc rgb variable", p,
                                script.font(text_points)));
        }
        if (!unknown.empty()) {
            script.line(fmt::format("$none{} << END\n{}END", p, unknown));
            parts.push_back(fmt::format(
                "$none{} using 1:2{} with boxxyerror fs pattern 4 fc rgb '#808080'", p, box));
        }
        return parts;
    }

    static std::vector<std::pair<double, std::string>> tics_of(const Steps& steps, double room,
                                                               double needed) {
        const auto count = static_cast<double>(steps.count());
        const auto each = static_cast<std::size_t>(std::max(std::ceil(needed * count / room), 1.0));
        std::vector<std::pair<double, std::string>> tics;
        for (std::size_t s = 0; s < steps.count(); s += each)
            tics.emplace_back(static_cast<double>(s), steps.labels[s]);
        return tics;
    }

    void add_axes(GnuplotScript& script) const {
        script.line("set xlabel " +
                    GnuplotScript::quoted(result_.axes[pivot_.columns->axis].title()));
        script.line("set ylabel " + GnuplotScript::quoted(result_.axes[pivot_.rows.axis].title()));
        script.line(fmt::format("set xrange [-0.5:{}.5]\nset yrange [-0.5:{}.5]",
                                pivot_.column_count() - 1, pivot_.rows.count() - 1));
        script.tics("x", tics_of(*pivot_.columns, map_.width, x_upright_ ? 13 : 1),
                    x_upright_ ? "rotate by 90 right" : "norotate");
        script.tics("y", tics_of(pivot_.rows, map_.height, 13), "norotate");
    }

    void add_colour_bar(GnuplotScript& script) const {
        constexpr int steps = 4;
        const PixelArea last = area_of(across_ - 1);
        const double left = last.left + last.width + 20;
        const double height = std::min(last.height, 240.0);
        script.line(fmt::format(
            "set colorbox vertical user origin screen {:.5f},{:.5f} size screen {:.5f},{:.5f} "
            "noborder",
            script.screen_x(left), script.screen_y(last.top + height), 14 / width_,
            height / height_));
        std::vector<std::pair<double, std::string>> tics;
        for (int i = 0; i <= steps; ++i) {
            const double value = range_.low + (range_.high - range_.low) * i / steps;
            tics.emplace_back(value, request_.shown.kind == Shown::Kind::figure
                                         ? short_number(value)
                                         : fmt::format("{:.0f} %", value));
        }
        script.tics("cb", tics, "");
    }

    void add_map(GnuplotScript& script, std::size_t p) const {
        if (p == 0) {
            add_heading(script, texts_, width_);
            add_axes(script);
            add_colour_bar(script);
        }
        if (p == 1) script.line("unset colorbox");
        if (!pivot_.panel_axes.empty()) {
            const Steps& steps = pivot_.panel_axes.front();
            const ResultAxis& axis = result_.axes[steps.axis];
            const std::string unit = axis.unit.empty() ? "" : " " + axis.unit;
            script.line("set title " +
                        GnuplotScript::quoted(axis.name + " " +
                                              steps.labels[pivot_.panels[p].steps.front()] + unit) +
                        " offset 0,-0.5");
        }
        script.area(area_of(p));
        script.plot(add_data(script, p));
    }

    const Result& result_;
    const Pivot& pivot_;
    const PictureTexts& texts_;
    const PlotRequest& request_;
    Range range_;
    std::size_t across_ = 1;
    PixelArea map_;
    double left_ = 0, bottom_ = 0, title_ = 0, top_ = 0, width_ = 0, height_ = 0;
    bool has_text_ = true, x_upright_ = false;
};

}  // namespace

std::string heat_map_script(const Result& result, const Pivot& pivot, const PictureTexts& texts,
                            const PlotRequest& request) {
    return HeatMap(result, pivot, texts, request).script();
}

}  // namespace xsksim
