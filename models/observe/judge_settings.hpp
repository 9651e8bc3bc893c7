// SPDX-License-Identifier: GPL-2.0-only
// What reading a run's events needs beside them: names, and the few settings of the scenario and
// the driver that no event tells.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/events.hpp"
#include "models/fault_kinds.hpp"
#include "models/observe/driver_vocabulary.hpp"

namespace xsksim {

// Texts and names a saved trace also carries.
class TraceNames {
public:
    virtual ~TraceNames() = default;
    virtual std::string text(Text text) const = 0;
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
    DriverVocabulary driver{};  // from its manifest
    bool application = true;
    bool udp = false;
    bool rx = false;
    bool application_polls_flag = true;        // need_wakeup policy is "flag"
    bool application_looks_at_submit = false;  // it is "flag_at_submit"
    bool sendmsg_gate = true;  // 5.11: sendmsg returns early unless need_wakeup is set
    bool notes_fail = false;
    std::vector<FaultSubject> faults{};  // by the rule's number, the first at 0
    Duration progress_bound = Duration::seconds(1);
};

}  // namespace xsksim
