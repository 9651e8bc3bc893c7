// SPDX-License-Identifier: GPL-2.0-only
#include "models/irq/interrupt_controller.hpp"

#include <algorithm>

#include "sim/core/check.hpp"

namespace xsksim {

InterruptController::InterruptController(const Environment& environment,
                                         const InterruptControllerOptions& options)
    : environment_(environment), latency_(options.latency), entries_(options.vectors) {
    for (const InterruptFaultRule& rule : options.faults) {
        XSKSIM_CHECK(rule.vector < options.vectors, "a fault rule for a vector there is not");
        rules_.push_back({FaultTrigger(rule, rules_.size() + 1, environment_.choice),
                          make_interrupt_fault(rule), describe(rule)});
    }
    context_ = environment_.engine.spawn_step({"irq", Rank::interrupt_controller},
                                              [this] { return step(); });
}

void InterruptController::raise(Vector vector, QueueIndex queue) {
    Entry& target = entry(vector);
    const std::uint64_t number = ++target.raised;
    environment_.trace.emit(EventKind::irq_raise, vector, number, queue);
    if (!target.is_masked) return send(vector, number);
    if (target.is_pending) {
        environment_.trace.emit(EventKind::irq_coalesce, vector, number);
        return;
    }
    target.is_pending = true;
    target.pending_number = number;
    environment_.trace.emit(EventKind::irq_masked, vector, number);
}

void InterruptController::route(Vector vector, CpuId cpu) { entry(vector).cpu = cpu; }

void InterruptController::mask(Vector vector, bool masked) {
    Entry& target = entry(vector);
    target.is_masked = masked;
    if (masked || !target.is_pending) return;
    target.is_pending = false;
    send(vector, target.pending_number);
}

std::uint64_t InterruptController::fired(std::size_t index) const {
    XSKSIM_CHECK(index >= 1 && index <= rules_.size(), "there is no such fault rule");
    return rules_[index - 1].fired;
}

InterruptController::Entry& InterruptController::entry(Vector vector) {
    XSKSIM_CHECK(vector < entries_.size(), "there is no such vector");
    return entries_[vector];
}

const InterruptController::Entry& InterruptController::entry(Vector vector) const {
    XSKSIM_CHECK(vector < entries_.size(), "there is no such vector");
    return entries_[vector];
}

void InterruptController::send(Vector vector, std::uint64_t number) {
    InterruptMessage message{vector, number, environment_.engine.now()};
    if (!pass_rules(message)) return;
    const Instant due = message.at + latency_;
    in_flight_.push_back({due, ++sequence_, vector, entry(vector).cpu, number});
    std::push_heap(in_flight_.begin(), in_flight_.end());
    environment_.engine.wake_at(context_, in_flight_.front().due);
}

bool InterruptController::pass_rules(InterruptMessage& message) {
    const Instant now = environment_.engine.now();
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        if (rules_[i].trigger.selects(message, now) && !apply_rule(i, message)) return false;
    }
    return true;
}

bool InterruptController::apply_rule(std::size_t index, InterruptMessage& message) {
    Rule& rule = rules_[index];
    Trace& trace = environment_.trace;
    const FaultVerdict verdict = rule.fault->apply(message);
    if (verdict.kind == FaultVerdict::Kind::pass) return true;
    if (rule.fired++ == 0) rule.text_index = trace.text(rule.text);
    trace.emit(EventKind::fault_fired, index + 1, rule.fired, rule.text_index);
    switch (verdict.kind) {
        case FaultVerdict::Kind::lose:
            trace.emit(EventKind::irq_lost, message.vector, message.number, index + 1);
            return false;
        case FaultVerdict::Kind::merge:
            trace.emit(EventKind::irq_coalesce, message.vector, message.number);
            return false;
        case FaultVerdict::Kind::delay:
            trace.emit(EventKind::irq_delay, message.vector, message.number, index + 1,
                       static_cast<std::uint64_t>(verdict.delay.ns));
            message.at = message.at + verdict.delay;
            return true;
        case FaultVerdict::Kind::pass:
            return true;
    }
    return true;
}

Instant InterruptController::step() {
    const Instant now = environment_.engine.now();
    while (!in_flight_.empty() && in_flight_.front().due <= now) {
        std::pop_heap(in_flight_.begin(), in_flight_.end());
        const Flight flight = in_flight_.back();
        in_flight_.pop_back();
        deliver(flight);
    }
    return in_flight_.empty() ? Instant::never() : in_flight_.front().due;
}

void InterruptController::deliver(const Flight& flight) {
    Entry& target = entry(flight.vector);
    const Instant now = environment_.engine.now();
    if (target.delivered_at == now || environment_.sink.is_pending(flight.cpu, flight.vector)) {
        environment_.trace.emit(EventKind::irq_coalesce, flight.vector, flight.number);
        return;
    }
    target.delivered_at = now;
    environment_.trace.emit(EventKind::irq_deliver, flight.vector, flight.cpu, flight.number);
    environment_.sink.deliver(flight.cpu, flight.vector);
}

}  // namespace xsksim
