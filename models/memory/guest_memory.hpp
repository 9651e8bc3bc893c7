// SPDX-License-Identifier: GPL-2.0-only
// Guest memory: one arena that holds everything the driver can allocate, the virtqueues, and the
// UMEM, with a shadow that knows of every 8 bytes whether they may be touched. Beside it, the image
// of the loaded driver module, whose static data the device may be pointed at.
//
// Stands for: guest-physical memory and its kernel mapping. Simplified: one mapping for kernel,
// user and device (no page tables; an IOMMU is a set of pages); a module's static data counts as
// one physical range; guest-physical addresses are offsets from fixed bases, so no pointer value of
// the host ever reaches a trace, an order or a hash.
//
// Owner: the world. Users: slab (models/kernel), AF_XDP core, device, application.
// Deterministic: the same sequence of calls gives the same addresses. No scheduling points, no
// cost. Memory that nobody has been given reads as zero, in a fresh arena as in a reset one.
// Errors: an out-of-arena or freed address is reported by check(); the callers turn it into a
// finding; of memory that is used up nullptr is given. The parts: object_allocator.hpp,
// page_allocator.hpp.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace xsksim {

class DmaPages;
class GuestArea;
class StoreBuffers;

struct GuestPhysical {
    std::uint64_t value = 0;
    auto operator<=>(const GuestPhysical&) const = default;
};
constexpr GuestPhysical operator+(GuestPhysical a, std::uint64_t bytes) {
    return {a.value + bytes};
}

enum class ByteState : std::uint8_t {
    valid = 0,
    never_allocated = 0xf0,
    redzone = 0xf1,
    freed = 0xf2,     // in quarantine: holds the poison pattern 0x6b
    unpinned = 0xf3,  // UMEM pages given back by the kernel
};

struct AccessFault {
    ByteState state = ByteState::valid;
    GuestPhysical where;
};

class GuestMemory {
public:
    static constexpr std::uint64_t base_address = 0x1'0000'0000;
    static constexpr std::uint64_t module_address = 0x8'0000'0000;
    static constexpr std::size_t page_bytes = 4096;

    explicit GuestMemory(std::size_t arena_bytes = std::size_t{1} << 30);
    // In an area of the caller's, all of it zero, which outlives it; reset() makes it zero again.
    explicit GuestMemory(const GuestArea& area);
    ~GuestMemory();
    GuestMemory(const GuestMemory&) = delete;
    GuestMemory& operator=(const GuestMemory&) = delete;

    // kmalloc-like objects (slab). Redzones around each, poison on free, quarantine bounded in
    // bytes; a freed object's address is reused only after it left the quarantine.
    // Alignment: 8 below 64 bytes, 64 from there. Contents: zero if `zero`, else 0x5a.
    // `site` names who allocates for live_objects_with_site(); 0: nobody of interest. nullptr where
    // memory is used up; so does allocate_pages().
    void* allocate(std::size_t bytes, bool zero, std::uint32_t site = 0);
    enum class FreeResult { freed, not_allocated, already_freed, not_the_start };
    FreeResult release(void* object);
    // Size of the live object that starts here, 0 if none.
    std::size_t object_bytes(const void* object) const;
    std::size_t live_objects() const;
    struct SiteObject {
        GuestPhysical start;
        std::size_t bytes = 0;
        std::uint32_t site = 0;
    };
    std::vector<SiteObject> live_objects_with_site() const;  // by address
    // The object, live or in quarantine, that holds the byte; bytes 0 if none does.
    struct ObjectInfo {
        GuestPhysical start;
        std::size_t bytes = 0;
        bool live = false;
    };
    ObjectInfo object_at(const void* p) const;

    // Whole pages, page-aligned (rings, UMEM). Zeroed. Released pages become never_allocated.
    void* allocate_pages(std::size_t bytes);
    void release_pages(void* first, std::size_t bytes);
    // Marks a range of pages (un)pinned: the bytes stay, the shadow says so.
    void set_state(void* first, std::size_t bytes, ByteState state);

    // A loaded module's image, which lies outside the arena: the device may read its static data at
    // module_address on. Always valid; until the next map_module() or reset().
    void map_module(const void* first, std::size_t bytes);
    bool is_in_module(const void* p) const {
        return reinterpret_cast<std::uintptr_t>(p) - module_host_address_ < module_bytes_;
    }

    // Bytes of the page range that starts here, 0 if none: what release_pages() may be given.
    std::size_t page_range_bytes(const void* first) const;

    bool contains(const void* p) const {
        return reinterpret_cast<std::uintptr_t>(p) - arena_address_ < arena_bytes_;
    }
    GuestPhysical physical(const void* p) const {
        if (is_in_module(p)) [[unlikely]]
            return {reinterpret_cast<std::uintptr_t>(p) - module_host_address_ + module_address};
        return {reinterpret_cast<std::uintptr_t>(p) - arena_address_ + base_address};
    }
    // 0 for a pointer to neither.
    GuestPhysical physical_or_none(const void* p) const {
        return contains(p) || is_in_module(p) ? physical(p) : GuestPhysical{};
    }
    // The host pointer of [gpa, gpa+bytes), or nullptr if any byte lies outside arena and module.
    std::byte* pointer(GuestPhysical gpa, std::size_t bytes) const {
        const std::uint64_t offset = gpa.value - base_address;
        if (offset >= arena_bytes_) [[unlikely]]
            return module_pointer(gpa, bytes);
        if (bytes > arena_bytes_ - offset) return nullptr;
        return reinterpret_cast<std::byte*>(arena_address_ + offset);
    }

    // Valid, or the first bad byte. The hot path of every instrumented access is an inline one,
    // this or View's, which knows accesses inside one aligned 8 bytes only; `false` means: ask
    // check().
    AccessFault check(const void* p, std::size_t bytes) const;
    bool is_valid_fast(const void* p, std::size_t bytes) const {
        const std::uintptr_t offset = reinterpret_cast<std::uintptr_t>(p) - arena_address_;
        return offset < arena_bytes_ &&
               static_cast<std::ptrdiff_t>((offset & 7) + bytes) <= shadow_[offset >> 3];
    }

    // What the access hooks keep of the arena, so that they need no pointer to it.
    struct View {
        std::uintptr_t begin = 0;
        std::uintptr_t bytes = 0;
        const std::int8_t* shadow = nullptr;

        // Of so many bytes at begin + offset, which lie in the arena. Quick: `false` means no more
        // than that they are not aligned to `alignment`, or not the plainest of cases.
        template <std::size_t size, std::size_t alignment>
        bool is_valid(std::uintptr_t offset) const {
            const std::int8_t* state = shadow + (offset >> 3);
            if constexpr (size == 1 && alignment == 1) return state[0] == 8;
            if constexpr (alignment == 1)
                return static_cast<std::ptrdiff_t>((offset & 7) + size) <= state[0];
            if (offset % alignment != 0) return false;
            if constexpr (size <= 8) return state[0] == 8;
            return size == 16 && state[0] == 8 && state[1] == 8;
        }
    };
    View view() const { return {arena_address_, arena_bytes_, shadow_}; }

    // Pages that the device may reach; nullptr: all of memory. They outlive their use here.
    void limit_device_to(const DmaPages* pages) { dma_pages_ = pages; }
    bool device_reaches(GuestPhysical start, std::size_t bytes) const {
        return dma_pages_ == nullptr || is_mapped(start, bytes);
    }

    // The order in which stores become visible: at once and to all (sequential consistency, no
    // buffers), or through store buffers (TSO), which outlive their use here.
    void order_stores_by(StoreBuffers* buffers) { stores_ = buffers; }
    StoreBuffers* stores() const { return stores_; }
    // What the running agent stores to a word that other agents read without a lock. The word need
    // not lie in guest memory: rings shared with user space are the simulator's.
    template <typename T>
    void store(T& word, T value) const {
        if (stores_ != nullptr) [[unlikely]]
            before_store(&word, sizeof word);
        word = value;
    }
    void before_store(void* bytes, std::size_t count) const;  // with buffers only
    // Full barrier of the running agent.
    void full_barrier() const {
        if (stores_ != nullptr) [[unlikely]]
            drain_stores();
    }

    // Forgets everything, the module too: as new, in time proportional to what was touched.
    void reset();
    // How the host is to back page ranges that are made from now on: costs a memset of 2 MiB for
    // each huge page that is touched at all, and saves misses of the TLB. Changes no result.
    void prefer_huge_pages(bool preferred);

private:
    std::byte* module_pointer(GuestPhysical gpa, std::size_t bytes) const {
        const std::uint64_t offset = gpa.value - module_address;
        if (offset >= module_bytes_ || bytes > module_bytes_ - offset) return nullptr;
        return reinterpret_cast<std::byte*>(module_host_address_ + offset);
    }
    bool is_mapped(GuestPhysical start, std::size_t bytes) const;
    void drain_stores() const;
    void drain_range(const void* first, std::size_t bytes) const;

    struct Impl;
    explicit GuestMemory(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
    std::uintptr_t arena_address_ = 0;
    std::size_t arena_bytes_ = 0;
    const std::int8_t* shadow_ = nullptr;  // see shadow.hpp
    std::uintptr_t module_host_address_ = 0;
    std::size_t module_bytes_ = 0;
    StoreBuffers* stores_ = nullptr;
    const DmaPages* dma_pages_ = nullptr;
};

}  // namespace xsksim
