// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/measured_states.hpp"

#include "models/observe/stall_impl.hpp"

namespace xsksim {
namespace {

constexpr std::uint64_t need_wakeup_bit = UINT64_MAX;
constexpr const char* shared_prefix = "send_queue.xsk.";
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

std::vector<EventKind> MeasuredStates::kinds() {
    using enum EventKind;
    return {access,       state_bit,    need_wakeup_set, need_wakeup_clear,
            lock_acquire, lock_release, xsk_bind};
}

void MeasuredStates::on_event(const Event& e) {
    switch (e.kind) {
        case EventKind::access:
            return on_access(e);
        case EventKind::state_bit:
            return on_state_bit(e);
        case EventKind::need_wakeup_set:
        case EventKind::need_wakeup_clear:
            return on_flag(e, e.kind == EventKind::need_wakeup_set);
        case EventKind::xsk_bind:
            bits_.clear();
            bits_[need_wakeup_bit] = true;
            return;
        default:
            return on_lock(e);
    }
}

// The text of an access is "function:structure.field", that of a call "function:call".
void MeasuredStates::on_access(const Event& e) {
    Context& context = contexts_[e.context];
    const std::string point = names_.text(e.arg[0]);
    const std::size_t colon = point.find(':');
    context.function = point.substr(0, colon);
    const std::string prefix = std::string(":") + shared_prefix;
    if (colon == std::string::npos || point.compare(colon, prefix.size(), prefix) != 0) return;
    const std::string field = point.substr(colon + prefix.size());
    if (field.starts_with("timer.")) return;
    FieldAccess& access = accesses_[{field, context.function}];
    access.field = field;
    access.by = context.function;
    const bool is_write = e.arg[1] != 0;
    if (context.tx_locks != 0)
        ++(is_write ? access.writes_locked : access.reads_locked);
    else
        ++(is_write ? access.writes_unlocked : access.reads_unlocked);
}

void MeasuredStates::on_lock(const Event& e) {
    std::uint64_t& held = contexts_[e.context].tx_locks;
    if (e.kind == EventKind::lock_acquire) {
        is_tx_lock_[e.arg[0]] = names_.text(e.arg[1]) == tx_lock_class;
        held += is_tx_lock_[e.arg[0]] ? 1 : 0;
    } else if (is_tx_lock_[e.arg[0]] && held != 0) {
        --held;
    }
}

void MeasuredStates::on_state_bit(const Event& e) {
    const auto operation = static_cast<BitOperation>(e.arg[2]);
    const bool sets = operation == BitOperation::set || operation == BitOperation::test_and_set;
    const auto name = settings_.state_bits.find(e.arg[1]);
    change(e, e.arg[1], sets,
           contexts_[e.context].function + ": " + operation_text(operation) + " " +
               (name == settings_.state_bits.end() ? std::to_string(e.arg[1]) : name->second));
}

void MeasuredStates::on_flag(const Event& e, bool is_set) {
    change(e, need_wakeup_bit, is_set,
           contexts_[e.context].function +
               (is_set ? ": xsk_set_tx_need_wakeup" : ": xsk_clear_tx_need_wakeup"));
}

void MeasuredStates::change(const Event& e, std::uint64_t bit, bool value, const std::string& by) {
    const std::string before = state_text();
    bits_[bit] = value;
    ++transitions_[{before, caller(e), by, state_text()}];
}

// "WAKEUP need_wakeup", "-"
std::string MeasuredStates::state_text() const {
    std::string text;
    for (const auto& [bit, value] : bits_) {
        if (!value) continue;
        const auto name = settings_.state_bits.find(bit);
        text += text.empty() ? "" : " ";
        if (bit == need_wakeup_bit)
            text += "need_wakeup";
        else
            text += name == settings_.state_bits.end() ? std::to_string(bit) : name->second;
    }
    return text.empty() ? "-" : text;
}

std::string MeasuredStates::caller(const Event& e) const {
    const ContextActivity* activity =
        e.context == no_context ? nullptr : stall_.picture().contexts.find(e.context);
    switch (activity == nullptr ? Doing::nothing : activity->now().doing) {
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
