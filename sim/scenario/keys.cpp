// SPDX-License-Identifier: GPL-2.0-only
// The top level of a scenario.
#include "sim/scenario/key_entry.hpp"

namespace xsksim {

namespace {

using namespace keys;

Key<Scenario> file_key(std::string_view name, std::string_view description) {
    return Key<Scenario>(name, "", description, text(), 0).of_the_file();
}

std::vector<Key<Scenario>> top_level() {
    const TextRules name{64, "^[A-Za-z0-9][A-Za-z0-9._-]*$",
                         "letters, digits, `.`, `_`, `-`, the first a letter or digit"};
    return {
        file_key("$schema", "Where an editor finds the JSON Schema; not read otherwise."),
        file_key("extends",
                 "The scenario that this one changes: a path relative to this file. This file is "
                 "merged onto that one (JSON merge patch)."),
        file_key("profile",
                 "The machine: profiles/NAME.json beside this file, above it or with the program. "
                 "Its costs are defaults, over which everything written in scenarios lies."),
        key("name", &Scenario::name, text(name), "", "Names the scenario and its results.")
            .required(),
        key("question", &Scenario::question, text(), "",
            "What the scenario is there to find out, in one sentence.")
            .required(),
        key("seed", &Scenario::seed, between(0, integer_max), "",
            "Seed of everything that is drawn at random."),
        key("expect", &Scenario::expect, expectation_shape(), "",
            "What makes the run come out as expected.")
            .required(),
        key("end", &Scenario::end, end_shape(), "",
            "When the run ends and is judged: whichever comes first; at least one.")
            .required(),
        bounds_key(),
        schedule_key(),
        key("memory", &Scenario::memory,
            word<MemoryOrder>({{"sc", MemoryOrder::sc}, {"tso", MemoryOrder::tso}}), "",
            "When a store is visible to other vCPUs and the device: at once (sequential "
            "consistency), or as on x86 through a store buffer."),
        guest_key(),
        key("driver", &Scenario::driver, driver_shape(), "", "The driver under test."),
        key("device", &Scenario::device, device_shape(), "", "The virtual network device."),
        key("interrupts", &Scenario::interrupts, interrupts_shape(), "",
            "The interrupt controller while no fault interferes."),
        key("faults", &Scenario::faults, list(fault_shape()), "",
            "Fault rules. A rule that never fires makes the run unexpected, unless it is "
            "`optional`."),
        key("application", &Scenario::application, application_shape(), "",
            "The AF_XDP application."),
        key("applications", &Scenario::applications, list(further_application_shape()), "",
            "Further AF_XDP applications: on other queues, or sharing a UMEM."),
        key("udp", &Scenario::udp, list(udp_shape()), "",
            "Kernel UDP senders, which share the TX queue through start_xmit."),
        key("rx", &Scenario::rx, list(rx_shape()), "",
            "Received traffic, whose NAPI reaps TX completions on the way."),
        key("steps", &Scenario::steps, list(step_shape()), "",
            "What an administrator does, at given times or when a place is passed."),
        key("breaker", &Scenario::breaker, breaker_shape(), "",
            "Only below scenarios/breakers: the safeguard that the scenario guards, for `xsksim "
            "regress`."),
        key("review", &Scenario::review, review_shape(), "",
            "Only below scenarios/review: the question of docs/review.md that the scenario helps "
            "to answer, for `xsksim review`."),
        key("found", &Scenario::found, found_shape(), "",
            "What `xsksim explore` tells of the failure that it found and wrote down here."),
        key("explore", &Scenario::explore, explore_shape(), "",
            "What `xsksim explore` varies; a run on its own has none of it."),
        model_key(),
        trace_key(),
    };
}

}  // namespace

const RecordShape<Scenario>& scenario_shape() {
    static const RecordShape<Scenario> shape(top_level());
    return shape;
}

}  // namespace xsksim
