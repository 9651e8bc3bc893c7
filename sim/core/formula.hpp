// SPDX-License-Identifier: GPL-2.0-only
// An arithmetic or logical expression over named numbers, as a sweep's constraints and `good` are,
// and what a driver's manifest says of room. The language is muParser's: + - * / ^, comparisons, &&
// || and parentheses, min, max, abs, log10 ...; and %, the remainder.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

namespace xsksim {

class Formula {
public:
    // Throws std::invalid_argument with a sentence that names the place, if `text` is no
    // expression or uses a name that is not in `known`.
    Formula(const std::string& text, const std::set<std::string>& known);
    ~Formula();
    Formula(Formula&&) noexcept;
    Formula& operator=(Formula&&) noexcept;

    const std::string& text() const { return text_; }
    // The names that it uses.
    const std::set<std::string>& names() const { return names_; }
    // A name without a value is not a number, and so is then what is made of it.
    double value(const std::map<std::string, double>& values) const;
    bool holds(const std::map<std::string, double>& values) const;

private:
    struct Parser;
    std::string text_;
    std::set<std::string> names_;
    std::unique_ptr<Parser> parser_;
};

}  // namespace xsksim
