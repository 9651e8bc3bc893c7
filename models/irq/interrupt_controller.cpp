// SPDX-License-Identifier: GPL-2.0-only
#include "models/irq/interrupt_controller.hpp"

#include <algorithm>
#include <utility>

#include "sim/core/check.hpp"

namespace xsksim {

InterruptController::InterruptController(const Environment& environment,
                                         const InterruptControllerOptions& options)
    : environment_(environment),
      latency_(options.latency),
      entries_(environment.queues.vectors()),
      spurious_(environment.faults, environment.queues) {
    for (const FaultStrike& rule : environment_.faults.rules_of(FaultSite::interrupt))
        faults_.emplace(rule.number, *rule.rule);
    environment_.faults.on_happening(FaultSite::invented, [this](const FaultStrike& strike) {
        const FaultRule& rule = *strike.rule;
        launch({environment_.queues.vector(rule.rx, rule.pair), 0, environment_.engine.now()});
    });
    context_ = environment_.engine.spawn_step({"irq", Rank::interrupt_controller},
                                              [this] { return step(); });
}

void InterruptController::raise(Vector vector, QueueIndex queue) {
    environment_.engine.tell(Operation::call({ObjectKind::vector, Act::raise}, vector));
    Entry& target = entry(vector);
    const std::uint64_t number = ++target.raised;
    environment_.trace.emit(event::IrqRaise{.vector = vector, .number = number, .queue = queue});
    if (is_masked(target)) return set_pending(vector, number);
    send(vector, number);
}

void InterruptController::route(Vector vector, CpuId cpu) { entry(vector).cpu = cpu; }

void InterruptController::mask(Vector vector, bool masked) {
    entry(vector).is_masked = masked;
    release_pending(vector);
}

bool InterruptController::is_masked(const Entry& target) const {
    return target.is_masked || environment_.engine.now() < target.masked_until ||
           !target.next_poll.is_never();
}

void InterruptController::handled(Vector vector, bool by_somebody) {
    Entry& target = entry(vector);
    const Instant now = environment_.engine.now();
    if (!target.next_poll.is_never()) return;
    const std::optional<FaultStrike> rule = spurious_.note(vector, by_somebody, now);
    if (!rule) return;
    environment_.faults.took_effect(*rule);
    any_given_up_ = true;
    target.next_poll = now + given_up_poll_interval;
    environment_.engine.wake_at(context_, target.next_poll);
}

void InterruptController::set_pending(Vector vector, std::uint64_t number) {
    Entry& target = entry(vector);
    if (target.is_pending) {
        environment_.trace.emit(event::IrqCoalesce{.vector = vector, .number = number});
        return;
    }
    target.is_pending = true;
    target.pending_number = number;
    environment_.trace.emit(event::IrqMasked{.vector = vector, .number = number});
}

void InterruptController::release_pending(Vector vector) {
    Entry& target = entry(vector);
    if (is_masked(target) || !target.is_pending) return;
    target.is_pending = false;
    if (std::exchange(target.pending_was_judged, false))
        launch({vector, target.pending_number, environment_.engine.now()});
    else
        send(vector, target.pending_number);
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
    if (pass_rules(message)) launch(message);
}

void InterruptController::launch(const InterruptMessage& message) {
    const Vector vector = message.vector;
    in_flight_.push_back(
        {message.at + latency_, ++sequence_, vector, entry(vector).cpu, message.number});
    std::push_heap(in_flight_.begin(), in_flight_.end());
    environment_.engine.wake_at(context_, in_flight_.front().due);
}

bool InterruptController::pass_rules(InterruptMessage& message) {
    if (faults_.empty()) return true;
    bool goes_on = true;
    const auto act = [&](const FaultStrike& strike) {
        const FaultVerdict verdict = faults_.at(strike.number).apply(message, strike);
        if (verdict.kind == FaultVerdict::Kind::pass) return true;
        environment_.faults.took_effect(strike);
        goes_on = apply(verdict, strike.number, message);
        return goes_on;
    };
    for_each_strike(environment_.faults, FaultSite::interrupt,
                    environment_.queues.queue_of_vector(message.vector), message.number, act);
    return goes_on;
}

bool InterruptController::apply(const FaultVerdict& verdict, std::size_t rule,
                                InterruptMessage& message) {
    Trace& trace = environment_.trace;
    switch (verdict.kind) {
        case FaultVerdict::Kind::lose:
            trace.emit(
                event::IrqLost{.vector = message.vector, .number = message.number, .rule = rule});
            return false;
        case FaultVerdict::Kind::merge:
            trace.emit(event::IrqCoalesce{.vector = message.vector, .number = message.number});
            return false;
        case FaultVerdict::Kind::delay:
            trace.emit(event::IrqDelay{.vector = message.vector,
                                       .number = message.number,
                                       .rule = rule,
                                       .delay_ns = verdict.delay});
            message.at = message.at + verdict.delay;
            return true;
        case FaultVerdict::Kind::duplicate:
            launch({message.vector, message.number, message.at + verdict.delay});
            return true;
        case FaultVerdict::Kind::mask:
            mask_for(message.vector, verdict.delay);
            set_pending(message.vector, message.number);
            entry(message.vector).pending_was_judged = true;
            return false;
        case FaultVerdict::Kind::pass:
            return true;
    }
    return true;
}

void InterruptController::mask_for(Vector vector, Duration time) {
    Entry& target = entry(vector);
    target.masked_until = environment_.engine.now() + time;
    environment_.engine.wake_at(context_, target.masked_until);
}

Instant InterruptController::step() {
    const Instant now = environment_.engine.now();
    const Instant next_own = std::min(unmask_those_due(now), poll_those_given_up(now));
    while (!in_flight_.empty() && in_flight_.front().due <= now) {
        std::pop_heap(in_flight_.begin(), in_flight_.end());
        const Flight flight = in_flight_.back();
        in_flight_.pop_back();
        deliver(flight);
    }
    return in_flight_.empty() ? next_own : std::min(next_own, in_flight_.front().due);
}

// The handler runs whether the line has a request or not.
Instant InterruptController::poll_those_given_up(Instant now) {
    Instant next = Instant::never();
    if (!any_given_up_) return next;
    for (Vector vector = 0; vector < entries_.size(); ++vector) {
        Entry& target = entries_[vector];
        if (target.next_poll <= now) {
            target.next_poll = now + given_up_poll_interval;
            target.is_pending = target.pending_was_judged = false;
            reach(vector, target.cpu, target.raised);
        }
        next = std::min(next, target.next_poll);
    }
    return next;
}

// Only faults unmask at a time of their own.
Instant InterruptController::unmask_those_due(Instant now) {
    Instant next = Instant::never();
    if (faults_.empty()) return next;
    for (Vector vector = 0; vector < entries_.size(); ++vector) {
        const Instant until = entries_[vector].masked_until;
        if (until > now)
            next = std::min(next, until);
        else
            release_pending(vector);
    }
    return next;
}

void InterruptController::deliver(const Flight& flight) {
    if (entry(flight.vector).next_poll.is_never())
        reach(flight.vector, flight.cpu, flight.number);
    else
        set_pending(flight.vector, flight.number);
}

void InterruptController::reach(Vector vector, CpuId cpu, std::uint64_t number) {
    Entry& target = entry(vector);
    const Instant now = environment_.engine.now();
    if (target.delivered_at == now || environment_.sink.is_pending(cpu, vector)) {
        environment_.trace.emit(event::IrqCoalesce{.vector = vector, .number = number});
        return;
    }
    target.delivered_at = now;
    environment_.trace.emit(event::IrqDeliver{.vector = vector, .cpu = cpu, .number = number});
    environment_.sink.deliver(cpu, vector);
}

}  // namespace xsksim
