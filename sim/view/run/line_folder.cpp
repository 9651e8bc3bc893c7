// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/run/line_folder.hpp"

#include <algorithm>

namespace xsksim {

void LineFolder::push(const TimelineLine& line) {
    const Held held{line, line.signature()};
    while (!cycle_.empty()) {
        if (continues_cycle(held)) return;
        end_fold();
    }
    append(held);
}

bool LineFolder::continues_cycle(const Held& held) {
    const Held& expected = cycle_[partial_.size()];
    if (expected.signature != held.signature) return false;
    partial_.push_back(held);
    if (partial_.size() < cycle_.size()) return true;
    for (std::size_t i = 0; i < cycle_.size(); ++i)
        exact_ = exact_ && cycle_[i].line.numbers == partial_[i].line.numbers;
    ++repeats_;
    last_end_ = held.line.at;
    partial_.clear();
    return true;
}

void LineFolder::append(const Held& held) {
    window_.push_back(held);
    const std::size_t n = window_.size();
    for (std::size_t period = 1; period <= period_max_ && 2 * period <= n; ++period) {
        bool same = true;
        for (std::size_t i = 0; same && i < period; ++i)
            same = window_[n - 1 - i].signature == window_[n - 1 - i - period].signature;
        if (same) return begin_fold(period);
    }
    if (n < 2 * period_max_) return;
    sink_(window_.front().line);
    window_.pop_front();
}

// The last `period` lines of the window repeat those before them: these go out, those are folded.
void LineFolder::begin_fold(std::size_t period) {
    const std::size_t first_repeat = window_.size() - period;
    for (std::size_t i = 0; i < first_repeat; ++i) sink_(window_[i].line);
    cycle_.assign(window_.end() - static_cast<std::ptrdiff_t>(2 * period),
                  window_.end() - static_cast<std::ptrdiff_t>(period));
    exact_ = true;
    for (std::size_t i = 0; i < period; ++i)
        exact_ = exact_ && cycle_[i].line.numbers == window_[first_repeat + i].line.numbers;
    second_.assign(window_.end() - static_cast<std::ptrdiff_t>(period), window_.end());
    cycle_end_ = cycle_.back().line.at;
    last_end_ = window_.back().line.at;
    repeats_ = 1;
    partial_.clear();
    window_.clear();
}

void LineFolder::end_fold() {
    TimelineLine fold;
    fold.at = last_end_;
    fold.kind = LineKind::fold;
    fold.numbers = {cycle_.size(),
                    repeats_,
                    static_cast<std::uint64_t>((last_end_ - cycle_end_).ns) / repeats_,
                    exact_ ? 1U : 0U,
                    0,
                    0};
    // A single repeat of a line or two says more as it is.
    if (cycle_.size() <= 2 && repeats_ == 1)
        for (const Held& held : second_) sink_(held.line);
    else
        sink_(fold);
    cycle_.clear();
    std::vector<Held> rest;
    rest.swap(partial_);
    for (const Held& held : rest) push(held.line);
}

void LineFolder::flush() {
    while (!cycle_.empty()) end_fold();
    for (const Held& held : window_) sink_(held.line);
    window_.clear();
}

}  // namespace xsksim
