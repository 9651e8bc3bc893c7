// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/named_holds.hpp"

#include <catch2/catch.hpp>

#include "sim/explore/executor.hpp"
#include "sim/scenario/parse.hpp"

using namespace xsksim;

namespace {

// What fails or not is not the question here: only where contexts are held, and what comes of it.
class Held : public RunListener {
public:
    void listen_to(const HeardRun& run) override {
        run.readers.listen<event::HoldBegin, event::HoldEnd>(*this);
    }
    void at_end(RunResult&) override {}
    void on(const event::HoldBegin&, const Event& e) { begun.push_back({e.at.ns, e.context}); }
    void on(const event::HoldEnd&, const Event& e) { ended.push_back({e.at.ns, e.context}); }

    using When = std::vector<std::pair<std::int64_t, ContextId>>;
    When begun, ended;
};

Scenario small() {
    return load_scenario(XSKSIM_SOURCE_DIR "/scenarios/baseline.json",
                         {{"/end/frames", "24"},
                          {"/device/ring_size", "64"},
                          {"/application/batch", "4"},
                          {"/application/frames", "16"},
                          {"/expect/reached", "[]"}});
}

}  // namespace

TEST_CASE("named holds: a file's line is no place, a function, a field and a call are") {
    CHECK(is_place_name("virtnet_poll_tx"));
    CHECK(is_place_name("virtnet_poll_tx:send_queue.napi"));
    CHECK(is_place_name("add:send_queue.sg[].page_link"));
    CHECK_FALSE(is_place_name("virtnet_poll_tx:virtio_net.c:12"));
    CHECK_FALSE(is_place_name(""));
}

TEST_CASE("named holds: the first candidate holds up the same context at the same time") {
    Executor executor(XSKSIM_DRIVER_DIR);
    const Scenario scenario = small();
    Scenario loud = scenario;
    loud.shim.access_events = true;
    std::size_t with_name = 0;
    for (std::uint64_t point = 40; point < 2000; point += 97) {
        const Schedule schedule{{point, {Duration::microseconds(3), true}}};
        Held original;
        executor.run(scenario, schedule, {&original});
        NamedHolds named;
        executor.run(loud, schedule, {&named});
        const auto candidates = named.candidates();
        REQUIRE(candidates.size() == original.begun.size());
        if (candidates.empty()) continue;
        INFO("point " << point);
        REQUIRE_FALSE(candidates[0].empty());
        Scenario held = scenario;
        held.holds = {candidates[0][0]};
        CHECK(is_place_name(held.holds[0].at.name));
        Held again;
        executor.run(held, {}, {&again});
        CHECK(again.begun.size() == 1);
        if (again.begun == original.begun && again.ended == original.ended) ++with_name;
    }
    // The rest stand before points without a name: held next to them.
    CHECK(with_name >= 12);
}
