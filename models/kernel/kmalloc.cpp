// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/kmalloc.hpp"

#include <string>

namespace xsksim {

Kmalloc::Kmalloc(Trace& trace, Findings& findings, Execution& execution, Sections& sections,
                 GuestMemory& memory, Duration cost)
    : trace_(trace),
      findings_(findings),
      execution_(execution),
      sections_(sections),
      memory_(memory),
      cost_(cost) {}

// The kernel's own value: not null, and no access through it is ever right.
void* Kmalloc::zero_size_pointer() { return reinterpret_cast<void*>(std::uintptr_t{16}); }

void* Kmalloc::allocate(const Request& request) {
    if (!request.atomic) sections_.might_sleep("kmalloc");
    execution_.spend(cost_, Operation::call({ObjectKind::memory, Act::allocate}, 0));
    if (fails(request, "kmalloc")) return nullptr;
    if (request.bytes == 0) return zero_size_pointer();
    void* object = memory_.allocate(request.bytes, request.zero, request.site);
    if (object == nullptr) used_up(request.bytes, "kmalloc");
    return object;
}

bool Kmalloc::fails(const Request& request, std::string_view what) {
    if (!fail_allocation || !fail_allocation(request)) return false;
    trace_.emit(event::AllocFailed{.bytes = request.bytes, .text = trace_.text(what)});
    return true;
}

void Kmalloc::used_up(std::size_t bytes, std::string_view what) {
    trace_.emit(event::AllocFailed{.bytes = bytes, .text = trace_.text(what)});
    findings_.failure(Code::memory_used_up, std::string(what) + ": the guest's memory is used up");
}

void Kmalloc::free(const void* object) {
    if (object == nullptr || object == zero_size_pointer()) return;
    execution_.spend(cost_, Operation::call({ObjectKind::memory, Act::free},
                                            memory_.physical_or_none(object).value));
    if (on_free)
        if (const std::size_t bytes = memory_.object_bytes(object); bytes != 0)
            on_free(object, bytes);
    switch (memory_.release(const_cast<void*>(object))) {
        case GuestMemory::FreeResult::freed:
            break;
        case GuestMemory::FreeResult::already_freed:
            findings_.failure(Code::memory_freed_twice, "kfree of memory that is freed already");
            break;
        case GuestMemory::FreeResult::not_the_start:
            findings_.failure(Code::memory_freed_inside, "kfree of an address inside an object");
            break;
        case GuestMemory::FreeResult::not_allocated:
            findings_.failure(Code::memory_freed_unallocated,
                              "kfree of an address that was never allocated");
            break;
    }
}

}  // namespace xsksim
