// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/stack_pool.hpp"

#include <sys/mman.h>

#include "sim/core/check.hpp"
#include "sim/core/sanitizer.hpp"

namespace xsksim {
namespace {

// A frame larger than a page must not step over it; and where it lies, the shim takes it for a part
// of the stack (models/shim/hooks/driver_faults.cpp).
constexpr std::size_t guard_bytes = 32 * 1024;

}  // namespace

std::byte* make_stack(std::size_t bytes) {
    void* const low = mmap(nullptr, guard_bytes + bytes, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    XSKSIM_CHECK(low != MAP_FAILED, "the host refuses a stack");
    XSKSIM_CHECK(mprotect(low, guard_bytes, PROT_NONE) == 0, "the host refuses a guard");
    return static_cast<std::byte*>(low) + guard_bytes + bytes;
}

std::byte* StackPool::take() {
    if (free_.empty()) return make_();
    std::byte* const end = free_.back();
    free_.pop_back();
    sanitizer_forgets({reinterpret_cast<std::uintptr_t>(end) - stack_bytes_, stack_bytes_});
    return end;
}

}  // namespace xsksim
