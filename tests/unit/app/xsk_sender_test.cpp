// SPDX-License-Identifier: GPL-2.0-only
#include "models/app/xsk_sender.hpp"
#include "tests/support/raw_fields.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "fake_guest.hpp"
#include "models/memory/digest.hpp"

using namespace xsksim;
using xsksim::test::FakeGuest;
using Kick = NeedWakeupPolicy;
using Wait = WaitPolicy;

namespace {

struct Setup : XskSenderOptions {
    SenderRole role = {.task_name = "app"};
};

struct Sending {
    explicit Sending(const Setup& options, Duration until = Duration::milliseconds(10))
        : guest(until),
          sender({*guest.engine, guest.trace, guest.tasks, guest.xsk, guest.memory}, options,
                 options.role) {
        sender.on_done = [this] {
            done = true;
            guest.engine->stop("all frames are back");
        };
        sender.start();
    }
    RunEnd run() { return guest.engine->run(); }
    std::vector<Event> events(EventKind kind) const { return guest.log.of(kind); }

    FakeGuest guest;
    XskSender sender;
    bool done = false;
};

Setup few_frames(std::uint64_t frames) {
    Setup options;
    options.role.frames = frames;
    options.batch = 4;
    options.socket.frames = 16;
    options.socket.tx_ring_size = 8;
    options.socket.completion_ring_size = 16;
    return options;
}

}  // namespace

TEST_CASE("sender: every frame of a run has content of its own") {
    Setup options = few_frames(1000);
    options.frame_bytes = GENERATE(16U, 60U, 64U, 1500U);
    Sending s(options);
    s.guest.every({500}, [&] { s.guest.xsk.transmit_all(); });
    s.run();
    REQUIRE(s.done);
    std::set<std::uint64_t> digests;
    for (const Event& e : s.events(EventKind::app_submit)) digests.insert(arg(e, 3));
    CHECK(digests.size() == 1000);
    CHECK(s.sender.counters().reclaimed == 1000);
}

TEST_CASE("sender: the submitted digest is that of the bytes in the UMEM") {
    Setup options = few_frames(8);
    options.headroom = 100;
    options.socket.unaligned = GENERATE(false, true);
    options.socket.chunk_bytes = options.socket.unaligned ? 2100 : 2048;
    Sending s(options);
    std::vector<std::uint64_t> offsets, digests;
    s.guest.at({50'000}, [&] {
        XskDescriptor desc;
        while (s.guest.xsk.take(desc)) {
            const std::uint64_t offset = (desc.addr & 0xffff'ffff'ffffULL) + (desc.addr >> 48);
            const std::byte* p = s.guest.memory.pointer(s.guest.xsk.socket.umem + offset, desc.len);
            offsets.push_back(offset);
            digests.push_back(content_digest({p, desc.len}));
            s.guest.xsk.complete(desc.addr);
        }
        s.guest.xsk.publish_consumer();
        s.guest.xsk.notify();
    });
    s.run();
    REQUIRE(s.done);
    const auto submitted = s.events(EventKind::app_submit);
    const auto reclaimed = s.events(EventKind::app_reclaim);
    REQUIRE(submitted.size() == 8);
    REQUIRE(digests.size() == 8);
    for (std::size_t i = 0; i < 8; ++i) {
        CHECK(arg(submitted[i], 1) == i * options.socket.chunk_bytes + 100);
        CHECK(arg(submitted[i], 1) == offsets[i]);
        CHECK(arg(submitted[i], 3) == digests[i]);
        CHECK(arg(reclaimed[i], 1) == offsets[i]);
        CHECK(arg(reclaimed[i], 2) == digests[i]);
        CHECK(arg(reclaimed[i], 3) == 7 - i);
    }
}

TEST_CASE("sender: a byte changed behind its back shows in the reclaim event") {
    Sending s(few_frames(4));
    s.guest.at({50'000}, [&] {
        auto* frame = s.guest.memory.pointer(s.guest.xsk.socket.umem + 2048 + 63, 1);
        *frame ^= std::byte{1};
        s.guest.xsk.transmit_all();
    });
    s.run();
    const auto submitted = s.events(EventKind::app_submit);
    const auto reclaimed = s.events(EventKind::app_reclaim);
    REQUIRE(reclaimed.size() == 4);
    CHECK(arg(reclaimed[0], 2) == arg(submitted[0], 3));
    CHECK(arg(reclaimed[1], 2) != arg(submitted[1], 3));
    CHECK(arg(reclaimed[2], 2) == arg(submitted[2], 3));
}

TEST_CASE("sender: frames come from completions only, first in first out") {
    Sending s(few_frames(100));  // 16 frames in all
    s.guest.at({50'000}, [&] {
        XskDescriptor desc;
        std::vector<std::uint64_t> taken;
        while (s.guest.xsk.take(desc)) taken.push_back(desc.addr);
        s.guest.xsk.publish_consumer();
        s.guest.xsk.notify();
    });
    s.guest.at({100'000}, [&] {
        CHECK(s.sender.counters().submitted == 16);
        XskDescriptor desc;
        while (s.guest.xsk.take(desc)) {
        }
        s.guest.xsk.publish_consumer();
        for (std::uint64_t frame : {3, 1, 2, 0}) s.guest.xsk.complete(frame * 2048);
        s.guest.xsk.notify();
    });
    s.run();
    const auto submitted = s.events(EventKind::app_submit);
    REQUIRE(submitted.size() == 20);
    CHECK(arg(submitted[16], 1) == 3 * 2048);
    CHECK(arg(submitted[17], 1) == 1 * 2048);
    CHECK(arg(submitted[18], 1) == 2 * 2048);
    CHECK(arg(submitted[19], 1) == 0);
    CHECK_FALSE(s.done);
}

TEST_CASE("sender: a whole batch or nothing, published by one store") {
    Setup options = few_frames(100);
    options.need_wakeup = Kick::never;
    Sending s(options);
    std::vector<std::uint32_t> producers;
    s.guest.every({10}, [&] {
        if (producers.empty() || producers.back() != s.guest.xsk.socket.tx.producer)
            producers.push_back(s.guest.xsk.socket.tx.producer);
    });
    s.guest.at({100'000}, [&] {  // three slots become free: less than a batch
        XskDescriptor desc;
        for (int i = 0; i < 3; ++i) REQUIRE(s.guest.xsk.take(desc));
        s.guest.xsk.publish_consumer();
        s.guest.xsk.notify();
    });
    s.run();
    CHECK(producers == std::vector<std::uint32_t>{0, 4, 8});
}

TEST_CASE("sender: too few free frames for a batch are not sent as a smaller one") {
    Setup options = few_frames(100);
    options.socket.frames = 6;
    Sending s(options);
    s.guest.at({100'000}, [&] {
        s.guest.xsk.complete(0);
        s.guest.xsk.notify();
    });
    s.guest.at({200'000}, [&] {
        CHECK(s.sender.counters().submitted == 4);
        s.guest.xsk.complete(2048);
        s.guest.xsk.notify();
    });
    s.run();
    CHECK(s.sender.counters().submitted == 8);
}

TEST_CASE("sender: the last batch is as small as what is left") {
    Sending s(few_frames(10));
    s.guest.every({500}, [&] { s.guest.xsk.transmit_all(); });
    CHECK(s.run().reason == EndReason::stopped);
    CHECK(s.events(EventKind::app_submit).size() == 10);
    const auto done = s.events(EventKind::app_done);
    REQUIRE(done.size() == 1);
    CHECK(arg(done[0], 1) == 10);
    CHECK(arg(done[0], 2) == 10);
}

TEST_CASE("sender: at a rate each frame is due at its own nanosecond") {
    Setup options = few_frames(300);
    options.schedule.start = {1000};
    options.schedule.rate_pps = GENERATE(333'333ULL, 1'000'000ULL, 1'234'567ULL);
    options.role.costs.fill = {0};
    Sending s(options);
    s.guest.every({100}, [&] { s.guest.xsk.transmit_all(); });
    s.run();
    const auto submitted = s.events(EventKind::app_submit);
    REQUIRE(submitted.size() == 300);
    for (std::size_t k = 0; k < 300; ++k) {
        const auto due =
            static_cast<std::int64_t>(1000 + k * 1'000'000'000 / *options.schedule.rate_pps);
        CHECK(submitted[k].at.ns >= due);
        CHECK(submitted[k].at.ns <= due + 400);  // a turn of the loop with a system call
    }
}

TEST_CASE("sender: a sender that fell behind its rate catches up") {
    Setup options = few_frames(200);
    options.schedule.rate_pps = 1'000'000;
    Sending s(options);
    // Nothing is transmitted for 100 us, and there are 16 frames.
    s.guest.every({100'000}, [&] { s.guest.xsk.transmit_all(); });
    s.guest.at({800'000}, [&] { s.guest.every({1'000}, [&] { s.guest.xsk.transmit_all(); }); });
    s.run();
    const auto submitted = s.events(EventKind::app_submit);
    REQUIRE(submitted.size() == 200);
    CHECK(submitted.back().at < Instant{900'000});
    CHECK(submitted.back().at > Instant{800'000});
}

TEST_CASE("sender: bursts come at once, pauses begin after the last frame") {
    Setup options = few_frames(30);
    options.schedule.burst = 10;
    options.schedule.burst_pause = Duration::microseconds(200);
    Sending s(options);
    s.guest.every({500}, [&] { s.guest.xsk.transmit_all(); });
    s.run();
    const auto submitted = s.events(EventKind::app_submit);
    REQUIRE(submitted.size() == 30);
    for (std::size_t burst = 0; burst < 3; ++burst)
        CHECK((submitted[burst * 10 + 9].at - submitted[burst * 10].at).ns < 5'000);
    for (std::size_t burst = 1; burst < 3; ++burst) {
        const Duration pause = submitted[burst * 10].at - submitted[burst * 10 - 1].at;
        CHECK(pause >= Duration::microseconds(200));
        CHECK(pause < Duration::microseconds(201));
    }
}

TEST_CASE("sender: filling and reclaiming cost user time") {
    Setup options = few_frames(8);
    options.role.costs.fill = {1000};
    options.role.costs.reclaim = {500};
    options.need_wakeup = Kick::never;
    Sending s(options);
    s.guest.at({50'000}, [&] { s.guest.xsk.transmit_all(); });
    s.run();
    REQUIRE(s.done);
    const auto submitted = s.events(EventKind::app_submit);
    CHECK(submitted[0].at == Instant{4000});
    CHECK(submitted[4].at == Instant{8000});
    CHECK(s.guest.tasks.user_time.ns >= 8 * 1000 + 8 * 500);
    CHECK(s.guest.tasks.user_time.ns < 8 * 1000 + 8 * 500 + 200);
}

TEST_CASE("sender: with policy flag_at_submit a flag that is set later changes nothing") {
    const Kick policy = GENERATE(Kick::flag, Kick::flag_at_submit);
    Setup options = few_frames(4);
    options.need_wakeup = policy;
    Sending s(options);
    s.guest.at({0}, [&] { s.guest.xsk.socket.tx.flags = 0; });
    s.guest.at({20'000}, [&] {
        s.guest.xsk.socket.tx.flags = 1;
        s.guest.xsk.socket.on_change();
    });
    s.guest.at({50'000}, [&] { s.guest.xsk.transmit_all(); });
    s.run();
    REQUIRE(s.done);
    CHECK(s.guest.xsk.sendmsg_at.empty() == (policy == Kick::flag_at_submit));
}

TEST_CASE("sender: with policy flag_at_submit it looks at the flag again once it has ceased") {
    Setup options = few_frames(4);
    options.role.frames.reset();
    options.socket.frames = 4;
    options.need_wakeup = Kick::flag_at_submit;
    Sending s(options);
    s.guest.xsk.on_sendmsg = [&] { s.guest.xsk.transmit_all(); };
    s.guest.at({0}, [&] { s.guest.xsk.socket.tx.flags = 0; });
    s.guest.at({20'000}, [&] {
        s.guest.xsk.socket.tx.flags = 1;
        s.guest.xsk.notify();
    });
    s.guest.at({40'000}, [&] {
        CHECK(s.guest.xsk.sendmsg_at.empty());
        s.sender.cease();
    });
    s.run();
    REQUIRE(s.done);
    CHECK(s.guest.xsk.sendmsg_at.size() == 1);
    CHECK(s.sender.counters().reclaimed == 4);
}

TEST_CASE("sender: with policy flag it calls sendmsg if and only if need_wakeup is set") {
    const bool flag_set = GENERATE(false, true);
    Sending s(few_frames(4));
    s.guest.at({0}, [&] { s.guest.xsk.socket.tx.flags = flag_set ? 1 : 0; });
    s.guest.at({50'000}, [&] { s.guest.xsk.transmit_all(); });
    s.run();
    REQUIRE(s.done);
    CHECK(s.guest.xsk.sendmsg_at.empty() == !flag_set);
    CHECK(s.guest.xsk.socket.options.use_need_wakeup);
}

TEST_CASE(
    "sender: while completions are outstanding it goes on calling sendmsg if the flag is set") {
    Sending s(few_frames(4));
    s.guest.xsk.on_sendmsg = [&] {
        if (s.guest.xsk.sendmsg_at.size() == 20) s.guest.xsk.transmit_all();
    };
    s.guest.at({0}, [&] { s.guest.xsk.socket.tx.flags = 1; });
    s.run();
    REQUIRE(s.done);
    CHECK(s.guest.xsk.sendmsg_at.size() == 20);
    for (std::size_t i = 2; i < 20; ++i)
        CHECK((s.guest.xsk.sendmsg_at[i] - s.guest.xsk.sendmsg_at[i - 1]).ns == 400);
}

TEST_CASE("sender: a spinning sender notices need_wakeup at its next turn") {
    Sending s(few_frames(4));
    s.guest.xsk.on_sendmsg = [&] { s.guest.xsk.transmit_all(); };
    s.guest.at({50'010}, [&] {
        s.guest.xsk.socket.tx.flags = 1;
        s.guest.xsk.notify();
    });
    s.run();
    REQUIRE(s.done);
    REQUIRE(s.guest.xsk.sendmsg_at.size() == 1);
    CHECK(s.guest.xsk.sendmsg_at[0].ns > 50'010);
    CHECK(s.guest.xsk.sendmsg_at[0].ns <= 50'110);
    CHECK(s.guest.tasks.spins == 1);
}

TEST_CASE("sender: changes that it has no use for do not end its spinning") {
    Setup options = few_frames(4);
    options.need_wakeup = Kick::never;
    Sending s(options);
    s.guest.every({1000}, [&] {
        s.guest.xsk.socket.tx.flags ^= 1;
        s.guest.xsk.notify();
    });
    s.run();
    CHECK(s.guest.tasks.spins == 1);
    CHECK(s.events(EventKind::app_wait).size() == 1);
}

TEST_CASE("sender: policy always needs no flag and binds without need_wakeup, never sends none") {
    Setup options = few_frames(4);
    options.need_wakeup = GENERATE(Kick::always, Kick::never);
    Sending s(options);
    s.guest.at({50'000}, [&] { s.guest.xsk.transmit_all(); });
    s.run();
    REQUIRE(s.done);
    const bool always = options.need_wakeup == Kick::always;
    CHECK(s.guest.xsk.sendmsg_at.empty() == !always);
    CHECK(s.guest.xsk.socket.options.use_need_wakeup == !always);
    CHECK(s.sender.counters().sendmsg_calls == s.guest.xsk.sendmsg_at.size());
}

TEST_CASE("sender: free system calls do not stop the clock") {
    Setup options = few_frames(4);
    options.need_wakeup = Kick::always;
    Sending s(options, Duration::microseconds(50));
    s.guest.xsk.syscall_cost = {0};
    CHECK(s.run().reason == EndReason::time_bound);
    CHECK(s.guest.xsk.sendmsg_at.size() > 100);
    CHECK(s.guest.xsk.sendmsg_at.size() < 600);
}

TEST_CASE("sender: policy poll waits in poll, and spins when a writable ring did not help") {
    Setup options = few_frames(100);  // 16 frames, TX ring of 8
    options.wait = Wait::poll;
    Sending s(options);
    s.guest.xsk.on_poll = [&](Duration) {
        XskDescriptor desc;  // the kernel takes all, and completes nothing
        while (s.guest.xsk.take(desc)) {
        }
        s.guest.xsk.publish_consumer();
        return 1;
    };
    s.run();
    CHECK(s.sender.counters().submitted == 16);
    CHECK(s.guest.xsk.poll_timeouts.size() == 2);  // ring full; then frames used up
    CHECK(s.guest.tasks.spins == 1);
    CHECK(s.guest.xsk.poll_timeouts[0] == options.poll_timeout);
}

TEST_CASE("sender: with policy poll, poll and not sendmsg wakes the driver while it waits") {
    Setup options = few_frames(8);
    options.wait = Wait::poll;
    Sending s(options);
    s.guest.at({0}, [&] { s.guest.xsk.socket.tx.flags = 1; });
    s.guest.xsk.on_poll = [&](Duration) {
        s.guest.xsk.transmit_all();
        return 1;
    };
    s.run();
    REQUIRE(s.done);
    // One after each of two batches, and one as it looks for completions after poll.
    CHECK(s.guest.xsk.sendmsg_at.size() == 3);
    CHECK(s.guest.xsk.poll_timeouts.size() == 1);
}

TEST_CASE("sender: with policy poll it sleeps until the next frame is due") {
    Setup options = few_frames(10);
    options.wait = Wait::poll;
    options.schedule.rate_pps = 10'000;
    Sending s(options);
    s.guest.every({1000}, [&] { s.guest.xsk.transmit_all(); });
    s.guest.xsk.on_poll = [&](Duration timeout) {
        const bool more_is_due = s.sender.counters().submitted < 10;
        CHECK(timeout <= (more_is_due ? Duration{100'000} : options.poll_timeout));
        s.guest.engine->spend({2000}, Operation::local());
        return 1;
    };
    s.run();
    REQUIRE(s.done);
    CHECK(s.guest.tasks.spins == 0);
    CHECK(s.events(EventKind::app_submit).back().at < Instant{900'100});
}

TEST_CASE("sender: a completion of a frame that is not under way is counted, not believed") {
    Sending s(few_frames(8));
    s.guest.at({50'000}, [&] {
        s.guest.xsk.complete(2048);
        s.guest.xsk.complete(2048);
        s.guest.xsk.complete(2048 * 1000);
        s.guest.xsk.notify();
    });
    s.run();
    CHECK_FALSE(s.done);
    CHECK(s.sender.counters().reclaimed == 1);
    CHECK(s.sender.counters().unexpected == 2);
    CHECK(s.sender.in_flight() == 7);
}

TEST_CASE("sender: unbound, it waits without turning, and starts over when bound again") {
    Setup options = few_frames(40);
    Sending s(options);
    s.guest.at({0}, [&] { s.guest.xsk.socket.tx.flags = 1; });
    s.guest.at({20'000}, [&] { s.guest.xsk.socket.bound = false; });
    std::size_t calls = 0;
    s.guest.at({40'000}, [&] { calls = s.guest.xsk.sendmsg_at.size(); });
    s.guest.at({5'000'000}, [&] {
        CHECK(s.guest.xsk.sendmsg_at.size() == calls);
        s.guest.xsk.bind_again();
        s.guest.every({1000}, [&] { s.guest.xsk.transmit_all(); });
    });
    s.run();
    REQUIRE(s.done);
    CHECK(s.sender.counters().reclaimed == 40);
    CHECK(s.sender.counters().abandoned == 8);  // the TX ring's
    CHECK(s.sender.counters().submitted == 48);
    const auto submitted = s.events(EventKind::app_submit);
    CHECK(arg(submitted[8], 1) == 0);  // all frames are its own again, in order
    CHECK(submitted[8].at >= Instant{5'000'000});
}

TEST_CASE("sender: unbound during a call, it leaves the old completion ring alone") {
    Sending s(few_frames(8));
    s.guest.xsk.on_sendmsg = [&] {
        if (s.guest.xsk.sendmsg_at.size() != 1) return;
        s.guest.xsk.transmit_all();
        s.guest.xsk.socket.bound = false;
    };
    s.guest.at({0}, [&] { s.guest.xsk.socket.tx.flags = 1; });
    s.guest.at({50'000}, [&] {
        CHECK(s.sender.counters().reclaimed == 0);
        s.guest.xsk.bind_again();
        s.guest.every({1000}, [&] { s.guest.xsk.transmit_all(); });
    });
    s.run();
    REQUIRE(s.done);
    CHECK(s.sender.counters().abandoned == 4);
    CHECK(s.sender.counters().reclaimed == 8);
}

TEST_CASE("sender: another bind between filling and publication does not spoil the new rings") {
    Setup options = few_frames(8);
    options.role.costs.fill = {1000};
    Sending s(options);
    s.guest.at({2000}, [&] { s.guest.xsk.bind_again(); });  // while the first batch is filled
    s.guest.at({4500}, [&] { CHECK(s.guest.xsk.socket.tx.producer == 0); });
    s.guest.at({50'000}, [&] { s.guest.xsk.transmit_all(); });
    s.run();
    REQUIRE(s.done);
    CHECK(s.sender.counters().submitted == 8);
}

TEST_CASE("sender: a bind that fails leaves it waiting, not turning") {
    Setup options = few_frames(8);
    Sending s(options);
    s.guest.xsk.bind_result = -EBUSY;
    CHECK(s.run().reason == EndReason::idle);
    CHECK(s.sender.counters().submitted == 0);
    CHECK(s.events(EventKind::app_wait).size() == 1);
}

TEST_CASE("sender: after an error of sendmsg it backs off instead of turning") {
    Sending s(few_frames(4), Duration::milliseconds(1));
    s.guest.at({0}, [&] { s.guest.xsk.socket.tx.flags = 1; });
    s.guest.xsk.sendmsg_result = -ENETDOWN;
    s.run();
    CHECK(s.sender.counters().sendmsg_errors > 5);
    CHECK(s.sender.counters().sendmsg_errors <= 11);
    CHECK(arg(s.events(EventKind::app_sendmsg_done)[0], 1) == ENETDOWN);
}

TEST_CASE("sender: two runs give the same events") {
    const auto life = [] {
        Setup options = few_frames(500);
        options.schedule.rate_pps = 3'000'000;
        Sending s(options);
        s.guest.every({777}, [&] { s.guest.xsk.transmit_all(); });
        s.run();
        std::vector<std::uint64_t> all;
        for (const Event& e : s.guest.log.events) {
            all.push_back(static_cast<std::uint64_t>(e.at.ns));
            all.push_back(static_cast<std::uint64_t>(e.kind));
            for (const std::uint64_t value : args(e)) all.push_back(value);
        }
        return all;
    };
    const auto first = life();
    CHECK(first.size() > 500 * 12);
    CHECK(first == life());
}

TEST_CASE("sender: killed, it closes its socket once; the next bind starts it over") {
    Setup options = few_frames(8);
    Sending s(options);
    CHECK_FALSE(s.sender.kill());  // the task has not run yet
    s.guest.at({50'000}, [&] {
        CHECK(s.sender.kill());
        CHECK_FALSE(s.sender.kill());
    });
    s.guest.at({60'000}, [&] {
        CHECK_FALSE(s.guest.xsk.socket.bound);
        s.guest.xsk.bind_again();
    });
    s.guest.at({70'000}, [&] { s.guest.xsk.transmit_all(); });
    s.guest.at({80'000}, [&] { s.guest.xsk.transmit_all(); });
    s.run();
    REQUIRE(s.done);
    const auto killed = s.events(EventKind::app_killed);
    REQUIRE(killed.size() == 1);
    CHECK(arg(killed[0], 1) == s.sender.counters().abandoned);
    CHECK(s.sender.counters().abandoned > 0);
    CHECK(s.sender.counters().reclaimed == 8);
    CHECK(s.guest.xsk.interrupts == 1);
}
