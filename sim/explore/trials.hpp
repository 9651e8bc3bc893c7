// SPDX-License-Identifier: GPL-2.0-only
// Runs what a counterexample might become, and says whether it still is one. Owner: whoever makes
// one. Each answer costs a run (two, with a reference), and there are only so many of them; what
// was answered before costs nothing.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "sim/explore/workload_search.hpp"
#include "sim/scenario/document.hpp"

namespace xsksim {

class Trials {
public:
    enum class Answer {
        same,     // fails for the cause that is looked for, and comes out as it expects
        other,    // passes, fails otherwise, or has no answer
        refused,  // what it says does not go together
    };

    // What the reference driver must do, where there is one.
    enum class Reference { must_pass, may_fail };

    Trials(WorkloadSearch& search, std::string signature, Reference reference,
           std::uint64_t runs_max);

    Answer ask(const Node& document);
    bool fails(const Node& document) { return ask(document) == Answer::same; }
    // From now on a run is given up that takes more than twice as long as this one, which fails,
    // in simulated time or in dispatches: what is smaller takes less.
    void keep_short(const Node& document);
    // Nothing for what is refused. Asked again each time, and however many runs there were.
    std::optional<RunResult> run(const Node& document, const RunListeners& listeners = {},
                                 const Schedule& schedule = {});
    // The same with the reference driver, of which there is one.
    std::optional<RunResult> run_reference(const Node& document, const Schedule& schedule = {});
    // How many points of the driver it passes; 0 for what is refused.
    std::uint64_t points(const Node& document);
    // With the driver that is explored, or what makes the mutant. Throws BadInput.
    Scenario scenario_of(const Node& document) const;

    std::uint64_t runs() const { return runs_; }
    bool are_used_up() const { return runs_ >= runs_max_; }

private:
    void bound(Scenario& scenario) const;
    Answer answer_of(const Node& document);
    bool reference_passes(const Node& document);

    WorkloadSearch& search_;
    const std::string signature_;
    const Reference reference_;
    const std::uint64_t runs_max_;
    BoundsOptions bounds_;  // of a run
    std::uint64_t runs_ = 0;
    std::map<std::string, Answer> answers_;
};

}  // namespace xsksim
