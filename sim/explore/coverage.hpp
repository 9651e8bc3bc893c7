// SPDX-License-Identifier: GPL-2.0-only
// What an execution showed, as a set of small classes: two executions that did the same things have
// equal ones. There are two kinds:
//
//   state   an event happened while a queue stood so: driver's bits, ring, NAPI, timer, interrupt,
//           application (state_coverage.hpp). Of every execution.
//   order   two contexts used one object, one of them to change it, at these two places of the
//           driver, in this order (order_coverage.hpp). Of undisturbed executions.
//
// A class is a number that is made of what it stands for and of nothing else, so that it is the
// same in every process and run of a build.
#pragma once

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <vector>

#include "sim/core/byte_codec.hpp"
#include "sim/core/words.hpp"

namespace xsksim {

using CoverageClass = std::uint64_t;  // less than 2^63

XSKSIM_WORDS(CoverageKind, state, order);

struct Coverage {
    std::vector<CoverageClass> classes;  // sorted, each once

    void add(CoverageClass met);
    void add(const Coverage& other);
    bool has(CoverageClass met) const;
    std::size_t size() const { return classes.size(); }

    // `what` may be any number: as much of it as fits is mixed into the class.
    static CoverageClass class_of(CoverageKind kind, std::uint64_t what);
    static CoverageKind kind_of(CoverageClass met);

    bool operator==(const Coverage&) const = default;
};

auto fields(SameAs<Coverage> auto& coverage) { return std::tie(coverage.classes); }

}  // namespace xsksim
