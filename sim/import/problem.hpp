// SPDX-License-Identifier: GPL-2.0-only
// What is wrong with a user's text, at the user's own file and line.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace xsksim {

// A line of a file as it is shown to the user: the input's name, or the base's own path.
struct Origin {
    std::string file;
    int line = 0;  // from 1; 0: the file as a whole
    bool operator==(const Origin&) const = default;
    std::string text() const;
};

struct ImportProblem {
    Origin at;
    std::string message;
    std::vector<std::string> notes;  // further lines: candidate places, where the other one is
    std::string text() const;
};

// Every problem that was found; what() is all their texts. Nothing was written.
class ImportError : public std::runtime_error {
public:
    explicit ImportError(std::vector<ImportProblem> problems);
    const std::vector<ImportProblem>& problems() const { return problems_; }

private:
    std::vector<ImportProblem> problems_;
};

}  // namespace xsksim
