// SPDX-License-Identifier: GPL-2.0-only
// A transmit queue serves whatever ring it is given: one that lies in no memory and knows no
// indices, only a list of buffers.
#include "models/virtio/ring/device_ring.hpp"

#include <catch2/catch.hpp>
#include <deque>

#include "device_bench.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

// What the queue asked of it, in order.
struct ListScript {
    std::vector<std::string> calls;
    std::deque<BufferChain> available;
    bool wants_interrupt = true;
};

class ListRing final : public DeviceRing {
public:
    explicit ListRing(ListScript& script) : script_(script) {}

    std::string_view set_up(const QueueAddresses&, RingFeatures) override { return {}; }
    std::uint16_t waiting() const override {
        return static_cast<std::uint16_t>(script_.available.size());
    }
    Take take(BufferChain& chain) override {
        if (script_.available.empty()) return note("none"), Take::empty;
        chain = script_.available.front();
        script_.available.pop_front();
        note("take");
        return chain.head == 99 ? Take::bad : Take::taken;
    }
    void put_back() override { note("put back"); }
    std::string_view fault() const override { return "a list has no number 99"; }
    std::uint16_t fault_head() const override { return 99; }
    void complete(std::uint16_t head, std::uint32_t) override {
        note("complete " + std::to_string(head));
        ++unpublished_;
    }
    std::uint16_t unpublished() const override { return unpublished_; }
    void publish() override {
        note("publish " + std::to_string(unpublished_));
        published_ += std::exchange(unpublished_, std::uint16_t{0});
    }
    std::uint64_t published_total() const override { return published_; }
    void suppress_notifications() override { note("suppress"); }
    void enable_notifications(NotifyAbout about) override {
        note(about == NotifyAbout::first_not_taken ? "enable" : "enable about newer");
    }
    std::uint32_t interrupt_wish() const override { return 12345; }
    bool decide_interrupt(std::uint32_t wish, Upto upto) override {
        note("decide " + std::to_string(wish) + (upto == Upto::published ? "" : " early"));
        return script_.wants_interrupt;
    }
    std::uint16_t waiting_in_truth() const override { return waiting(); }
    std::uint16_t available_position() const override { return 700; }
    std::uint16_t used_position(Upto) const override { return 800; }
    std::uint16_t available_event() const override { return 900; }
    UsedBuffer last_completed() const override { return {}; }
    void rewrite_last(UsedBuffer) override { note("rewrite"); }
    bool reverse_unpublished(std::uint32_t) override { return false; }
    void show_ahead(std::int64_t entries) override { note("ahead " + std::to_string(entries)); }

private:
    void note(std::string call) { script_.calls.push_back(std::move(call)); }

    ListScript& script_;
    std::uint16_t unpublished_ = 0;
    std::uint64_t published_ = 0;
};

struct QueueBench {
    static constexpr PairIndex pair = 1;  // pair 0 is the bench's own device

    explicit QueueBench(std::vector<FaultRule> rules = {})
        : queues(net_queue_layout(2)),
          faults(*bench.engine, bench.trace, *bench.choice, queues, std::move(rules)),
          queue({*bench.engine, bench.trace, bench.memory, bench.lines, faults, queues},
                bench.options, pair) {
        queue.start(std::make_unique<ListRing>(script), 12);
    }
    void offer(std::uint16_t head) {
        BufferChain chain;
        chain.head = head;
        chain.readable_bytes = 12 + 64;
        chain.segments = {{bench.headers, 12, false, bench.header(0)},
                          {bench.payloads, 64, false, bench.payload(0, 64).address}};
        script.available.push_back(chain);
    }
    void run() {
        bench.run([this] { queue.doorbell(); });
    }

    ListScript script;
    DeviceBench bench;
    const QueueMap queues;
    FaultPlan faults;
    TransmitQueue queue;
};

using RingCalls = std::vector<std::string>;

}  // namespace

TEST_CASE("device ring: a transmit queue serves any ring through the interface") {
    QueueBench b;
    b.script.wants_interrupt = GENERATE(true, false);
    b.offer(5);
    b.offer(3);
    b.run();
    CHECK(b.script.calls == RingCalls{"suppress", "take", "complete 5", "take", "complete 3",
                                      "none", "publish 2", "enable", "decide 12345"});
    CHECK(b.bench.log.count(EventKind::dev_wire) == 2);
    CHECK(b.bench.lines.at_ns.size() == (b.script.wants_interrupt ? 1 : 0));
    const auto signals = b.bench.log.of(EventKind::dev_signal);
    REQUIRE(signals.size() == 1);
    CHECK(signals[0].as<event::DevSignal>().event == 12345);
    CHECK(signals[0].as<event::DevSignal>().new_idx == 800);
}

TEST_CASE("device ring: what a ring refuses breaks the queue in the ring's words") {
    QueueBench b;
    b.offer(99);
    b.run();
    CHECK(b.script.calls == RingCalls{"suppress", "take"});
    CHECK(b.queue.is_broken());
    const auto bad = b.bench.log.of(EventKind::dev_bad);
    REQUIRE(bad.size() == 1);
    CHECK(b.bench.trace.text_at(bad[0].as<event::DevBad>().text) == "a list has no number 99");
}

TEST_CASE("device ring: faults reach any ring through the interface") {
    FaultRule ahead;
    ahead.what = FaultWhat::used_index_ahead;
    ahead.entries = 3;
    ahead.pair = QueueBench::pair;
    ahead.nth = {1};
    QueueBench b({ahead});
    b.offer(5);
    b.run();
    CHECK(std::count(b.script.calls.begin(), b.script.calls.end(), "ahead 3") == 1);
}
