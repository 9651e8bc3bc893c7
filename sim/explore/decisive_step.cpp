// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/decisive_step.hpp"

#include <fmt/format.h>

#include "sim/explore/document_edit.hpp"
#include "sim/explore/shortest_wait.hpp"

namespace xsksim {
namespace {

constexpr std::uint64_t continuations_tried = 24;

bool passes(Trials& trials, const Node& document) {
    const auto result = trials.run(document);
    return result && result->outcome == Outcome::pass;
}

// With only the holds before it the run passes, as none of them can be left out.
std::optional<DecisiveStep> last_hold(Trials& trials, const Node& document) {
    const Node* holds = node_at(document, "/schedule/holds");
    if (holds == nullptr) return std::nullopt;
    std::optional<DecisiveStep> last;
    std::uint64_t last_begin = 0;
    for (std::size_t hold = 1; hold <= holds->items.size(); ++hold) {
        HoldEvents during(hold);
        trials.run(document, {&during});
        if (during.begin_number() <= last_begin) continue;
        last_begin = during.begin_number();
        last =
            DecisiveStep{hold, during.context(), holds->items[hold - 1].find("at")->text, 0, 0, {}};
    }
    return last;
}

void try_continuations(Trials& trials, Node document, std::uint64_t seed, DecisiveStep& step) {
    put(document, "/trace/accesses", Node::of(true));
    HoldEvents during(step.hold);
    const auto result = trials.run(document, {&during});
    if (!result || !during.has_ended()) return;
    const std::uint64_t before = during.points_before_end();
    const std::uint64_t all = trials.points(document);
    if (all <= before) return;
    take_out(document, "/trace");
    for (std::uint64_t number = 0; number < continuations_tried; ++number) {
        Dice dice(seed, fmt::format("continuation {}", number));
        Schedule schedule = draw_schedule(Strategy::pct, {}, {all - before, {}, {}}, dice);
        for (PlannedHoldUp& hold_up : schedule) hold_up.point += before;
        const auto continued = trials.run(document, {}, schedule);
        ++step.continuations;
        if (continued && continued->outcome != Outcome::pass) ++step.continuations_failed;
    }
}

// The document with a hold that ends before anything happens that its context could come too late
// for.
Node released_before(const Node& document, std::size_t hold, const ShortestWait& wait) {
    if (wait.needed > 0) return waiting_until(document, hold, wait.events[wait.needed - 1]);
    const std::string at = fmt::format("/schedule/holds/{}", hold);
    Node released = document;
    take_out(released, at + "/until");
    take_out(released, at + "/until_hit");
    const std::int64_t shorter = wait.events[0].after.ns - 1;
    put(released, at + "/at_most_ns", Node::of(std::max<std::int64_t>(shorter, 1)));
    return released;
}

}  // namespace

std::optional<DecisiveStep> decisive_step(Trials& trials, const Node& document,
                                          std::uint64_t seed) {
    auto step = last_hold(trials, document);
    if (!step) return step;
    try_continuations(trials, document, seed, *step);
    const auto wait = shortest_wait(trials, document, step->hold - 1);
    if (wait && passes(trials, released_before(document, step->hold - 1, *wait)))
        step->too_late_for = wait->events[wait->needed];
    return step;
}

}  // namespace xsksim
