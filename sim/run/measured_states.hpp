// SPDX-License-Identifier: GPL-2.0-only
// What a run shows of a driver's state: which code changed which state bit from what to what, and
// who read and wrote the fields it shares, with the tx lock and without. Measured where a scenario
// traces accesses, which is what names the functions.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "models/checks/judge.hpp"

namespace xsksim {

// One line of each table, with its key in front: texts compare, so the order is fixed.
struct StateTransition {
    std::string before, in, by, after;  // "BUSY", "ndo_xsk_wakeup", "send_all: set CLOCK"
    std::uint64_t count = 0;
};
struct FieldAccess {
    std::string field, by;  // "waits", "send_all"
    std::uint64_t reads_locked = 0, writes_locked = 0, reads_unlocked = 0, writes_unlocked = 0;
};

class MeasuredStates {
public:
    // `picture` must get each event before this does.
    explicit MeasuredStates(const Picture& picture) : picture_(picture) {}

    void listen_to(EventListeners& events);
    // The text of an access is "function:structure.field", that of a call "function:call".
    void on(const event::Access& access, const Event& e);
    void on(const event::StateBit& change, const Event& e);
    void on(const event::NeedWakeupSet& flag, const Event& e);
    void on(const event::NeedWakeupClear& flag, const Event& e);
    void on(const event::XskBind& bind, const Event& e);
    std::vector<StateTransition> transitions() const;
    std::vector<FieldAccess> field_accesses() const;

private:
    using Key = std::tuple<std::string, std::string, std::string, std::string>;
    std::string bit_name(std::uint64_t bit) const;
    void change(const Event& e, std::uint64_t bit, bool value, const std::string& by);
    std::string state_text() const;
    std::string caller(const Event& e) const;
    // Of the last access in its context.
    std::string function_of(const Event& e) const;

    const Picture& picture_;
    std::map<std::uint64_t, bool> bits_;  // by number; need_wakeup is not one of the driver's
    std::map<Key, std::uint64_t> transitions_;
    std::map<std::pair<std::string, std::string>, FieldAccess> accesses_;
};

}  // namespace xsksim
