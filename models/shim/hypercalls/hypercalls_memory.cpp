// SPDX-License-Identifier: GPL-2.0-only
// Hypercalls: objects, pages, DMA addresses, bytes.
#include <cstring>

#include "models/shim/hooks/store_order.hpp"
#include "models/shim/hypercalls/hypercall_support.hpp"
#include "models/shim/hypercalls/page_handles.hpp"

using xsksim::Act;
using xsksim::Code;
using xsksim::DmaDirection;
using xsksim::GuestPhysical;
using xsksim::Hypercall;
using xsksim::hypercall_access;
using xsksim::kernel;
using xsksim::ObjectKind;
using xsksim::Operation;
using xsksim::ShimContext;

namespace {

GuestPhysical physical_or_fatal(const void* p, const char* what) {
    if (!kernel().memory().contains(p) && !kernel().memory().is_in_module(p))
        kernel().findings().fatal(kernel().engine(), Code::memory_not_guest_memory,
                                  std::string(what) + " of a pointer outside guest memory");
    return kernel().memory().physical(p);
}

}  // namespace

extern "C" {

void* xs_alloc(size_t bytes, unsigned int flags) {
    const Hypercall call("kmalloc");
    return kernel().kmalloc().allocate({bytes, (flags & XS_ALLOC_ZERO) != 0,
                                        (flags & XS_ALLOC_ATOMIC) != 0,
                                        ShimContext::active().site_of(XSKSIM_CALLER_PC)});
}

void xs_free(const void* object) {
    const Hypercall call("kfree");
    if (kernel().dma_mappings().any() && kernel().memory().contains(object))
        kernel().dma_mappings().is_freed(kernel().memory().physical(object),
                                         kernel().memory().object_bytes(object));
    kernel().kmalloc().free(object);
}

void* xs_alloc_pages(size_t bytes, unsigned int flags) {
    const Hypercall call("alloc_pages");
    const bool atomic = (flags & XS_ALLOC_ATOMIC) != 0;
    if (!atomic) kernel().cpus().sections().might_sleep("alloc_pages");
    kernel().cpus().execution().spend(kernel().costs().allocation,
                                      Operation::call({ObjectKind::memory, Act::allocate}, 0));
    if (bytes == 0 || kernel().kmalloc().fails({bytes, true, atomic}, "alloc_pages"))
        return nullptr;
    void* first = kernel().memory().allocate_pages(bytes);
    if (first == nullptr) {
        kernel().kmalloc().used_up(bytes, "alloc_pages");
        return nullptr;
    }
    ShimContext::active().note_pages(first, bytes, XSKSIM_CALLER_PC);
    return first;
}

void* xs_boot_pages(size_t bytes) { return kernel().memory().allocate_pages(bytes); }

void xs_free_pages(void* first, size_t bytes) {
    const Hypercall call("free_pages");
    kernel().cpus().execution().spend(
        kernel().costs().allocation,
        Operation::call({ObjectKind::memory, Act::free},
                        kernel().memory().physical_or_none(first).value));
    if (first == nullptr) return;
    xsksim::GuestMemory& memory = kernel().memory();
    if (!memory.contains(first) || memory.page_range_bytes(first) != bytes)
        return kernel().findings().failure(Code::memory_pages_freed_wrongly,
                                           "pages freed that were not allocated so");
    kernel().dma_mappings().is_freed(memory.physical(first), bytes);
    ShimContext::active().forget_pages(first);
    memory.release_pages(first, bytes);
}

uint64_t xs_dma_address(const void* p) { return physical_or_fatal(p, "DMA address").value; }

void xs_dma_map(uint64_t address, size_t bytes, unsigned int direction, const void* caller) {
    kernel().dma_mappings().map(
        {{address},
         bytes,
         static_cast<DmaDirection>(direction),
         ShimContext::active().site_of(reinterpret_cast<std::uintptr_t>(caller))});
}

void xs_dma_unmap(uint64_t address, size_t bytes, unsigned int direction) {
    const Hypercall call("dma_unmap");
    kernel().dma_mappings().unmap({{address}, bytes, static_cast<DmaDirection>(direction)});
}

void* xs_page_of(const void* p) { return xsksim::page_handle(physical_or_fatal(p, "page")); }

uint64_t xs_page_dma(const void* page) {
    const auto address = xsksim::page_address(kernel().memory(), page);
    if (!address)
        kernel().findings().fatal(kernel().engine(), Code::memory_not_guest_memory,
                                  "DMA address of what is no page");
    return address->value;
}

void* xs_memcpy(void* to, const void* from, size_t bytes) {
    const Hypercall call("memcpy");
    hypercall_access(from, bytes, xsksim::plain_read, XSKSIM_CALLER_PC);
    hypercall_access(to, bytes, xsksim::plain_write, XSKSIM_CALLER_PC);
    xsksim::note_store(to, bytes);
    return std::memcpy(to, from, bytes);
}

void* xs_memmove(void* to, const void* from, size_t bytes) {
    const Hypercall call("memmove");
    hypercall_access(from, bytes, xsksim::plain_read, XSKSIM_CALLER_PC);
    hypercall_access(to, bytes, xsksim::plain_write, XSKSIM_CALLER_PC);
    xsksim::note_store(to, bytes);
    return std::memmove(to, from, bytes);
}

void* xs_memset(void* to, int value, size_t bytes) {
    const Hypercall call("memset");
    hypercall_access(to, bytes, xsksim::plain_write, XSKSIM_CALLER_PC);
    xsksim::note_store(to, bytes);
    return std::memset(to, value, bytes);
}

int xs_memcmp(const void* a, const void* b, size_t bytes) {
    const Hypercall call("memcmp");
    hypercall_access(a, bytes, xsksim::plain_read, XSKSIM_CALLER_PC);
    hypercall_access(b, bytes, xsksim::plain_read, XSKSIM_CALLER_PC);
    return std::memcmp(a, b, bytes);
}

void xs_netdev_private(const void* priv, size_t bytes) {
    ShimContext::active().set_private_area(priv, bytes);
}

}  // extern "C"
