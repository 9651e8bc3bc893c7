// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/live_run.hpp"

#include "sim/core/check.hpp"

namespace xsksim {

LiveRun::LiveRun(const Scenario& scenario, const LoadedDriver& driver, Engine& engine,
                 Choice& choice, GuestMemory& memory, const RunListeners& listeners)
    : engine_(engine),
      world_(scenario, driver, engine, choice, memory),
      names_(world_.trace(), engine),
      judgement_(scenario, driver.manifest, names_),
      watch_(judgement_.picture(), scenario.expect.judgement.progress,
             [this] { world_.request_stop(StopCause::no_progress); }) {
    judgement_.listen_to(world_.trace().readers(), &world_.trace().actors(), listeners);
    watch_.listen_to(world_.trace().actors());
    world_.tell_of_skipped_holds();
}

RunResult LiveRun::judged(const RunEnd& end, Figures figures) {
    const EndOfRun ended = world_.ended(end);
    if (ended.end.reason == EndReason::simulator_fault) throw SimulatorFault(ended.end.message);
    emit_run_end(world_.trace(), ended);
    return judgement_.result(ended, world_.measured(), figures);
}

}  // namespace xsksim
