// SPDX-License-Identifier: GPL-2.0-only
// A run that can be taken back: one world, made once, whose run goes on otherwise from its start or
// from a point of the driver as often as one likes. It pauses before its first event, where its
// choice says so, and when it has ended and is judged. Equal to a run from the start under the
// choices that were made on the way, to the byte.
// Owner: an explorer, a test. One at a time, and no other run meanwhile. On the native engine.
// Errors: SimulatorFault from the constructor for what run() throws there (BadInput, too: whoever
// wants its words runs it once as others do). A fault on the way is a pause, At::fault: the run can
// be taken back from there, too.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/core/snapshot/rewindable.hpp"
#include "sim/run/judgement.hpp"
#include "sim/run/run.hpp"

namespace xsksim {

class RewindableRun {
public:
    enum class At { start, choice, end, fault };

    struct Options {
        const LoadedDriver* driver = nullptr;
        bool digest = false;  // of every event, in the result
        Figures figures = Figures::none;
        // Makes what else hears the run, with it: what it has heard is taken back, too, and can be
        // read at each pause.
        std::function<std::vector<std::unique_ptr<RunListener>>()> listeners;
        // Makes the run's choice, which may pause it wherever it is asked for a hold-up. What it
        // knows is taken back with the run, what it only refers to is not.
        std::function<std::unique_ptr<Choice>(std::function<void()> pause)> choice;
    };

    // The run as it was at a pause.
    struct Kept {
        Snapshot body;
        At at = At::start;
    };

    static constexpr bool is_supported = Rewindable::is_supported;

    // At::start. What is referred to outlives it.
    RewindableRun(const Scenario& scenario, const Options& options);
    // From wherever it is.
    ~RewindableRun();
    RewindableRun(const RewindableRun&) = delete;
    RewindableRun& operator=(const RewindableRun&) = delete;

    At at() const { return at_; }
    // Not at an end.
    At go_on();
    void keep(Kept& kept) const;
    void take_back(const Kept& kept);
    // At::end.
    RunResult result() const { return *result_; }
    // At::fault.
    const std::string& fault() const { return fault_; }
    // Copies only what is written from here on: later snapshots are smaller, those made so far are
    // void, and the run is made to its end once more when it is destroyed.
    void follow_from_here();
    // Kept by itself.
    const Kept& start() const { return start_; }

private:
    class EndWatch;
    void live();
    void pause(At at, const RunResult* result = nullptr);
    void note_fault(const char* words);

    const Scenario& scenario_;
    const Options options_;
    At at_ = At::start;
    const RunResult* result_ = nullptr;  // in the world
    std::string fault_;
    bool is_over_ = false, knows_start_ = true;
    Kept start_;
    Rewindable body_;
};

}  // namespace xsksim
