// SPDX-License-Identifier: GPL-2.0-only
// What distinguishes the variants, against rules worked out by hand (kernel-facts.md §3.2, §4,
// §6.2).
#include <catch2/catch.hpp>

#include "sim/driver/loaded_driver.hpp"
#include "variant_runs.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

std::vector<Override> ring(std::uint32_t size, bool indirect) {
    return {{"/device/ring_size", std::to_string(size)},
            {"/device/indirect_desc", indirect ? "true" : "false"}};
}

// A device that has served what it was given and sleeps before the driver has added the next
// packet: it wants every notification.
std::vector<Override> device_that_always_sleeps() {
    return {{"/device/service_ns", "0"},
            {"/device/notify_latency_ns", "0"},
            {"/device/wakeup_latency_ns", "0"},
            {"/device/ring_size", "1024"},
            {"/guest/costs/functions", R"({"virtnet_xsk_xmit": 1000})"},
            {"/end/frames", "4096"}};
}

double kicks_per_packet(const std::string& driver, const std::string& threshold) {
    std::vector<Override> overrides = device_that_always_sleeps();
    if (!threshold.empty()) overrides.push_back({"/driver/parameters/xsk_kick_thr", threshold});
    overrides.push_back({"/driver/name", driver});
    const RunResult result = run(driver, "baseline", overrides);
    CHECK(result.outcome == Outcome::pass);
    return static_cast<double>(result.summary.kicks) / static_cast<double>(result.summary.on_wire);
}

}  // namespace

// v2 keeps v1's headers. v3 stops adding below 19 free descriptors and knows no other limit: the
// smallest k with N - 2k < 19, or N - k < 19. landed adds while one is free: N / 2, or N.
TEST_CASE("capacity: packets in flight when full") {
    struct Row {
        std::uint32_t ring;
        bool indirect;
        std::uint64_t v2, v3, landed;
    };
    const Row row = GENERATE(Row{256, false, 119, 119, 128}, Row{256, true, 204, 238, 256},
                             Row{512, false, 247, 247, 256}, Row{512, true, 409, 494, 512},
                             Row{1024, false, 503, 503, 512}, Row{1024, true, 819, 1006, 1024});
    INFO("ring " << row.ring << (row.indirect ? " indirect" : " direct"));
    const auto in_flight = [&](const char* driver) {
        return run(driver, "baseline", ring(row.ring, row.indirect)).summary.in_flight_max;
    };
    CHECK(in_flight("v2") == row.v2);
    CHECK(in_flight("v3") == row.v3);
    CHECK(in_flight("landed") == row.landed);
}

// One more than the threshold brings the notification; the rest of a batch of 32 or 64 is notified
// at its end. Where every notification is wanted: ceil(batch / (thr + 1)) a batch.
TEST_CASE("kicks: v3 notifies once for threshold + 1 packets") {
    CHECK(kicks_per_packet("v3", "0") == Approx(1.0).epsilon(0.02));
    CHECK(kicks_per_packet("v3", "1") == Approx(1.0 / 2).epsilon(0.05));
    CHECK(kicks_per_packet("v3", "3") == Approx(1.0 / 4).epsilon(0.05));
    CHECK(kicks_per_packet("v3", "7") == Approx(1.0 / 8).epsilon(0.05));
    CHECK(kicks_per_packet("v3", "15") == Approx(1.0 / 16).epsilon(0.05));
}

TEST_CASE("kicks: v2 notifies once a run of up to 128 packets") {
    CHECK(kicks_per_packet("v2", "") < 1.0 / 32);
}

TEST_CASE("bind: v3 refuses a queue without TX NAPI, the others take it") {
    const std::vector<Override> no_tx_napi = {{"/driver/parameters/napi_tx", "0"},
                                              {"/bounds/progress_ns", "1000000"}};
    const auto bind_line = [&](const char* driver) {
        const Scenario scenario = scenario_for(driver, "baseline", no_tx_napi);
        return run(scenario, true).timeline;
    };
    CHECK(bind_line("v3").find("bind ended with EPERM") != std::string::npos);
    CHECK(bind_line("v2").find("socket bound") != std::string::npos);
    CHECK(bind_line("landed").find("socket bound") != std::string::npos);
}

// Without TX NAPI nobody sends for landed: it has no other path, and does not look at bind.
TEST_CASE("bind: landed without TX NAPI is bound and never sends") {
    const RunResult result =
        run("landed", "baseline",
            {{"/driver/parameters/napi_tx", "0"}, {"/bounds/progress_ns", "1000000"}});
    CHECK(result.summary.on_wire == 0);
    CHECK(result.outcome == Outcome::stalled);
}

// landed's batch is min(budget, num_free) packets, but a packet takes two direct descriptors. What
// does not fit is completed unsent, and as completions carry no address, frames come back that the
// device still reads. With indirect descriptors a packet takes one, and the sum is right.
TEST_CASE("landed: with direct descriptors it gives frames back that the device still holds") {
    const RunResult direct = run("landed", "publish-each");
    CHECK(direct.outcome == Outcome::fail);
    CHECK(found_by(direct, "frame_ownership"));
    CHECK(found_by(direct, "wire_order"));
    CHECK(run("landed", "publish-each", {{"/device/indirect_desc", "true"}}).outcome ==
          Outcome::pass);
    // The others ask for 19 free descriptors before each packet.
    CHECK(run("v2", "publish-each").outcome == Outcome::pass);
    CHECK(run("v3", "publish-each").outcome == Outcome::pass);
}

// Who reaps in passing tells landed's NAPI each time, so it needs no interrupt while others are
// busy.
TEST_CASE("landed: RX NAPI that reaps its completions keeps it going without interrupts") {
    const std::vector<Override> overrides = {{"/application/need_wakeup", "flag_at_submit"},
                                             {"/device/indirect_desc", "true"},
                                             {"/faults", R"([{"what": "interrupt_lost"}])"}};
    const RunResult result = run("landed", "rx-reaps-completions", overrides);
    CHECK(result.outcome == Outcome::pass);
    CHECK(result.summary.interrupts_delivered == 0);
}

// Only landed resets the queue; in the others packets of the last socket come home after the bind.
TEST_CASE("unbind and bind: landed resets the queue both times") {
    Scenario scenario = scenario_for("landed", "unbind-bind");
    const RunResult result = run(scenario, true);
    CHECK(result.outcome == Outcome::pass);
    CHECK(result.timeline.find("virtqueue 1 is reset") != std::string::npos);
}

// v3 binds while packets of the last socket are in the queue, and completes them on the new one. v2
// refuses until its headers are back, landed has reset the queue.
TEST_CASE("unbind and bind: v3 completes the last socket's packets on the next one") {
    const RunResult v3 = run("v3", "breakers/unbind-headers");
    CHECK(v3.outcome == Outcome::fail);
    bool told = false;
    for (const Violation& violation : v3.violations)
        told |= violation.message.find("completions, but only 0 descriptors were taken") !=
                std::string::npos;
    CHECK(told);
    CHECK(run("v2", "breakers/unbind-headers").outcome == Outcome::pass);
    CHECK(run("landed", "breakers/unbind-headers").outcome == Outcome::pass);
}

// The parameters that a manifest promises are those of the object.
TEST_CASE("manifests: every parameter exists") {
    const std::string driver = GENERATE("v1", "v2", "v3", "landed");
    const auto loaded = load_driver(driver, XSKSIM_DRIVER_DIR, "test");
    for (const auto& parameter : loaded.manifest.parameters) {
        Scenario scenario;
        scenario.driver.parameters[parameter.name] = 1;
        INFO(driver << " " << parameter.name);
        CHECK(foreign_settings(scenario, driver, XSKSIM_DRIVER_DIR).empty());
    }
    CHECK_FALSE(loaded.manifest.safeguards.empty());
}
