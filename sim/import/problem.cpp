// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/problem.hpp"

namespace xsksim {

namespace {

std::string texts_of(const std::vector<ImportProblem>& problems) {
    std::string texts;
    for (const ImportProblem& problem : problems)
        texts += (texts.empty() ? "" : "\n") + problem.text();
    return texts;
}

}  // namespace

std::string Origin::text() const { return line == 0 ? file : file + ":" + std::to_string(line); }

std::string ImportProblem::text() const {
    std::string text = at.text() + ": " + message;
    for (const std::string& note : notes) text += "\n    " + note;
    return text;
}

ImportError::ImportError(std::vector<ImportProblem> problems)
    : std::runtime_error(texts_of(problems)), problems_(std::move(problems)) {}

}  // namespace xsksim
