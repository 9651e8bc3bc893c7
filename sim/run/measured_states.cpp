// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/measured_states.hpp"

#include <algorithm>

namespace xsksim {
namespace {

constexpr std::uint64_t need_wakeup_bit = UINT64_MAX;

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
    events.listen<Access, StateBit, NeedWakeupSet, NeedWakeupClear, XskBind>(*this);
}

void MeasuredStates::on(const event::XskBind&, const Event&) {
    bits_.clear();
    bits_[need_wakeup_bit] = true;
}

void MeasuredStates::on(const event::Access& made, const Event& e) {
    const std::string point = picture_.names().text(made.text);
    const std::size_t colon = point.find(':');
    const QueueFields& own = picture_.settings().driver.queue_state;
    if (own.begin.empty()) return;
    const std::string prefix = ":" + own.begin;
    if (colon == std::string::npos || point.compare(colon, prefix.size(), prefix) != 0) return;
    const std::string field = point.substr(colon + prefix.size());
    if (std::ranges::any_of(own.without,
                            [&](const auto& other) { return field.starts_with(other); }))
        return;
    const std::string function = point.substr(0, colon);
    FieldAccess& access = accesses_[{field, function}];
    access.field = field;
    access.by = function;
    if (picture_.contexts().of(e).tx_locks != 0)
        ++(made.is_write ? access.writes_locked : access.reads_locked);
    else
        ++(made.is_write ? access.writes_unlocked : access.reads_unlocked);
}

std::string MeasuredStates::function_of(const Event& e) const {
    const std::string point = picture_.names().text(picture_.contexts().of(e).last_access);
    return point.substr(0, point.find(':'));
}

std::string MeasuredStates::bit_name(std::uint64_t bit) const {
    return picture_.settings().driver.name_of_bit(bit);
}

void MeasuredStates::on(const event::StateBit& bit, const Event& e) {
    change(e, bit.nr, sets(bit.operation),
           function_of(e) + ": " + operation_text(bit.operation) + " " + bit_name(bit.nr));
}

void MeasuredStates::on(const event::NeedWakeupSet&, const Event& e) {
    change(e, need_wakeup_bit, true, function_of(e) + ": xsk_set_tx_need_wakeup");
}

void MeasuredStates::on(const event::NeedWakeupClear&, const Event& e) {
    change(e, need_wakeup_bit, false, function_of(e) + ": xsk_clear_tx_need_wakeup");
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
    switch (picture_.contexts().call_of(e).doing) {
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
