// SPDX-License-Identifier: GPL-2.0-only
// Which locks each context of an execution holds, by what it is heard to do. Of two accesses made
// under one lock the first cannot come second because its context is slow in between: who holds the
// lock does all of his before the other may.
// Simplified: locks are handed on in the order in which contexts asked, as those of the simulated
// kernel are; of more than 64 the others do not count. Owner: Conflicts. Units: none. Errors: none.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "sim/core/engine.hpp"
#include "sim/core/table.hpp"

namespace xsksim {

class HeldLocks {
public:
    using Set = std::uint64_t;  // a bit a lock

    // Anything that is done; it takes note of locks.
    void does(ContextId context, Operation done);
    Set of(ContextId context) { return held_[context]; }

private:
    struct Lock {
        Set bit = 0;
        std::vector<ContextId> asked;  // the holder, then those who wait
    };

    Lock& lock_of(Operation done);
    void take(Lock& lock, ContextId context);
    void let_go(Lock& lock, ContextId context);

    std::map<std::pair<ObjectKind, std::uint64_t>, Lock> locks_;
    Table<Set> held_;  // by context
};

}  // namespace xsksim
