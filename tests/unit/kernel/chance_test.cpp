// SPDX-License-Identifier: GPL-2.0-only
// Pre-emption by chance, and that a run repeats itself.
#include <catch2/catch.hpp>

#include "models/kernel/cpu/point_lottery.hpp"
#include "tests/unit/kernel/kernel_machine.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

// Some of everything, on two vCPUs; what it emits is the result.
std::vector<std::uint64_t> busy_guest(std::uint64_t seed, bool strict, Probability probability) {
    KernelOptions options;
    options.cpus.wakeup_preemption = false;
    options.cpus.host_steals.probability = probability;
    Machine m(options, {.strict_steps = strict, .bounds = {}}, seed);
    Napi& napi = m.kernel.napi();
    const int weight = 64;
    napi.add(&weight, {[&](int) {
                           m.spend(us(2));
                           napi.complete_done(&weight, 0);
                           return 0;
                       },
                       &weight, true});
    int lock = 0;
    for (CpuId cpu = 0; cpu < 2; ++cpu)
        for (int n = 0; n < 2; ++n)
            m.kernel_task(cpu, "worker" + std::to_string(n), [&, cpu, n] {
                if (cpu == 0 && n == 0) napi.enable(&weight);
                for (int i = 0; i < 50; ++i) {
                    m.cpus().softirqs().bh_disable();
                    m.kernel.locks().lock(&lock, "lock");
                    m.spend(us(1 + n));
                    m.kernel.locks().unlock(&lock);
                    if (napi.schedule_prep(&weight)) napi.schedule(&weight);
                    m.cpus().softirqs().bh_enable();
                    m.cpus().tasks().leave_kernel();
                    m.cpus().tasks().spend_user(us(30), Operation::local());
                    m.cpus().tasks().enter_kernel();
                }
            });
    for (int i = 1; i < 40; ++i) m.interrupt_at(at_us(37 * i), i % 2 == 0 ? 0 : 1, us(3));
    const RunEnd end = m.run();
    CHECK(end.reason == EndReason::idle);
    CHECK(m.findings().empty());
    std::vector<std::uint64_t> text;
    for (const Event& event : m.recorder.events) {
        text.push_back(static_cast<std::uint64_t>(event.at.ns));
        text.push_back(event.context);
        text.push_back(static_cast<std::uint64_t>(event.kind));
        for (const std::uint64_t value : args(event)) text.push_back(value);
    }
    return text;
}

}  // namespace

TEST_CASE("chance: the same seed gives the same events, on either kind of engine") {
    const Probability often{5'000'000};
    const auto first = busy_guest(1, false, often);
    CHECK(first.size() > 1000);
    CHECK(first == busy_guest(1, false, often));
    CHECK(first == busy_guest(1, true, often));
    CHECK(first != busy_guest(2, false, often));
    CHECK(busy_guest(1, false, {}) == busy_guest(2, false, {}));
}

TEST_CASE("chance: the lottery hits as often as the probability says") {
    for (const std::uint32_t per_billion : {1'000'000'000U, 500'000'000U, 10'000'000U, 100'000U}) {
        const auto choice = make_seeded_choice(7);
        PointLottery lottery(*choice, Probability{per_billion});
        const std::int64_t points = 20'000'000;
        std::int64_t hits = 0;
        for (std::int64_t i = 0; i < points; ++i) hits += lottery.draw() ? 1 : 0;
        const std::int64_t expected = points / 1000 * per_billion / 1'000'000;
        INFO(per_billion << ": " << hits << " hits, expected " << expected);
        // Four standard deviations, squared, of a binomial distribution: 16 * expected.
        CHECK((hits - expected) * (hits - expected) <= 16 * expected);
    }
}

TEST_CASE("chance: every distance between hits is possible, the next point included") {
    const auto choice = make_seeded_choice(7);
    PointLottery lottery(*choice, Probability{250'000'000});
    std::array<std::int64_t, 8> distances{};
    std::int64_t since = 0;
    for (int i = 0; i < 1'000'000; ++i) {
        ++since;
        if (!lottery.draw()) continue;
        if (since <= 8) ++distances[static_cast<std::size_t>(since - 1)];
        since = 0;
    }
    // Geometric: each is three quarters of the one before.
    for (std::size_t d = 1; d < distances.size(); ++d) {
        INFO("distance " << d + 1 << ": " << distances[d] << " after " << distances[d - 1]);
        CHECK(distances[d] * 100 > distances[d - 1] * 72);
        CHECK(distances[d] * 100 < distances[d - 1] * 78);
    }
}

TEST_CASE("chance: none without a probability: Choice is not asked") {
    const auto choice = make_seeded_choice(7);
    PointLottery lottery(*choice, Probability{});
    CHECK_FALSE(lottery.enabled());
}
