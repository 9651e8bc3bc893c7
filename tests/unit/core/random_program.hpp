// SPDX-License-Identifier: GPL-2.0-only
// Random programs for the engine: lists of its verbs, carried out by the engine and by a reference.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/unit/core/journal.hpp"

namespace xsksim::test {

enum class Verb { spend, point, park, wake, wake_at, cancel_wake, freeze, thaw, stop };

struct Op {
    Verb verb;
    ContextId target = no_context;
    std::int64_t ns = 0;  // to spend, or from now
};

struct Script {
    bool is_step = false;
    int rank = 0;
    // A stack context carries out its first list. A step carries out one list each time it runs and
    // then says `again_ns` from now, or never (-1); after the last it is never due by itself.
    std::vector<std::vector<Op>> lists;
    std::vector<std::int64_t> again_ns;
};

struct Program {
    std::vector<Script> contexts;  // stack contexts first
    std::size_t stacks = 0;
    Instant bound;
};

// What happened: op `op` of list `list` began at `at_ns`; op -1 is the end of a list.
struct Happening {
    std::int64_t at_ns;
    ContextId context;
    int list;
    int op;

    bool operator==(const Happening&) const = default;
};

struct Outcome {
    std::vector<Happening> log;
    EndReason reason = EndReason::idle;
    std::int64_t end_ns = 0;
};

Program make_random_program(std::uint64_t seed);
// With a listener to points everything goes the slow way, and must come to the same; so must a run
// whose ties are left as they are.
enum class Watcher { none, of_points, of_ties };
Outcome run_on_engine(const Program& program, const EngineMaker& make_engine, bool strict,
                      Watcher watcher = Watcher::none);
Outcome run_on_reference(const Program& program);

}  // namespace xsksim::test
