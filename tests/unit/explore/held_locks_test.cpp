// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/held_locks.hpp"

#include <catch2/catch.hpp>

using namespace xsksim;

namespace {

constexpr ContextId task = 1, softirq = 2;

Operation lock(std::uint64_t number) {
    return Operation::call({ObjectKind::spin_lock, Act::acquire}, number);
}
Operation unlock(std::uint64_t number) {
    return Operation::call({ObjectKind::spin_lock, Act::release}, number);
}

}  // namespace

TEST_CASE("held locks: who asked next has it when the holder lets go") {
    HeldLocks locks;
    locks.does(task, lock(1));
    locks.does(softirq, lock(1));
    CHECK(locks.of(task) != 0);
    CHECK(locks.of(softirq) == 0);
    locks.does(task, unlock(1));
    CHECK(locks.of(task) == 0);
    CHECK(locks.of(softirq) != 0);
    locks.does(softirq, unlock(1));
    CHECK(locks.of(softirq) == 0);
}

TEST_CASE(
    "held locks: who tries and fails has none, and a mutex is another lock than a spin lock") {
    HeldLocks locks;
    locks.does(task, lock(1));
    locks.does(softirq, Operation::call({ObjectKind::spin_lock, Act::try_acquire}, 1));
    CHECK(locks.of(softirq) == 0);
    locks.does(softirq, Operation::call({ObjectKind::mutex, Act::acquire}, 1));
    CHECK(locks.of(softirq) != 0);
    CHECK((locks.of(softirq) & locks.of(task)) == 0);
    locks.does(task, unlock(1));
    CHECK(locks.of(task) == 0);
}

TEST_CASE(
    "held locks: the 65th does not count, and who lets go of what he does not have changes "
    "nothing") {
    HeldLocks locks;
    for (std::uint64_t number = 0; number < 64; ++number) locks.does(task, lock(number));
    CHECK(locks.of(task) == ~std::uint64_t{0});
    locks.does(softirq, lock(64));
    CHECK(locks.of(softirq) == 0);
    locks.does(softirq, unlock(0));
    CHECK(locks.of(task) == ~std::uint64_t{0});
}
