// SPDX-License-Identifier: GPL-2.0-only
// The stacks of the engine, switched by ourselves. The conductor has the stack that called run().
// Time is a number here, so nothing catches up.
#include "sim/core/native_engine.hpp"

#include <deque>
#include <memory>

#include "sim/core/stack_carrier.hpp"
#include "sim/core/stack_pool.hpp"
#include "sim/core/stack_switch.hpp"

namespace xsksim {
namespace {

// Never destroyed: a program may exit while stacks of a run still exist.
StackPool& process_stacks() {
    static auto* const pool = new StackPool(stack_kib * 1024);
    return *pool;
}

class NativeEngine : public StackCarrier {
public:
    NativeEngine(StackPool& stacks, const Options& options)
        : StackCarrier(options), stacks_(stacks) {}

private:
    struct Fibre {
        NativeEngine* engine = nullptr;
        ContextId id = no_context;
        std::byte* stack_end = nullptr;
        StackPointer waits = nullptr;
    };

    void carry() override { conduct(); }

    void change(ContextId from, ContextId to) override {
        xsksim_change_stack(&fibre_of(from).waits, ready(to).waits);
    }

    void leave(ContextId to) override { followed_by_ = to; }

    Fibre& ready(ContextId id) {
        Fibre& fibre = fibre_of(id);
        if (fibre.waits == nullptr) {
            std::byte* const end = stacks_.take();
            fibre = {this, id, end, begin_stack(end, live_on, &fibre)};
        }
        return fibre;
    }

    // What follows is begun before this stack is free, and this one is left before anybody else may
    // take it.
    static void live_on(void* fibre) {
        const Fibre& self = *static_cast<const Fibre*>(fibre);
        NativeEngine& engine = *self.engine;
        engine.occupy(self.id);
        const Fibre& next = engine.ready(engine.followed_by_);
        engine.stacks_.give_back(self.stack_end);
        StackPointer nowhere = nullptr;
        xsksim_change_stack(&nowhere, next.waits);
    }

    Fibre& fibre_of(ContextId id) {
        const std::size_t place = place_of(id);
        if (place >= fibres_.size()) fibres_.resize(place + 1);
        return fibres_[place];
    }

    StackPool& stacks_;
    std::deque<Fibre> fibres_;  // by place; a deque, because each stack holds on to its own
    ContextId followed_by_ = no_context;  // who goes on when the running stack has ended
};

}  // namespace

std::unique_ptr<Engine> make_native_engine(Engine::Options options) {
    return make_native_engine_on(process_stacks(), options);
}

std::unique_ptr<Engine> make_native_engine_on(StackPool& stacks, Engine::Options options) {
    return std::make_unique<NativeEngine>(stacks, options);
}

}  // namespace xsksim
