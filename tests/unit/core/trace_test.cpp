// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include <functional>

#include "sim/core/check.hpp"
#include "sim/core/trace.hpp"
#include "tests/unit/core/journal.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

struct Red {
    static constexpr EventKind kind{3};
    std::uint64_t number{};
    Text text{};
};
struct Blue {
    static constexpr EventKind kind{4};
    bool flag{};
};

// Writes down what it hears, and emits what it was told to when it hears a red one.
struct Listener : EventListener {
    Listener(std::string tag, std::vector<std::string>& into) : name(std::move(tag)), seen(into) {}
    void on_event(const Event& event) override {
        last = event;
        seen.push_back(name + (event.is<Red>() ? " red" : " blue") + " #" +
                       std::to_string(event.number));
        if (event.is<Red>() && on_red) on_red();
    }
    void on(const Red& red, const Event& e) {
        seen.push_back(name + " red " + std::to_string(red.number) + " #" +
                       std::to_string(e.number));
    }
    void on(const Blue& blue, const Event& e) {
        seen.push_back(name + (blue.flag ? " blue yes #" : " blue no #") +
                       std::to_string(e.number));
    }
    std::string name;
    std::vector<std::string>& seen;
    std::function<void()> on_red;
    Event last;
};

}  // namespace

TEST_CASE("trace: readers hear the kinds they asked for, in the order they were added") {
    const auto engine = on_native();
    Trace trace(*engine);
    std::vector<std::string> seen;
    Listener blues("blues", seen), all("all", seen), both("both", seen);
    trace.emit(Red{});
    trace.readers().listen_to(Blue::kind, blues);
    trace.readers().listen_to_all(all);
    trace.readers().listen<Red, Blue>(both);
    trace.emit(Red{.number = 7});
    trace.emit(Blue{.flag = true});
    CHECK(seen ==
          Lines{"all red #2", "both red 7 #2", "blues blue #3", "all blue #3", "both blue yes #3"});
    CHECK(trace.count() == 3);
    CHECK_THROWS_AS(trace.readers().listen_to(EventKind{EventListeners::kinds_max}, all),
                    SimulatorFault);
}

TEST_CASE("trace: who listens to all also hears kinds that others named before and after") {
    const auto engine = on_native();
    Trace trace(*engine);
    std::vector<std::string> seen;
    Listener all("all", seen), reds("reds", seen), blues("blues", seen);
    trace.readers().listen_to(Red::kind, reds);
    trace.readers().listen_to_all(all);
    trace.readers().listen_to(Blue::kind, blues);
    trace.emit(Red{});
    trace.emit(Blue{});
    CHECK(seen == Lines{"reds red #1", "all red #1", "all blue #2", "blues blue #2"});
}

TEST_CASE("trace: what an actor emits reaches all readers after the event that it acts on") {
    const auto engine = on_native();
    Trace trace(*engine);
    std::vector<std::string> seen;
    Listener first("first", seen), actor("actor", seen), second("second", seen),
        observer("observer", seen);
    // The actors asked before the readers did.
    actor.on_red = [&] { trace.emit(Blue{}); };
    trace.actors().listen_to_all(actor);
    trace.actors().listen_to_all(observer);
    trace.readers().listen_to_all(first);
    trace.readers().listen_to_all(second);
    trace.emit(Red{});
    CHECK(seen == Lines{"first red #1", "second red #1", "actor red #1", "first blue #2",
                        "second blue #2", "observer red #1", "actor blue #2", "observer blue #2"});
}

TEST_CASE("trace: a reader that emits is a fault of the simulator") {
    const auto engine = on_native();
    Trace trace(*engine);
    std::vector<std::string> seen;
    Listener reader("reader", seen);
    reader.on_red = [&] { trace.emit(Blue{}); };
    trace.readers().listen_to_all(reader);
    CHECK_THROWS_AS(trace.emit(Red{}), SimulatorFault);
    CHECK_NOTHROW(trace.emit(Blue{}));
}

TEST_CASE("trace: an event carries time, context and its fields") {
    const auto engine = on_native();
    Trace trace(*engine);
    std::vector<std::string> seen;
    Listener all("all", seen);
    trace.readers().listen_to_all(all);
    const auto idle = engine->spawn({"idle", Rank::task}, [] {});
    const auto task = engine->spawn({"task", Rank::task}, [&] {
        engine->spend(ns(17), Operation::local());
        trace.emit(Red{.number = 5, .text = trace.text("five")});
    });
    engine->wake(task);
    engine->run();
    CHECK(all.last.at == at_ns(17));
    CHECK(all.last.context == task);
    CHECK(all.last.as<Red>().number == 5);
    CHECK(trace.text_at(all.last.as<Red>().text) == "five");
    CHECK_THROWS_AS(all.last.as<Blue>(), SimulatorFault);
    static_cast<void>(idle);
}

TEST_CASE("trace: equal texts share an index, counted in order of first use") {
    const auto engine = on_native();
    Trace trace(*engine);
    CHECK(trace.text("zebra").index == 1);
    CHECK(trace.text("ant").index == 2);
    CHECK(trace.text("zebra").index == 1);
    CHECK(trace.text("").index == 3);
    CHECK(trace.text_at({2}) == "ant");
    CHECK(trace.text_at({}).empty());
    CHECK_THROWS_AS(trace.text_at({4}), SimulatorFault);
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
