// SPDX-License-Identifier: GPL-2.0-only
// The parts of an AF_XDP sender by themselves.
#include <catch2/catch.hpp>

#include <array>
#include <cstring>
#include <vector>

#include "fake_guest.hpp"
#include "models/app/xsk_sender.hpp"
#include "models/memory/digest.hpp"
#include "tests/support/made_up_faults.hpp"

using namespace xsksim;
using xsksim::test::FakeGuest;

namespace {

XskSenderOptions four_frames() {
    XskSenderOptions options;
    options.socket.frames = 4;
    options.batch = 4;
    options.socket.chunk_bytes = 2048;
    options.headroom = 256;
    return options;
}

XskSenderGuest guest_of(FakeGuest& guest, FaultSource* faults = nullptr) {
    return {*guest.engine, guest.trace, guest.tasks, guest.xsk, guest.memory, faults};
}

}  // namespace

TEST_CASE("umem frames: an address and its offset, with the headroom where the mode has it") {
    XskSenderOptions options = four_frames();
    UmemFrames frames(options, 0);
    frames.begin_after(10);
    CHECK(frames.address_of(2) == 12 * 2048 + 256);
    CHECK(frames.offset_of(frames.address_of(2)) == 12 * 2048 + 256);
    options.socket.unaligned = true;
    CHECK(frames.address_of(2) == (12 * 2048 | std::uint64_t{256} << 48));
    CHECK(frames.offset_of(frames.address_of(2)) == 12 * 2048 + 256);
    CHECK(frames.frame_at(12 * 2048 + 256) == 2);
    CHECK(frames.frame_at(9 * 2048) >= options.socket.frames);  // another sender's
}

TEST_CASE("umem frames: no two fills are alike; what lies behind the UMEM counts as zeros") {
    const XskSenderOptions options = four_frames();
    std::vector<std::byte> umem(4 * 2048);
    UmemFrames frames(options, 0);
    frames.map(umem.data(), umem.size());
    frames.fill(0, 64);
    frames.fill(2048, 64);
    CHECK(frames.digest_at(0, 64) != frames.digest_at(2048, 64));
    CHECK(frames.digest_at(0, 64) == content_digest({umem.data(), 64}));

    frames.fill(umem.size() - 24, 100);
    std::array<std::byte, 100> padded{};
    std::memcpy(padded.data(), umem.data() + umem.size() - 24, 24);
    CHECK(frames.digest_at(umem.size() - 24, 100) == content_digest(padded));
    CHECK(frames.digest_at(umem.size() + 5000, 8) == content_digest(std::array<std::byte, 8>{}));
}

TEST_CASE("frame ledger: what is handed over is in flight until it is back") {
    FakeGuest guest;
    const XskSenderGuest on = guest_of(guest);
    XskSenderCounters counters;
    FrameLedger ledger(on, four_frames(), counters);
    const std::vector<FilledFrame> filled(2);
    const std::uint32_t first = ledger.pool().take();
    ledger.pool().take();
    ledger.hand_over(filled);
    CHECK(ledger.in_flight() == 2);
    CHECK(ledger.take_back(first));
    CHECK_FALSE(ledger.take_back(first));
    CHECK_FALSE(ledger.take_back(4711));
    CHECK(ledger.promised() == 2);
    CHECK(ledger.oldest() == nullptr);  // nobody asks
    ledger.start_over();
    CHECK(ledger.pool().free_frames() == 4);
    CHECK(counters.submitted == 2);
    CHECK(counters.reclaimed == 1);
    CHECK(counters.unexpected == 2);
    CHECK(counters.abandoned == 1);
}

TEST_CASE(
    "frame ledger: frames that faults may write into are kept, oldest first, till forgotten") {
    FakeGuest guest;
    MadeUpFaults faults(made_up_fault(FaultWhat::foreign_frame_written), 1);
    const XskSenderGuest on = guest_of(guest, &faults);
    XskSenderCounters counters;
    FrameLedger ledger(on, four_frames(), counters);
    const FilledFrame lost{0, 0, 64, 64, false}, empty{2048, 0, 0, 0, true};
    const FilledFrame first{4096, 1, 64, 64, true}, second{6144, 2, 100, 64, true};
    ledger.hand_over(std::vector{lost, empty, first, second});
    ledger.note_odd_length(second);
    REQUIRE(ledger.oldest() != nullptr);
    CHECK(ledger.oldest()->offset == first.offset);
    CHECK(ledger.length_at(first.offset) == 64);
    CHECK(ledger.length_at(second.offset) == 100);
    ledger.forget(first.offset);
    REQUIRE(ledger.oldest() != nullptr);
    CHECK(ledger.oldest()->offset == second.offset);
    ledger.forget(second.offset);
    CHECK(ledger.oldest() == nullptr);
    CHECK(ledger.length_at(second.offset) == 64);
}

TEST_CASE("completions: a frame goes back to the sender whose it is, an odd one to the owner") {
    FakeGuest guest;
    const XskSenderGuest on = guest_of(guest);
    const XskSenderOptions options = four_frames();
    XskSenderCounters owner_counters, other_counters;
    UmemFrames owner_frames(options, 0), other_frames(options, 0);
    FrameLedger owner_ledger(on, options, owner_counters),
        other_ledger(on, options, other_counters);
    const SenderCosts costs;
    Completions completions(on, options, costs, owner_frames, owner_ledger);
    completions.add_sender(other_frames, other_ledger, options.socket.frames);
    CHECK(completions.frames() == 8);

    std::vector<std::byte> umem(8 * 2048);
    owner_frames.map(umem.data(), umem.size());
    other_frames.map(umem.data(), umem.size());
    const std::vector<FilledFrame> one(1);
    const std::uint32_t owners = owner_ledger.pool().take(), others = other_ledger.pool().take();
    owner_ledger.hand_over(one);
    other_ledger.hand_over(one);
    CHECK(completions.in_flight() == 2);

    XskCompletionRing ring;
    ring.slots = {other_frames.address_of(others), owner_frames.address_of(owners), 9 * 2048, 0};
    ring.producer = 3;
    guest.tasks.spawn_task(0, "reader", [&] {
        completions.attach(ring);
        REQUIRE(completions.peek() == 3);
        completions.take_back(3);
        completions.release(3);
    });
    guest.engine->run();
    CHECK(completions.in_flight() == 0);
    CHECK(other_counters.reclaimed == 1);
    CHECK(other_counters.unexpected == 0);
    CHECK(owner_counters.reclaimed == 1);
    CHECK(owner_counters.unexpected == 1);
    CHECK(ring.consumer == 3);
    CHECK(guest.tasks.user_time == costs.reclaim * 3);
}
