// SPDX-License-Identifier: GPL-2.0-only
// Holds documents to the JSON Schema of an output, and more strictly than a reader may: a key that
// the schema does not have is a mistake here.
#pragma once

#include <memory>
#include <string>

namespace valijson {
class Schema;
}

namespace xsksim::test {

class ClosedSchema {
public:
    explicit ClosedSchema(const std::string& schema_text);
    // What is wrong with the document, a line each; empty: nothing.
    std::string problems(const std::string& document_text) const;

private:
    std::shared_ptr<const valijson::Schema> schema_;
};

}  // namespace xsksim::test
