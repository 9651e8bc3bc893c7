// SPDX-License-Identifier: GPL-2.0-only
// Hypercalls: spin locks, RCU, barriers, atomic bit operations.
#include <array>

#include "models/shim/hooks/driver_mistakes.hpp"
#include "models/shim/hooks/store_order.hpp"
#include "models/shim/hypercalls/hypercall_support.hpp"

using xsksim::BitOperation;
using xsksim::check_object;
namespace event = xsksim::event;
using xsksim::Hypercall;
using xsksim::kernel;
using xsksim::Operation;
using xsksim::ShimContext;

namespace {

constexpr std::size_t lock_bytes = 4;

// A number for a word that the trace may hold: its guest-physical address, or its offset in the
// driver's image.
std::uint64_t word_number(const void* word) {
    const ShimContext::World& world = ShimContext::active().world();
    if (world.memory.contains(word)) return world.memory.physical(word).value;
    return reinterpret_cast<std::uintptr_t>(word) - world.driver.load_bias();
}

BitOperation event_operation(enum xs_bit_op operation) {
    switch (operation) {
        case XS_BIT_SET:
            return BitOperation::set;
        case XS_BIT_CLEAR:
            return BitOperation::clear;
        case XS_BIT_TEST_AND_SET:
            return BitOperation::test_and_set;
        case XS_BIT_TEST_AND_CLEAR:
            return BitOperation::test_and_clear;
    }
    return BitOperation::set;
}

// The kernel's function, as a driver author knows it.
const char* name_of(enum xs_bit_op operation) {
    switch (operation) {
        case XS_BIT_SET:
            return "set_bit";
        case XS_BIT_CLEAR:
            return "clear_bit";
        case XS_BIT_TEST_AND_SET:
            return "test_and_set_bit";
        case XS_BIT_TEST_AND_CLEAR:
            return "test_and_clear_bit";
    }
    return "";
}

template <xsksim::Act act>
constexpr Operation barrier = Operation::call({xsksim::ObjectKind::barrier, act}, 0);
// By enum xs_barrier.
constexpr std::array barriers{barrier<xsksim::Act::full>,    barrier<xsksim::Act::read>,
                              barrier<xsksim::Act::write>,   barrier<xsksim::Act::acquire>,
                              barrier<xsksim::Act::release>, barrier<xsksim::Act::compiler>};
static_assert(XS_MB == 0 && XS_RMB == 1 && XS_WMB == 2 && XS_ACQUIRE == 3 && XS_RELEASE == 4 &&
              XS_COMPILER == 5);

}  // namespace

extern "C" {

void xs_spin_lock_init(void* lock, const char* name) { kernel().locks().initialise(lock, name); }

void xs_spin_lock(void* lock, const char* name) {
    const Hypercall call("spin_lock");
    check_object(lock, lock_bytes, XSKSIM_CALLER_PC);
    kernel().locks().lock(lock, name, XSKSIM_CALLER_PC);
}

bool xs_spin_trylock(void* lock, const char* name) {
    const Hypercall call("spin_trylock");
    check_object(lock, lock_bytes, XSKSIM_CALLER_PC);
    return kernel().locks().try_lock(lock, name, XSKSIM_CALLER_PC);
}

void xs_spin_unlock(void* lock) {
    const Hypercall call("spin_unlock");
    check_object(lock, lock_bytes, XSKSIM_CALLER_PC);
    kernel().locks().unlock(lock);
}

bool xs_spin_is_locked_by_me(const void* lock) { return kernel().locks().held_by_current(lock); }

void xs_rcu_read_lock() { kernel().rcu().read_lock(); }
void xs_rcu_read_unlock() { kernel().rcu().read_unlock(); }

void xs_synchronize_rcu() {
    const Hypercall call("synchronize_rcu");
    kernel().rcu().synchronize();
}

// Others may run there, whatever the kind. On x86 only a full barrier is an instruction.
void xs_barrier(enum xs_barrier kind) {
    const Hypercall call("barrier");
    kernel().cpus().execution().point(barriers.at(kind));
    if (kind == XS_MB) xsksim::full_barrier();
}

bool xs_bit_op(enum xs_bit_op operation, unsigned int nr, volatile unsigned long* word) {
    const Hypercall call(name_of(operation));
    const auto* address = const_cast<const unsigned long*>(word);
    if (reinterpret_cast<std::uintptr_t>(address) % sizeof *address != 0) [[unlikely]]
        xsksim::unaligned_access(reinterpret_cast<std::uintptr_t>(address), sizeof *address,
                                 xsksim::atomic_update, XSKSIM_CALLER_PC);
    xsksim::hypercall_access(address, sizeof *address, xsksim::atomic_update, XSKSIM_CALLER_PC);
    xsksim::full_barrier();
    const unsigned long mask = 1UL << nr;
    const bool old = (*word & mask) != 0;
    if (operation == XS_BIT_SET || operation == XS_BIT_TEST_AND_SET)
        *word = *word | mask;
    else
        *word = *word & ~mask;
    kernel().trace().emit(event::StateBit{.word = {word_number(address)},
                                          .nr = nr,
                                          .operation = event_operation(operation),
                                          .old = old});
    return old;
}

}  // extern "C"
