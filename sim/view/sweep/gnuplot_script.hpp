// SPDX-License-Identifier: GPL-2.0-only
// A picture as a gnuplot script: places in pixels from the top left, texts as they are (no markup,
// no commands in them), data inline. gnuplot writes the picture to its standard output.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xsksim {

enum class PictureFormat { svg, png };

struct PixelArea {
    double left = 0, top = 0, width = 0, height = 0;
};

class GnuplotScript {
public:
    // `height` and `width` of the picture.
    GnuplotScript(PictureFormat format, double width, double height);

    void line(const std::string& command) { text_ += command + "\n"; }
    // Shown with the next plot only.
    void label(double left, double top, std::string_view text, double points, bool bold = false);
    void area(const PixelArea& area);
    // `axis`: x, y or cb.
    void tics(const std::string& axis, const std::vector<std::pair<double, std::string>>& tics,
              const std::string& options);
    // Also takes the labels away again.
    void plot(const std::vector<std::string>& parts);
    // ",10": for all options called font.
    std::string font(double points, bool bold = false) const;
    double screen_x(double left) const { return left / width_; }
    double screen_y(double top) const { return 1 - top / height_; }
    std::string finish() { return text_ + "unset multiplot\n"; }

    static std::string quoted(std::string_view text);

private:
    PictureFormat format_;
    double width_, height_;
    int labels_ = 0;
    std::string text_;
};

// Pixels that a text of this size takes, roughly.
double text_width(std::string_view text, double points, bool bold = false);
// Broken at spaces into lines of at most so many characters.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

}  // namespace xsksim
