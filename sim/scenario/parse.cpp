// SPDX-License-Identifier: GPL-2.0-only
#include "sim/scenario/parse.hpp"

#include "sim/scenario/contradictions.hpp"
#include "sim/scenario/extends.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/overrides.hpp"
#include "sim/scenario/profile.hpp"
#include "sim/scenario/read_document.hpp"

namespace xsksim {

namespace {

Scenario scenario_of(const Node& document, std::vector<InputProblem>& problems) {
    Scenario scenario;
    Reading reading(problems);
    scenario_shape().read(document, scenario, reading);
    find_contradictions(scenario, document, problems);
    if (!problems.empty()) throw BadInput(std::move(problems));
    return scenario;
}

}  // namespace

Scenario load_scenario(const std::string& path, const std::vector<Override>& overrides) {
    return ScenarioFile(path).with(overrides);
}

ScenarioFile::ScenarioFile(const std::string& path) : path_(path) {
    std::vector<InputProblem> problems;
    auto document = load_document(path, problems);
    if (!document) throw BadInput(std::move(problems));
    problems_ = std::move(problems);  // a key twice leaves a document
    document_ = std::make_unique<const Node>(std::move(*document));
}

ScenarioFile::~ScenarioFile() = default;

Scenario ScenarioFile::with(const std::vector<Override>& overrides) const {
    std::vector<InputProblem> problems = problems_;
    Node document = *document_;
    if (document.kind == Node::Kind::object) {
        for (const Override& override : overrides) apply_override(override, document, problems);
        apply_profile(document, path_, problems);
    }
    return scenario_of(document, problems);
}

Scenario read_scenario(Node document, const std::string& file) {
    std::vector<InputProblem> problems;
    apply_profile(document, file, problems);
    return scenario_of(document, problems);
}

Scenario parse_scenario(std::string_view json, const std::string& file_name) {
    std::vector<InputProblem> problems;
    auto document = read_document(json, file_name, problems);
    if (!document) throw BadInput(std::move(problems));
    for (const char* key : {"extends", "profile"}) {
        const Node of_a_file = take_member(*document, key);
        if (!of_a_file.is_null())
            problems.push_back({file_name, of_a_file.origin.line, std::string("/") + key,
                                std::string("no ") + key + ", as this text is no file",
                                shown(of_a_file), "", ProblemKind::contradiction});
    }
    return scenario_of(*document, problems);
}

std::string resolved_json(const Scenario& scenario) {
    return to_text(scenario_shape().write(scenario), Layout::sorted_line);
}

std::vector<KeyDocumentation> documented_keys() {
    std::vector<KeyDocumentation> rows;
    scenario_shape().document("", rows);
    return rows;
}

}  // namespace xsksim
