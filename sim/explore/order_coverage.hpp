// SPDX-License-Identifier: GPL-2.0-only
// In which orders contexts used what they share: of each object, the place of the one that used it
// last and the place of the next, where these are two contexts and one of them changes it. A place
// is one of the driver's code; of what the modelled kernel, the device or an application does, the
// operation alone, whoever does it.
// Simplified: of an object's earlier users only the last counts, and accesses of one word of 8
// bytes are of one object.
// Owner: who hears an execution with all its points (Scout). Units: none. Errors: none.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/core/engine.hpp"
#include "sim/core/table.hpp"
#include "sim/explore/coverage_notes.hpp"

namespace xsksim {

class OrderCoverage {
public:
    // The last of an object; who keeps objects keeps it with them.
    struct Use {
        ContextId context = no_context;
        std::uint64_t place = 0;
        bool is_change = false;
    };

    // What the context does next, it does at this place of the driver.
    void reaches(ContextId context, std::uint64_t place) { places_[context] = place; }
    // `last`: of the object that it is done to; becomes this one.
    void does(ContextId context, Operation done, Use& last);

    Coverage coverage() const { return notes_.coverage(); }

private:
    std::uint64_t place_of(ContextId context, Operation done);

    // Reached, and nothing done there yet; by context.
    Table<std::optional<std::uint64_t>> places_;
    CoverageNotes notes_;
};

}  // namespace xsksim
