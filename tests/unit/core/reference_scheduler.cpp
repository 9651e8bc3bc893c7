// SPDX-License-Identifier: GPL-2.0-only
// The rules of engine.hpp carried out in the plainest way: no stacks, no queue, no run-ahead. Every
// context says when it could run; the least (due, rank, sequence) of all does one thing; and so on.
#include <algorithm>
#include <optional>
#include <tuple>

#include "tests/unit/core/random_program.hpp"

namespace xsksim::test {
namespace {

constexpr std::int64_t never = Instant::never().ns;

struct Actor {
    enum { waits_for_wake, waits_for_time, runs, gone } doing = waits_for_wake;
    bool frozen = false;
    bool woken = false;
    std::int64_t alarm = never;
    std::int64_t left = 0;     // of a spend, while frozen
    std::int64_t due = never;  // `never`: not due
    std::uint64_t sequence = 0;
    std::size_t list = 0;
    std::size_t op = 0;
};

class Reference {
public:
    explicit Reference(const Program& program)
        : program_(program), actors_(program.contexts.size()) {
        for (ContextId id = 0; id < actors_.size(); ++id) wake_at(id, 0);
    }

    Outcome run() {
        while (!stopped_) {
            const auto next = least();
            if (!next) {
                finish(EndReason::idle);
            } else if (actors_[*next].due > program_.bound.ns) {
                now_ = program_.bound.ns;
                finish(EndReason::time_bound);
            } else {
                take_turn(*next);
            }
        }
        outcome_.end_ns = now_;
        return outcome_;
    }

private:
    void finish(EndReason reason) {
        stopped_ = true;
        outcome_.reason = reason;
    }

    std::optional<ContextId> least() const {
        std::optional<ContextId> best;
        for (ContextId id = 0; id < actors_.size(); ++id)
            if (actors_[id].due != never && (!best || key(id) < key(*best))) best = id;
        return best;
    }

    std::tuple<std::int64_t, int, std::uint64_t> key(ContextId id) const {
        return {actors_[id].due, program_.contexts[id].rank, actors_[id].sequence};
    }

    void set_due(Actor& actor, std::int64_t due) {
        actor.due = due;
        actor.sequence = ++sequence_;
    }

    void take_turn(ContextId id) {
        Actor& actor = actors_[id];
        now_ = actor.due;
        actor.due = never;
        if (actor.doing == Actor::waits_for_wake) {
            actor.woken = false;
            actor.alarm = never;
        }
        actor.doing = Actor::runs;
        if (program_.contexts[id].is_step)
            take_step(id, actor);
        else
            go_on(id, actor);
    }

    void take_step(ContextId id, Actor& actor) {
        const Script& script = program_.contexts[id];
        std::int64_t next = never;
        if (actor.list < script.lists.size()) {
            const auto& ops = script.lists[actor.list];
            for (actor.op = 0; actor.op < ops.size(); ++actor.op) {
                log(id, actor, static_cast<int>(actor.op));
                tell(ops[actor.op]);
            }
            log(id, actor, -1);
            if (script.again_ns[actor.list] >= 0) next = now_ + script.again_ns[actor.list];
            ++actor.list;
        }
        actor.doing = Actor::waits_for_wake;
        next = std::min(next, actor.alarm);
        actor.alarm = never;
        if (next != never) set_due(actor, next);
    }

    void go_on(ContextId id, Actor& actor) {
        const auto& ops = program_.contexts[id].lists[0];
        while (actor.op < ops.size()) {
            const Op& op = ops[actor.op];
            log(id, actor, static_cast<int>(actor.op));
            ++actor.op;
            if (op.verb == Verb::spend) return wait_until(actor, now_ + op.ns);
            if (op.verb == Verb::point) return wait_until(actor, now_);
            if (op.verb == Verb::park) return wait_for_wake(actor);
            tell(op);
            if (stopped_) return;
        }
        log(id, actor, -1);
        actor.doing = Actor::gone;
    }

    void log(ContextId id, const Actor& actor, int op) {
        outcome_.log.push_back({now_, id, static_cast<int>(actor.list), op});
    }

    void wait_until(Actor& actor, std::int64_t due) {
        actor.doing = Actor::waits_for_time;
        actor.left = due - now_;
        if (!actor.frozen) set_due(actor, due);
    }

    void wait_for_wake(Actor& actor) {
        actor.doing = Actor::waits_for_wake;
        if (!actor.frozen) settle(actor);
    }

    // A stack context that waits for a wake: due as its wakes say, moved only to an earlier time.
    void settle(Actor& actor) {
        const std::int64_t due = actor.woken ? now_ : std::max(actor.alarm, now_);
        if (due < actor.due) set_due(actor, due);
    }

    void wake_at(ContextId id, std::int64_t when) {
        Actor& actor = actors_[id];
        if (program_.contexts[id].is_step) {
            if (actor.doing == Actor::runs)
                actor.alarm = std::min(actor.alarm, when);
            else if (when < actor.due)
                set_due(actor, when);
        } else if (actor.doing != Actor::gone) {
            if (when <= now_)
                actor.woken = true;
            else
                actor.alarm = std::min(actor.alarm, when);
            if (actor.doing == Actor::waits_for_wake && !actor.frozen) settle(actor);
        }
    }

    void cancel_wake(Actor& actor, bool is_step) {
        actor.alarm = never;
        if (actor.doing == Actor::waits_for_wake && !actor.woken) actor.due = never;
        if (is_step) actor.due = never;
    }

    void freeze(Actor& actor) {
        if (actor.frozen) return;
        actor.frozen = true;
        if (actor.doing == Actor::waits_for_time) actor.left = actor.due - now_;
        actor.due = never;
    }

    void thaw(Actor& actor) {
        if (!actor.frozen) return;
        actor.frozen = false;
        if (actor.doing == Actor::waits_for_time) set_due(actor, now_ + actor.left);
        if (actor.doing == Actor::waits_for_wake) settle(actor);
    }

    void tell(const Op& op) {
        switch (op.verb) {
            case Verb::wake:
                return wake_at(op.target, now_);
            case Verb::wake_at:
                return wake_at(op.target, now_ + op.ns);
            case Verb::cancel_wake:
                return cancel_wake(actors_[op.target], program_.contexts[op.target].is_step);
            case Verb::freeze:
                return freeze(actors_[op.target]);
            case Verb::thaw:
                return thaw(actors_[op.target]);
            case Verb::stop:
                if (!stopped_) finish(EndReason::stopped);
                return;
            default:
                return;
        }
    }

    const Program& program_;
    std::vector<Actor> actors_;
    std::int64_t now_ = 0;
    std::uint64_t sequence_ = 0;
    bool stopped_ = false;
    Outcome outcome_;
};

}  // namespace

Outcome run_on_reference(const Program& program) { return Reference(program).run(); }

}  // namespace xsksim::test
