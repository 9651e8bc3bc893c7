// SPDX-License-Identifier: GPL-2.0-only
// Objects by the address that they were registered with.
#include <catch2/catch.hpp>

#include <array>
#include <string>

#include "tests/unit/kernel/kernel_machine.hpp"

using namespace xsksim;
using namespace xsksim::test;

TEST_CASE("registrations: an object is what it was registered as last") {
    Registrations<std::string> known;
    std::array<char, 2> objects{};
    CHECK(known.find(&objects[0]) == nullptr);
    known.add(&objects[0], "rx");
    known.add(&objects[1], "tx");
    REQUIRE(known.find(&objects[0]) != nullptr);
    CHECK(*known.find(&objects[0]) == "rx");
    CHECK(*known.find(&objects[1]) == "tx");
    known.add(&objects[0], "control");
    CHECK(*known.find(&objects[0]) == "control");
}

TEST_CASE("registrations: what lay in freed memory is not registered") {
    Registrations<int> known;
    std::array<char, 64> memory{};
    known.add(&memory[0], 1);
    known.add(&memory[31], 2);
    known.add(&memory[32], 3);
    known.forget(&memory[0], 32);
    CHECK(known.find(&memory[0]) == nullptr);
    CHECK(known.find(&memory[31]) == nullptr);
    REQUIRE(known.find(&memory[32]) != nullptr);
    CHECK(*known.find(&memory[32]) == 3);
    known.add(&memory[31], 5);
    CHECK(*known.find(&memory[31]) == 5);
}

TEST_CASE(
    "registrations: the n-th NAPI of a direction is pair n's, and a number is not used twice") {
    Machine m;
    const int weight = 64;
    std::array<char, 4> napis{};
    const auto add = [&](std::size_t n, bool is_tx) {
        m.kernel.napi().add(&napis[n], {[](int) { return 0; }, &weight, is_tx});
    };
    std::vector<event::NapiAdd> added;
    struct Listener {
        std::vector<event::NapiAdd>& added;
        void on(const event::NapiAdd& add, const Event&) { added.push_back(add); }
    } listener{added};
    m.trace.readers().listen<event::NapiAdd>(listener);
    add(0, false);
    add(1, true);
    add(2, true);
    m.kernel.napi().remove(&napis[2]);
    add(2, true);
    REQUIRE(added.size() == 4);
    CHECK(added[0].pair == 0);
    CHECK(added[1].pair == 0);
    CHECK(added[2].pair == 1);
    CHECK(added[3].pair == 1);
    CHECK(added[3].napi == 4);
}

TEST_CASE("registrations: a queue that no interface has ends the run") {
    Machine m;
    int queue = 0, lock = 0;
    m.kernel.net_device().add_queue(&queue, &lock, 3);
    CHECK(m.kernel.net_device().pair_of(&queue, "netif_tx_stop_queue") == 3);
    CHECK(m.kernel.net_device().txq_lock(3) == &lock);
    m.kernel_task(0, "worker", [&] {
        m.kernel.net_device().pair_of(&lock, "netif_tx_stop_queue");
        m.note("impossible");
    });
    CHECK(m.run().reason == EndReason::stopped);
    CHECK(m.finding() == "netif_tx_stop_queue of a queue that no interface has");
    CHECK(m.notes.empty());
}
