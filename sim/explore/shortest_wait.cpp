// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/shortest_wait.hpp"

#include <fmt/format.h>

#include "sim/explore/document_edit.hpp"

namespace xsksim {

Node waiting_until(const Node& document, std::size_t hold, const EventInHold& event) {
    const std::string at = fmt::format("/schedule/holds/{}", hold);
    Node with = document;
    const Node* at_most = node_at(document, at + "/at_most_ns");
    if (at_most != nullptr && at_most->integer <= HoldRule{}.at_most.ns)
        take_out(with, at + "/at_most_ns");
    put(with, at + "/until", Node::of("event:" + std::string(info_of(event.kind).name)));
    if (event.nth == 1)
        take_out(with, at + "/until_hit");
    else
        put(with, at + "/until_hit", Node::of(static_cast<std::int64_t>(event.nth)));
    return with;
}

namespace {

// What others have done may count only after the hold: one that lasts longer sees more of it.
Node lasting_longer(Trials& trials, const Node& document, std::size_t hold) {
    const std::string at = fmt::format("/schedule/holds/{}", hold);
    Node longer = document;
    if (node_at(document, at + "/until") != nullptr || !take_out(longer, at + "/at_most_ns"))
        return document;
    return trials.fails(longer) ? longer : document;
}

}  // namespace

std::optional<ShortestWait> shortest_wait(Trials& trials, const Node& document, std::size_t hold) {
    HoldEvents during(hold + 1);
    if (!trials.run(lasting_longer(trials, document, hold), {&during}) || !during.has_ended())
        return std::nullopt;
    ShortestWait wait{during.events(), 0};
    const auto fails = [&](std::size_t event) {
        return trials.fails(waiting_until(document, hold, wait.events[event]));
    };
    if (wait.events.empty() || !fails(wait.events.size() - 1)) return std::nullopt;
    std::size_t too_short = 0, enough = wait.events.size();  // how many events are waited for
    while (enough - too_short > 1) {
        const std::size_t middle = (too_short + enough) / 2;
        (fails(middle - 1) ? enough : too_short) = middle;
    }
    wait.needed = enough - 1;
    return wait;
}

}  // namespace xsksim
