// SPDX-License-Identifier: GPL-2.0-only
// frame_ownership, completion_ring, headers, descriptors.
#include <catch2/catch.hpp>

#include "tests/unit/checks/made_up_trace.hpp"

namespace xsksim::check_tests {
namespace {

using enum EventKind;
using Catch::Contains;

struct Story {
    MadeUpTrace trace;
    Story() { trace.in("app").ev(umem_register, 0, umem, 16 * chunk, chunk); }
    Story& submit(std::uint64_t f) {
        trace.in("app").ev(app_submit, 0, f * chunk, 64, 1000 + f);
        trace.ev(xsk_peek, 0, f * chunk, 64, ++reserved);
        return *this;
    }
    Story& take(std::uint64_t f) {
        trace.in("device").ev(dev_take, 1, f, 0x9000 + 20 * f, umem + f * chunk);
        return *this;
    }
    Story& publish(std::uint64_t n) {
        trace.in("device").ev(dev_publish, 1, used, used + n);
        used += n;
        return *this;
    }
    Story& complete(std::uint64_t n) {
        reserved -= n;
        trace.in("cpu0/softirq").ev(xsk_completed, 0, n, reserved);
        return *this;
    }
    Story& reclaim(std::uint64_t f) {
        trace.in("app").ev(app_reclaim, 0, f * chunk, 1000 + f);
        return *this;
    }
    std::string says(const char* check) const { return JudgedTrace(trace).said_by(check); }
    std::uint64_t used = 0, reserved = 0;
};

}  // namespace

TEST_CASE("frame_ownership: a frame that goes round is fine, many times") {
    Story s;
    for (int i = 0; i < 100; ++i) s.submit(3).take(3).publish(1).complete(1).reclaim(3);
    CHECK(s.says("frame_ownership").empty());
    CHECK(s.says("completion_ring").empty());
}

TEST_CASE("frame_ownership: given back while the device holds it") {
    CHECK_THAT(Story().submit(3).take(3).complete(1).reclaim(3).says("frame_ownership"),
               Contains("0x1800 is given back while the device still holds it"));
}

TEST_CASE("frame_ownership: after a reset of the queue the device holds none") {
    Story s;
    s.submit(3).submit(4).submit(5).take(3).take(4).publish(1);
    s.trace.in("app").ev(dev_reset, 1);
    s.complete(3).reclaim(3).reclaim(4).reclaim(5).submit(4);
    s.take(4).publish(1).complete(1).reclaim(4);
    s.trace.in("app").ev(xsk_unbind, 0);
    CHECK(s.says("frame_ownership").empty());
}

TEST_CASE("frame_ownership: a reset of another queue changes nothing") {
    Story s;
    s.submit(3).take(3);
    s.trace.in("app").ev(dev_reset, 0).ev(dev_reset, 3);
    CHECK_THAT(s.complete(1).reclaim(3).says("frame_ownership"),
               Contains("0x1800 is given back while the device still holds it"));
}

TEST_CASE("frame_ownership: given back before the device took it shows at the take") {
    CHECK_THAT(Story().submit(3).complete(1).reclaim(3).take(3).says("frame_ownership"),
               Contains("the device takes a buffer in the frame at 0x100001800, which belongs to "
                        "the application"));
}

TEST_CASE("frame_ownership: given back twice, or never submitted") {
    CHECK_THAT(Story().submit(3).take(3).publish(1).reclaim(3).reclaim(3).says("frame_ownership"),
               Contains("given back twice"));
    CHECK_THAT(Story().reclaim(4).says("frame_ownership"), Contains("never submitted"));
}

TEST_CASE("frame_ownership: submitted again while the kernel or the device has it") {
    CHECK_THAT(Story().submit(3).submit(3).says("frame_ownership"),
               Contains("submitted again while the kernel has it"));
    CHECK_THAT(Story().submit(3).take(3).reclaim(3).submit(3).says("frame_ownership"),
               Contains("submitted again while the device still holds it"));
}

TEST_CASE("frame_ownership: comes back with other bytes") {
    Story s;
    s.submit(3).take(3).publish(1);
    s.trace.in("app").ev(app_reclaim, 0, 3 * chunk, 4711);
    CHECK_THAT(s.says("frame_ownership"), Contains("other bytes"));
}

TEST_CASE("frame_ownership: unbind gives the UMEM back under the device") {
    Story s;
    s.submit(1).submit(2).take(1);
    SECTION("two frames in flight") {
        s.trace.ev(xsk_unbind, 0);
        CHECK_THAT(s.says("frame_ownership"), Contains("while 2 of its frames"));
    }
    SECTION("all published before") {
        s.take(2).publish(2);
        s.trace.ev(xsk_unbind, 0);
        CHECK(s.says("frame_ownership").empty());
    }
}

TEST_CASE("frame_ownership: the device reads memory that was given back") {
    Story s;
    s.trace.in("device").ev(dev_stale, 1, 3, 0x1234, 0xf2);
    CHECK_THAT(s.says("frame_ownership"), Contains("memory at 0x1234"));
}

TEST_CASE("frame_ownership: the device uses a buffer that is not mapped") {
    Story s;
    s.trace.in("device").ev(dev_stale, 1, 3, 0x1234, static_cast<int>(MemoryState::unmapped));
    CHECK_THAT(s.says("frame_ownership"),
               Contains("uses memory at 0x1234 (queue 1, head 3) that is not mapped for DMA"));
}

TEST_CASE("completion_ring: more completed than peeked") {
    CHECK_THAT(Story().submit(1).complete(1).complete(1).says("completion_ring"),
               Contains("completes 1 packets, but only 0"));
}

TEST_CASE("completion_ring: the core miscounts the reserved entries") {
    Story s;
    s.submit(1);
    s.reserved = 7;
    CHECK_THAT(s.submit(2).says("completion_ring"), Contains("8 completion entries are reserved"));
}

TEST_CASE("completion_ring: more entries in use than the ring has") {
    Story s;
    s.trace.ev(xsk_bind, 0, 0, 1, 2);
    s.submit(1).submit(2).complete(1);
    CHECK(s.says("completion_ring").empty());
    CHECK_THAT(s.submit(3).says("completion_ring"), Contains("3 completion entries are in use"));
}

TEST_CASE("completion_ring: frames come back in another order than they were peeked") {
    CHECK_THAT(Story().submit(1).submit(2).complete(2).reclaim(2).says("completion_ring"),
               Contains("0x1000 is read") && Contains("0x800 was reserved"));
}

TEST_CASE("completion_ring: an entry that was not published cannot be read") {
    CHECK_THAT(Story().submit(1).reclaim(1).says("completion_ring"), Contains("has no entry"));
}

TEST_CASE("headers: two packets in flight share one") {
    MadeUpTrace trace;
    trace.in("device").ev(dev_take, 1, 0, 0x9000, 0x1).ev(dev_take, 1, 2, 0x9014, 0x2);
    SECTION("after it came back it may be used again") {
        for (int i = 0; i < 5000; ++i)
            trace.ev(vq_get_buf, 1, 0).ev(dev_take, 1, 0, 0x9000 + 20 * (i % 700 + 2), 0x3);
        CHECK(JudgedTrace(trace).said_by("headers").empty());
    }
    SECTION("while the first is in flight") {
        trace.ev(dev_take, 1, 4, 0x9000, 0x3);
        CHECK_THAT(JudgedTrace(trace).said_by("headers"), Contains("share the header at 0x9000"));
    }
    SECTION("a driver with one header for all is not asked") {
        trace.ev(dev_take, 1, 4, 0x9000, 0x3);
        JudgeSettings settings;
        settings.driver.per_packet_header = false;
        CHECK(JudgedTrace(trace, settings).said_by("headers").empty());
    }
}

TEST_CASE("headers: thousands in flight, coming and going in any order, are all known") {
    constexpr std::uint64_t heads = 3000;
    MadeUpTrace trace;
    trace.in("device");
    std::vector<std::uint64_t> header_of(heads, 0);
    std::uint64_t random = 1, next_header = 0x9000;
    for (int i = 0; i < 50'000; ++i) {
        random = random * 6364136223846793005ULL + 1442695040888963407ULL;
        const std::uint64_t head = (random >> 33) % heads;
        if (header_of[head] != 0) {
            trace.ev(vq_get_buf, 1, head);
            header_of[head] = 0;
        } else {
            header_of[head] = next_header += 20;
            trace.ev(dev_take, 1, head, header_of[head], 0x3);
        }
    }
    CHECK(JudgedTrace(trace).said_by("headers").empty());
    std::size_t shared = 0;
    for (std::uint64_t head = 0; head < heads; ++head) {
        if (header_of[head] == 0) continue;
        MadeUpTrace again = trace;
        again.ev(dev_take, 1, heads + 1, header_of[head], 0x3);
        CHECK_FALSE(JudgedTrace(again).said_by("headers").empty());
        if (++shared == 30) break;
    }
}

TEST_CASE("descriptors: free and outstanding ones make up the ring") {
    MadeUpTrace trace;
    trace.in("cpu0/softirq").ev(vq_setup, 1, 256, 1);
    trace.ev(vq_add, 1, 0, 2, 254).ev(vq_add, 1, 2, 2, 252);
    SECTION("given back") {
        trace.ev(vq_get_buf, 1, 0, 0, 254).ev(vq_add_failed, 1, 28, 254);
        CHECK(JudgedTrace(trace).said_by("descriptors").empty());
    }
    SECTION("leaked") {
        trace.ev(vq_get_buf, 1, 0, 0, 253);
        CHECK_THAT(JudgedTrace(trace).said_by("descriptors"),
                   Contains("2 descriptors outstanding and 253 free"));
    }
    SECTION("a head that was not outstanding") {
        trace.ev(vq_get_buf, 1, 4, 0, 252);
        CHECK_THAT(JudgedTrace(trace).said_by("descriptors"), Contains("head 4 comes back"));
    }
    SECTION("a head twice") {
        trace.ev(vq_add, 1, 2, 2, 252);
        CHECK_THAT(JudgedTrace(trace).said_by("descriptors"), Contains("head 2 is made available"));
    }
}

TEST_CASE("frame_ownership: bytes that the application itself wrote over a frame come back so") {
    const auto written = [](std::uint64_t comes_back) {
        Story s;
        s.submit(3).take(3).trace.in("app").ev(app_overwrite, 0, 3 * chunk, 55, 1003);
        s.publish(1).complete(1).trace.in("app").ev(app_reclaim, 0, 3 * chunk, comes_back);
        return s.says("frame_ownership");
    };
    CHECK(written(55).empty());
    CHECK_THAT(written(1003), Contains("comes back with other bytes"));
}

}  // namespace xsksim::check_tests
