// SPDX-License-Identifier: GPL-2.0-only
// kmalloc and kfree over guest memory.
//
// Stands for: mm/slub.c with debugging on (redzones, poison), Linux 5.11. Simplified: 512 MiB
// for objects and as much for whole pages, nothing is reclaimed; an allocation fails where either
// is used up, or fail_allocation says so. Owner: GuestKernel. Callers: the shim, NetDevice (skbs),
// the AF_XDP core; guest contexts only. Scheduling points: allocate and free, before the effect.
// Costs: KernelCosts::allocation each. Errors: failure findings for a free of freed memory, of
// something that is no object's start, for an allocation that may sleep in atomic context, and when
// memory is used up. Events: alloc_failed.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "models/kernel/cpu/execution.hpp"
#include "models/kernel/cpu/sections.hpp"
#include "models/memory/guest_memory.hpp"

namespace xsksim {

class Kmalloc {
public:
    Kmalloc(Trace& trace, Findings& findings, Execution& execution, Sections& sections,
            GuestMemory& memory, Duration cost);

    struct Request {
        std::size_t bytes = 0;
        bool zero = false;
        bool atomic = false;     // GFP_ATOMIC: must not sleep
        std::uint32_t site = 0;  // see GuestMemory::allocate
    };
    // nullptr when it fails. Zero bytes: zero_size_pointer(), which may be freed.
    void* allocate(const Request& request);  // [point]
    void free(const void* object);           // [point] nullptr is fine

    // Whether this one is to fail, which the trace is then told; for other allocators, too.
    bool fails(const Request& request, std::string_view what);

    // No memory was left for this one: told as `fails` does, and as a finding.
    void used_up(std::size_t bytes, std::string_view what);

    // Asked at every allocation; true makes it fail. Empty: none fails.
    std::function<bool(const Request&)> fail_allocation;
    static void* zero_size_pointer();
    // Told of every object just before it is freed.
    std::function<void(const void* start, std::size_t bytes)> on_free;

private:
    Trace& trace_;
    Findings& findings_;
    Execution& execution_;
    Sections& sections_;
    GuestMemory& memory_;
    Duration cost_;
};

}  // namespace xsksim
