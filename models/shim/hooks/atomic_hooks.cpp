// SPDX-License-Identifier: GPL-2.0-only
// What gcc makes of __atomic and __sync builtins under -fsanitize=thread: a scheduling point and a
// check of the access, then the operation itself. On x86 what reads and writes has a lock prefix
// and is a full barrier whatever its order argument says; so is a sequentially consistent store
// (xchg) or fence (mfence). Loads, and stores and fences of any other order, are plain.
#include <cstdint>

#include "models/shim/hooks/access_check.hpp"
#include "models/shim/hooks/driver_mistakes.hpp"
#include "models/shim/hooks/store_order.hpp"

namespace {

void touch(const volatile void* p, std::size_t bytes, xsksim::AccessKind how, void* pc) {
    const auto address = reinterpret_cast<std::uintptr_t>(p);
    if (address % bytes != 0) [[unlikely]]
        xsksim::unaligned_access(address, bytes, how, reinterpret_cast<std::uintptr_t>(pc));
    xsksim::hypercall_access(const_cast<const void*>(p), bytes, how,
                             reinterpret_cast<std::uintptr_t>(pc));
}

void order_store(volatile void* p, std::size_t bytes, int order) {
    if (order == __ATOMIC_SEQ_CST)
        xsksim::full_barrier();
    else
        xsksim::note_store(const_cast<void*>(p), bytes);
}

constexpr xsksim::Operation::Call fence(int order) {
    using enum xsksim::Act;
    constexpr auto barrier = xsksim::ObjectKind::barrier;
    switch (order) {
        case __ATOMIC_ACQUIRE:
        case __ATOMIC_CONSUME:
            return {barrier, acquire};
        case __ATOMIC_RELEASE:
            return {barrier, release};
        case __ATOMIC_RELAXED:
            return {barrier, compiler};
        default:
            return {barrier, full};
    }
}

template <typename T>
T negated_and(T a, T b) {
    return static_cast<T>(~(a & b));
}

}  // namespace

#define CALLER __builtin_return_address(0)

#define READ_MODIFY_WRITE(bits, type, name, next)                            \
    type __tsan_atomic##bits##_##name(volatile type* p, type operand, int) { \
        touch(p, sizeof(type), xsksim::atomic_update, CALLER);               \
        xsksim::full_barrier();                                              \
        const type old = *p;                                                 \
        *p = static_cast<type>(next);                                        \
        return old;                                                          \
    }

#define COMPARE_EXCHANGE(bits, type, strength)                                              \
    int __tsan_atomic##bits##_compare_exchange_##strength(volatile type* p, type* expected, \
                                                          type desired, int, int) {         \
        touch(p, sizeof(type), xsksim::atomic_update, CALLER);                              \
        xsksim::full_barrier();                                                             \
        const type old = *p;                                                                \
        if (old != *expected) {                                                             \
            *expected = old;                                                                \
            return 0;                                                                       \
        }                                                                                   \
        *p = desired;                                                                       \
        return 1;                                                                           \
    }

#define ATOMIC_HOOKS(bits, type)                                            \
    type __tsan_atomic##bits##_load(const volatile type* p, int) {          \
        touch(p, sizeof(type), xsksim::marked_read, CALLER);                \
        return *p;                                                          \
    }                                                                       \
    void __tsan_atomic##bits##_store(volatile type* p, type value, int o) { \
        touch(p, sizeof(type), xsksim::marked_write, CALLER);               \
        order_store(p, sizeof(type), o);                                    \
        *p = value;                                                         \
    }                                                                       \
    READ_MODIFY_WRITE(bits, type, exchange, operand)                        \
    READ_MODIFY_WRITE(bits, type, fetch_add, old + operand)                 \
    READ_MODIFY_WRITE(bits, type, fetch_sub, old - operand)                 \
    READ_MODIFY_WRITE(bits, type, fetch_and, old& operand)                  \
    READ_MODIFY_WRITE(bits, type, fetch_or, old | operand)                  \
    READ_MODIFY_WRITE(bits, type, fetch_xor, old ^ operand)                 \
    READ_MODIFY_WRITE(bits, type, fetch_nand, negated_and(old, operand))    \
    COMPARE_EXCHANGE(bits, type, strong)                                    \
    COMPARE_EXCHANGE(bits, type, weak)

extern "C" {

ATOMIC_HOOKS(8, std::uint8_t)
ATOMIC_HOOKS(16, std::uint16_t)
ATOMIC_HOOKS(32, std::uint32_t)
ATOMIC_HOOKS(64, std::uint64_t)

void __tsan_atomic_thread_fence(int order) {
    xsksim::pass_point(xsksim::Operation::call(fence(order), 0));
    if (order == __ATOMIC_SEQ_CST) xsksim::full_barrier();
}
void __tsan_atomic_signal_fence(int) {}

}  // extern "C"
