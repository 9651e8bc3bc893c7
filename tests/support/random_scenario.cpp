// SPDX-License-Identifier: GPL-2.0-only
#include "tests/support/random_scenario.hpp"

#include <algorithm>
#include <cerrno>

#include "tests/support/drawn_keys.hpp"

namespace xsksim {

namespace {

// Both ends included.
template <class T>
T pick(T low, T high) {
    return *rc::gen::inRange<T>(low, static_cast<T>(high + 1));
}

template <class T>
T one_of(std::initializer_list<T> values) {
    return *rc::gen::elementOf(std::vector<T>(values));
}

bool one_in(int n) { return pick(1, n) == 1; }
bool coin() { return one_in(2); }

Duration time_up_to(std::int64_t ns) { return {pick<std::int64_t>(0, ns)}; }
Instant instant_up_to(std::int64_t ns) { return {pick<std::int64_t>(0, ns)}; }
std::uint32_t below(std::uint32_t bound) { return pick(0u, bound - 1); }

constexpr std::int64_t millisecond = 1'000'000;

void draw_schedule(Scenario& scenario) {
    HostStealOptions& steals = scenario.kernel.cpus.host_steals;
    if (one_in(3)) steals.probability = {pick(1u, 10'000'000u)};
    scenario.store_buffers.delay_min = time_up_to(200);
    scenario.store_buffers.delay_max = scenario.store_buffers.delay_min + time_up_to(1000);
    steals.min = time_up_to(20'000);
    steals.max = steals.min + time_up_to(50'000);
}

DriverOptions driver() {
    DriverOptions driver;
    if (coin()) driver.parameters["xsk_check_timeout"] = one_in(3) ? 0 : pick(10, 1000);
    if (one_in(3)) driver.parameters["xsk_num_percent"] = pick(10, 100);
    if (one_in(3)) driver.parameters["xsk_num_max"] = pick(16, 1024);
    if (one_in(3)) driver.parameters["xsk_budget"] = pick(1, 256);
    return driver;
}

void draw_when(ExpectedFault& rule, const FaultInfo& info) {
    if (one_in(3)) rule.from = instant_up_to(10 * millisecond);
    if (one_in(3))
        rule.until = rule.from.value_or(Instant{0}) + time_up_to(10 * millisecond) + Duration{1};
    for (int i = pick(0, 3); i > 0; --i) rule.nth.push_back(pick<std::uint64_t>(1, 100));
    if (one_in(3)) rule.every = pick<std::uint64_t>(1, 20);
    if (one_in(3)) rule.probability = Probability{pick(0u, 1'000'000'000u)};
    if (one_in(4))
        rule.conditions.push_back(
            fault_conditions[below(static_cast<std::uint32_t>(fault_conditions.size()))].second);
    if (one_in(6))
        rule.at.name = one_of<std::string>(
            {"event:app_submit", "event:dev_publish", "virtnet_xsk_run", "event:hrtimer_start"});
    if (rule.at.is_set() && coin()) rule.hit = pick<std::uint64_t>(1, 20);
    if (is_happening(info.site) && coin()) rule.period = Duration{10'000} + time_up_to(millisecond);
}

void draw_delay(FaultDelay& delay) {
    switch (below(4)) {
        case 0:
            delay.mean = time_up_to(millisecond) + Duration{1};
            break;
        case 1:
            delay.table = {{}, time_up_to(millisecond), time_up_to(millisecond)};
            break;
        case 2:
            delay.low = time_up_to(millisecond);
            delay.high = *delay.low + time_up_to(millisecond);
            break;
        default:
            delay.low = time_up_to(10 * millisecond);
    }
}

void draw_numbers(ExpectedFault& rule, unsigned takes) {
    if ((takes & fault_takes::packets) != 0) rule.packets = pick<std::uint64_t>(1, 128);
    if ((takes & fault_takes::interrupts) != 0) rule.interrupts = pick<std::uint64_t>(1, 20);
    if ((takes & fault_takes::entries) != 0)
        rule.entries = coin() ? pick<std::uint64_t>(1, 20) : pick<std::uint64_t>(1, 65535);
    if ((takes & fault_takes::id) != 0)
        rule.id = coin() ? pick<std::uint64_t>(0, 1024) : pick<std::uint64_t>(0, 4294967295);
    if ((takes & fault_takes::bytes) != 0)
        rule.bytes = coin() ? pick<std::uint64_t>(0, 4096) : pick<std::uint64_t>(0, 4294967295);
}

const FaultInfo& fault_kind(bool has_application) {
    std::vector<const FaultInfo*> kinds;
    for (const FaultInfo& info : fault_table::infos)
        if (has_application || !is_of_application(info.site)) kinds.push_back(&info);
    return *kinds[below(static_cast<std::uint32_t>(kinds.size()))];
}

ExpectedFault fault(const Scenario& scenario) {
    ExpectedFault rule;
    const std::uint32_t pairs = scenario.device.pairs, vcpus = scenario.kernel.cpus.vcpus;
    const FaultInfo& info = fault_kind(scenario.application.enabled);
    const FaultPlace place = place_of(info.site);
    rule.what = info.what;
    if (place == FaultPlace::queue || place == FaultPlace::pair) rule.pair = below(pairs);
    if (is_of_application(info.site)) rule.pair = scenario.application.socket.pair;
    if (place == FaultPlace::queue) rule.rx = one_in(4);
    if (place == FaultPlace::cpu && coin()) rule.cpu = below(vcpus);
    rule.optional = coin();
    draw_when(rule, info);
    if ((info.takes & fault_takes::delay) != 0) draw_delay(rule.delay);
    if ((info.takes & fault_takes::per_second) != 0)
        rule.per_second = pick<std::uint64_t>(100, 100'000);
    draw_numbers(rule, info.takes);
    if ((info.takes & fault_takes::error) != 0) rule.error = one_of({EIO, ENOMEM, ENOSPC});
    return rule;
}

// What the table of keys cannot know: what exists, and what makes sense together.
void fit_application(ApplicationOptions& app, const Scenario& scenario) {
    app.enabled = !one_in(10);
    app.socket.pair = below(scenario.device.pairs);
    app.cpu = below(scenario.kernel.cpus.vcpus);
    if (!app.socket.unaligned) app.socket.chunk_bytes = one_of({2048u, 4096u});
    if (one_in(4)) app.frame_bytes = app.socket.chunk_bytes - app.headroom;
    app.batch = std::min({app.batch, app.socket.tx_ring_size, app.socket.frames});
}

// Of the queues that no application has yet, or on the UMEM of one that has its own.
std::vector<ApplicationOptions> further_applications(const Scenario& scenario) {
    std::vector<ApplicationOptions> all;
    std::vector<bool> taken(scenario.device.pairs);
    if (scenario.application.enabled) taken[scenario.application.socket.pair] = true;
    for (int i = one_in(3) ? pick(1, 3) : 0; i > 0; --i) {
        ApplicationOptions app = with_drawn_sections(scenario, {"application"}).application;
        fit_application(app, scenario);
        if (scenario.application.enabled && coin()) {
            app.shares_umem = 0;
            app.socket.pair = scenario.application.socket.pair;
            app.socket.unaligned = scenario.application.socket.unaligned;
            app.socket.chunk_bytes = scenario.application.socket.chunk_bytes;
            app.headroom = scenario.application.headroom;
            app.frame_bytes = scenario.application.frame_bytes;
        } else if (app.enabled && taken[app.socket.pair]) {
            app.enabled = false;
        }
        if (app.enabled) taken[app.socket.pair] = true;
        all.push_back(app);
    }
    return all;
}

void spread_interrupts(Scenario& scenario) {
    const std::uint32_t vcpus = scenario.kernel.cpus.vcpus;
    scenario.affinity.tx_cpu = below(vcpus);
    scenario.affinity.rx_cpu = below(vcpus);
    for (auto* cpus : {&scenario.affinity.tx_cpus, &scenario.affinity.rx_cpus})
        for (std::uint32_t i = one_in(3) ? scenario.device.pairs : 0; i > 0; --i)
            cpus->push_back(below(vcpus));
}

UdpSenderOptions udp(const Scenario& scenario) {
    UdpSenderOptions udp;
    udp.pair = below(scenario.device.pairs);
    udp.cpu = below(scenario.kernel.cpus.vcpus);
    udp.schedule.start = instant_up_to(5 * millisecond);
    udp.bytes = pick(16u, 1514u);
    if (!one_in(4)) udp.schedule.rate_pps = pick<std::uint64_t>(1'000, 500'000);
    if (coin()) udp.datagrams = pick<std::uint64_t>(1, 1000);
    if (one_in(3)) udp.socket.send_buffer = pick(1u, 2000u);
    udp.socket.nonblocking = one_in(4);
    return udp;
}

RxTrafficOptions rx(const Scenario& scenario) {
    RxTrafficOptions rx;
    rx.pair = below(scenario.device.pairs);
    rx.start = instant_up_to(5 * millisecond);
    rx.rate_pps = pick<std::uint64_t>(1'000, 500'000);
    rx.bytes = pick(16u, 1514u);
    if (coin()) rx.until = rx.start + time_up_to(10 * millisecond) + Duration{1};
    return rx;
}

std::string any_place() {
    return one_of<std::string>({"virtnet_xsk_run", "virtnet_xsk_run:xsk_set_tx_need_wakeup",
                                "virtnet_poll_tx", "virtnet_xsk_wakeup", "virtnet_xsk_pool_disable",
                                "virtqueue_get_buf", "virtnet_close", "free_unused_bufs",
                                "event:hrtimer_start", "event:dev_publish", "event:step_begin",
                                "event:step_end", "event:napi_disable", "event:rcu_sync_begin",
                                "event:xsk_unbind", "event:app_killed", "event:suspend"});
}

void due_at_random(ExpectedStep& step) {
    if (!one_in(3)) {
        step.at_time = instant_up_to(20 * millisecond);
        return;
    }
    step.at.name = any_place();
    step.hit = pick<std::uint64_t>(1, one_in(2) ? 3 : 100);
    if (coin()) step.after = time_up_to(100'000);
}

TimedAction any_action(bool has_socket) {
    using enum TimedAction;
    if (has_socket && coin()) return one_of({bind, bind, unbind, kill_application});
    // What makes the others possible again comes more often.
    if (one_in(4)) return one_of({interface_up, device_add, resume});
    for (;;) {
        const TimedAction any =
            timed_actions[below(static_cast<std::uint32_t>(timed_actions.size()))].second;
        if (has_socket || (any != bind && any != unbind && any != kill_application)) return any;
    }
}

ExpectedStep step(const Scenario& scenario) {
    using enum TimedAction;
    ExpectedStep step;
    due_at_random(step);
    step.action = any_action(scenario.application.enabled);
    if (step.action == bind || step.action == unbind || step.action == kill_application)
        step.pair = scenario.application.socket.pair;
    step.cpu = below(scenario.kernel.cpus.vcpus);
    if (step.action == xdp_load)
        step.program = one_of({XdpAction::pass, XdpAction::drop, XdpAction::tx});
    if (step.action == set_parameter) {
        step.parameter = one_of<std::string>(
            {"xsk_check_timeout", "xsk_num_percent", "xsk_num_max", "xsk_budget", "napi_weight"});
        step.value = one_of<std::int64_t>({0, 1, 10, 50, 100, 1000, -1});
    }
    step.result = one_of({StepResult::success, StepResult::any, StepResult::ebusy});
    step.optional = coin();
    return step;
}

ReviewOptions review() {
    ReviewOptions review;
    review.question = pick(1u, 99u);
    review.asked = "Is this right?";
    if (coin()) review.figures.push_back({"lost", "irq_lost", {{"vector", pick(0, 3)}}, {}});
    if (coin()) review.figures.push_back({"sent", {}, {}, "on_wire"});
    return review;
}

Scenario scenario() {
    Scenario scenario;
    scenario.name = "random";
    scenario.question = "Does the simulator survive this?";
    scenario.seed = pick<std::uint64_t>(0, 1'000'000);
    if (one_in(4)) scenario.memory = MemoryOrder::tso;
    scenario.driver = driver();
    scenario = with_drawn_sections(scenario, {"guest", "device", "interrupts", "application"});
    scenario.device.recheck_after_enable = !one_in(8);
    draw_schedule(scenario);
    if (coin()) scenario.shim.function_costs["virtnet_poll_tx"] = time_up_to(1'000);
    spread_interrupts(scenario);
    fit_application(scenario.application, scenario);
    scenario.applications = further_applications(scenario);
    scenario.end.time = Instant{pick<std::int64_t>(millisecond, 50 * millisecond)};
    if (scenario.application.enabled && !one_in(3))
        scenario.end.frames = pick<std::uint64_t>(1, 2000);
    if (one_in(3)) scenario.end.settle = time_up_to(10 * millisecond) + Duration{1};
    for (int i = pick(0, 3); i > 0; --i) scenario.faults.push_back(fault(scenario));
    if (one_in(3)) scenario.udp.push_back(udp(scenario));
    if (one_in(6)) scenario.udp.push_back(udp(scenario));
    if (one_in(3)) scenario.rx.push_back(rx(scenario));
    if (one_in(3))
        for (int i = pick(1, 8); i > 0; --i) scenario.steps.push_back(step(scenario));
    if (!scenario.faults.empty() && coin())
        scenario.expect.reached.push_back({"fault:1", 1, {}, {}});
    if (coin()) scenario.expect.reached.push_back({"irq_deliver", 0, 1'000'000, {}});
    scenario.shim.access_events = one_in(10);
    if (one_in(4))
        scenario.expect.reached.push_back({"vq_interrupt", 0, {}, {{"handled", pick(0, 1)}}});
    if (one_in(6)) scenario.review = review();
    if (one_in(6))
        scenario.found = {"an exploration", "v1", "Had it gone on, it would pass.", {"It waits."}};
    return without_contradictions(scenario);
}

}  // namespace

rc::Gen<Scenario> any_scenario() { return rc::gen::exec(scenario); }

Scenario random_scenario(std::uint64_t seed) {
    constexpr int size = 100;
    return any_scenario()(rc::Random(seed), size).value();
}

Scenario short_random_scenario(std::uint64_t seed) {
    constexpr Instant traced_until{1'000'000};
    Scenario scenario = random_scenario(seed);
    if (scenario.shim.access_events)
        scenario.end.time = std::min(scenario.end.time.value_or(traced_until), traced_until);
    return scenario;
}

}  // namespace xsksim
