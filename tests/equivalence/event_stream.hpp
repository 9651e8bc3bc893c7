// SPDX-License-Identifier: GPL-2.0-only
// The events of one run of a driver, as numbers that are equal where the events are, whatever the
// driver's files are called: "virtio_net_xsk.c:123" in a text counts as a place in some file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/driver/loaded_driver.hpp"
#include "sim/scenario/scenario.hpp"

namespace xsksim::test {

struct EventStream {
    std::vector<std::uint64_t> events;
    std::uint64_t accesses = 0;
    std::string end;
};

EventStream run_events(const Scenario& scenario, const LoadedDriver& driver);

// Where two streams part: the event of each in words, for a person. Runs both once more.
std::string first_difference(const Scenario& scenario, const LoadedDriver& a,
                             const LoadedDriver& b);

}  // namespace xsksim::test
