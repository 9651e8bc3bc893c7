// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/run/race.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/view/run/event_words.hpp"

namespace xsksim {
namespace {

constexpr std::size_t width = 72, time_width = 10, columns_apart = 2, columns_max = 3;

// What every run begins with tells of no race.
bool is_booting(const std::string& context) { return context.ends_with("/boot"); }

bool is_about_hold(const RaceLine& line) {
    return line.words.starts_with("HELD at ") || line.words.starts_with("hold ");
}

// Which lines are told: all, or those from shortly before the first hold, and the last. Without a
// hold, the last alone.
struct Excerpt {
    std::size_t first = 0, gap = 0, after_gap = 0;
};

Excerpt excerpt_of(const std::vector<RaceLine>& lines, std::size_t lines_max) {
    constexpr std::size_t before_hold = 2;
    Excerpt told{0, lines.size(), lines.size()};
    if (lines.size() <= lines_max) return told;
    const auto hold = std::ranges::find_if(lines, is_about_hold);
    const auto at = static_cast<std::size_t>(hold - lines.begin());
    if (hold != lines.end()) told.first = at > before_hold ? at - before_hold : 0;
    if (lines.size() - told.first <= lines_max) return told;
    if (hold == lines.end()) {
        told.first = lines.size() - lines_max;
        return told;
    }
    const std::size_t head = lines_max / 2;
    told.gap = told.first + head;
    told.after_gap = lines.size() - (lines_max - head);
    return told;
}

std::string left_out_text(std::size_t lines) {
    return fmt::format("... {} line{} left out", lines, lines == 1 ? "" : "s");
}

std::string vcpu_of(const std::string& context) { return context.substr(0, context.find('/')); }

// By words, and within a word that is too long for itself.
std::vector<std::string> wrapped(const std::string& text, std::size_t columns) {
    std::vector<std::string> rows(1);
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        std::string word = text.substr(begin, end - begin);
        begin = end + 1;
        if (!rows.back().empty() && rows.back().size() + 1 + word.size() > columns)
            rows.emplace_back();
        rows.back() += (rows.back().empty() ? "" : " ") + word;
        while (rows.back().size() > columns) {
            std::string rest = rows.back().substr(columns);
            rows.back().resize(columns);
            rows.push_back(std::move(rest));
        }
    }
    return rows;
}

class Columns {
public:
    explicit Columns(const std::vector<RaceLine>& lines) {
        for (const RaceLine& line : lines) add(line.context);
        if (names_.size() > columns_max) {
            names_.clear();
            by_vcpu_ = true;
            for (const RaceLine& line : lines) add(vcpu_of(line.context));
        }
        const std::size_t count = std::max<std::size_t>(names_.size(), 1);
        columns_ = (width - time_width) / count - columns_apart;
        heading();
    }

    void add_row(const RaceLine& line) {
        const std::string time = fmt::format("{:.3f}", static_cast<double>(line.at.ns) / 1000);
        if (line.context.empty()) return add_wide(time, line.words);
        const std::string& name = by_vcpu_ ? vcpu_of(line.context) : line.context;
        const auto column =
            static_cast<std::size_t>(std::ranges::find(names_, name) - names_.begin());
        bool is_first = true;
        for (const std::string& row : wrapped(line.text(), columns_)) {
            const std::size_t indent = columns_apart + column * (columns_ + columns_apart);
            text_ += fmt::format("{:>{}}{}{}\n", is_first ? time : "", time_width - 1,
                                 std::string(indent, ' '), row);
            is_first = false;
        }
    }

    void add_wide(const std::string& time, const std::string& words) {
        bool is_first = true;
        for (const std::string& row : wrapped(words, width - time_width - columns_apart)) {
            text_ += fmt::format("{:>{}}  {}\n", is_first ? time : "", time_width - 1, row);
            is_first = false;
        }
    }

    const std::string& text() const { return text_; }

private:
    void add(const std::string& name) {
        if (!name.empty() && std::ranges::find(names_, name) == names_.end())
            names_.push_back(name);
    }

    void heading() {
        text_ = fmt::format("{:>{}}", "us", time_width - 1);
        for (const std::string& name : names_)
            text_ += "  " + fmt::format("{:<{}}", name.substr(0, columns_), columns_);
        text_.erase(text_.find_last_not_of(' ') + 1);
        text_ += "\n";
    }

    std::vector<std::string> names_;
    bool by_vcpu_ = false;
    std::size_t columns_ = 0;
    std::string text_;
};

}  // namespace

void RaceListener::listen_to(const HeardRun& run) {
    picture_ = &run.picture;
    timeline_.emplace(run.picture, run.names).listen_to(run.readers);
    timeline_->on_line = [this, &names = run.names](const TimelineLine& line) {
        std::string context = line.context == no_context ? "" : names.context(line.context);
        if (context == "holds") context.clear();  // the end of one, which is nobody's doing
        if (is_booting(context)) return;
        add({line.at, context, words_of(line, *picture_)});
    };
    run.readers.listen_to_all(*this);
}

// What a context does again and again is told once.
void RaceListener::add(RaceLine line) {
    const auto is_of_it = [&](const RaceLine& other) { return other.context == line.context; };
    const auto last = std::find_if(lines_.rbegin(), lines_.rend(), is_of_it);
    if (last != lines_.rend() && last->words == line.words) {
        ++last->times;
        return;
    }
    lines_.push_back(std::move(line));
}

std::string RaceLine::text() const {
    return times == 1 ? words : fmt::format("{} ({} times)", words, times);
}

void RaceListener::on_event(const Event& event) {
    if (event.number == event_) event_words_ = words_of(event, *picture_);
}

std::vector<std::string> race_steps(const std::vector<RaceLine>& lines, std::size_t steps_max) {
    const Excerpt told = excerpt_of(lines, steps_max);
    std::vector<std::string> steps;
    for (std::size_t i = told.first; i < lines.size(); ++i) {
        if (i == told.gap) {
            steps.push_back(left_out_text(told.after_gap - told.gap));
            i = told.after_gap;
        }
        const RaceLine& line = lines[i];
        steps.push_back(line.context.empty() ? line.text() : line.context + ": " + line.text());
    }
    return steps;
}

std::string race_columns(const std::vector<RaceLine>& lines, std::size_t lines_max) {
    const Excerpt told = excerpt_of(lines, lines_max);
    Columns columns(lines);
    for (std::size_t i = told.first; i < lines.size(); ++i) {
        if (i == told.gap) {
            columns.add_wide("", left_out_text(told.after_gap - told.gap));
            i = told.after_gap;
        }
        columns.add_row(lines[i]);
    }
    return columns.text();
}

}  // namespace xsksim
