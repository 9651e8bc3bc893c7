// SPDX-License-Identifier: GPL-2.0-only
// When the timeline's lines end, and the order in which they are given out.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/core/time_text.hpp"
#include "sim/view/run/timeline.hpp"

namespace xsksim {

void Timeline::tell_calls(std::uint64_t pair, ClauseSet flags) {
    for (CallLine& call : calls_)
        if (call.pair == pair && (call.flags & flags) != 0) tell(call);
}

void Timeline::tell_stretches(std::uint64_t pair, LineKind kind) {
    for (Stretch& stretch : stretches_)
        if (stretch.line.pair == pair && stretch.line.kind == kind) tell(stretch);
}

void Timeline::tell_context(ContextId id) {
    for (CallLine& call : calls_)
        if (call.context == id && call.flags != 0) tell(call);
    for (Stretch& stretch : stretches_)
        if (stretch.line.context == id) tell(stretch);
}

void Timeline::tell(CallLine& call) {
    TimelineLine line;
    line.at = call.last;
    line.context = call.context;
    line.pair = call.pair;
    line.kind = call.kind;
    line.flags = call.flags | (call.told != 0 ? clause::goes_on : 0);
    line.numbers = call.numbers;
    told_[call.pair].taken += call.kind == LineKind::interrupt ? 0 : call.numbers[0];
    told_[call.pair].added += call.kind == LineKind::interrupt ? 0 : call.numbers[1];
    call.told |= call.flags;
    call.flags = 0;
    if (call.kind != LineKind::interrupt) call.numbers = {};
    show(line);
}

void Timeline::tell(Stretch& stretch) {
    if (!std::exchange(stretch.open, false) || stretch.line.flags == 0) return;
    const TimelineLine& line = stretch.line;
    Told& told = told_[stretch.line.pair];
    if (line.kind == LineKind::application) told.submitted += line.numbers[0];
    if (line.kind == LineKind::sender) told.added += line.numbers[0];
    if (line.kind == LineKind::device) told.published += line.numbers[1];
    show(line);
}

void Timeline::show(const TimelineLine& line) {
    if (ended_) return;
    const auto later = std::ranges::upper_bound(pending_, line.at, {}, &TimelineLine::at);
    pending_.insert(later, line);
    while (pending_.size() > pending_max && first_open() < pending_.front().at) tell_oldest();
    release();
}

// The earliest time at which a line can still come.
Instant Timeline::first_open() const {
    Instant first = Instant::never();
    for (const CallLine& call : calls_)
        if (call.flags != 0) first = std::min(first, call.last);
    for (const Stretch& stretch : stretches_)
        if (stretch.open && stretch.line.flags != 0) first = std::min(first, stretch.line.at);
    return first;
}

// Who has done nothing for longest does not hold the others up.
void Timeline::tell_oldest() {
    const Instant oldest = first_open();
    for (Stretch& stretch : stretches_)
        if (stretch.open && stretch.line.at == oldest) tell(stretch);
    for (CallLine& call : calls_)
        if (call.flags != 0 && call.last == oldest) tell(call);
}

void Timeline::release() {
    const Instant bound = first_open();
    std::size_t count = 0;
    while (count < pending_.size() && pending_[count].at <= bound) ++count;
    for (std::size_t i = 0; i < count; ++i) {
        if (on_line) on_line(pending_[i]);
        inner_.push(pending_[i]);
    }
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(count));
}

void Timeline::keep(const TimelineLine& line) {
    if (first_.size() < kept_first) {
        first_.push_back(line);
        return;
    }
    last_.push_back(line);
    if (last_.size() <= kept_last) return;
    if (left_out_++ == 0) left_out_from_ = last_.front().at;
    left_out_to_ = last_.front().at;
    last_.pop_front();
}

void Timeline::append_parameters(std::string& out) const {
    std::string row = "module parameters:";
    for (const std::string& parameter : parameters_) {
        if (row.size() + 1 + parameter.size() > columns_max) {
            out += row + "\n";
            row = "                  ";
        }
        row += " " + parameter;
    }
    if (!parameters_.empty()) out += row + "\n";
}

void Timeline::append_line(std::string& out, const TimelineLine& line) const {
    const std::string words = words_of(line, picture_);
    std::string row = line.kind == LineKind::fold
                          ? fmt::format("{:>14}  {}", "...", words)
                          : fmt::format("{:>14}  {:<12} {}", time_text(line.at),
                                        names_.context(line.context), words);
    std::ranges::replace(row, '\n', ' ');
    if (row.size() > columns_max) row.replace(columns_max - 4, std::string::npos, " ...");
    out += row + "\n";
}

std::string Timeline::text() {
    if (!ended_) {
        for (CallLine& call : calls_)
            if (call.flags != 0) tell(call);
        for (Stretch& stretch : stretches_) tell(stretch);
        release();
        inner_.flush();
        outer_.flush();
        ended_ = true;
    }
    std::string out;
    append_parameters(out);
    for (const TimelineLine& line : first_) append_line(out, line);
    if (left_out_ != 0)
        out +=
            fmt::format("{:>14}  {} left out, from {} to {}\n", "...", counted(left_out_, "line"),
                        time_text(left_out_from_), time_text(left_out_to_));
    for (const TimelineLine& line : last_) append_line(out, line);
    return out;
}

}  // namespace xsksim
