// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/measured_states.hpp"

#include <algorithm>

namespace xsksim {
namespace {

constexpr std::uint64_t need_wakeup_bit = UINT64_MAX;
constexpr const char* tx_lock_class = "_xmit_lock";

const char* operation_text(BitOperation operation) {
    switch (operation) {
        case BitOperation::set:
            return "set_bit";
        case BitOperation::clear:
            return "clear_bit";
        case BitOperation::test_and_set:
            return "test_and_set_bit";
        case BitOperation::test_and_clear:
            return "test_and_clear_bit";
    }
    return "";
}

}  // namespace

void MeasuredStates::listen_to(EventListeners& events) {
    using namespace event;
    events.listen<Access, StateBit, NeedWakeupSet, NeedWakeupClear, LockAcquire, LockRelease,
                  XskBind>(*this);
}

void MeasuredStates::on(const event::XskBind&, const Event&) {
    bits_.clear();
    bits_[need_wakeup_bit] = true;
}

void MeasuredStates::on(const event::Access& made, const Event& e) {
    Context& context = contexts_[e.context];
    const std::string point = picture_.names().text(made.text);
    const std::size_t colon = point.find(':');
    context.function = point.substr(0, colon);
    const QueueFields& own = picture_.settings().driver.queue_state;
    if (own.begin.empty()) return;
    const std::string prefix = ":" + own.begin;
    if (colon == std::string::npos || point.compare(colon, prefix.size(), prefix) != 0) return;
    const std::string field = point.substr(colon + prefix.size());
    if (std::ranges::any_of(own.without,
                            [&](const auto& other) { return field.starts_with(other); }))
        return;
    FieldAccess& access = accesses_[{field, context.function}];
    access.field = field;
    access.by = context.function;
    if (context.tx_locks != 0)
        ++(made.is_write ? access.writes_locked : access.reads_locked);
    else
        ++(made.is_write ? access.writes_unlocked : access.reads_unlocked);
}

void MeasuredStates::on(const event::LockAcquire& taken, const Event& e) {
    is_tx_lock_[taken.lock] = picture_.names().text(taken.text) == tx_lock_class;
    contexts_[e.context].tx_locks += is_tx_lock_[taken.lock] ? 1 : 0;
}

void MeasuredStates::on(const event::LockRelease& released, const Event& e) {
    std::uint64_t& held = contexts_[e.context].tx_locks;
    if (is_tx_lock_[released.lock] && held != 0) --held;
}

std::string MeasuredStates::bit_name(std::uint64_t bit) const {
    return picture_.settings().driver.name_of_bit(bit);
}

void MeasuredStates::on(const event::StateBit& bit, const Event& e) {
    change(e, bit.nr, sets(bit.operation),
           contexts_[e.context].function + ": " + operation_text(bit.operation) + " " +
               bit_name(bit.nr));
}

void MeasuredStates::on(const event::NeedWakeupSet&, const Event& e) {
    change(e, need_wakeup_bit, true, contexts_[e.context].function + ": xsk_set_tx_need_wakeup");
}

void MeasuredStates::on(const event::NeedWakeupClear&, const Event& e) {
    change(e, need_wakeup_bit, false, contexts_[e.context].function + ": xsk_clear_tx_need_wakeup");
}

void MeasuredStates::change(const Event& e, std::uint64_t bit, bool value, const std::string& by) {
    const std::string before = state_text();
    bits_[bit] = value;
    ++transitions_[{before, caller(e), by, state_text()}];
}

// "BUSY need_wakeup", "-"
std::string MeasuredStates::state_text() const {
    std::string text;
    for (const auto& [bit, value] : bits_) {
        if (!value) continue;
        text += text.empty() ? "" : " ";
        text += bit == need_wakeup_bit ? "need_wakeup" : bit_name(bit);
    }
    return text.empty() ? "-" : text;
}

std::string MeasuredStates::caller(const Event& e) const {
    switch (picture_.calls().now(e.context).doing) {
        case Doing::wakeup:
            return "ndo_xsk_wakeup";
        case Doing::tx_napi:
            return "TX NAPI";
        case Doing::timer:
            return "timer";
        default:
            return "another";
    }
}

std::vector<StateTransition> MeasuredStates::transitions() const {
    std::vector<StateTransition> lines;
    for (const auto& [key, count] : transitions_) {
        const auto& [before, in, by, after] = key;
        lines.push_back({before, in, by, after, count});
    }
    return lines;
}

std::vector<FieldAccess> MeasuredStates::field_accesses() const {
    std::vector<FieldAccess> lines;
    for (const auto& [key, access] : accesses_) lines.push_back(access);
    return lines;
}

}  // namespace xsksim
