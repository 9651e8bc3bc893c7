// SPDX-License-Identifier: GPL-2.0-only
// The judge: runs every check over the events of a run, live or from a saved trace, and says the
// outcome. It sees events and the few settings below, never a model.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/checks/event_counts.hpp"
#include "models/events.hpp"
#include "models/fault_kinds.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

// What a check found. `event` is the number of the event that shows it.
struct Violation {
    std::string check;    // "wire_order"
    std::string message;  // in a driver author's words, one or two sentences
    std::uint64_t event = 0;
    Instant at;
    ContextId context = no_context;
    std::string stack;  // driver stack if the event carried one
    bool is_note = false;
};

// Texts and names a saved trace also carries.
class TraceNames {
public:
    virtual ~TraceNames() = default;
    virtual std::string text(std::uint64_t index) const = 0;
    virtual std::string context(ContextId id) const = 0;
};

// What a fault rule is about; the trace tells when it took effect.
struct FaultSubject {
    FaultWhat what{};
    std::uint64_t pair = 0;
    std::uint64_t queue = 0;  // of a fault whose place is one
};

// The part of a scenario that judging needs (sim/run fills it; models know no scenario).
struct JudgeSettings {
    std::uint32_t ring_size = 256;
    bool event_idx = true;
    bool indirect_desc = false;
    bool per_packet_header = true;  // from the driver's manifest
    // The driver takes a ring with fewer free descriptors than this for full (manifest).
    std::uint32_t full_below_free = 19;
    bool application = true;
    bool udp = false;
    bool rx = false;
    std::int64_t xsk_check_timeout_us = 100;  // 0: no timer; -1: the driver has no such parameter
    std::map<std::uint64_t, std::string> state_bits;  // bit number -> name, from the manifest
    bool application_polls_flag = true;               // need_wakeup policy is "flag"
    bool application_looks_at_submit = false;         // it is "flag_at_submit"
    bool sendmsg_gate = true;  // 5.11: sendmsg returns early unless need_wakeup is set
    bool notes_fail = false;
    std::vector<FaultSubject> faults{};  // by the rule's number, the first at 0
    Duration progress_bound = Duration::seconds(1);
};

// One property. A check lives in one file, models/checks/<name>.cpp, and registers its factory in
// models/checks/all_checks.cpp.
class Check : public EventListener {
public:
    virtual std::string_view name() const = 0;
    virtual std::vector<EventKind> kinds() const = 0;
    // Called once, after the last event.
    virtual void at_end(Instant /*end*/) {}
    const std::vector<Violation>& violations() const { return violations_; }

    static constexpr std::size_t violations_max = 20;  // failures; and as many notes

protected:
    void violate(const Event& event, std::string message, bool is_note = false);
    std::vector<Violation> violations_;

private:
    std::size_t failures_ = 0, notes_ = 0;
};

// Why nothing moves: one entry a way of waking the queue.
struct WakerStory {
    std::string waker;        // "TX interrupt", "hrtimer", "TX NAPI", "application", "RX NAPI", ...
    std::string why_not;      // why it did not, and will not, wake the queue
    std::uint64_t event = 0;  // the event that took it away, 0 if none
    Instant at;
};
struct Explanation {
    std::string headline;              // one sentence
    std::vector<std::string> waiting;  // "TX ring: 2048 descriptors", "virtqueue 1: 119 of 256 ..."
    std::vector<WakerStory> wakers;
    std::string text() const;   // as printed on a terminal, at most 100 columns
    std::string prose() const;  // the same words, a line each, not wrapped: to search in
};

// Follows events from the start; explain() may be asked at any time after.
class StallObserver : public EventListener {
public:
    StallObserver(const JudgeSettings& settings, const TraceNames& names);
    ~StallObserver() override;
    static std::vector<EventKind> kinds();
    void on_event(const Event& event) override;
    // True when the application (or a UDP sender) has handed over work that is not finished.
    bool work_waiting() const;
    // The last submission, publication or completion of those whose work waits (the one that is
    // longest ago); of anybody when none waits.
    Instant last_progress() const;
    // The first time that waiting work made no progress for longer than the bound, if it happened.
    struct Pause {
        Instant from, to;
        std::uint64_t event = 0;  // the one that ended it
    };
    std::optional<Pause> first_long_pause() const;
    Explanation explain() const;

    struct Impl;
    const Impl& picture() const { return *impl_; }  // for checks (stall_impl.hpp)

private:
    std::unique_ptr<Impl> impl_;
};

// Every check, in the order in which their violations of one event are shown. `stall` must get
// each event before the checks do.
std::vector<std::unique_ptr<Check>> make_all_checks(const JudgeSettings& settings,
                                                    const TraceNames& names,
                                                    const StallObserver& stall);

// All of the above together, over one run. Owner: the run, or the reader of a saved trace.
//   Judge judge(settings, names);
//   judge.attach(trace);      // a Trace or a TraceReader; before the first event
//   ... events, the last of them run_end ...
//   judge.finish(end);
class Judge {
public:
    Judge(const JudgeSettings& settings, const TraceNames& names);

    template <class Source>
    void attach(Source& source) {
        source.listen(counts_);
        source.listen(stall_, StallObserver::kinds());
        for (const auto& check : checks_) source.listen(*check, check->kinds());
    }
    // Once, after the last event.
    void finish(Instant end);

    // What follows is complete after finish(). Failures in order of their events, then notes.
    std::vector<Violation> violations() const;
    // A check other than `progress` and `state_bits` was violated (a note if notes_fail).
    bool failed() const;
    // `state_bits` was violated: a failure, unless a stall came of it, which says more.
    bool broke_state_rules() const;
    bool stalled() const;  // `progress` was violated: work waited and nothing moved
    const StallObserver& stall() const { return stall_; }
    const EventCounts& counts() const { return counts_; }

private:
    bool violated(std::string_view check) const;
    JudgeSettings settings_;
    EventCounts counts_;
    StallObserver stall_;
    std::vector<std::unique_ptr<Check>> checks_;
};

}  // namespace xsksim
