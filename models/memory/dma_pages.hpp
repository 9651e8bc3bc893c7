// SPDX-License-Identifier: GPL-2.0-only
// Which pages of guest memory the device can reach: those that the driver has mapped for DMA.
// Stands for: an IOMMU's page table (Linux 5.11 drivers/iommu/dma-iommu.c) with guest-physical
// addresses as those of the bus. So bytes beside a mapping, on the same page, can be reached, too.
// Owner: DmaMappings; GuestMemory asks it for the device. Bytes; no errors, no cost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "models/memory/guest_memory.hpp"

namespace xsksim {

class DmaPages {
public:
    void add(GuestPhysical start, std::size_t bytes) {
        for_each_page(start, bytes, [this](std::uint64_t page) {
            ++mappings_[page];
            return true;
        });
    }
    void remove(GuestPhysical start, std::size_t bytes) {
        for_each_page(start, bytes, [this](std::uint64_t page) {
            const auto mapped = mappings_.find(page);
            if (--mapped->second == 0) mappings_.erase(mapped);
            return true;
        });
    }
    bool has(GuestPhysical start, std::size_t bytes) const {
        return for_each_page(start, bytes,
                             [this](std::uint64_t page) { return mappings_.contains(page); });
    }

private:
    // Until `visit` says no.
    static bool for_each_page(GuestPhysical start, std::size_t bytes, auto visit) {
        if (bytes == 0) return true;
        const std::uint64_t last = (start.value + bytes - 1) / GuestMemory::page_bytes;
        for (std::uint64_t page = start.value / GuestMemory::page_bytes; page <= last; ++page)
            if (!visit(page)) return false;
        return true;
    }

    std::unordered_map<std::uint64_t, std::uint32_t> mappings_;  // of each page that has any
};

}  // namespace xsksim
