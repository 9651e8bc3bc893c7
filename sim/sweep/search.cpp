// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/core/check.hpp"
#include "sim/sweep/binomial.hpp"

namespace xsksim {
namespace {

constexpr double confidence = 0.95;

double median_of(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

std::string share_text(std::uint64_t good, std::uint64_t of) {
    if (of == 1) return good == 1 ? "good with its one seed" : "not good with its one seed";
    const ShareInterval share = share_interval(good, of, confidence);
    return fmt::format("good in {} of {} runs: {:.1f} to {:.1f} % at {:.0f} % confidence", good, of,
                       100 * share.low, 100 * share.high, 100 * confidence);
}

}  // namespace

Search::Search(const Plan& plan, const Shard& shard, const Store& store)
    : plan_(plan), store_(store), shard_(shard), good_(plan) {
    for (const Axis& axis : plan.sweep.axes)
        if (axis.name == plan.sweep.find->axis) axis_ = &axis;
    XSKSIM_CHECK(axis_ != nullptr, "a search without its axis");
    scale_ = std::pow(10, axis_->decimals);
    low_ = units_of(*axis_->from);
    high_ = units_of(*axis_->to);
    good_is_high_ = plan.sweep.find->want == Find::Want::smallest;
    for (PointIndex point = 0; point < plan.points.size(); ++point)
        if (shard.has(point)) cells_to_start_.push_back(point);
}

double Search::value_of(Units units) const { return static_cast<double>(units) / scale_; }
Search::Units Search::units_of(double value) const {
    return static_cast<Units>(std::llround(value * scale_));
}

// --- what to run ---

std::optional<RunOrder> Search::next() {
    while (ready_.empty() && !cells_to_start_.empty()) start_next_cell();
    if (ready_.empty()) return std::nullopt;
    RunOrder order = std::move(ready_.front());
    ready_.pop_front();
    return order;
}

void Search::start_next_cell() {
    const PointIndex point = cells_to_start_.front();
    cells_to_start_.pop_front();
    Cell& cell = cells_[point];
    cell.point = point;
    for (RunRow& row : store_.rows_of(point)) cell.stored.emplace(row.run, std::move(row));
    begin_probe(cell, good_is_high_ ? high_ : low_);
}

void Search::begin_probe(Cell& cell, Units value) {
    XSKSIM_CHECK(cell.probe < probes_max, "a search that does not end");
    cell.now = {value, 0, 0};
    const std::uint64_t seeds = plan_.sweep.seeds;
    const AxisValue axis_value = range_value(*axis_, value_of(value));
    std::vector<RunRow> known;
    for (std::uint64_t i = 0; i < seeds; ++i) {
        RunOrder order;
        order.run = (cell.point * probes_max + cell.probe) * seeds + i;
        order.point = cell.point;
        order.seed = plan_.sweep.first_seed + i;
        order.searched = *axis_value.number;
        ++asked_;
        const auto stored = cell.stored.find(order.run);
        if (stored != cell.stored.end()) {
            known.push_back(stored->second);
            continue;
        }
        order.settings = plan_.settings_of(cell.point);
        order.settings.insert(order.settings.end(), axis_value.settings.begin(),
                              axis_value.settings.end());
        order.wants_explanation = i == 0;
        ready_.push_back(std::move(order));
    }
    for (const RunRow& row : known) count(cell, row);  // the last one may end the probe
}

bool Search::take(const RunRow& row) { return count(cells_.at(row.point), row); }

// --- what follows ---

bool Search::count(Cell& cell, const RunRow& row) {
    ++done_;
    const bool is_first = cell.probe == 0;
    // The reference probe is measured against itself.
    const bool good = good_.of(row, is_first ? row.figures : cell.reference);
    cell.now.good += good ? 1 : 0;
    ++cell.now.of;
    if (is_first && row.was_judged()) cell.first_rows.push_back(row);
    if (cell.now.of == plan_.sweep.seeds) end_probe(cell);
    return good;
}

void Search::end_probe(Cell& cell) {
    if (cell.probe == 0 && !cell.first_rows.empty())
        for (std::size_t f = 0; f < plan_.figures.size(); ++f) {
            std::vector<double> values;
            for (const RunRow& row : cell.first_rows) values.push_back(row.figures[f]);
            cell.reference.push_back(median_of(std::move(values)));
        }
    const double share = static_cast<double>(cell.now.good) / static_cast<double>(cell.now.of);
    const bool is_good = share >= plan_.sweep.find->good_share;
    (is_good ? cell.good : cell.bad) = cell.now;
    ++cell.probe;
    if (cell.probe == 1) {
        if (!is_good) return finish(cell);
        return begin_probe(cell, good_is_high_ ? low_ : high_);
    }
    if (!cell.bad || close_enough(cell.good->value, cell.bad->value)) return finish(cell);
    begin_probe(cell, middle(cell.good->value, cell.bad->value));
}

bool Search::close_enough(Units a, Units b) const {
    const Units apart = std::abs(a - b);
    const auto larger = static_cast<double>(std::max(std::abs(a), std::abs(b)));
    return apart <= 1 || static_cast<double>(apart) <= plan_.sweep.find->tolerance * larger;
}

Search::Units Search::middle(Units a, Units b) const {
    const Units low = std::min(a, b), high = std::max(a, b);
    const bool geometric = axis_->scale == Axis::Scale::log && low > 0;
    const double between = geometric
                               ? std::sqrt(static_cast<double>(low) * static_cast<double>(high))
                               : (static_cast<double>(low) + static_cast<double>(high)) / 2;
    return std::clamp(static_cast<Units>(std::llround(between)), low + 1, high - 1);
}

void Search::finish(Cell& cell) {
    Boundary boundary;
    boundary.point = cell.point;
    boundary.runs = cell.probe * plan_.sweep.seeds;
    if (cell.good) {
        boundary.good = value_of(cell.good->value);
        boundary.good_runs = cell.good->good;
        boundary.good_of = cell.good->of;
    }
    if (cell.bad) {
        boundary.bad = value_of(cell.bad->value);
        boundary.bad_good_runs = cell.bad->good;
        boundary.bad_of = cell.bad->of;
    }
    boundary.text = text_of(cell, boundary);
    ended_.push_back(std::move(boundary));
    cell.stored.clear();
    cell.first_rows.clear();
}

std::string Search::text_of(const Cell& cell, const Boundary& boundary) const {
    const std::string unit = axis_->unit ? " " + *axis_->unit : "";
    const auto shown = [&](Units units) {
        return range_value(*axis_, value_of(units)).label + unit;
    };
    if (!cell.good)
        return fmt::format("no {} is good: {} is {}", axis_->name, shown(cell.bad->value),
                           share_text(cell.bad->good, cell.bad->of));
    const std::string good = fmt::format("{} is {}", shown(cell.good->value),
                                         share_text(cell.good->good, cell.good->of));
    if (!cell.bad) return fmt::format("good from {} to {}: {}", shown(low_), shown(high_), good);
    return fmt::format("{} {} that is good: {} ({}); {} is {}; {} runs",
                       good_is_high_ ? "smallest" : "largest", axis_->name, shown(cell.good->value),
                       share_text(cell.good->good, cell.good->of), shown(cell.bad->value),
                       share_text(cell.bad->good, cell.bad->of), boundary.runs);
}

std::vector<Boundary> Search::boundaries() { return std::exchange(ended_, {}); }

// A cell that has not begun takes two ends and a halving for each bit of the range.
std::uint64_t Search::wanted() const {
    const double halvings = std::log2(std::max(2.0, static_cast<double>(high_ - low_)));
    const auto each = static_cast<std::uint64_t>(2 + halvings) * plan_.sweep.seeds;
    return asked_ + cells_to_start_.size() * each;
}

}  // namespace xsksim
