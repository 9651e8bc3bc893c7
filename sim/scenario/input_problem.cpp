// SPDX-License-Identifier: GPL-2.0-only
#include "sim/scenario/document.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim {

namespace {

std::string texts_of(const std::vector<InputProblem>& problems) {
    std::string texts;
    for (const InputProblem& problem : problems) {
        if (!texts.empty()) texts += '\n';
        texts += problem.text();
    }
    return texts;
}

}  // namespace

std::string InputProblem::text() const {
    std::string text = printable(file) + ":";
    if (line != 0) text += std::to_string(line) + ":";
    if (!pointer.empty()) text += " " + printable(pointer) + ":";
    text += " wanted " + wanted + ", got " + got;
    if (!hint.empty()) text += "; " + hint;
    return text;
}

BadInput::BadInput(std::vector<InputProblem> problems)
    : std::runtime_error(texts_of(problems)), problems_(std::move(problems)) {}

void refuse(const std::string& place, const std::string& wanted, const std::string& got,
            const std::string& hint) {
    throw BadInput({{place, 0, "", wanted, got, hint}});
}

}  // namespace xsksim
