// SPDX-License-Identifier: GPL-2.0-only
// Used entries that fault rules hold back, mix up or falsify. Frame n has head 2n; without a rule
// frames offered at 0 become visible together when the last is done, at 5000 + 260 each.
#include <catch2/catch.hpp>

#include "device_bench.hpp"
#include "tests/support/raw_fields.hpp"

using namespace xsksim;
using test::DeviceBench;
using Times = std::vector<std::int64_t>;
using Numbers = std::vector<std::uint64_t>;

namespace {

FaultRule first(FaultWhat what) { return {.what = what, .nth = {1}}; }

Numbers indices(const test::EventLog& log) {
    Numbers numbers;
    for (const Event& event : log.of(EventKind::dev_publish)) numbers.push_back(arg(event, 2));
    return numbers;
}

// The ids that the driver finds, up to the used index.
Numbers used_ids(DeviceBench& bench) {
    Numbers ids;
    while (bench.driver.has_used()) ids.push_back(bench.driver.take_used().id);
    return ids;
}

// Two frames at once, and a third later, after the rule has struck the first publication.
Numbers ids_with(const FaultRule& rule) {
    DeviceBench bench({}, false, {rule});
    bench.run([&] {
        bench.offer_many(0, 2);
        bench.kick();
        bench.wait_until(50'000);
        bench.offer(2);
        bench.kick();
    });
    CHECK(bench.faults.fired(1) == 1);
    CHECK(bench.log.count(EventKind::dev_wire) == 3);
    return used_ids(bench);
}

}  // namespace

TEST_CASE("used_late: visible so much later, with what is done until then") {
    FaultRule late = first(FaultWhat::used_late);
    late.delay = {.low = Duration{10'000}, .high = Duration{10'000}};
    DeviceBench bench({}, false, {late});
    bench.run([&] {
        bench.offer(0);
        bench.kick();
        bench.wait_until(8000);
        bench.offer(1);
        bench.kick();  // on the wire at 13260
    });
    CHECK(bench.log.times(EventKind::dev_publish) == Times{15'260});
    CHECK(indices(bench.log) == Numbers{2});
    CHECK(bench.lines.at_ns == Times{15'280});
}

TEST_CASE("used_batched: in groups, the rest when no buffer is left") {
    FaultRule batched{.what = FaultWhat::used_batched, .packets = 4};
    DeviceBench bench({.publish = PublishPolicy::each}, false, {batched});
    bench.run([&] {
        bench.offer_many(0, 10);
        bench.kick();
    });
    CHECK(indices(bench.log) == Numbers{4, 8, 10});
    // The tenth finds two of its group, and then that none follows.
    CHECK(bench.faults.fired(1) == 8);
}

TEST_CASE("used_out_of_order: what becomes visible at once is reversed in groups") {
    FaultRule mixed{.what = FaultWhat::used_out_of_order, .packets = 3};
    DeviceBench bench({}, false, {mixed});
    bench.run([&] {
        bench.offer_many(0, 5);
        bench.kick();
    });
    CHECK(used_ids(bench) == Numbers{4, 2, 0, 8, 6});
    CHECK(bench.faults.fired(1) == 1);
}

TEST_CASE("used_out_of_order: a single entry is in order, and the rule has done nothing") {
    FaultRule mixed{.what = FaultWhat::used_out_of_order, .packets = 3};
    DeviceBench bench({}, false, {mixed});
    bench.run([&] {
        bench.offer(0);
        bench.kick();
    });
    CHECK(bench.faults.fired(1) == 0);
}

TEST_CASE("used_wrong_id, used_wrong_length: of the last entry of the publication alone") {
    FaultRule id = first(FaultWhat::used_wrong_id);
    id.id = 70'000;
    CHECK(ids_with(id) == Numbers{0, 70'000, 4});

    FaultRule length = first(FaultWhat::used_wrong_length);
    length.bytes = 4'000'000'000;
    DeviceBench bench({}, false, {length});
    bench.run([&] {
        bench.offer_many(0, 2);
        bench.kick();
    });
    CHECK(bench.driver.take_used().length == 0);
    CHECK(bench.driver.take_used().length == 4'000'000'000);
}

TEST_CASE("used_twice: one entry more, and the following ones keep their place behind it") {
    CHECK(ids_with(first(FaultWhat::used_twice)) == Numbers{0, 2, 2, 4});
}

TEST_CASE("used_index_ahead: entries that nobody wrote, then the true ones") {
    FaultRule ahead = first(FaultWhat::used_index_ahead);
    ahead.entries = 3;
    CHECK(ids_with(ahead) == Numbers{0, 2, 0, 0, 0, 4});
}

TEST_CASE("used_index_back: the driver misses what was taken back") {
    FaultRule back = first(FaultWhat::used_index_back);
    back.entries = 2;
    // The third frame's entry overwrites the first one's.
    CHECK(ids_with(back) == Numbers{4});
}

TEST_CASE("used_index_back: behind the driver, which sees 65,535 entries") {
    FaultRule back = first(FaultWhat::used_index_back);
    back.entries = 2;
    DeviceBench bench({}, false, {back});
    bench.run([&] {
        bench.offer(0);
        bench.kick();
    });
    CHECK(bench.driver.used_index() == 65'535);
}
