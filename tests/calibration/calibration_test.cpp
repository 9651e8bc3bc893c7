// SPDX-License-Identifier: GPL-2.0-only
// The cost profiles against what was published, with the tolerances that were asked for. The
// numbers here are the published ones, written out by hand; docs/calibration.md says which of them
// a number of a profile was chosen to meet, and which the simulator predicted.
//
// The drivers are those of the tables' dates: v2 for ecs (v2's cover letter), v3 for vhost-tap
// (v3's), landed for vhost-user (a posting of October 2023, nearest to what landed).
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "sim/scenario/parse.hpp"
#include "sim/simulate/simulate.hpp"

using namespace xsksim;

namespace {

RunResult run(const std::string& name, const std::vector<Override>& overrides) {
    const auto scenario =
        load_scenario(XSKSIM_SOURCE_DIR "/scenarios/" + name + ".json", overrides);
    RunResult result =
        simulate(scenario, {.engine = EngineKind::native, .driver_directory = XSKSIM_DRIVER_DIR});
    INFO(name);
    CHECK(result.as_expected);
    return result;
}

double rate(const std::string& name, const std::vector<Override>& overrides = {}) {
    return run("calibration/" + name, overrides).summary.packets_per_second;
}

double xsk(const std::string& machine, int bytes) {
    return rate(machine + "-xsk", {{"/application/frame_bytes", std::to_string(bytes)}});
}

double udp(const std::string& machine, int bytes) {
    return rate(machine + "-udp", {{"/udp/0/bytes", std::to_string(bytes)}});
}

Approx within(double percent, double published) { return Approx(published).epsilon(percent / 100); }

double threshold(int packets) {
    return rate("kick-threshold", {{"/driver/parameters/xsk_kick_thr", std::to_string(packets)}});
}

}  // namespace

TEST_CASE("calibration: ecs, v2: 5.4 times kernel UDP at 64 bytes, 4.0 times at 1456") {
    const double xsk_64 = xsk("ecs", 64), udp_64 = udp("ecs", 64);
    CHECK(xsk_64 == within(5, 3.833857e6));
    CHECK(udp_64 == within(5, 0.713274e6));
    CHECK(xsk_64 / udp_64 == within(5, 5.4));
    const double xsk_1456 = xsk("ecs", 1456), udp_1456 = udp("ecs", 1456);
    CHECK(xsk_1456 == within(5, 2.787096e6));
    CHECK(udp_1456 == within(5, 0.695832e6));
    CHECK(xsk_1456 / udp_1456 == within(5, 4.0));
}

TEST_CASE("calibration: ecs predicts 512 bytes, which no number was chosen to meet") {
    CHECK(xsk("ecs", 512) == within(5, 3.689491e6));
    CHECK(udp("ecs", 512) == within(5, 0.701024e6));
}

TEST_CASE("calibration: vhost-tap, v3: 1.36 times kernel UDP at 64 bytes, 1.58 times at 1500") {
    const double xsk_64 = xsk("tap", 64), udp_64 = udp("tap", 64);
    CHECK(xsk_64 == within(5, 0.511804e6));
    CHECK(udp_64 == within(5, 0.375227e6));
    CHECK(xsk_64 / udp_64 == within(5, 1.36));
    const double xsk_1500 = xsk("tap", 1500);
    CHECK(xsk_1500 == within(5, 0.484373e6));  // predicted
    CHECK(xsk_1500 / udp("tap", 1500) == within(5, 1.58));
}

TEST_CASE("calibration: vhost-user, landed: 8.0 times kernel UDP, and NAPI's vCPU is busy") {
    const RunResult zero_copy = run("calibration/vhost-user-xsk", {});
    CHECK(zero_copy.summary.packets_per_second == within(5, 5.447168e6));
    CHECK(zero_copy.summary.packets_per_second / rate("vhost-user-udp") == within(10, 8.0));
    double busy = 0;
    for (const auto& [context, spent] : zero_copy.summary.measured.cpu_by_context)
        if (context.find("cpu0/") == 0 && context.find("irq") != std::string::npos)
            busy += static_cast<double>(spent.ns);
    // Predicted: the guest is the limit, not the device. Published: softirq 100 %.
    CHECK(busy / static_cast<double>(zero_copy.summary.simulated.ns) == within(5, 1.0));
}

// Without it NAPI stays on the application's vCPU, where the wake-up schedules it first. Both ways
// are stable; which one a machine falls into is not a matter of cost.
TEST_CASE("calibration: vhost-user with NAPI on the application's vCPU is slower by a fifth") {
    const double together =
        run("calibration/vhost-user-xsk",
            {{"/schedule/holds", "[]"}, {"/udp", "[]"}, {"/expect/reached", "[]"}})
            .summary.packets_per_second;
    CHECK(together < 0.85 * rate("vhost-user-xsk"));
}

// The table: packets dropped by vhost, thresholds 1 to 64 (facts §6.2). Thresholds 1 and 2 were
// used for the calibration; the rest is predicted. The shape holds to 13: notifications that are
// looked into less often cost less, until vhost itself is the limit.
//
// What the model does not explain: from 14 on the published rate jumps between about 2.8 and 3.65
// Mpps (14: 3.02, 15: 2.79, 17: 3.66, 25 to 33: 2.8, 35 to 41: 3.6, ...), with no order. Here it
// stays flat. The model's device sleeps after one look at an empty ring and is woken in a fixed
// time; what may be behind it (vhost going to sleep and waking, its scheduler, halt polling) is not
// there. The last check says so, and fails on the day the model learns it.
TEST_CASE("calibration: kick thresholds, v3: rise from 1 to 3, flat to 13") {
    const double one = threshold(1), two = threshold(2), three = threshold(3);
    CHECK(one == within(5, 2.924e6));
    CHECK(two == within(5, 3.441e6));
    CHECK(three == within(5, 3.637e6));
    CHECK(three / one == within(5, 1.244));
    CHECK(one < two);
    CHECK(two < three);
    for (const int packets : {4, 8, 13}) {
        INFO("threshold " << packets);
        CHECK(threshold(packets) == within(2, three));
    }
    CHECK(threshold(15) == within(2, three));  // published: 2.793e6
}

namespace {

// What docs/calibration.md says of the headline.
std::string headline_row(const std::string& scenario, const std::string& udp_scenario, int bytes) {
    const double zero_copy = run(scenario, {}).summary.packets_per_second;
    const double beside = rate(udp_scenario, {{"/udp/0/bytes", std::to_string(bytes)}});
    return fmt::format("| `{}` | {:.2f} | {:.3f} | {:.1f} |", scenario, zero_copy / 1e6,
                       beside / 1e6, zero_copy / beside);
}

struct Headline {
    const char* scenario;
    const char* udp_scenario;
    int bytes;
};

constexpr Headline headlines[] = {{"six-times-ecs", "ecs-udp", 64},
                                  {"six-times-large-packets", "ecs-udp", 1456},
                                  {"six-times-faster-device", "ecs-udp", 64},
                                  {"six-times-vhost-tap", "tap-udp", 64},
                                  {"six-times-vhost-user", "vhost-user-udp", 64}};

}  // namespace

TEST_CASE("calibration: docs/calibration.md says what six times comes to") {
    std::ifstream file(XSKSIM_SOURCE_DIR "/docs/calibration.md");
    const std::string document{std::istreambuf_iterator<char>(file), {}};
    for (const Headline& headline : headlines) {
        const std::string row =
            headline_row(headline.scenario, headline.udp_scenario, headline.bytes);
        INFO("wanted in docs/calibration.md: " << row);
        CHECK(document.find(row) != std::string::npos);
    }
}

TEST_CASE("calibration: six times needs a device that takes 4.3 Mpps") {
    const double beside = udp("ecs", 64);
    const auto times = [&](const std::string& scenario) {
        return run(scenario, {}).summary.packets_per_second / beside;
    };
    CHECK(times("six-times-ecs") < 5.7);
    CHECK(times("six-times-faster-device") >= 6.0);
}
