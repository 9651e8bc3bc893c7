// SPDX-License-Identifier: GPL-2.0-only
// What a test's contexts did, in order: one line "<time> <context> <what>" each.
#pragma once

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <vector>

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

inline std::unique_ptr<Engine> make_engine(bool strict = false, Engine::Bounds bounds = {}) {
    Engine::Options options;
    options.strict_steps = strict;
    options.bounds = bounds;
    return make_simgrid_engine(options);
}

constexpr Duration ns(std::int64_t n) { return Duration::nanoseconds(n); }
constexpr Instant at_ns(std::int64_t n) { return Instant{n}; }

}  // namespace xsksim::test

template <>
struct Catch::StringMaker<xsksim::Instant> {
    static std::string convert(xsksim::Instant instant) {
        return std::to_string(instant.ns) + " ns";
    }
};
