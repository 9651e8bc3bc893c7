// SPDX-License-Identifier: GPL-2.0-only
// The guest memory of a world that is taken back to where it was (sim/core/snapshot): in an area of
// the process that is kept for such worlds and tracked page by page. Clean again when it is gone.
// Owner: the body of a Rewindable; one at a time.
#pragma once

#include "models/memory/guest_area.hpp"
#include "models/memory/guest_memory.hpp"

namespace xsksim {

class TrackedMemory {
public:
    TrackedMemory() : memory_(area()) {}
    ~TrackedMemory() { memory_.reset(); }
    TrackedMemory(const TrackedMemory&) = delete;
    TrackedMemory& operator=(const TrackedMemory&) = delete;

    GuestMemory& memory() { return memory_; }

private:
    static const GuestArea& area();

    GuestMemory memory_;
};

}  // namespace xsksim
