// SPDX-License-Identifier: GPL-2.0-only
// The closed-form predictions about the patch's transmit path, derived without the simulator from
// its stop conditions: it stops adding when fewer than 2 + MAX_SKB_FRAGS = 19 descriptors are free,
// or when all hdr_n = min(xsk_num_max, N * percent / 100) headers are in use. A packet takes two
// descriptors directly, one with an indirect table.
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

struct Column {
    std::uint32_t ring;
    bool indirect;
    std::uint64_t capacity;  // written out by hand from the rule above
};

constexpr Column all_columns[] = {{256, false, 119}, {256, true, 204},   {512, false, 247},
                                  {512, true, 409},  {1024, false, 503}, {1024, true, 819}};
constexpr Column law_columns[] = {
    {256, false, 119}, {256, true, 204}, {1024, false, 503}, {1024, true, 819}};

Scenario saturated(const Column& column, const std::vector<Override>& more) {
    std::vector<Override> overrides = {
        {"/device/ring_size", std::to_string(column.ring)},
        {"/device/indirect_desc", column.indirect ? "true" : "false"},
    };
    overrides.insert(overrides.end(), more.begin(), more.end());
    return load_scenario(XSKSIM_SOURCE_DIR "/scenarios/baseline.json", overrides);
}

// Made once: the document's table and the laws look at the same runs.
const RunResult& run(const Scenario& scenario) {
    static std::map<std::string, RunResult> made;
    const auto [known, is_new] = made.try_emplace(resolved_json(scenario));
    if (is_new)
        known->second = simulate(
            scenario, {.engine = EngineKind::native, .driver_directory = XSKSIM_DRIVER_DIR});
    return known->second;
}

// For one simulated second, without the patch's timer.
std::vector<Override> for_a_second_with(const std::string& faults, const std::string& publish) {
    return {{"/end", R"({"time_ns": 1000000000})"},
            {"/driver/parameters/xsk_check_timeout", "0"},
            {"/faults", faults},
            {"/device/publish", publish}};
}

const std::string when_drained = R"({"when": "drained"})";
const std::string each_packet = R"({"when": "each"})";
const std::string capped_200_per_second =
    R"([{"what": "interrupt_rate_capped", "per_second": 200}])";
const std::string late_by_10_ms = R"([{"what": "interrupt_delayed", "delay_ns": 10000000}])";
const std::string all_lost = R"([{"what": "interrupt_lost"}])";

}  // namespace

// What one column comes to, as the table in docs/predictions.md has it.
std::string measured_row(const Column& column) {
    const auto on_wire = [&](const std::string& faults, const std::string& publish) {
        return run(saturated(column, for_a_second_with(faults, publish))).summary.on_wire;
    };
    std::vector<Override> timer_only = for_a_second_with(all_lost, when_drained);
    timer_only[1].value = "100";
    return fmt::format(
        "| {} {} | {} | {} | {} | {} | {} |", column.ring, column.indirect ? "indirect" : "direct",
        run(saturated(column, {})).summary.in_flight_max,
        on_wire(capped_200_per_second, when_drained), on_wire(late_by_10_ms, when_drained),
        run(saturated(column, timer_only)).summary.on_wire,
        on_wire(capped_200_per_second, each_packet));
}

TEST_CASE("prediction: docs/predictions.md says what is measured") {
    std::ifstream file(XSKSIM_SOURCE_DIR "/docs/predictions.md");
    const std::string document{std::istreambuf_iterator<char>(file), {}};
    for (const Column& column : law_columns) {
        const std::string row = measured_row(column);
        INFO("wanted in docs/predictions.md: " << row);
        CHECK(document.find(row) != std::string::npos);
    }
}

TEST_CASE("prediction: packets in flight when full, device publishes when drained") {
    for (const Column& column : all_columns) {
        const RunResult result = run(saturated(column, {}));
        INFO("ring " << column.ring << (column.indirect ? " indirect" : " direct"));
        CHECK(result.outcome == Outcome::pass);
        CHECK(result.summary.in_flight_max == column.capacity);
    }
}

TEST_CASE(
    "prediction: 200 interrupts a second carry capacity x 200 packets, device publishes when "
    "drained") {
    for (const Column& column : law_columns) {
        const RunResult result =
            run(saturated(column, for_a_second_with(capped_200_per_second, when_drained)));
        const double law = static_cast<double>(column.capacity) * 200;
        INFO("ring " << column.ring << (column.indirect ? " indirect" : " direct"));
        CHECK(static_cast<double>(result.summary.on_wire) == Approx(law).epsilon(0.05));
    }
}

TEST_CASE(
    "prediction: interrupts 10 ms late carry capacity x 100 packets a second, device publishes "
    "when drained") {
    for (const Column& column : law_columns) {
        const RunResult result =
            run(saturated(column, for_a_second_with(late_by_10_ms, when_drained)));
        const double law = static_cast<double>(column.capacity) * 100;
        INFO("ring " << column.ring << (column.indirect ? " indirect" : " direct"));
        CHECK(static_cast<double>(result.summary.on_wire) == Approx(law).epsilon(0.05));
    }
}

TEST_CASE(
    "prediction: with the timer alone never more than capacity / timeout, device publishes when "
    "drained") {
    for (const Column& column : law_columns)
        for (const std::int64_t timeout_us : {50, 100, 500}) {
            std::vector<Override> overrides = for_a_second_with(all_lost, when_drained);
            overrides[0].value = R"({"time_ns": 100000000})";
            overrides[1].value = std::to_string(timeout_us);
            const RunResult result = run(saturated(column, overrides));
            const std::uint64_t bound =
                column.capacity * 100'000 / static_cast<std::uint64_t>(timeout_us) +
                column.capacity;
            INFO("ring " << column.ring << (column.indirect ? " indirect" : " direct")
                         << ", timeout " << timeout_us << " us");
            CHECK(result.outcome == Outcome::pass);
            CHECK(result.summary.on_wire <= bound);
            CHECK(result.summary.on_wire > column.capacity);  // it does recover
        }
}

TEST_CASE("prediction: the law does not hold for a device that publishes each packet") {
    for (const Column& column : law_columns) {
        const RunResult result =
            run(saturated(column, for_a_second_with(capped_200_per_second, each_packet)));
        const double law = static_cast<double>(column.capacity) * 200;
        INFO("ring " << column.ring << (column.indirect ? " indirect" : " direct"));
        const bool waits_for_ticks = column.ring == 1024 && !column.indirect;
        CHECK(static_cast<double>(result.summary.on_wire) > (waits_for_ticks ? 3 : 10) * law);
    }
}

// Not predicted: see decision 0008.
TEST_CASE(
    "prediction: with 1024 direct descriptors, wake-ups that used up their budget cost jiffies") {
    std::vector<Override> overrides = for_a_second_with(capped_200_per_second, each_packet);
    overrides.push_back({"/expect/reached", R"([{"what": "softirq_left", "at_least": 200}])"});
    const RunResult hz_250 = run(saturated({1024, false, 503}, overrides));
    CHECK(hz_250.as_expected);
    overrides.push_back({"/guest/hz", "1000"});
    const RunResult hz_1000 = run(saturated({1024, false, 503}, overrides));
    CHECK(hz_1000.summary.on_wire > 3 * hz_250.summary.on_wire);
}

TEST_CASE(
    "prediction: percent does not matter above 47 with 256 direct descriptors, below it does") {
    const auto in_flight = [](int percent) {
        return run(saturated({256, false, 0},
                             {{"/driver/parameters/xsk_num_percent", std::to_string(percent)}}))
            .summary.in_flight_max;
    };
    CHECK(in_flight(47) == 119);
    CHECK(in_flight(99) == 119);
    CHECK(in_flight(46) == 117);
    CHECK(in_flight(40) == 102);
}
