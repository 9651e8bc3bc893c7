// SPDX-License-Identifier: GPL-2.0-only
// What the driver has mapped for its device, and whether it is right to unmap it, or to free it.
//
// Stands for: kernel/dma/debug.c (CONFIG_DMA_API_DEBUG), Linux 5.11, and the IOMMU that a device
// with VIRTIO_F_ACCESS_PLATFORM may be behind. Simplified: addresses of the bus are guest-physical
// ones, coherent memory, no bounce buffers, mapping never fails; calls that hand a mapping over for
// a while (dma_sync_*) are not looked at; of memory that is freed only mappings that begin in it.
// Owner: GuestKernel. Callers: the shim, for a kernel's own driver; the ports map nothing, and then
// the device may reach everything. No scheduling points, no cost, as without an IOMMU in
// reality. Errors: failure findings for memory that is unmapped and was not mapped, or otherwise,
// and for memory that is freed while it is mapped.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "models/kernel/findings.hpp"
#include "models/memory/dma_pages.hpp"
#include "sim/core/words.hpp"

namespace xsksim {

// In the order of the kernel's enum dma_data_direction.
XSKSIM_WORDS(DmaDirection, both_ways, to_the_device, from_the_device);

class DmaMappings {
public:
    struct Mapping {
        GuestPhysical start;
        std::size_t bytes = 0;
        DmaDirection direction = DmaDirection::both_ways;
        std::uint32_t site = 0;  // who mapped it, as of GuestMemory::allocate()
    };

    DmaMappings(Findings& findings, GuestMemory& memory) : findings_(findings), memory_(memory) {}
    ~DmaMappings() { memory_.limit_device_to(nullptr); }
    DmaMappings(const DmaMappings&) = delete;
    DmaMappings& operator=(const DmaMappings&) = delete;

    // From the first on the device reaches only what is mapped.
    void map(const Mapping& mapping);
    void unmap(const Mapping& mapping);  // of any site
    // The bytes are about to be freed.
    void is_freed(GuestPhysical start, std::size_t bytes);
    bool any() const { return !mappings_.empty(); }
    // By address.
    std::vector<Mapping> all() const;

private:
    void report(Code code, const char* what, const Mapping& mapping, const std::string& but);

    Findings& findings_;
    GuestMemory& memory_;
    std::multimap<GuestPhysical, Mapping> mappings_;
    DmaPages pages_;
};

}  // namespace xsksim
