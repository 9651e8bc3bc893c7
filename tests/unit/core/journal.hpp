// SPDX-License-Identifier: GPL-2.0-only
// What a test's contexts did, in order: one line "<time> <context> <what>" each.
#pragma once

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <vector>

#include "sim/core/native_engine.hpp"
#include "sim/core/simgrid_engine.hpp"

namespace xsksim::test {

class Journal {
public:
    explicit Journal(const Engine& engine) : engine_(engine) {}

    void note(const std::string& what) {
        lines_.push_back(std::to_string(engine_.now().ns) + " " +
                         std::string(engine_.name_of(engine_.current())) + " " + what);
    }
    const std::vector<std::string>& lines() const { return lines_; }

private:
    const Engine& engine_;
    std::vector<std::string> lines_;
};

using Lines = std::vector<std::string>;

// What is asked of an engine is asked of each:
//   const auto make_engine = GENERATE(on_simgrid, on_native);
struct EngineMaker {
    std::unique_ptr<Engine> (*make)(Engine::Options);

    std::unique_ptr<Engine> operator()(bool strict = false, Engine::Bounds bounds = {}) const {
        return make({.strict_steps = strict, .bounds = bounds});
    }
};
inline constexpr EngineMaker on_simgrid{make_simgrid_engine};
inline constexpr EngineMaker on_native{make_native_engine};

constexpr Duration ns(std::int64_t n) { return Duration::nanoseconds(n); }
constexpr Instant at_ns(std::int64_t n) { return Instant{n}; }

}  // namespace xsksim::test

template <>
struct Catch::StringMaker<xsksim::Instant> {
    static std::string convert(xsksim::Instant instant) {
        return std::to_string(instant.ns) + " ns";
    }
};
