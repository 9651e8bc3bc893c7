// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/expression.hpp"

#include <muParser.h>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace xsksim {

struct Expression::Parser {
    mu::Parser parser;
    std::map<std::string, double> variables;  // the parser keeps their addresses
};

Expression::Expression(const std::string& text, const std::set<std::string>& known)
    : text_(text), parser_(std::make_unique<Parser>()) {
    try {
        for (const std::string& name : known)
            parser_->parser.DefineVar(name, &parser_->variables[name]);
        parser_->parser.SetExpr(text);
        for (const auto& [name, address] : parser_->parser.GetUsedVar()) names_.insert(name);
        for (const std::string& name : names_)
            if (!known.contains(name))
                throw std::invalid_argument("an expression of known names, but there is no \"" +
                                            name + "\"");
        parser_->parser.Eval();
    } catch (const mu::Parser::exception_type& error) {
        throw std::invalid_argument("an expression: " + error.GetMsg());
    }
}

Expression::~Expression() = default;
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;

double Expression::value(const std::map<std::string, double>& values) const {
    for (const std::string& name : names_) {
        const auto found = values.find(name);
        parser_->variables[name] =
            found == values.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
    }
    return parser_->parser.Eval();
}

bool Expression::holds(const std::map<std::string, double>& values) const {
    const double result = value(values);
    return !std::isnan(result) && result != 0;
}

}  // namespace xsksim
