// SPDX-License-Identifier: GPL-2.0-only
// Several sockets on a queue, XDP frames beside them, datagrams that starve.
#include <catch2/catch.hpp>

#include "tests/unit/checks/stalled_queue.hpp"

namespace xsksim::check_tests {
namespace {

using enum EventKind;
using Catch::Contains;

constexpr std::uint64_t tx = 1;  // the TX queue of pair 0

// Two sockets on one UMEM: frames 0 to 31 are app's, 32 to 63 app1's.
struct TwoSockets {
    MadeUpTrace trace;
    std::uint64_t published = 0;

    TwoSockets() { trace.in("app").ev(umem_register, 0, umem, 64 * chunk, chunk); }
    TwoSockets& submit(std::uint64_t f) {
        trace.in(f < 32 ? "app" : "app1").ev(app_submit, 0, f * chunk, 64, 1000 + f);
        return *this;
    }
    TwoSockets& wire(std::uint64_t f) {
        trace.in("device").ev(dev_take, tx, f, 0x9000, umem + f * chunk);
        trace.ev(dev_wire, tx, f, 64, 1000 + f).ev(dev_publish, tx, published, published + 1);
        ++published;
        return *this;
    }
    TwoSockets& reclaim(std::uint64_t f) {
        trace.in("app").ev(app_reclaim, 0, f * chunk, 1000 + f);
        return *this;
    }
    std::string verdict() const { return JudgedTrace(trace).said_by("wire_order"); }
};

// XDP frames received on pair 0: frame n lies at 0x5000 + 4096 n.
struct XdpTrace {
    MadeUpTrace trace;

    static std::uint64_t place(std::uint64_t n) { return 0x5000 + 4096 * n; }
    XdpTrace& made(std::uint64_t n) {
        trace.in("cpu0/softirq").ev(xdp_frame, 0, place(n), 64, 700 + n);
        trace.ev(vq_add, tx, n, 1, 200);
        return *this;
    }
    XdpTrace& wire(std::uint64_t n) { return wire_bytes(n, 700 + n); }
    XdpTrace& wire_bytes(std::uint64_t n, std::uint64_t digest) {
        trace.in("device").ev(dev_take, tx, n, place(n) - 12, place(n));
        trace.ev(dev_wire, tx, n, 64, digest);
        return *this;
    }
    XdpTrace& returned(std::uint64_t n, bool dropped = false) {
        trace.in("cpu0/softirq").ev(xdp_return, 0, place(n), dropped ? 1 : 0);
        return *this;
    }
    std::string verdict() const {
        const JudgedTrace judged(trace);
        return judged.said_by("xdp_frames") + judged.said_by("wire_order");
    }
};

}  // namespace

TEST_CASE("wire_order: sockets of one UMEM keep their order, each its own") {
    TwoSockets sockets;
    sockets.submit(1).submit(2).submit(40).submit(41);
    SECTION("the later socket goes first") {
        CHECK(sockets.wire(40).wire(1).wire(41).wire(2).reclaim(40).reclaim(1).verdict().empty());
    }
    SECTION("one socket's frames in the wrong order") {
        CHECK_THAT(sockets.wire(41).wire(1).wire(40).verdict(),
                   Contains("reordered: frame 0x14000"));
    }
    SECTION("a frame of the other socket that never leaves") {
        CHECK_THAT(sockets.wire(1).reclaim(40).verdict(),
                   Contains("missing: frame 0x14000") && Contains("given back"));
    }
    SECTION("a frame twice") {
        CHECK_THAT(sockets.wire(40).wire(40).verdict(), Contains("duplicate: frame 0x14000"));
    }
}

TEST_CASE("xdp_frames: sent once, unchanged, then given back; or dropped") {
    XdpTrace x;
    x.made(1).made(2).made(3).returned(3, true).wire(1).wire(2).returned(1).returned(2);
    CHECK(x.made(1).wire(1).verdict().empty());
}

TEST_CASE("xdp_frames: what may go wrong") {
    XdpTrace x;
    x.made(1).made(2);
    SECTION("given back unsent") {
        CHECK_THAT(x.returned(1).verdict(), Contains("missing: XDP frame 1 of pair 0"));
    }
    SECTION("sent twice") {
        CHECK_THAT(x.wire(1).wire(1).verdict(), Contains("duplicate: XDP frame 1"));
    }
    SECTION("other bytes") {
        CHECK_THAT(x.wire_bytes(1, 5).verdict(), Contains("corrupt: the 64 bytes"));
    }
    SECTION("overtaken") {
        CHECK_THAT(x.wire(2).wire(1).verdict(), Contains("reordered: XDP frame 1"));
    }
    SECTION("given back twice") {
        CHECK_THAT(x.wire(1).returned(1).returned(1).verdict(), Contains("given back already"));
    }
    SECTION("given back while the device has it") {
        x.trace.in("device").ev(dev_take, tx, 1, XdpTrace::place(1) - 12, XdpTrace::place(1));
        x.returned(1);
        x.trace.in("device").ev(dev_wire, tx, 1, 64, 701);
        CHECK_THAT(x.verdict(), Contains("sent after it was given back") && Contains("missing"));
    }
    SECTION("dropped although sent") {
        CHECK_THAT(x.wire(1).returned(1, true).verdict(), Contains("dropped although it was sent"));
    }
    SECTION("its memory becomes another frame") {
        CHECK_THAT(x.made(1).verdict(), Contains("before it was given back"));
    }
}

TEST_CASE("stall: an XDP frame that never reaches the wire is work that waits") {
    XdpTrace x;
    x.made(1).wire(1).made(2);
    x.trace.at(50).in("cpu0/task").ev(run_end, static_cast<std::uint64_t>(EndReason::idle));
    const JudgedTrace judged(x.trace);
    CHECK(judged.judge.stalled());
    CHECK_THAT(judged.explain().prose(), Contains("XDP: 1 frame not yet on the wire"));
}

TEST_CASE("stall: datagrams that starve beside AF_XDP") {
    StalledQueue queue;
    queue.settings.has_udp = true;
    queue.settings.strictness.progress = Duration::microseconds(100);
    queue.fill(4096);
    queue.trace.in("cpu0/udp").at(20).ev(udp_submit, 0, 1, 64, 5).ev(txq_stop, 0);
    std::uint64_t free = 18;
    SECTION("each poll refills what it frees") { free = 18; }
    SECTION("a poll leaves enough and does not wake") { free = 40; }
    SECTION("when it wakes is not known") {
        free = 40;
        queue.settings.driver.wakes_at.reset();
    }
    for (std::int64_t at = 30; at < 200; at += 10) {
        queue.trace.at(at).in("cpu0/softirq").ev(napi_poll, StalledQueue::tx_napi, 0, 64);
        queue.trace.ev(vq_get_buf, tx, 0, 0, 30).ev(xsk_completed, 0, 1, 100);
        queue.trace.ev(vq_add, tx, 0, 2, free).ev(napi_polled, StalledQueue::tx_napi, 0, 0, 0);
    }
    const std::string said = queue.text();
    CHECK_THAT(said, Contains("Datagrams starve on TX queue 0 since 20.000 us"));
    if (!queue.settings.driver.wakes_at)
        CHECK_THAT(said, Contains("left at most 40 descriptors free; when it wakes the queue is "
                                  "not known"));
    else if (free < 19)
        CHECK_THAT(said, Contains("polled 17 times since and left at most 18 descriptors free") &&
                             Contains("refills what it frees"));
    else
        CHECK_THAT(said, Contains("left 40 descriptors free, enough to wake it, but did not"));
    CHECK(JudgedTrace(queue.trace, queue.settings).judge.stalled());
}

TEST_CASE("stall: a socket that starves beside a newer one of the same queue") {
    TwoSockets sockets;
    for (std::uint64_t f = 0; f < 4; ++f) sockets.submit(f);
    for (std::int64_t i = 0; i < 20; ++i) {
        const std::uint64_t f = 32 + static_cast<std::uint64_t>(i);
        sockets.trace.at(10 * i);
        sockets.submit(f).trace.in("cpu0/softirq").ev(xsk_peek, 0, f * chunk, 64, 0);
    }
    sockets.trace.in("cpu0/task").ev(run_end, static_cast<std::uint64_t>(EndReason::stopped));
    JudgeSettings settings;
    settings.strictness.progress = Duration::microseconds(100);
    const JudgedTrace judged(sockets.trace, settings);
    CHECK(judged.judge.stalled());
    CHECK_THAT(judged.explain().headline,
               Contains("The AF_XDP socket of app starves on TX queue 0") &&
                   Contains("4 descriptors wait in its TX ring"));
}

TEST_CASE("stall: a sender that goes on submitting to a dead queue is no progress") {
    StalledQueue queue;
    queue.settings.has_udp = true;
    queue.settings.strictness.progress = Duration::microseconds(100);
    queue.trace.in("cpu0/udp").at(20).ev(udp_submit, 0, 0, 64, 5).ev(txq_stop, 0);
    for (std::uint64_t i = 1; i < 20; ++i)
        queue.trace.at(20 + 10 * static_cast<std::int64_t>(i))
            .ev(udp_submit, 0, i, 64, 5)
            .ev(udp_drop, 0, i, 0);
    queue.trace.ev(run_end, static_cast<std::uint64_t>(EndReason::stopped));
    CHECK(JudgedTrace(queue.trace, queue.settings).judge.stalled());
    CHECK_THAT(queue.text(), Contains("nobody has armed a callback since"));
}

}  // namespace xsksim::check_tests
