// SPDX-License-Identifier: GPL-2.0-only
// JSON to Scenario. Strict: an unknown key, a wrong type, a missing or out-of-range value and a
// contradiction are each one line `file:line: /json/pointer: wanted ..., got ...`; all problems of
// a file are reported at once. `extends` names a file, relative to the one that says it, onto which
// this one is merged (JSON merge patch, RFC 7396). The only users of JSON are sim/scenario and the
// reports of sim/run and sim/cli.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace xsksim {

struct InputProblem {
    std::string file;
    int line = 0;
    std::string pointer;
    std::string wanted;
    std::string got;
    std::string hint;  // "did you mean ...", or empty
    std::string text() const;
};

// Carries every problem of the input; what() is all their texts, a line each.
class BadInput : public std::runtime_error {
public:
    explicit BadInput(std::vector<InputProblem> problems);
    const std::vector<InputProblem>& problems() const { return problems_; }

private:
    std::vector<InputProblem> problems_;
};

// "/device/ring_size=512": applied after `extends`, before validation. `file` in a problem is then
// "--set".
struct Override {
    std::string pointer;
    std::string value;  // JSON; a bare word is taken as a string
};

Scenario load_scenario(const std::string& path, const std::vector<Override>& overrides = {});
// From a text, for tests, fuzzing and saved traces; `extends` is refused there.
Scenario parse_scenario(std::string_view json, const std::string& file_name);

// The scenario as JSON with every key written out: what the trace's first record holds.
// parse_scenario(resolved_json(s)) == s, and the text is canonical (sorted keys, fixed layout).
std::string resolved_json(const Scenario& scenario);

// The JSON Schema (draft-07) as text, generated from the same table the parser reads.
std::string schema_json();

// One row a key: what docs/scenario-format.md must say.
struct KeyDocumentation {
    std::string pointer;  // "/device/ring_size"; array items as "/faults/*/what"
    std::string type;
    std::string unit;
    std::string default_value;  // JSON, "" where required or absent
    std::string description;
};
std::vector<KeyDocumentation> documented_keys();

}  // namespace xsksim
