// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/hooks/access_fault.hpp"

#include <fmt/format.h>

namespace xsksim {

namespace {

constexpr std::uint64_t byte_everywhere = 0x0101'0101'0101'0101;
constexpr std::uint64_t poison_freed = 0x6b * byte_everywhere;
constexpr std::uint64_t poison_fresh = 0x5a * byte_everywhere;
constexpr std::uint64_t pattern_reach = 1 << 20;  // offsets of fields and indices beyond a pattern
constexpr std::size_t object_search_bytes = 1 << 20;

std::string what(const Access& access) {
    return fmt::format("{} of {} byte{}", access.is_write() ? "write" : "read", access.bytes,
                       access.bytes == 1 ? "" : "s");
}

bool near_pattern(std::uint64_t value, std::uint64_t pattern) {
    return value - pattern + pattern_reach < 2 * pattern_reach;
}

// Touches nothing of guest memory and nothing of the driver.
std::string outside_fault(const Access& access) {
    if (access.address < GuestMemory::page_bytes)
        return fmt::format("NULL pointer: {} at offset {:#x}", what(access), access.address);
    if (near_pattern(access.address, poison_freed))
        return fmt::format("wild pointer: {} through a pointer read from freed memory ({:#x})",
                           what(access), access.address);
    if (near_pattern(access.address, poison_fresh))
        return fmt::format(
            "wild pointer: {} through a pointer read from uninitialised memory ({:#x})",
            what(access), access.address);
    return fmt::format("wild pointer: {} outside guest memory", what(access));
}

// The live object that begins nearest before `address`.
std::string object_before(const GuestMemory& memory, std::uintptr_t address) {
    for (std::size_t back = 0; back < object_search_bytes; back += 8) {
        const auto* start = reinterpret_cast<const void*>((address & ~std::uintptr_t{7}) - back);
        if (!memory.contains(start)) break;
        const std::size_t bytes = memory.object_bytes(start);
        if (bytes == 0) continue;
        const auto offset = address - reinterpret_cast<std::uintptr_t>(start);
        if (offset < bytes) return "";
        return fmt::format(", {} bytes past the end of an object of {} bytes", offset - bytes,
                           bytes);
    }
    return "";
}

std::string guest_fault(const GuestMemory& memory, const Access& access, const AccessFault& fault) {
    const char* kind = "";
    switch (fault.state) {
        case ByteState::valid:
            break;
        case ByteState::never_allocated:
            kind = "wild pointer: memory never allocated";
            break;
        case ByteState::redzone:
            kind = "out of bounds";
            break;
        case ByteState::freed:
            kind = "use after free";
            break;
        case ByteState::unpinned:
            kind = "use of unpinned UMEM page";
            break;
    }
    std::string text = fmt::format("{}: {} at {:#x}", kind, what(access), fault.where.value);
    if (fault.state == ByteState::freed) {
        const GuestMemory::ObjectInfo object = memory.object_at(memory.pointer(fault.where, 1));
        if (object.bytes != 0)
            text += fmt::format(", {} bytes into an object of {} bytes",
                                fault.where.value - object.start.value, object.bytes);
    }
    if (fault.state == ByteState::redzone) {
        const auto distance =
            fault.where.value - memory.physical(reinterpret_cast<void*>(access.address)).value;
        text += object_before(memory, access.address + distance);
    }
    return text;
}

bool writable(const DriverObject& driver, const Access& access) {
    for (const AddressRange& range : driver.writable())
        if (range.contains(access.address, access.bytes)) return true;
    return false;
}

}  // namespace

std::optional<std::string> access_fault(const GuestMemory& memory, const DriverObject& driver,
                                        const Access& access) {
    const auto* first = reinterpret_cast<const void*>(access.address);
    if (memory.contains(first)) {
        const AccessFault fault = memory.check(first, access.bytes);
        if (fault.state == ByteState::valid) return std::nullopt;
        return guest_fault(memory, access, fault);
    }
    if (writable(driver, access)) return std::nullopt;
    if (driver.image().contains(access.address, access.bytes)) {
        if (!access.is_write()) return std::nullopt;
        return what(access) + " to the driver's read-only data";
    }
    return outside_fault(access);
}

}  // namespace xsksim
