// SPDX-License-Identifier: GPL-2.0-only
// An explanation as terminal text: at most 100 columns, the wakers' names in a column of their own.
#include <algorithm>

#include "models/explain/explanation.hpp"
#include "sim/core/time_text.hpp"

namespace xsksim {

namespace {

constexpr std::size_t columns = 100;

// Appends `words` broken into lines that end before `columns`; the first begins at `column`, the
// others are indented by `indent`.
void append_wrapped(std::string& out, std::string_view words, std::size_t column,
                    std::size_t indent) {
    bool at_line_start = true;
    while (!words.empty()) {
        const std::size_t space = std::min(words.find(' '), words.size());
        const std::string_view word = words.substr(0, space);
        words.remove_prefix(std::min(space + 1, words.size()));
        if (!at_line_start && column + 1 + word.size() > columns) {
            out += "\n" + std::string(indent, ' ');
            column = indent;
            at_line_start = true;
        }
        if (!at_line_start) {
            out += ' ';
            ++column;
        }
        out += word;
        column += word.size();
        at_line_start = false;
    }
    out += '\n';
}

std::string in_brackets(const std::vector<Code>& codes) {
    std::string text;
    for (const Code code : codes) text += (text.empty() ? " [" : " ") + std::string(name_of(code));
    return text.empty() ? text : text + "]";
}

}  // namespace

std::string Explanation::text() const {
    std::string out;
    append_wrapped(out, headline + in_brackets(codes), 0, 0);
    if (!waiting.empty()) out += "\nWhat waits\n";
    for (const Told& line : waiting) {
        out += "  ";
        append_wrapped(out, line.text + in_brackets(line.codes), 2, 4);
    }
    if (wakers.empty()) return out;
    out += "\nWhat could wake the queue, and why it does not\n";
    std::size_t widest = 0;
    for (const WakerStory& story : wakers) widest = std::max(widest, story.waker.size());
    const std::size_t indent = widest + 4;
    for (const WakerStory& story : wakers) {
        out += "  " + story.waker + std::string(indent - 2 - story.waker.size(), ' ');
        const std::string event =
            story.event == 0 ? "" : " [event " + std::to_string(story.event) + "]";
        append_wrapped(out, story.why_not + in_brackets(story.codes) + event, indent, indent);
    }
    return out;
}

std::string Explanation::prose() const {
    std::string out = headline + "\n";
    for (const Told& line : waiting) out += line.text + "\n";
    for (const WakerStory& story : wakers) out += story.waker + ": " + story.why_not + "\n";
    return out;
}

}  // namespace xsksim
