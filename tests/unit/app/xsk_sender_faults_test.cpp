// SPDX-License-Identifier: GPL-2.0-only
// What a faulty application hands over, and what it leaves undone.
#include <catch2/catch.hpp>

#include "fake_guest.hpp"
#include "models/app/xsk_sender.hpp"
#include "models/memory/digest.hpp"
#include "tests/support/made_up_faults.hpp"

using namespace xsksim;
using xsksim::test::FakeGuest;

namespace {

constexpr std::uint64_t base_mask = 0xffff'ffff'ffffULL;

XskSenderOptions sixteen_frames() {
    XskSenderOptions options;
    options.batch = 4;
    options.socket.frames = 16;
    options.socket.tx_ring_size = 8;
    options.socket.completion_ring_size = 16;
    return options;
}

struct Faulty {
    explicit Faulty(const FaultRule& rule, std::uint64_t nth = 1,
                    const XskSenderOptions& options = sixteen_frames())
        : faults(rule, nth),
          sender({*guest.engine, guest.trace, guest.tasks, guest.xsk, guest.memory, &faults},
                 options, {.task_name = "app"}) {
        faults.on_happening(FaultSite::application,
                            [this](const FaultStrike& strike) { sender.suffer(strike); });
        sender.start();
    }
    // The first descriptors, none of them completed.
    std::vector<XskDescriptor> descriptors() {
        std::vector<XskDescriptor> taken;
        guest.at({50'000}, [&] {
            XskDescriptor desc;
            while (guest.xsk.take(desc)) taken.push_back(desc);
        });
        guest.engine->run();
        return taken;
    }
    std::vector<Event> events(EventKind kind) const { return guest.log.of(kind); }

    FakeGuest guest;
    MadeUpFaults faults;
    XskSender sender;
};

// No event of the kind from `from` to before `until`, some before and after.
void check_gap(const std::vector<Event>& events, std::int64_t from, std::int64_t until) {
    std::size_t before = 0, after = 0;
    for (const Event& e : events) {
        CHECK((e.at.ns < from || e.at.ns >= until));
        ++(e.at.ns < from ? before : after);
    }
    CHECK(before > 0);
    CHECK(after > 0);
}

}  // namespace

TEST_CASE("faulty sender: paused, it neither submits nor takes frames back") {
    Faulty f(made_up_fault(FaultWhat::application_paused, Duration::milliseconds(1)));
    f.guest.every({500}, [&] { f.guest.xsk.transmit_all(); });
    f.guest.at({20'000}, [&] { f.faults.happen(); });
    f.guest.engine->run();
    check_gap(f.events(EventKind::app_submit), 21'000, 1'020'000);
    check_gap(f.events(EventKind::app_reclaim), 21'000, 1'020'000);
    REQUIRE(f.events(EventKind::app_pause).size() == 1);
    CHECK(arg(f.events(EventKind::app_pause)[0], 2) == 0);
}

TEST_CASE("faulty sender: not draining, it submits what it can and takes nothing back") {
    Faulty f(made_up_fault(FaultWhat::completions_not_drained, Duration::milliseconds(1)));
    f.guest.every({500}, [&] { f.guest.xsk.transmit_all(); });
    f.guest.at({20'000}, [&] { f.faults.happen(); });
    f.guest.engine->run();
    check_gap(f.events(EventKind::app_reclaim), 21'000, 1'020'000);
    CHECK(arg(f.events(EventKind::app_pause).at(0), 2) == 1);
}

TEST_CASE("faulty sender: descriptors that the kernel refuses") {
    const XskDescriptor options =
        Faulty(made_up_fault(FaultWhat::invalid_options_descriptor), 2).descriptors().at(1);
    CHECK(options.options == 1);
    CHECK(options.addr == 2048);
    Faulty outside(made_up_fault(FaultWhat::out_of_umem_descriptor), 2);
    const auto descriptors = outside.descriptors();
    CHECK(descriptors.at(0).addr == 0);
    CHECK(descriptors.at(1).addr == 16 * 2048);
    CHECK(arg(outside.events(EventKind::app_submit).at(1), 1) == 16 * 2048);
    CHECK(outside.faults.effects == 1);
}

TEST_CASE("faulty sender: a descriptor of no bytes, whose frame comes back as it was") {
    Faulty f(made_up_fault(FaultWhat::zero_length_descriptor));
    f.guest.at({50'000}, [&] { f.guest.xsk.transmit_all(); });
    f.guest.engine->run();
    const auto submitted = f.events(EventKind::app_submit);
    CHECK(arg(submitted.at(0), 2) == 0);
    CHECK(arg(submitted.at(1), 2) == 64);
    CHECK(arg(f.events(EventKind::app_reclaim).at(0), 2) == arg(submitted[0], 3));
    CHECK(arg(f.events(EventKind::app_reclaim).at(1), 2) == arg(submitted[1], 3));
}

TEST_CASE("faulty sender: a packet across a page border, where its chunk has one") {
    XskSenderOptions options = sixteen_frames();
    options.socket.unaligned = true;
    options.socket.chunk_bytes = 3072;
    Faulty f(made_up_fault(FaultWhat::page_crossing_descriptor), 2, options);
    const std::uint64_t addr = f.descriptors().at(1).addr;
    CHECK((addr & base_mask) == 3072);
    CHECK((addr & base_mask) + (addr >> 48) == 4096 - 8);
    // Chunk 0 ends before the first border.
    Faulty none(made_up_fault(FaultWhat::page_crossing_descriptor), 1, options);
    CHECK(none.descriptors().at(0).addr == 0);
    CHECK(none.faults.effects == 0);
    Faulty aligned(made_up_fault(FaultWhat::page_crossing_descriptor), 2);
    CHECK(aligned.descriptors().at(1).addr == 4096 - 8);
}

TEST_CASE("faulty sender: the highest address, in the last frame, which then is not free") {
    XskSenderOptions options = sixteen_frames();
    Faulty aligned(made_up_fault(FaultWhat::highest_address_descriptor), 1, options);
    const auto descriptors = aligned.descriptors();
    CHECK(descriptors.at(0).addr == 16 * 2048 - 64 - 1);
    REQUIRE(descriptors.size() == 8);
    for (std::size_t i = 1; i < 8; ++i) CHECK(descriptors[i].addr == i * 2048);
    options.socket.unaligned = true;
    const std::uint64_t addr =
        Faulty(made_up_fault(FaultWhat::highest_address_descriptor), 1, options)
            .descriptors()
            .at(0)
            .addr;
    CHECK((addr & base_mask) == 15 * 2048);
    CHECK((addr & base_mask) + (addr >> 48) == 16 * 2048 - 1);
}

TEST_CASE("faulty sender: it writes over the frame that it handed over longest ago") {
    Faulty f(made_up_fault(FaultWhat::foreign_frame_written));
    f.guest.at({20'000}, [&] { f.faults.happen(); });
    f.guest.at({50'000}, [&] { f.guest.xsk.transmit_all(); });
    f.guest.engine->run();
    const auto written = f.events(EventKind::app_overwrite);
    const auto submitted = f.events(EventKind::app_submit);
    REQUIRE(written.size() == 1);
    CHECK(arg(written[0], 1) == arg(submitted.at(0), 1));
    CHECK(arg(written[0], 3) == arg(submitted[0], 3));
    CHECK(arg(written[0], 2) != arg(submitted[0], 3));
    CHECK(arg(f.events(EventKind::app_reclaim).at(0), 2) == arg(written[0], 2));
    CHECK(arg(f.events(EventKind::app_reclaim).at(1), 2) == arg(submitted.at(1), 3));
}

TEST_CASE("faulty sender: with nothing handed over it writes over the next frame") {
    XskSenderOptions options = sixteen_frames();
    options.schedule.start = {30'000};
    Faulty f(made_up_fault(FaultWhat::foreign_frame_written), 1, options);
    f.guest.at({20'000}, [&] { f.faults.happen(); });
    f.guest.engine->run();
    CHECK(f.events(EventKind::app_overwrite).size() == 1);
}
