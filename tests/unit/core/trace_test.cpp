// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "sim/core/check.hpp"
#include "sim/core/trace.hpp"
#include "tests/unit/core/journal.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

constexpr EventKind red{3};
constexpr EventKind blue{4};

struct Collector : EventListener {
    Collector(std::string tag, std::vector<std::string>& into) : name(std::move(tag)), seen(into) {}
    void on_event(const Event& event) override {
        seen.push_back(name + " " + std::to_string(static_cast<int>(event.kind)) + " #" +
                       std::to_string(event.number));
        last = event;
    }
    std::string name;
    std::vector<std::string>& seen;
    Event last;
};

}  // namespace

TEST_CASE("trace: listeners hear the kinds they asked for, in the order they were added") {
    const auto engine = make_engine();
    Trace trace(*engine);
    std::vector<std::string> seen;
    Collector blues("blues", seen);
    Collector all("all", seen);
    trace.emit(red);
    trace.listen(blues, {blue});
    trace.listen(all);
    trace.emit(red);
    trace.emit(blue);
    CHECK(seen == Lines{"all 3 #2", "blues 4 #3", "all 4 #3"});
    CHECK(trace.count() == 3);
    CHECK_THROWS_AS(trace.listen(all, {EventKind{event_kinds_max}}), SimulatorFault);
}

TEST_CASE("trace: an event carries time, context and its numbers") {
    const auto engine = make_engine();
    Trace trace(*engine);
    std::vector<std::string> seen;
    Collector all("all", seen);
    trace.listen(all);
    const auto idle = engine->spawn({"idle", Rank::task}, [] {});
    const auto task = engine->spawn({"task", Rank::task}, [&] {
        engine->spend(ns(17));
        trace.emit(red, 1, 2, 3, 4);
    });
    engine->wake(task);
    engine->run();
    CHECK(all.last.at == at_ns(17));
    CHECK(all.last.context == task);
    CHECK(all.last.kind == red);
    CHECK(all.last.arg == std::array<std::uint64_t, 4>{1, 2, 3, 4});
    static_cast<void>(idle);
}

TEST_CASE("trace: equal texts share an index, counted in order of first use") {
    const auto engine = make_engine();
    Trace trace(*engine);
    CHECK(trace.text("zebra") == 1);
    CHECK(trace.text("ant") == 2);
    CHECK(trace.text("zebra") == 1);
    CHECK(trace.text("") == 3);
    CHECK(trace.text_at(2) == "ant");
    CHECK(trace.text_at(0).empty());
    CHECK_THROWS_AS(trace.text_at(4), SimulatorFault);
}

TEST_CASE("check: the message says where, what and which condition, without the build's path") {
    try {
        XSKSIM_CHECK(1 + 1 == 3, "arithmetic");
        FAIL("not thrown");
    } catch (const SimulatorFault& fault) {
        CHECK_THAT(fault.what(), Catch::Matches("tests/unit/core/trace_test\\.cpp:[0-9]+: "
                                                "arithmetic \\(1 \\+ 1 == 3\\)"));
    }
}
