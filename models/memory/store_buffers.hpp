// SPDX-License-Identifier: GPL-2.0-only
// Store buffers: under memory order TSO a store is visible to its own vCPU at once and to everybody
// else later.
//
// Stands for: the store buffer of an x86 core (Intel SDM vol. 3A §8.2.2; P. Sewell et al.,
// "x86-TSO", CACM 53(7), 2010): first in, first out, own stores are seen before they drain, full
// barriers and locked instructions wait until it is empty. The device's workers have one each.
// How: a hook sees a store before it happens and cannot keep it back. So the stores that have not
// drained are taken out of memory (newest first, putting back what lay underneath) before another
// agent runs, and laid over it again (oldest first) when their own agent goes on; a store drains by
// staying. Exact, since one context runs at a time. See docs/decisions/0006-store-buffers.md.
// Simplified: each store draws how long it takes to drain and never overtakes an older one; what
// the models keep in C++ (states of locks, NAPIs, timers) is not buffered; nor are bytes that a
// later buffered index publishes (frames, ring slots written by models), which others do not read
// before they read the index.
// Owner: the world, where the scenario says tso; GuestMemory knows it. Order: of agents and of
// stores, never of addresses. No scheduling points, no cost. Draws from stream "store_buffer".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "models/memory/store_buffer_options.hpp"
#include "sim/core/choice.hpp"
#include "sim/core/engine.hpp"

namespace xsksim {

class StoreBuffers final : public DispatchListener {
public:
    using Agent = std::uint32_t;
    static constexpr Agent no_agent = 0xffffffffU;
    // Intel Optimization Reference Manual, Skylake and later clients: 56 entries.
    static constexpr std::size_t entries_max = 56;
    static constexpr std::size_t entry_bytes = 64;

    // Listens to the engine until it is destroyed.
    StoreBuffers(Engine& engine, Choice& choice, const StoreBufferOptions& options);
    ~StoreBuffers() override;
    StoreBuffers(const StoreBuffers&) = delete;
    StoreBuffers& operator=(const StoreBuffers&) = delete;

    Agent add_agent();
    // Contexts of one agent share its buffer; another one of them going on drains it (an interrupt
    // and its return serialise, a task switch does). Contexts of no agent see what has drained.
    void join(ContextId context, Agent agent);

    // The running agent is about to store to these bytes, with nothing in between.
    void before_store(void* bytes, std::size_t count);
    // Full barrier, locked instruction: what the running agent has stored is visible.
    void drain();
    // The newest store of the running agent, for drain_to().
    struct Mark {
        Agent agent = no_agent;
        std::uint64_t number = 0;
    };
    Mark mark() const;
    // That store and those before it have been seen by somebody: they are visible.
    void drain_to(const Mark& mark);
    // These bytes change hands: stores to them drain.
    void drain_range(const void* bytes, std::size_t count);
    void drain_everything();
    // Whether the running agent has stores that others do not see.
    bool has_undrained() const {
        return running_ != no_agent && !buffers_[running_].stores.empty();
    }
    // Calls back, in a step, once what the running agent has stored so far has drained.
    // has_undrained() must hold.
    void when_visible(std::function<void()> callback);

    void on_dispatch(ContextId context) override;

private:
    struct Store {
        std::byte* bytes = nullptr;
        std::size_t count = 0;
        std::uint64_t number = 0;  // from 1, of its agent
        Instant visible_at;
        std::array<std::byte, entry_bytes> value{};
        std::array<std::byte, entry_bytes> underneath{};  // valid while laid over memory
    };
    struct Buffer {
        std::deque<Store> stores;  // oldest first
        std::uint64_t stored = 0;
        std::size_t unread = 0;  // the newest so many happened since: their values lie in memory
        ContextId last_context = no_context;
    };
    struct Waiting {
        Mark mark;
        std::function<void()> callback;
    };

    void push(Buffer& buffer, std::byte* bytes, std::size_t count);
    void read_values(Buffer& buffer);
    void take_out();
    void lay_over(Agent agent);
    void drain_oldest(Agent agent, std::size_t count);
    void drain_due();
    Instant next_visible() const;
    bool has_drained(const Mark& mark) const;
    Instant step();

    Engine& engine_;
    Choice& choice_;
    StoreBufferOptions options_;
    StreamId stream_;
    std::vector<Buffer> buffers_;  // by agent
    std::vector<Agent> agents_;    // by context
    Agent running_ = no_agent;     // whose stores lie over memory
    std::vector<Waiting> waiting_;
    ContextId step_ = no_context;
};

}  // namespace xsksim
