// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/sweep/table_cell.hpp"

#include "sim/view/text/words.hpp"

namespace xsksim {
namespace {

using Paint = TextCell::Paint;

Paint paint_of(const Result& result, const Cell& cell, const Shown& shown) {
    if (shown.kind == Shown::Kind::good) return cell.good == cell.runs ? Paint::green : Paint::red;
    Paint paint = Paint::green;
    for (std::size_t v = 0; v < cell.verdicts.size(); ++v) {
        if (cell.verdicts[v] == 0 || result.verdicts[v] == "pass") continue;
        if (result.verdicts[v] != "inconclusive") return Paint::red;
        paint = Paint::yellow;
    }
    return paint;
}

}  // namespace

TextCell shown_cell(const Result& result, const Cell& cell, const Shown& shown) {
    if (cell.is_empty()) return {};
    if (shown.kind == Shown::Kind::figure) return {readable_number(cell.figure.median)};
    const Paint paint = paint_of(result, cell, shown);
    if (shown.kind == Shown::Kind::good) return {good_text(cell), paint};
    return {verdict_text(result, cell), paint};
}

std::string csv_cell(const Result& result, const Cell& cell, const Shown& shown) {
    if (cell.is_empty()) return "";
    if (shown.kind == Shown::Kind::figure) return csv_number(cell.figure.median);
    return csv_field(shown_cell(result, cell, shown).text);
}

}  // namespace xsksim
