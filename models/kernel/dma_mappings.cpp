// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/dma_mappings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

namespace xsksim {
namespace {

bool is_like(const DmaMappings::Mapping& one, const DmaMappings::Mapping& other) {
    return one.bytes == other.bytes && one.direction == other.direction;
}

std::string told(const DmaMappings::Mapping& mapping) {
    return fmt::format("{} bytes {}", mapping.bytes, word_of(mapping.direction));
}

}  // namespace

void DmaMappings::map(const Mapping& mapping) {
    memory_.limit_device_to(&pages_);
    mappings_.emplace(mapping.start, mapping);
    pages_.add(mapping.start, mapping.bytes);
}

// Of several at one address the one that is mapped like this, else any.
void DmaMappings::unmap(const Mapping& mapping) {
    const auto [first, end] = mappings_.equal_range(mapping.start);
    if (first == end)
        return report(Code::dma_not_mapped, "is unmapped", mapping, "no mapping begins there");
    auto known =
        std::find_if(first, end, [&](const auto& entry) { return is_like(entry.second, mapping); });
    if (known == end) {
        known = first;
        report(Code::dma_unmapped_otherwise, "is unmapped", mapping,
               "it was mapped as " + told(known->second));
    }
    pages_.remove(known->second.start, known->second.bytes);
    mappings_.erase(known);
}

void DmaMappings::is_freed(GuestPhysical start, std::size_t bytes) {
    const auto mapped = mappings_.lower_bound(start);
    if (mapped == mappings_.end() || mapped->first.value - start.value >= bytes) return;
    report(Code::dma_freed_mapped, "is mapped", mapped->second,
           "the memory that it is of is freed");
}

std::vector<DmaMappings::Mapping> DmaMappings::all() const {
    std::vector<Mapping> all;
    std::ranges::copy(mappings_ | std::views::values, std::back_inserter(all));
    return all;
}

void DmaMappings::report(Code code, const char* what, const Mapping& mapping,
                         const std::string& but) {
    findings_.failure(code, fmt::format("the DMA address {:#x} {}, {}; {}", mapping.start.value,
                                        what, told(mapping), but));
}

}  // namespace xsksim
