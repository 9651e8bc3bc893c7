// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "tests/unit/checks/made_up_trace.hpp"

namespace xsksim::check_tests {
namespace {

using enum EventKind;
using Catch::Contains;

// A socket on pair 0 whose frame f lies at f * chunk and has digest 1000 + f.
struct Frames {
    MadeUpTrace trace;
    std::uint64_t published = 0;

    Frames() { trace.in("app").ev(umem_register, 0, umem, 64 * chunk, chunk); }
    Frames& submit(std::uint64_t f) {
        trace.in("app").ev(app_submit, 0, f * chunk, 64, 1000 + f);
        trace.ev(xsk_peek, 0, f * chunk, 64, 0);
        return *this;
    }
    Frames& wire(std::uint64_t f) { return wire_bytes(f, 1000 + f); }
    Frames& wire_bytes(std::uint64_t f, std::uint64_t digest) {
        trace.in("device").ev(dev_take, 1, f, 0x9000 + f * 20, umem + f * chunk);
        trace.ev(dev_wire, 1, f, 64, digest);
        trace.ev(dev_publish, 1, published, published + 1);
        ++published;
        return *this;
    }
    Frames& reclaim(std::uint64_t f) {
        trace.in("app").ev(app_reclaim, 0, f * chunk, 1000 + f);
        return *this;
    }
    std::string verdict() const { return JudgedTrace(trace).said_by("wire_order"); }
};

}  // namespace

TEST_CASE("wire_order: frames sent once, in order, with their bytes are fine") {
    Frames f;
    for (int round = 0; round < 1000; ++round) {
        for (std::uint64_t i = 0; i < 16; ++i) f.submit(i);
        for (std::uint64_t i = 0; i < 16; ++i) f.wire(i);
        for (std::uint64_t i = 0; i < 16; ++i) f.reclaim(i);
    }
    CHECK(f.verdict().empty());
}

TEST_CASE("wire_order: frames on their way when the run ends are no failure") {
    CHECK(Frames().submit(1).submit(2).submit(3).wire(1).verdict().empty());
}

TEST_CASE("wire_order: a frame that is overtaken and comes later is reordered") {
    const std::string said = Frames().submit(1).submit(2).wire(2).wire(1).verdict();
    CHECK_THAT(said, Contains("reordered: frame 0x800"));
    CHECK_THAT(said, !Contains("missing"));
}

TEST_CASE("wire_order: a frame that is overtaken and never comes is missing") {
    CHECK_THAT(Frames().submit(1).submit(2).wire(2).verdict(),
               Contains("missing: frame 0x800 (64 bytes, submitted at event 2) never reached"));
}

TEST_CASE("wire_order: a frame given back without having been sent is missing") {
    CHECK_THAT(Frames().submit(1).reclaim(1).verdict(), Contains("missing: frame 0x800"));
    CHECK_THAT(Frames().submit(1).submit(2).wire(2).reclaim(1).reclaim(2).verdict(),
               Contains("missing: frame 0x800") && Contains("given back"));
}

TEST_CASE("wire_order: a frame given back and then sent after all is missing, then late") {
    const std::string said = Frames().submit(1).submit(2).wire(2).reclaim(1).wire(1).verdict();
    CHECK_THAT(said, Contains("missing: frame 0x800") && Contains("late: frame 0x800"));
    CHECK_THAT(said, !Contains("duplicate"));
}

TEST_CASE("wire_order: the same bytes twice are a duplicate") {
    CHECK_THAT(Frames().submit(1).wire(1).wire(1).verdict(), Contains("duplicate: frame 0x800"));
}

TEST_CASE("wire_order: other bytes than submitted are corrupt, and it is that frame's turn") {
    const std::string said = Frames().submit(1).submit(2).wire_bytes(1, 77).wire(2).verdict();
    CHECK_THAT(said, Contains("corrupt: the 64 bytes on the wire of frame 0x800"));
    CHECK_THAT(said, !Contains("missing") && !Contains("reordered"));
}

TEST_CASE("wire_order: bytes that nobody submitted are unknown") {
    CHECK_THAT(Frames().wire_bytes(1, 77).verdict(), Contains("unknown: 64 bytes"));
}

TEST_CASE("wire_order: an invalid descriptor is not missed, but must not reach the wire") {
    Frames f;
    f.submit(1).submit(2);
    f.trace.ev(xsk_invalid_desc, 0, 1 * chunk, 64, 1);
    CHECK(Frames(f).wire(2).reclaim(2).verdict().empty());
    CHECK_THAT(Frames(f).wire(1).verdict(), Contains("invalid: frame 0x800"));
}

TEST_CASE("wire_order: a buffer that the device refuses is a failure") {
    Frames f;
    f.submit(1).submit(2);
    f.trace.in("device").ev(dev_take, 1, 1, 0x9000, umem + chunk);
    f.trace.ev(dev_bad, 1, 1, f.trace.intern("the frame has no payload"));
    const std::string said = f.wire(2).verdict();
    CHECK_THAT(said, Contains("refused") && Contains("frame 0x800") && Contains("no payload"));
    CHECK_THAT(said, !Contains("missing"));
}

TEST_CASE("wire_order: datagrams of two senders may interleave with frames and each other") {
    Frames f;
    const auto datagram = [&f](std::uint64_t head, std::uint64_t digest) {
        f.trace.in("device").ev(dev_take, 1, head, 0x9000, 0x77).ev(dev_wire, 1, head, 64, digest);
    };
    f.submit(1).submit(2);
    f.trace.in("udp0").ev(udp_submit, 0, 1, 64, 501).ev(udp_submit, 0, 2, 64, 502);
    f.trace.in("udp1").ev(udp_submit, 0, 1, 64, 601);
    f.wire(1);
    datagram(40, 601);
    datagram(41, 501);
    f.wire(2);
    SECTION("in order") {
        datagram(42, 502);
        CHECK(f.verdict().empty());
    }
    SECTION("one twice") {
        datagram(42, 501);
        CHECK_THAT(f.verdict(), Contains("duplicate: datagram 1"));
    }
    SECTION("one dropped by the driver, the next one sent") {
        f.trace.in("udp0").ev(udp_drop, 0, 2).ev(udp_submit, 0, 3, 64, 503);
        datagram(42, 503);
        CHECK(f.verdict().empty());
    }
    SECTION("one lost in silence") {
        f.trace.in("udp0").ev(udp_submit, 0, 3, 64, 503);
        datagram(42, 503);
        CHECK_THAT(f.verdict(), Contains("missing: datagram 2"));
    }
}

TEST_CASE("wire_order: what was submitted before an unbind may stay away") {
    Frames f;
    f.submit(1).submit(2);
    f.trace.ev(xsk_unbind, 0);
    CHECK(f.submit(3).wire(3).verdict().empty());
}

TEST_CASE("wire_order: what the application itself wrote over a frame may be on the wire") {
    Frames f;
    f.submit(0).submit(1).trace.in("app").ev(app_overwrite, 0, 0, 77, 1000);
    CHECK(f.wire_bytes(0, 77).wire(1).verdict().empty());
    Frames other;
    other.submit(0).submit(1).trace.in("app").ev(app_overwrite, 0, 0, 77, 1000);
    CHECK_THAT(other.wire_bytes(0, 78).wire(1).verdict(), Contains("corrupt"));
}

TEST_CASE("wire_order: an invalid descriptor is known by either form of its address") {
    Frames f;
    f.trace.in("app").ev(app_submit, 0, 2048 + 100, 64, 500);
    f.trace.ev(xsk_invalid_desc, 0, 2048 | std::uint64_t{100} << 48, 64, 1);
    CHECK(f.submit(2).wire(2).reclaim(2).verdict().empty());
}

}  // namespace xsksim::check_tests
