// SPDX-License-Identifier: GPL-2.0-only
// How long a hold must last for a counterexample to fail, said by what others do: until which
// event. Assumes that what fails when the context goes on after an event fails when it goes on
// later; what is answered has been run.
#pragma once

#include <optional>
#include <vector>

#include "sim/explore/hold_events.hpp"
#include "sim/explore/trials.hpp"

namespace xsksim {

struct ShortestWait {
    std::vector<EventInHold> events;  // of others during the hold
    std::size_t needed = 0;           // it fails when the context goes on after this one
};

// `hold`: its index in /schedule/holds. Nothing where no event of others ends the wait.
std::optional<ShortestWait> shortest_wait(Trials& trials, const Node& document, std::size_t hold);

// The document with a hold that ends with the event.
Node waiting_until(const Node& document, std::size_t hold, const EventInHold& event);

}  // namespace xsksim
