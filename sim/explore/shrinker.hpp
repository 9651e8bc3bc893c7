// SPDX-License-Identifier: GPL-2.0-only
// Makes a counterexample small: leaves out whatever it fails without, for the same cause, and takes
// numbers that are small or round. Each try is a run.
// Order: faults, then hold-ups, then steps and contexts, then what else is set, then the passes at
// which contexts are held, frames and sizes, times, and what a hold waits for; again until nothing
// that is left can be left out. What is left out may move the pass at which a context is to be
// held: the passes near it are tried, too.
#pragma once

#include "sim/explore/trials.hpp"

namespace xsksim {

// What a pointer into a counterexample's document is a part of, in the order in which they go.
enum class Part {
    fault,
    hold,     // or a tie
    context,  // a step, an application, a sender, received traffic
    setting,
    hold_detail,
    told,  // name, question, expectation, safety nets: stays
};
Part part_of(std::string_view pointer, const Node& document);

class Shrinker {
public:
    // `document` fails already.
    Shrinker(Trials& trials, Node& document) : trials_(trials), document_(document) {}

    void shrink();

private:
    bool take(Node candidate);
    bool take_with_other_hits(const Node& candidate);
    bool leave_out(Part part);
    bool insist_on_holds();
    bool hold_earlier();
    bool count_by_level();
    bool lower_sizes();
    bool lower(const std::string& pointer, const std::vector<std::int64_t>& values);
    bool round_times();
    bool wait_for_events();
    std::size_t holds() const;

    Trials& trials_;
    Node& document_;
};

}  // namespace xsksim
