// SPDX-License-Identifier: GPL-2.0-only
#include "sim/simulate/rewindable_run.hpp"

#include <utility>

#include "sim/core/check.hpp"
#include "sim/core/native_engine.hpp"
#include "sim/core/snapshot/world_heap.hpp"
#include "sim/run/digest_listener.hpp"
#include "sim/run/live_run.hpp"
#include "sim/run/tracked_memory.hpp"

namespace xsksim {

// The run is judged where it pauses, before its stacks are unwound: that would take longer than
// most runs that are taken back, and says nothing.
class RewindableRun::EndWatch : public EndListener {
public:
    EndWatch(RewindableRun& owner, LiveRun& run) : owner_(owner), run_(run) {}

    void on_end(const RunEnd& end) override {
        try {
            const RunResult result = run_.judged(end, owner_.options_.figures);
            owner_.pause(At::end, &result);
            return;
        } catch (const std::exception& exception) {
            owner_.note_fault(exception.what());
        }
        owner_.pause(At::fault);
    }

private:
    RewindableRun& owner_;
    LiveRun& run_;
};

RewindableRun::RewindableRun(const Scenario& scenario, const Options& options)
    : scenario_(scenario), options_(options), body_([this] { live(); }) {
    for (const AddressRange& range : options.driver->object.writable())
        body_.also({reinterpret_cast<std::byte*>(range.begin), range.end - range.begin});
    if (!body_.go_on()) throw SimulatorFault(body_.failure());
    keep(start_);
}

RewindableRun::~RewindableRun() {
    if (knows_start_) body_.take_back_for_good(start_.body);
    is_over_ = true;
    body_.go_on();
}

RewindableRun::At RewindableRun::go_on() {
    XSKSIM_CHECK(at_ == At::start || at_ == At::choice, "the run has ended");
    XSKSIM_CHECK(body_.go_on(), "a run has gone on behind its end: " + body_.failure());
    return at_;
}

void RewindableRun::keep(Kept& kept) const {
    XSKSIM_CHECK(at_ == At::start || at_ == At::choice, "the run has ended");
    body_.keep(kept.body);
    kept.at = at_;
}

void RewindableRun::take_back(const Kept& kept) {
    body_.take_back(kept.body);
    at_ = kept.at;
}

void RewindableRun::follow_from_here() {
    knows_start_ = false;
    body_.follow_from_here();
}

// --- in the world ---

void RewindableRun::live() {
    TrackedMemory memory;
    StackPool stacks = Rewindable::make_stacks();
    const auto engine = make_native_engine_on(stacks, {.bounds = bounds_of(scenario_)});
    const auto choice = options_.choice([this] { pause(At::choice); });
    DigestListener digest;
    const auto heard_by =
        options_.listeners ? options_.listeners() : std::vector<std::unique_ptr<RunListener>>();
    RunListeners listeners;
    for (const auto& listener : heard_by) listeners.push_back(listener.get());
    if (options_.digest) listeners.push_back(&digest);
    LiveRun run(scenario_, *options_.driver, *engine, *choice, memory.memory(), listeners);
    EndWatch end(*this, run);
    engine->listen_to_end(&end);
    pause(At::start);
    if (!is_over_) run.run();
}

void RewindableRun::pause(At at, const RunResult* result) {
    if (is_over_) return;
    at_ = at;
    result_ = result;
    body_.pause();
}

void RewindableRun::note_fault(const char* words) {
    const WorldHeap::Outside the_owner_reads_it;
    fault_ = words;
}

}  // namespace xsksim
