// SPDX-License-Identifier: GPL-2.0-only
// What a run's events say of everything that can move a TX queue: whether work waits, since when, and
// the picture from which an explanation is told.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "models/observe/judge_settings.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

// Follows events from the start, and may be asked at any time.
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

    struct Impl;
    const Impl& picture() const { return *impl_; }  // stall_impl.hpp

private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace xsksim
