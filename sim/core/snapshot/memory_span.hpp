// SPDX-License-Identifier: GPL-2.0-only
// A range of the process's memory.
#pragma once

#include <cstddef>
#include <cstdint>

namespace xsksim {

struct MemorySpan {
    std::byte* begin = nullptr;
    std::size_t bytes = 0;

    std::byte* end() const { return begin + bytes; }
    bool contains(const void* p) const {
        return reinterpret_cast<std::uintptr_t>(p) - reinterpret_cast<std::uintptr_t>(begin) <
               bytes;
    }
};

}  // namespace xsksim
