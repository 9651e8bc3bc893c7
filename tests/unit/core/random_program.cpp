// SPDX-License-Identifier: GPL-2.0-only
#include "tests/unit/core/random_program.hpp"

#include <random>
#include <string>

#include "tests/unit/core/journal.hpp"

namespace xsksim::test {
namespace {

class Maker {
public:
    explicit Maker(std::uint64_t seed) : random_(seed) {}

    Program make() {
        Program program;
        program.stacks = 2 + below(5);
        const std::size_t steps = below(4);
        program.bound = below(4) == 0 ? at_ns(std::int64_t(below(200))) : Instant::never();
        for (std::size_t i = 0; i < program.stacks + steps; ++i) {
            Script script;
            script.is_step = i >= program.stacks;
            script.rank = static_cast<int>(below(4));
            const std::size_t lists = script.is_step ? 1 + below(60) : 1;
            for (std::size_t k = 0; k < lists; ++k) {
                script.lists.push_back(
                    list(script.is_step, program.stacks, program.stacks + steps));
                script.again_ns.push_back(static_cast<std::int64_t>(below(8)) - 1);
            }
            program.contexts.push_back(script);
        }
        return program;
    }

private:
    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

    std::vector<Op> list(bool is_step, std::size_t stacks, std::size_t all) {
        std::vector<Op> ops(is_step ? below(4) : 30 + below(60));
        for (Op& op : ops) op = one(is_step, stacks, all);
        return ops;
    }

    Op one(bool is_step, std::size_t stacks, std::size_t all) {
        const auto any = static_cast<ContextId>(below(all));
        const auto stack = static_cast<ContextId>(below(stacks));
        const auto span = static_cast<std::int64_t>(below(6));
        if (below(2000) == 0) return {Verb::stop};
        switch (below(is_step ? 8 : 14)) {
            case 0:
                return {Verb::wake_at, any, span * 2};
            case 1:
                return {Verb::cancel_wake, any};
            case 2:
                return {Verb::freeze, stack};
            case 3:
            case 4:
                return {Verb::thaw, stack};
            case 5:
            case 6:
            case 7:
                return {Verb::wake, any};
            case 8:
                return {Verb::point};
            case 9:
                return {Verb::park};
            default:
                return {Verb::spend, no_context, span};
        }
    }

    std::mt19937_64 random_;
};

class EngineRun {
public:
    EngineRun(const Program& program, const EngineMaker& make_engine, bool strict, Watcher watcher)
        : program_(program), engine_(make_engine(strict, {program.bound, UINT64_MAX})) {
        if (watcher == Watcher::of_points) engine_->listen_to_points(&deaf_);
        if (watcher == Watcher::of_ties) engine_->break_ties_by(&deaf_);
    }

    Outcome run() {
        next_list_.resize(program_.contexts.size());
        for (ContextId id = 0; id < program_.contexts.size(); ++id) spawn(id);
        const RunEnd end = engine_->run();
        outcome_.reason = end.reason;
        outcome_.end_ns = end.at.ns;
        return outcome_;
    }

private:
    void spawn(ContextId id) {
        const Script& script = program_.contexts[id];
        const ContextOptions options{"c" + std::to_string(id), script.rank};
        if (script.is_step)
            engine_->spawn_step(options, [this, id] { return step(id); });
        else
            engine_->spawn(options, [this, id] { carry_out(id, 0); });
        engine_->wake(id);
    }

    Instant step(ContextId id) {
        const int list = next_list_[id]++;
        const Script& script = program_.contexts[id];
        if (static_cast<std::size_t>(list) >= script.lists.size()) return Instant::never();
        carry_out(id, list);
        const std::int64_t again = script.again_ns[static_cast<std::size_t>(list)];
        return again < 0 ? Instant::never() : engine_->now() + ns(again);
    }

    void carry_out(ContextId id, int list) {
        const auto& ops = program_.contexts[id].lists[static_cast<std::size_t>(list)];
        for (std::size_t i = 0; i < ops.size(); ++i) {
            outcome_.log.push_back({engine_->now().ns, engine_->current(), list, int(i)});
            carry_out(ops[i]);
        }
        outcome_.log.push_back({engine_->now().ns, engine_->current(), list, -1});
    }

    void carry_out(const Op& op) {
        switch (op.verb) {
            case Verb::spend:
                return engine_->spend(ns(op.ns), Operation::local());
            case Verb::point:
                return engine_->point(Operation::local());
            case Verb::park:
                return engine_->park();
            case Verb::wake:
                return engine_->wake(op.target);
            case Verb::wake_at:
                return engine_->wake_at(op.target, engine_->now() + ns(op.ns));
            case Verb::cancel_wake:
                return engine_->cancel_wake(op.target);
            case Verb::freeze:
                return engine_->freeze(op.target);
            case Verb::thaw:
                return engine_->thaw(op.target);
            case Verb::stop:
                return engine_->stop("stop");
        }
    }

    struct Deaf : PointListener, TieBreaker {
        void on_done(ContextId, Operation) override {}
        bool puts_last(ContextId) override { return false; }
    };

    const Program& program_;
    Deaf deaf_;
    std::unique_ptr<Engine> engine_;
    std::vector<int> next_list_;
    Outcome outcome_;
};

}  // namespace

Program make_random_program(std::uint64_t seed) { return Maker(seed).make(); }

Outcome run_on_engine(const Program& program, const EngineMaker& make_engine, bool strict,
                      Watcher watcher) {
    return EngineRun(program, make_engine, strict, watcher).run();
}

}  // namespace xsksim::test
