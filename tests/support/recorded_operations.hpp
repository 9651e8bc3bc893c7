// SPDX-License-Identifier: GPL-2.0-only
// What one context did at its scheduling points, in order.
#pragma once

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "models/events/words.hpp"
#include "sim/core/engine.hpp"

namespace xsksim::test {

class RecordedOperations : public PointListener {
public:
    // While it lives, of the context of this name.
    RecordedOperations(Engine& engine, std::string context)
        : engine_(engine), context_(std::move(context)) {
        engine.listen_to_points(this);
    }
    ~RecordedOperations() override { engine_.listen_to_points(nullptr); }
    void on_done(ContextId context, Operation done) override {
        if (engine_.name_of(context) == context_) operations.push_back(done);
    }

    std::vector<Operation> operations;

private:
    Engine& engine_;
    std::string context_;
};

}  // namespace xsksim::test

template <>
struct Catch::StringMaker<xsksim::Operation> {
    static std::string convert(const xsksim::Operation& operation) {
        return std::string(xsksim::word_of(operation.act())) + " " +
               std::string(xsksim::word_of(operation.object())) + " " +
               std::to_string(operation.number()) + " bytes " + std::to_string(operation.bytes()) +
               (operation.is_marked() ? " marked" : "");
    }
};
