// SPDX-License-Identifier: GPL-2.0-only
// A made-up trace of one TX queue of 256 descriptors on its way into a stall, in the words of no
// shipped driver: the driver fills the ring with 119 packets and waits; the device sends them,
// publishes, and decides on an interrupt. Tests add what takes the wake-up away.
#pragma once

#include "tests/unit/checks/made_up_trace.hpp"

namespace xsksim {

struct StalledQueue {
    static constexpr std::uint64_t tx_napi = 2, rx_napi = 1, wakeup_bit = 1, timer_bit = 2;
    MadeUpTrace trace;
    JudgeSettings settings;
    std::uint64_t packets = 119;

    // Of a driver whose names are its own.
    static DriverVocabulary words() {
        DriverVocabulary words;
        words.state_bits = {{wakeup_bit, {"BUSY", BitMeaning::turns_wakeups_away}},
                            {timer_bit, {"CLOCK", BitMeaning::timer_queued}}};
        words.full = {19, "2+MAX_SKB_FRAGS"};
        words.wakes_at = words.full;
        words.timer_timeout = "look_again_us";
        words.in_flight = {.each_takes = "slot",
                           .called = "slots",
                           .at_most = std::make_shared<const Formula>(
                               "min(slots_max, N * slots_percent / 100)",
                               std::set<std::string>{"slots_max", "slots_percent", "N"})};
        words.roles = {"reap_in_rx", "stop_full", "wake_stopped"};
        return words;
    }
    // A negative timeout: the driver has no timer.
    explicit StalledQueue(bool event_idx = true, std::int64_t timeout_us = 0) {
        using enum EventKind;
        settings.device.event_idx = event_idx;
        settings.driver = words();
        if (timeout_us < 0) settings.driver.timer_timeout.clear();
        trace.at(0).in("cpu0/task");
        trace.ev(module_param, trace.intern("look_again_us"),
                 static_cast<std::uint64_t>(timeout_us));
        trace.ev(vq_setup, 1, 256, event_idx ? 1 : 0);
        trace.ev(napi_add, rx_napi, trace.intern("rx0"), 0, 0);
        trace.ev(napi_add, tx_napi, trace.intern("tx0"), 0, 1).ev(napi_enable, tx_napi);
        trace.at(1).in("cpu1/app").ev(umem_register, 0, 0x1'0000'0000, 4096 * 2048, 2048);
        if (timeout_us >= 0) trace.ev(hrtimer_init, 1);
        trace.ev(xsk_bind, 0, 0, 1, 2048).ev(need_wakeup_set, 0);
    }
    // The application submits and wakes the driver, which fills the ring and waits.
    StalledQueue& fill(std::uint64_t submitted = 2048) {
        using enum EventKind;
        trace.at(10).in("cpu1/app");
        for (std::uint64_t f = 0; f < submitted; ++f)
            trace.ev(app_submit, 0, f * 2048, 64, 1000 + f);
        trace.ev(app_sendmsg, 0).ev(xsk_wakeup, 0, 2);
        trace.ev(state_bit, 77, wakeup_bit, static_cast<std::uint64_t>(BitOperation::test_and_set));
        add(packets, 0);
        trace.at(20).ev(vq_kick_prepare, 1, 1, 0, packets).ev(vq_notify, 1, packets);
        trace.ev(need_wakeup_clear, 0).ev(xsk_wakeup_done, 0, 0).ev(app_sendmsg_done, 0, 0);
        trace.ev(app_wait, 0, submitted - packets, 0, 0);
        return *this;
    }
    StalledQueue& add(std::uint64_t count, std::uint64_t first) {
        using enum EventKind;
        for (std::uint64_t i = 0; i < count; ++i) {
            trace.ev(xsk_peek, 0, (first + i) * 2048, 64, first + i + 1);
            trace.ev(vq_add, 1, 2 * i % 256, 2, 256 - 2 * (i + 1));
        }
        return *this;
    }
    // The device sends everything, publishes, crosses used_event 0 and raises interrupt `number`.
    StalledQueue& drain_and_raise(std::uint64_t number = 1) {
        using enum EventKind;
        trace.at(25).in("device").ev(dev_kick, 1).ev(dev_wake, 1, packets);
        for (std::uint64_t i = 0; i < packets; ++i) {
            trace.ev(dev_take, 1, 2 * i, 0x9000 + 20 * i, 0x1'0000'0000 + i * 2048);
            trace.ev(dev_wire, 1, 2 * i, 64, 1000 + i);
        }
        trace.at(60).ev(dev_publish, 1, 0, packets).ev(dev_signal, 1, 1, 0, packets);
        trace.ev(irq_raise, 1, number, 1);
        trace.in("device").ev(dev_sleep, 1, packets, 0);
        return *this;
    }
    StalledQueue& lose(std::uint64_t number = 1) {
        using enum EventKind;
        trace.ev(fault_fired, 1, 1, trace.intern("interrupt lost: TX vector of pair 0, nth 1"));
        trace.ev(irq_lost, 1, number, 1);
        return *this;
    }
    StalledQueue& deliver(std::uint64_t number = 1) {
        using enum EventKind;
        trace.at(62).ev(irq_deliver, 1, 0, number).in("cpu0/hardirq").ev(irq_enter, 0, 1);
        return *this;
    }
    StalledQueue& end() {
        trace.at(100)
            .in("cpu0/task")
            .ev(EventKind::run_end, static_cast<std::uint64_t>(EndReason::idle));
        return *this;
    }
    Explanation explain() const { return JudgedTrace(trace, settings).explain(); }
    std::string text() const { return explain().prose(); }
    // What the explanation says of one waker, and the event it names.
    WakerStory about(const std::string& waker) const {
        const Explanation explanation = explain();
        for (const WakerStory& story : explanation.wakers)
            if (story.waker == waker) return story;
        return {};
    }
    std::uint64_t last_event_of(EventKind kind) const {
        std::uint64_t number = 0;
        for (const Event& event : trace.events())
            if (event.kind == kind) number = event.number;
        return number;
    }
};

}  // namespace xsksim
