// SPDX-License-Identifier: GPL-2.0-only
// Pairs of accesses of an undisturbed execution that might come in the other order: a context of
// the driver passes a point and uses an object; another uses it next, so much later, and one of the
// two changes it, and no lock keeps the two apart. Had the first been held up at the point for
// longer than that, it would have come second (unless the second waited for it in some other way
// than for a lock, which nobody looks at here).
// Simplified: of what comes after an access only the next that conflicts with it counts. What a
// context does in the modelled kernel belongs to the last point of the driver that it passed:
// holding it up there holds that up, too.
// Owner: who hears an execution with all its points (Scout). Units: none. Errors: none.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "sim/core/engine.hpp"
#include "sim/core/table.hpp"
#include "sim/explore/held_locks.hpp"
#include "sim/explore/reversal.hpp"

namespace xsksim {

class Conflicts {
public:
    // Of an object, by a context that is at a point of the driver; who keeps objects keeps those
    // that nothing has conflicted with yet with them.
    struct Use {
        ContextId context = no_context;
        std::uint64_t point = 0, place = 0;
        Instant at;
        bool is_change = false;
        HeldLocks::Set locks = 0;  // that the context holds
    };

    void reaches(ContextId context, std::uint64_t point, std::uint64_t place, Instant at);
    // `open`: of the object that it is done to.
    void does(ContextId context, Operation done, Instant at, std::vector<Use>& open);

    // By the two places, in the order in which these were first met.
    const std::vector<std::vector<Reversal>>& reversals() const { return reversals_; }
    // Numbers of those pairs of places, by the context that comes first, in the same order.
    const std::vector<std::vector<std::size_t>>& by_context() const { return by_context_; }

private:
    std::uint64_t place_of(ContextId context, Operation done);
    void note(const Use& first, std::uint64_t second_place, Instant at);
    void note_context(ContextId first, std::size_t pair);

    HeldLocks locks_;
    Table<std::optional<Use>> passed_;  // the last point of the driver, by context
    std::map<std::pair<std::uint64_t, std::uint64_t>, std::size_t> numbers_;  // by places
    std::vector<std::vector<Reversal>> reversals_;
    std::vector<std::vector<std::size_t>> by_context_;
    std::map<ContextId, std::size_t> contexts_;  // where each is in by_context_
};

}  // namespace xsksim
