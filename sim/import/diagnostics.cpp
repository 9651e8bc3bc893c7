// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/diagnostics.hpp"

#include <algorithm>
#include <regex>
#include <sstream>

namespace xsksim {

namespace {

constexpr const char* shim_lacks = "the shim lacks ";

// The compiler's words for something that only the kernel has.
std::string lacking(const std::string& message) {
    static const std::regex function(R"(implicit declaration of function '([^']+)')");
    static const std::regex header(R"(^([^ :]+\.h): No such file or directory)");
    static const std::regex type(R"(unknown type name '([^']+)')");
    std::smatch match;
    if (std::regex_search(message, match, function))
        return shim_lacks + match[1].str() + "(), or nothing declares it";
    if (std::regex_search(message, match, header))
        return std::string(shim_lacks) + "the header " + match[1].str();
    if (std::regex_search(message, match, type))
        return shim_lacks + match[1].str() + ", or nothing declares it";
    return "";
}

void push_once(std::vector<ImportProblem>& problems, ImportProblem problem) {
    const bool known =
        std::any_of(problems.begin(), problems.end(), [&](const ImportProblem& other) {
            return other.at == problem.at && other.message == problem.message;
        });
    if (!known) problems.push_back(std::move(problem));
}

}  // namespace

void Diagnostics::add(const Diagnostics& other) {
    for (const auto& error : other.errors) push_once(errors, error);
    for (const auto& warning : other.warnings) push_once(warnings, warning);
}

Diagnostics read_compiler_output(const std::string& output) {
    static const std::regex form(
        R"(^(.+?):(\d+):(?:\d+:)? (fatal error|error|warning|note): (.*)$)");
    Diagnostics result;
    std::vector<ImportProblem>* last = nullptr;
    std::istringstream in(output);
    std::string other_lines;
    for (std::string line; std::getline(in, line);) {
        std::smatch match;
        if (!std::regex_match(line, match, form)) {
            other_lines += line + "\n";
            continue;
        }
        const std::string severity = match[3], message = match[4];
        if (severity == "note") {
            if (last != nullptr && !last->empty())
                last->back().notes.push_back(match[1].str() + ":" + match[2].str() + ": " +
                                             message);
            continue;
        }
        const std::string lack = lacking(message);
        last = severity == "warning" && lack.empty() ? &result.warnings : &result.errors;
        ImportProblem problem{{match[1], std::stoi(match[2])}, lack.empty() ? message : lack, {}};
        push_once(*last, std::move(problem));
    }
    return result;
}

Diagnostics read_linker_output(const std::string& output) {
    static const std::regex undefined(
        R"((?:^|: )([^:\n]+):(\d+): undefined reference to `([^']+)')");
    static const std::regex twice(R"((?:^|: )([^:\n]+):(\d+): multiple definition of `([^']+)')");
    Diagnostics result;
    std::istringstream in(output);
    for (std::string line; std::getline(in, line);) {
        std::smatch match;
        if (std::regex_search(line, match, undefined))
            push_once(result.errors, {{match[1], std::stoi(match[2])},
                                      shim_lacks + match[3].str() + ", or nothing defines it",
                                      {}});
        else if (std::regex_search(line, match, twice))
            push_once(result.errors,
                      {{match[1], std::stoi(match[2])}, match[3].str() + " is defined twice", {}});
    }
    return result;
}

}  // namespace xsksim
