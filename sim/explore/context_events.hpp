// SPDX-License-Identifier: GPL-2.0-only
// After which events contexts of the guest could be held up: how often each kind of event is
// theirs. Hears one run.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/run/run.hpp"

namespace xsksim {

class ContextEvents : public RunListener, public EventListener {
public:
    void listen_to(const HeardRun& run) override;
    void at_end(RunResult&) override {}
    void on_event(const Event& event) override;

    // Places as a scenario names them ("event:napi_poll"), and how often each was passed by a
    // context of the guest.
    std::vector<std::pair<std::string, std::uint64_t>> places() const;

private:
    const TraceNames* names_ = nullptr;
    std::array<std::uint64_t, event_infos.size()> times_{};
};

}  // namespace xsksim
