// SPDX-License-Identifier: GPL-2.0-only
#include "models/observe/umem_chunks.hpp"

namespace xsksim {

ChunkState* UmemChunks::looked_at(std::uint64_t pair, std::uint64_t chunk) {
    before_.reset();
    Pair* known = pairs_.find(pair);
    if (known == nullptr || chunk >= known->chunks.size()) return nullptr;
    before_ = known->chunks[chunk];
    return &known->chunks[chunk];
}

void UmemChunks::register_umem(std::uint64_t pair, std::uint64_t chunks) {
    Pair& registered = pairs_[pair];
    ++registered.generation;
    registered.with_driver = 0;
    registered.chunks.assign(chunks, ChunkState{});
}

void UmemChunks::submit(std::uint64_t chunk, const event::AppSubmit& submit, const Event& e) {
    ChunkState* state = looked_at(submit.pair, chunk);
    if (state == nullptr) return;
    state->submitted = true;
    state->peeked = state->published = false;
    state->digest = submit.digest;
    state->event = e.number;
    state->submitted_at = e.at;
}

void UmemChunks::reclaim(std::uint64_t chunk, const event::AppReclaim& reclaim, const Event& e) {
    ChunkState* state = looked_at(reclaim.pair, chunk);
    if (state == nullptr) return;
    if (state->submitted && state->peeked && !state->published) --pairs_[reclaim.pair].with_driver;
    state->submitted = state->peeked = false;
    state->event = e.number;
}

void UmemChunks::overwrite(std::uint64_t chunk, const event::AppOverwrite& overwrite) {
    if (ChunkState* state = looked_at(overwrite.pair, chunk)) state->digest = overwrite.digest;
}

void UmemChunks::peek(std::uint64_t chunk, const event::XskPeek& peek) {
    ChunkState* state = looked_at(peek.pair, chunk);
    if (state == nullptr || !state->submitted || state->peeked) return;
    state->peeked = true;
    ++pairs_[peek.pair].with_driver;
}

void UmemChunks::take(std::uint64_t chunk, std::uint64_t pair, const Event& e) {
    pairs_[pair].taken.push({chunk, pairs_[pair].generation});
    ChunkState* state = looked_at(pair, chunk);
    if (state == nullptr) return;
    ++state->held;
    state->taken_event = e.number;
}

void UmemChunks::publish(std::uint64_t index, std::uint16_t entries) {
    Pair& pair = pairs_[index];
    for (; entries != 0 && !pair.taken.empty(); --entries) {
        const Taken taken = pair.taken.front();
        pair.taken.pop();
        if (taken.chunk == no_chunk || taken.generation != pair.generation) continue;
        ChunkState& state = pair.chunks[taken.chunk];
        if (state.held != 0) --state.held;
        if (state.peeked && !state.published) --pair.with_driver;
        state.published = true;
    }
    published_untaken_ = entries;
}

// The device holds none of them any more. What the driver had kept aside counts as given up too.
void UmemChunks::reset(std::uint64_t index) {
    Pair& pair = pairs_[index];
    pair.taken.clear();
    pair.with_driver = 0;
    for (ChunkState& state : pair.chunks) {
        state.held = 0;
        state.published = state.published || state.peeked;
    }
}

void UmemChunks::unbind(const event::XskUnbind& unbind, const Event& e) {
    if (unbind.umem_kept) return;  // the UMEM stays where it is
    Pair& pair = pairs_[unbind.pair];
    with_driver_at_unbind_ = pair.with_driver;
    pair.with_driver = 0;
    for (ChunkState& state : pair.chunks) {
        state.submitted = state.peeked = false;
        state.event = e.number;
    }
}

}  // namespace xsksim
