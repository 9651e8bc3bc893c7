// SPDX-License-Identifier: GPL-2.0-only
// Mistakes of a driver that no access hook foresees: each is one finding that names function and
// line, the run ends as after any other, and the next world in the process is none the worse.
#include <catch2/catch.hpp>

#include "models/shim/hooks/access_state.hpp"
#include "sim/core/sanitizer.hpp"
#include "tests/unit/shim/probe_world.hpp"

using namespace xsksim;
using namespace xsksim::test;
using Catch::Contains;
using Catch::StartsWith;

namespace {

struct Told {
    std::vector<std::string> findings;
    std::string stack;
    Instant at;
};

Told findings_of(const std::function<void(ProbeWorld&)>& mistake) {
    ProbeWorld world;
    bool returned = false;
    const RunEnd end = world.run([&] {
        world.kernel.cpus().execution().spend(Duration{700}, Operation::local());
        const DriverCall call;
        mistake(world);
        returned = true;
    });
    CHECK_FALSE(returned);
    CHECK(end.reason == EndReason::stopped);
    const auto events = world.log.of(EventKind::finding);
    return {world.findings(), world.first_stack(), events.empty() ? Instant{} : events[0].at};
}

void run_a_good_world() {
    ProbeWorld world;
    int count = 0;
    const RunEnd end = world.run([&] { count = world.function<int()>("count_up")(); });
    CHECK(end.reason == EndReason::idle);
    CHECK(count == 42);
    CHECK(world.findings().empty());
}

}  // namespace

TEST_CASE("faults: what the processor notices is a finding with function, line and time") {
    const auto [function, words, has_frames] = GENERATE(table<std::string, std::string, bool>({
        {"jump_to_null", "jump through a NULL function pointer", true},
        {"jump_to_data", "jump to where no code is", true},
        {"jump_nowhere", "general protection fault", true},
        {"divide_by_seven_minus_seven", "division by zero", true},
        {"divide_by_constant", "division by zero", true},
        {"hit_trap", "trap instruction", true},
        {"hit_breakpoint", "breakpoint instruction", true},
        {"halt_processor", "general protection fault", true},
        {"read_null_unseen", "segmentation fault: NULL pointer: read at offset 0x8", true},
        {"write_constant_unseen", "segmentation fault: write where no memory for it is", true},
        {"recurse", "stack overflow", true},
        {"use_huge_frame", "stack overflow", true},
        {"call_overwriter", "jump to where no code is", false},
        {"overwrite_frames", "general protection fault", false},
    }));
    const std::map<std::string, std::string> innermost = {
        {"divide_by_seven_minus_seven", "divide"},
        {"read_null_unseen", "read_unseen"},
        {"call_overwriter", "overwrite_return_address"},
    };
    const auto found = innermost.find(function);
    const std::string where = found == innermost.end() ? function : found->second;
    CAPTURE(function);
    // The sanitizer looks at such a frame itself, on the stack that has run out.
    if (address_sanitizer && function == "use_huge_frame") return;
    // Without frames the report runs on a spare stack that the sanitizer takes for the old one.
    if (address_sanitizer && !has_frames) return;
    const auto mistake = [name = function](ProbeWorld& world) {
        world.function<int(int)>(name)(3);
    };
    const Told told = findings_of(mistake);
    REQUIRE(told.findings.size() == 1);
    CHECK_THAT(told.findings[0],
               StartsWith(words) && Contains(" in " + where + " (probe_driver.c:"));
    CHECK(told.at >= Instant{700});
    if (has_frames)
        CHECK_THAT(told.stack,
                   StartsWith("in cpu0/probe (task)\n  " + where + " probe_driver.c:") &&
                       Contains("  " + function + " probe_driver.c:"));
    run_a_good_world();
    const Told again = findings_of(mistake);
    CHECK(again.findings == told.findings);
    CHECK(again.stack == told.stack);
}

TEST_CASE("faults: recursion is one line of the stack") {
    const Told told =
        findings_of([](ProbeWorld& world) { world.function<int(int)>("recurse")(0); });
    CHECK_THAT(told.stack, Contains(" times)\n"));
    CHECK(told.stack.size() < 1000);
}

TEST_CASE("faults: an unaligned access is a finding, a packed field is none") {
    const std::string function =
        GENERATE("read_word", "write_volatile_word", "add_atomically", "set_flag");
    CAPTURE(function);
    const auto bytes_at = [](ProbeWorld& world, std::size_t offset) {
        return static_cast<char*>(world.memory.allocate(64, true)) + offset;
    };
    const Told told = findings_of([&](ProbeWorld& world) {
        CHECK(world.function<unsigned(void*)>("read_packed")(bytes_at(world, 0)) == 0);
        world.function<int(void*, int)>(function)(bytes_at(world, 8), 1);
        CHECK(world.findings().empty());
        world.function<int(void*, int)>(function)(bytes_at(world, 10), 1);
    });
    REQUIRE(told.findings.size() == 1);
    CHECK_THAT(told.findings[0], StartsWith("unaligned access: ") &&
                                     Contains(" bytes, 2 off, in ") &&
                                     Contains(function + " (probe_driver.c:"));
    run_a_good_world();
}

TEST_CASE("faults: a lock that nobody releases is found where it must be free") {
    ProbeWorld world;
    const std::string line = std::to_string(world.variable<const int>("take_lock_line"));
    const std::string taken =
        " with spin lock probe_lock held, taken in take_lock probe_driver.c:" + line;
    SECTION("on the way back to user mode") {
        world.run([&] { world.function<void()>("take_lock")(); });
        REQUIRE(world.findings().size() >= 1);
        CHECK(world.findings()[0] == "cpu0/probe returns to user mode" + taken);
    }
    SECTION("on the way out of an interrupt handler") {
        const ContextId controller =
            world.engine->spawn_step({"controller", Rank::interrupt_controller}, [&] {
                if (world.engine->now() < Instant{5000}) return Instant{5000};
                world.shim.deliver(0, 1);
                return Instant::never();
            });
        world.engine->wake(controller);
        world.run([&] {
            world.function<int(unsigned)>("request_locking_interrupt")(1);
            world.kernel.cpus().execution().spend(Duration{10'000}, Operation::local());
        });
        REQUIRE(world.findings().size() == 1);
        CHECK(world.findings()[0] == "cpu0/hardirq returns from an interrupt handler" + taken);
    }
    SECTION("where nothing moves any more") {
        world.run([&] {
            world.function<void()>("take_lock")();
            world.kernel.cpus().tasks().block(Instant::never(), "for good");
        });
        world.kernel.locks().check_none_held_at_end();
        REQUIRE_FALSE(world.findings().empty());
        CHECK(
            world.findings().back() ==
            "cpu0/probe still holds spin lock probe_lock at the end of the run, taken in take_lock "
            "probe_driver.c:" +
                line);
    }
}
