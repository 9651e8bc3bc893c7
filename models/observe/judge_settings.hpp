// SPDX-License-Identifier: GPL-2.0-only
// What reading a run's events needs beside them: names, and the few settings of the scenario and
// the driver that no event tells.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/app/xsk_sender_options.hpp"
#include "models/events.hpp"
#include "models/fault_kinds.hpp"
#include "models/kernel/xsk_core_options.hpp"
#include "models/observe/driver_vocabulary.hpp"
#include "models/observe/judgement_options.hpp"
#include "models/virtio/net/virtio_net_options.hpp"

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
    bool rx = false;  // of a fault whose place is a queue: which one of the pair
};

// What judging a run needs of its scenario, the scenario's own structs, and of the driver's
// manifest. (sim/run hands them; models know no scenario.)
struct JudgeSettings {
    JudgementOptions strictness{};
    VirtioNetOptions device{};
    XskCoreOptions xsk{};
    std::vector<XskSenderOptions> applications{XskSenderOptions{}};  // those that run
    bool has_udp = false;
    bool has_rx = false;
    DriverVocabulary driver{};           // from its manifest
    std::vector<FaultSubject> faults{};  // by the rule's number, the first at 0
};

}  // namespace xsksim
