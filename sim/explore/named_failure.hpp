// SPDX-License-Identifier: GPL-2.0-only
// An execution that failed, as a document of its own: the explored file with what the workload
// drew, and holds at named places where the schedule held contexts up. Points of a driver are
// counted, so they shift with every change of its code; names do not. Owner: whoever makes a
// counterexample of the failure, or asks whose it is.
#pragma once

#include <optional>
#include <vector>

#include "sim/explore/named_holds.hpp"
#include "sim/explore/trials.hpp"

namespace xsksim {

class NamedFailure {
public:
    // Makes the execution again, at most `fewer_tried` times with fewer hold-ups (a walk holds up
    // hundreds of times, and needs few of them). Throws BadInput as the search does.
    NamedFailure(WorkloadSearch& search, const MetFailure& met, std::uint64_t fewer_tried);

    // As the execution itself fails; nothing if it does not.
    const std::optional<Failure>& failure() const { return failure_; }
    // How often it holds up or breaks a tie, of all those that it needs.
    std::size_t hold_ups() const { return hold_ups_; }
    // What makes `trials` fail as the execution did, with the first names that do. Nothing where
    // none do, or where it holds up too often: the places have no names, nor have those next to
    // them, or holds there do something else.
    std::optional<Node> named(Trials& trials) const;

    static constexpr std::uint64_t namings_max = 200;  // runs that it may take

private:
    using Candidates = std::vector<std::vector<ExpectedHold>>;

    static bool next_naming(const Candidates& candidates, std::vector<std::size_t>& naming);

    std::optional<Failure> failure_;
    Candidates candidates_;  // of each hold-up
    std::size_t hold_ups_ = 0;
    Node document_;  // without holds
};

}  // namespace xsksim
