// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "controller_bench.hpp"
#include "tests/support/raw_fields.hpp"

using namespace xsksim;
using test::ControllerBench;
using Times = std::vector<std::int64_t>;
using Numbers = std::vector<std::uint64_t>;

namespace {

FaultRule lost() { return {.what = FaultWhat::interrupt_lost}; }
FaultRule delayed(Duration delay) {
    return {.what = FaultWhat::interrupt_delayed, .delay = {.low = delay, .high = delay}};
}
FaultRule capped(std::uint64_t per_second) {
    return {.what = FaultWhat::interrupt_rate_capped, .per_second = per_second};
}

Numbers lost_numbers(const FaultRule& rule, int raises = 10) {
    ControllerBench bench({rule});
    bench.run([&] { bench.raise_every(1000, raises); });
    CHECK(bench.log.count(EventKind::irq_lost) + bench.delivered_at.size() ==
          static_cast<std::size_t>(raises));
    CHECK(bench.faults.fired(1) == bench.log.count(EventKind::irq_lost));
    return bench.log.args(EventKind::irq_lost, 1);
}

}  // namespace

TEST_CASE("loss: all of them without a `when`, and only of the rule's vector") {
    ControllerBench bench({lost()});
    bench.run([&] {
        bench.raise_every(1000, 3);
        bench.controller.raise(0, 0);
    });
    CHECK(bench.log.args(EventKind::irq_lost, 1) == Numbers{1, 2, 3});
    CHECK(bench.log.args(EventKind::irq_deliver, 0) == Numbers{0});
}

TEST_CASE("loss: exactly the nth, in whatever order they are listed") {
    auto rule = lost();
    rule.nth = {7, 2};
    CHECK(lost_numbers(rule) == Numbers{2, 7});
}

TEST_CASE("loss: every third") {
    auto rule = lost();
    rule.every = 3;
    CHECK(lost_numbers(rule) == Numbers{3, 6, 9});
}

TEST_CASE("loss: in a window that begins at its first and ends before its last instant") {
    auto rule = lost();
    rule.from = Instant{2000};
    rule.until = Instant{5000};
    CHECK(lost_numbers(rule) == Numbers{3, 4, 5});
}

TEST_CASE("loss: parts of `when` must all hold") {
    auto rule = lost();
    rule.every = 2;
    rule.nth = {3, 4, 6, 8};
    rule.until = Instant{7000};
    CHECK(lost_numbers(rule) == Numbers{4, 6});
    rule.probability = Probability{0};
    CHECK(lost_numbers(rule).empty());
    rule.probability = Probability{1'000'000'000};
    CHECK(lost_numbers(rule) == Numbers{4, 6});
}

TEST_CASE("loss: by probability, as often as it says and the same for the same seed") {
    auto rule = lost();
    rule.probability = Probability{100'000'000};  // 0.1
    const auto lost_of_seed = [&rule](std::uint64_t seed) {
        ControllerBench bench({rule}, seed);
        bench.run([&] { bench.raise_every(10, 100'000); });
        return bench.log.args(EventKind::irq_lost, 1);
    };
    const Numbers first = lost_of_seed(1);
    // n p = 10,000; five standard deviations = 5 sqrt(n p (1-p)) = 474.
    CHECK(first.size() > 10'000 - 475);
    CHECK(first.size() < 10'000 + 475);
    CHECK(lost_of_seed(1) == first);
    CHECK(lost_of_seed(2) != first);
}

TEST_CASE("loss: what other rules draw does not move a rule's chances") {
    auto rule = lost();
    rule.probability = Probability{500'000'000};
    const auto lost_by_first = [](const std::vector<FaultRule>& rules) {
        ControllerBench bench(rules);
        bench.run([&] { bench.raise_every(10, 200); });
        Numbers numbers;
        for (const Event& event : bench.log.of(EventKind::irq_lost))
            if (arg(event, 2) == 1) numbers.push_back(arg(event, 1));
        return numbers;
    };
    auto second = rule;
    second.nth = {};
    CHECK(lost_by_first({rule}) == lost_by_first({rule, second}));
}

TEST_CASE("delay: added to the latency, order kept, told to the trace") {
    ControllerBench bench({delayed(Duration::milliseconds(10))});
    bench.run([&] { bench.raise_every(300, 4); });
    CHECK(bench.delivered_at == Times{10'002'000, 10'002'300, 10'002'600, 10'002'900});
    CHECK(bench.log.args(EventKind::irq_deliver, 2) == Numbers{1, 2, 3, 4});
    CHECK(bench.log.args(EventKind::irq_delay, 3) == Numbers(4, 10'000'000));
    CHECK(bench.log.args(EventKind::irq_delay, 2) == Numbers(4, 1));
}

TEST_CASE("delay: of one message only, which the following ones overtake") {
    auto rule = delayed({1000});
    rule.nth = {1};
    ControllerBench bench({rule});
    bench.run([&] { bench.raise_every(300, 3); });
    CHECK(bench.log.args(EventKind::irq_deliver, 2) == Numbers{2, 3, 1});
    CHECK(bench.delivered_at == Times{2300, 2600, 3000});
}

TEST_CASE("cap: 200 a second are 5 ms apart, the rest merges into the next slot") {
    ControllerBench bench({capped(200)});
    bench.run([&] { bench.raise_every(100'000, 200); });  // 20 ms
    CHECK(bench.delivered_at == Times{2000, 5'002'000, 10'002'000, 15'002'000, 20'002'000});
    // Number 51 is raised at the very instant of a slot: too late for it, first for the next.
    CHECK(bench.log.args(EventKind::irq_delay, 1) == Numbers{2, 51, 101, 151});
    CHECK(bench.log.args(EventKind::irq_delay, 3)[0] == 4'900'000);
    CHECK(bench.log.count(EventKind::irq_coalesce) == 200 - 5);
    CHECK(bench.faults.fired(1) == 199);
}

TEST_CASE("cap: interrupts slower than the cap pass untouched and the rule did not fire") {
    ControllerBench bench({capped(200)});
    bench.run([&] { bench.raise_every(5'000'000, 4); });
    CHECK(bench.delivered_at == Times{2000, 5'002'000, 10'002'000, 15'002'000});
    CHECK(bench.faults.fired(1) == 0);
}

TEST_CASE("cap: never exceeded where the rate does not divide a second") {
    ControllerBench bench({capped(300'000)});
    bench.run([&] { bench.raise_every(100, 1000); });
    REQUIRE(bench.delivered_at.size() > 20);
    for (std::size_t i = 1; i < bench.delivered_at.size(); ++i)
        CHECK(bench.delivered_at[i] - bench.delivered_at[i - 1] == 3334);
}

TEST_CASE("rules: applied in order, and a lost message is not seen by later ones") {
    auto first = lost();
    first.nth = {2};
    ControllerBench bench({first, delayed({500}), capped(1'000'000)});
    bench.run([&] { bench.raise_every(700, 3); });
    CHECK(bench.delivered_at == Times{2500, 3900});
    CHECK(bench.faults.fired(1) == 1);
    CHECK(bench.faults.fired(2) == 2);
    CHECK(bench.faults.fired(3) == 0);
}

TEST_CASE("rules: each firing is an event with the rule's number, count and text") {
    auto rule = lost();
    rule.nth = {2, 3};
    ControllerBench bench({delayed({0}), rule});
    bench.run([&] { bench.raise_every(700, 3); });
    Numbers counts;
    for (const Event& event : bench.log.of(EventKind::fault_fired)) {
        if (arg(event, 0) != 2) continue;
        counts.push_back(arg(event, 1));
        CHECK(bench.trace.text_at({arg(event, 2)}) ==
              "interrupt lost: TX queue of pair 0, nth 2 3");
    }
    CHECK(counts == Numbers{1, 2});
}

TEST_CASE("rules: a masked vector is judged when its message leaves, by the raise that set it") {
    auto rule = lost();
    rule.nth = {1};
    rule.from = Instant{1000};
    ControllerBench bench({rule});
    bench.run([&] {
        bench.controller.mask(1, true);
        bench.controller.raise(1, 1);
        bench.wait_until(1000);
        bench.controller.mask(1, false);
    });
    CHECK(bench.delivered_at.empty());
    CHECK(bench.faults.fired(1) == 1);
}

TEST_CASE("duplicate: a second message with the same number, so much later, not judged again") {
    FaultRule rule{.what = FaultWhat::interrupt_duplicated,
                   .delay = {.low = Duration{500}, .high = Duration{500}}};
    rule.nth = {1};
    ControllerBench bench({rule});
    bench.run([&] { bench.raise_every(1000, 2); });
    CHECK(bench.delivered_at == Times{2000, 2500, 3000});
    CHECK(bench.log.args(EventKind::irq_deliver, 2) == Numbers{1, 1, 2});
    CHECK(bench.faults.fired(1) == 1);
}

TEST_CASE("mask: while it lasts one interrupt is pending, and then leaves without being judged") {
    FaultRule rule{.what = FaultWhat::interrupt_masked,
                   .delay = {.low = Duration{2500}, .high = Duration{2500}}};
    rule.nth = {1};
    ControllerBench bench({rule});
    bench.run([&] { bench.raise_every(1000, 4); });
    CHECK(bench.delivered_at == Times{4500, 5000});
    CHECK(bench.log.args(EventKind::irq_masked, 1) == Numbers{1});
    CHECK(bench.log.args(EventKind::irq_coalesce, 1) == Numbers{2, 3});
    CHECK(bench.faults.fired(1) == 1);
}

TEST_CASE("mask: the guest's own mask outlasts the fault's") {
    FaultRule rule{.what = FaultWhat::interrupt_masked,
                   .delay = {.low = Duration{500}, .high = Duration{500}}};
    ControllerBench bench({rule});
    bench.run([&] {
        bench.controller.raise(1, 1);
        bench.controller.mask(1, true);
        bench.wait_until(2000);
        CHECK(bench.controller.is_pending(1));
        bench.controller.mask(1, false);
    });
    CHECK(bench.delivered_at == Times{4000});
}

TEST_CASE("invented: arrives without a raise, at its time and again each period") {
    FaultRule rule{.what = FaultWhat::interrupt_invented};
    rule.from = Instant{1000};
    rule.period = Duration{3000};
    rule.until = Instant{8000};
    ControllerBench bench({rule});
    bench.run([] {});
    CHECK(bench.delivered_at == Times{3000, 6000, 9000});
    CHECK(bench.log.count(EventKind::irq_raise) == 0);
    CHECK(bench.faults.fired(1) == 3);
}
