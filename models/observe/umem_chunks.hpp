// SPDX-License-Identifier: GPL-2.0-only
// What events say of each chunk of a UMEM: who has the frame in it. Used entries are taken to be
// published in the order of taking.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/events.hpp"
#include "models/observe/umem_map.hpp"
#include "sim/core/table.hpp"

namespace xsksim {

struct ChunkState {
    bool submitted = false;   // handed over, not yet back
    bool peeked = false;      // the driver has it
    bool published = false;   // the device is done with it
    std::uint32_t held = 0;   // buffers of it that the device has taken and not published
    Digest digest;            // of its bytes, as the application left them
    std::uint64_t event = 0;  // last hand-over, either way
    std::uint64_t taken_event = 0;
    Instant submitted_at;  // last
};

class UmemChunks {
public:
    // nullptr: there is no such chunk.
    const ChunkState* find(std::uint64_t pair, std::uint64_t chunk) const {
        const Pair* known = pairs_.find(pair);
        return known == nullptr || chunk >= known->chunks.size() ? nullptr : &known->chunks[chunk];
    }
    // What the event is about (a frame handed over or back, or taken by the device), as it was
    // before; nullptr: it lies outside the UMEM, as an invalid descriptor does on purpose.
    const ChunkState* before() const { return before_ ? &*before_ : nullptr; }
    // Frames in driver and device when the pool was taken from the driver, by the last unbind.
    std::uint64_t with_driver_at_unbind() const { return with_driver_at_unbind_; }
    // Used entries of the last publication beyond the buffers that the device had taken.
    std::uint64_t published_untaken() const { return published_untaken_; }

    void register_umem(std::uint64_t pair, std::uint64_t chunks);
    void submit(std::uint64_t chunk, const event::AppSubmit& submit, const Event& e);
    void reclaim(std::uint64_t chunk, const event::AppReclaim& reclaim, const Event& e);
    void overwrite(std::uint64_t chunk, const event::AppOverwrite& overwrite);
    void peek(std::uint64_t chunk, const event::XskPeek& peek);
    void take(std::uint64_t chunk, std::uint64_t pair, const Event& e);
    void publish(std::uint64_t pair, std::uint16_t entries);
    void reset(std::uint64_t pair);
    void unbind(const event::XskUnbind& unbind, const Event& e);

private:
    struct Taken {
        std::uint64_t chunk = no_chunk;  // no_chunk: not a UMEM frame
        std::uint32_t generation = 0;    // of the UMEM registration
    };
    struct Pair {
        std::uint32_t generation = 0;
        std::uint32_t with_driver = 0;  // peeked, not yet published by the device
        std::vector<ChunkState> chunks;
        RingQueue<Taken> taken;
    };
    // nullptr: no such chunk. Keeps how it was.
    ChunkState* looked_at(std::uint64_t pair, std::uint64_t chunk);

    Table<Pair> pairs_;
    std::optional<ChunkState> before_;
    std::uint64_t with_driver_at_unbind_ = 0, published_untaken_ = 0;
};

}  // namespace xsksim
