// SPDX-License-Identifier: GPL-2.0-only
#include "models/memory/store_buffers.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace xsksim {

StoreBuffers::StoreBuffers(Engine& engine, Choice& choice, const StoreBufferOptions& options)
    : engine_(engine), choice_(choice), options_(options), stream_(choice.stream("store_buffer")) {
    step_ = engine.spawn_step({"store buffers", Rank::timer}, [this] { return step(); });
    engine_.listen_to_dispatches(this);
}

StoreBuffers::~StoreBuffers() { engine_.listen_to_dispatches(nullptr); }

StoreBuffers::Agent StoreBuffers::add_agent() {
    buffers_.emplace_back();
    return static_cast<Agent>(buffers_.size() - 1);
}

void StoreBuffers::join(ContextId context, Agent agent) {
    if (agents_.size() <= context) agents_.resize(context + 1, no_agent);
    agents_[context] = agent;
}

// --- storing ---

void StoreBuffers::before_store(void* bytes, std::size_t count) {
    if (running_ == no_agent || engine_.current() == no_context) return;
    Buffer& buffer = buffers_[running_];
    read_values(buffer);
    auto* first = static_cast<std::byte*>(bytes);
    for (std::size_t done = 0; done < count; done += entry_bytes)
        push(buffer, first + done, std::min(entry_bytes, count - done));
}

void StoreBuffers::push(Buffer& buffer, std::byte* bytes, std::size_t count) {
    if (buffer.stores.size() == entries_max) drain_oldest(running_, 1);
    const Instant drawn =
        engine_.now() + choice_.between(stream_, options_.delay_min, options_.delay_max);
    const Instant older = buffer.stores.empty() ? drawn : buffer.stores.back().visible_at;
    Store& store = buffer.stores.emplace_back();
    store.bytes = bytes;
    store.count = count;
    store.number = ++buffer.stored;
    store.visible_at = std::max(drawn, older);
    std::memcpy(store.underneath.data(), bytes, count);
    ++buffer.unread;
}

void StoreBuffers::read_values(Buffer& buffer) {
    for (; buffer.unread > 0; --buffer.unread) {
        Store& store = buffer.stores[buffer.stores.size() - buffer.unread];
        std::memcpy(store.value.data(), store.bytes, store.count);
    }
}

// --- who sees what ---

void StoreBuffers::on_dispatch(ContextId context) {
    const Agent next = context < agents_.size() ? agents_[context] : no_agent;
    if (running_ != no_agent) read_values(buffers_[running_]);
    drain_due();
    if (next != no_agent && std::exchange(buffers_[next].last_context, context) != context)
        drain_oldest(next, buffers_[next].stores.size());
    if (next == running_) return;
    take_out();
    lay_over(next);
    if (context != step_) engine_.wake_at(step_, next_visible());
}

// Of the stores that the running agent could come to see: it may run far ahead before anybody is
// dispatched.
Instant StoreBuffers::next_visible() const {
    Instant next = Instant::never();
    for (Agent agent = 0; agent < buffers_.size(); ++agent)
        if (agent != running_ && !buffers_[agent].stores.empty())
            next = std::min(next, buffers_[agent].stores.front().visible_at);
    return next;
}

void StoreBuffers::take_out() {
    if (running_ == no_agent) return;
    Buffer& buffer = buffers_[std::exchange(running_, no_agent)];
    read_values(buffer);
    for (auto store = buffer.stores.rbegin(); store != buffer.stores.rend(); ++store)
        std::memcpy(store->bytes, store->underneath.data(), store->count);
}

void StoreBuffers::lay_over(Agent agent) {
    running_ = agent;
    if (agent == no_agent) return;
    for (Store& store : buffers_[agent].stores) {
        std::memcpy(store.underneath.data(), store.bytes, store.count);
        std::memcpy(store.bytes, store.value.data(), store.count);
    }
}

// --- draining ---

// The running agent's stores are in memory already, and stay there.
void StoreBuffers::drain_oldest(Agent agent, std::size_t count) {
    if (count == 0) return;
    Buffer& buffer = buffers_[agent];
    const Agent running = running_;
    if (agent != running) take_out();
    for (; count > 0; --count) {
        const Store& oldest = buffer.stores.front();
        if (agent != running) std::memcpy(oldest.bytes, oldest.value.data(), oldest.count);
        buffer.stores.pop_front();
    }
    buffer.unread = std::min(buffer.unread, buffer.stores.size());
    if (agent != running) lay_over(running);
    if (!waiting_.empty()) engine_.wake(step_);
}

// In the order of their times; of equal ones, the lower agent's first.
void StoreBuffers::drain_due() {
    for (;;) {
        Agent first = no_agent;
        for (Agent agent = 0; agent < buffers_.size(); ++agent) {
            if (buffers_[agent].stores.empty()) continue;
            const Instant at = buffers_[agent].stores.front().visible_at;
            if (at > engine_.now()) continue;
            if (first == no_agent || at < buffers_[first].stores.front().visible_at) first = agent;
        }
        if (first == no_agent) return;
        drain_oldest(first, 1);
    }
}

void StoreBuffers::drain() {
    if (running_ != no_agent) drain_oldest(running_, buffers_[running_].stores.size());
}

StoreBuffers::Mark StoreBuffers::mark() const {
    if (running_ == no_agent) return {};
    return {running_, buffers_[running_].stored};
}

bool StoreBuffers::has_drained(const Mark& mark) const {
    if (mark.agent == no_agent) return true;
    const std::deque<Store>& stores = buffers_[mark.agent].stores;
    return stores.empty() || stores.front().number > mark.number;
}

void StoreBuffers::drain_to(const Mark& mark) {
    while (!has_drained(mark)) drain_oldest(mark.agent, 1);
}

void StoreBuffers::drain_range(const void* bytes, std::size_t count) {
    const auto* begin = static_cast<const std::byte*>(bytes);
    for (Agent agent = 0; agent < buffers_.size(); ++agent) {
        const std::deque<Store>& stores = buffers_[agent].stores;
        const auto last = std::find_if(stores.rbegin(), stores.rend(), [&](const Store& store) {
            return store.bytes < begin + count && store.bytes + store.count > begin;
        });
        drain_oldest(agent, static_cast<std::size_t>(stores.rend() - last));
    }
}

void StoreBuffers::drain_everything() {
    for (Agent agent = 0; agent < buffers_.size(); ++agent)
        drain_oldest(agent, buffers_[agent].stores.size());
}

// --- being told ---

void StoreBuffers::when_visible(std::function<void()> callback) {
    waiting_.push_back({mark(), std::move(callback)});
}

// What is due has drained before the step is dispatched.
Instant StoreBuffers::step() {
    std::vector<Waiting> still_waiting;
    for (Waiting& waiting : std::exchange(waiting_, {})) {
        if (has_drained(waiting.mark)) {
            waiting.callback();
        } else {
            still_waiting.push_back(std::move(waiting));
        }
    }
    waiting_.insert(waiting_.begin(), std::make_move_iterator(still_waiting.begin()),
                    std::make_move_iterator(still_waiting.end()));
    return next_visible();
}

}  // namespace xsksim
