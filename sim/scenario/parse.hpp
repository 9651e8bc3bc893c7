// SPDX-License-Identifier: GPL-2.0-only
// JSON to Scenario. Strict: an unknown key, a wrong type, a missing or out-of-range value and a
// contradiction are each one line `file:line: /json/pointer: wanted ..., got ...`; all problems of
// a file are reported at once. `extends` names a file, relative to the one that says it, onto which
// this one is merged (JSON merge patch, RFC 7396). JSON is read here, by manifests and by
// saved traces, and written by reports. `profile` names defaults that lie under all of it
// (profile.hpp).
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace xsksim {

struct Node;

enum class ProblemKind {
    syntax,         // not JSON, not readable, a key twice
    shape,          // a key, type, range or missing value: what the JSON Schema says too
    contradiction,  // values that do not go together: beyond the schema
};

struct InputProblem {
    std::string file;
    int line = 0;  // from 1; 0 where there is none (a file that cannot be read, --set)
    std::string pointer;
    std::string wanted;
    std::string got;
    std::string hint;  // "did you mean ...", or empty
    ProblemKind kind = ProblemKind::shape;
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

// Throws BadInput for the one problem at `place`: a file, or an option of the command line.
[[noreturn]] void refuse(const std::string& place, const std::string& wanted,
                         const std::string& got, const std::string& hint = "");

// "/device/ring_size=512": applied after `extends`, before `profile` and validation. `file` in a
// problem is then
// "--set".
struct Override {
    std::string pointer;
    std::string value;  // JSON; a bare word is taken as a string
};

Scenario load_scenario(const std::string& path, const std::vector<Override>& overrides = {});

// The same for one file with many sets of overrides: it is read from the disk once.
class ScenarioFile {
public:
    explicit ScenarioFile(const std::string& path);
    ~ScenarioFile();
    ScenarioFile(const ScenarioFile&) = delete;
    ScenarioFile& operator=(const ScenarioFile&) = delete;
    Scenario with(const std::vector<Override>& overrides) const;

private:
    std::string path_;
    std::unique_ptr<const Node> document_;
    std::vector<InputProblem> problems_;
};

// From a document without `extends`; `file` is where its profile is looked for from.
Scenario read_scenario(Node document, const std::string& file);

// From a text, for tests, fuzzing and saved traces; `extends` and `profile` are refused there.
Scenario parse_scenario(std::string_view json, const std::string& file_name);

// The scenario as JSON with every key written out: what the trace's first record holds. A key that
// does not apply (publish.batch when each packet is published) or is absent is null.
// parse_scenario(resolved_json(s)) == s, and the text is canonical: sorted keys, one line. Embed it
// as it is: a JSON library that prints it anew may spoil the decimals of a probability.
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
