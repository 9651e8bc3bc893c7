// SPDX-License-Identifier: GPL-2.0-only
// Holds documents to the JSON Schema of an output, and more strictly than a reader may: a key that
// the schema does not have is a mistake here.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace xsksim::test {

class ClosedSchema {
public:
    explicit ClosedSchema(const std::string& schema_text);
    // What is wrong with the document, a line each; empty: nothing.
    std::string problems(const std::string& document_text) const;

private:
    nlohmann::json schema_;
};

}  // namespace xsksim::test
