// SPDX-License-Identifier: GPL-2.0-only
// The events of a ring are the same whoever implements it: our own ring and one that shares nothing
// with it are put through the same script.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>

#include "models/split_ring_layout.hpp"
#include "models/virtio_features.hpp"
#include "probe_world.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

constexpr std::uint32_t descriptors = 8;
constexpr QueueIndex out_queue = 1;

ProbeOptions options_of(const std::string& ring) {
    ProbeOptions options;
    options.driver = XSKSIM_TEST_DRIVER_DIR "/shim_ring_driver_" + ring + ".so";
    return options;
}

// The driver, and a device that does what the script says.
class RingScript {
public:
    RingScript(const std::string& ring, std::uint64_t features) : world_(options_of(ring)) {
        world_.device.size = descriptors;
        world_.device.offered = feature::version_1 | features;
    }

    // What became of the ring, an event a line.
    std::vector<std::string> play(const std::function<void(RingScript&)>& scenes) {
        world_.run([&] {
            REQUIRE(world_.driver.init() == 0);
            used_ = world_.memory.pointer(world_.device.addresses.at(out_queue).used,
                                          ring::used_bytes(descriptors));
            scenes(*this);
        });
        std::vector<std::string> lines;
        for (const Event& event : world_.log.events)
            if (info_of(event.kind).name.starts_with("vq_")) lines.push_back(line_of(event));
        findings_ = world_.findings();
        return lines;
    }

    const std::vector<std::string>& findings() const { return findings_; }
    // From now on the ring, of the two the other one, gives the driver another buffer.
    void mix_up() {
        static int another = 0;
        world_.variable<void*>("ring_returns_instead") = &another;
    }

    int add(unsigned entries) { return world_.function<int(unsigned)>("driver_add")(entries); }
    bool call(const std::string& name) { return world_.function<bool()>("driver_" + name)(); }
    void disable() { world_.function<void()>("driver_disable")(); }
    void interrupt() {
        world_.shim.deliver(0, out_queue);
        world_.kernel.cpus().execution().spend(Duration{10'000}, Operation::local());
    }
    unsigned callbacks() { return world_.variable<unsigned>("driver_callbacks"); }

    void use(std::uint32_t head, std::uint32_t bytes = 0) {
        const UsedElement element{head, bytes};
        std::memcpy(used_ + ring::slots_offset + sizeof element * (index_ % descriptors), &element,
                    sizeof element);
        store(ring::index_offset, ++index_);
    }
    void want_kick_at(std::uint16_t index) {
        store(ring::available_event_offset(descriptors), index);
    }
    void want_no_kick() { store(ring::flags_offset, ring::used_no_notify); }
    void refuse_notifications() { world_.device.refuses = true; }

private:
    void store(std::uint64_t offset, std::uint16_t value) {
        std::memcpy(used_ + offset, &value, sizeof value);
    }
    std::string line_of(const Event& event) const {
        std::string line(info_of(event.kind).name.substr(3));
        for (const FieldInfo& field : info_of(event.kind).fields)
            line +=
                ' ' + (field.name == "text"
                           ? world_.trace.text_at({static_cast<std::uint32_t>(raw(event, field))})
                           : std::to_string(raw(event, field)));
        return line;
    }

    ProbeWorld world_;
    std::byte* used_ = nullptr;
    std::uint16_t index_ = 0;
    std::vector<std::string> findings_;
};

std::vector<std::string> both(std::uint64_t features,
                              const std::function<void(RingScript&)>& scenes) {
    const auto lines_of = [&](const std::string& ring) {
        RingScript script(ring, features);
        const std::vector<std::string> lines = script.play(scenes);
        CHECK(script.findings().empty());
        return lines;
    };
    const std::vector<std::string> ours = lines_of("ours"), other = lines_of("other");
    CHECK(ours == other);
    return other;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("ring events: buffers, kicks and callbacks with EVENT_IDX") {
    const Lines lines = both(feature::ring_event_idx, [](RingScript& s) {
        CHECK(s.add(1) == 0);
        CHECK(s.add(3) == 0);
        CHECK(s.call("kick"));
        s.want_kick_at(7);
        CHECK(s.add(1) == 0);
        CHECK(s.call("kick"));
        s.disable();
        s.disable();
        s.use(1, 40);
        s.use(0);
        CHECK(s.call("get"));
        CHECK_FALSE(s.call("enable"));
        CHECK(s.call("get"));
        CHECK_FALSE(s.call("get"));
        CHECK(s.call("enable_delayed"));
    });
    // Fields as in models/events/ring.def, the queue first.
    CHECK(lines == Lines{"setup 0 8 1 0 0 0 0 0", "setup 1 8 1 0 1 0 1 0", "add 1 0 1 7",
                         "add 1 1 3 4", "kick_prepare 1 1 0 2", "notify 1 2", "add 1 4 1 3",
                         "kick_prepare 1 0 7 3", "disable_cb 1 0", "get_buf 1 1 40 6",
                         "enable_cb 1 1 0 0", "poll 1 1 1", "get_buf 1 0 0 7", "used_event 1 2",
                         "enable_cb 1 2 1 0"});
}

TEST_CASE("ring events: the device asks for something else while the driver decides") {
    const Lines lines = RingScript("ours", 0).play([](RingScript& s) {
        CHECK(s.add(1) == 0);
        auto* numbers = static_cast<unsigned*>(xs_alloc(2 * sizeof(unsigned), XS_ALLOC_ZERO));
        numbers[0] = out_queue;
        const xs_ring_queue queue{&numbers[0], &numbers[1]};
        const unsigned long before = xs_ring_kick_deciding(queue);
        s.want_no_kick();
        xs_ring_kick_decided(queue, before, true);   // it had read the flags before that
        xs_ring_kick_decided(queue, before, false);  // or after
    });
    CHECK(lines == Lines{"setup 0 8 0 0 0 0 0 0", "setup 1 8 0 0 1 0 1 0", "add 1 0 1 7",
                         "kick_prepare 1 1 0 1", "kick_prepare 1 0 1 1"});
}

TEST_CASE("ring events: flags without EVENT_IDX, and indirect tables") {
    const Lines lines = both(feature::ring_indirect_descriptors, [](RingScript& s) {
        CHECK(s.add(3) == 0);
        s.want_no_kick();
        CHECK(s.call("kick"));
        s.disable();
        s.use(0);
        CHECK(s.call("get"));
        CHECK(s.call("enable"));
    });
    CHECK(lines == Lines{"setup 0 8 0 1 0 0 0 0", "setup 1 8 0 1 1 0 1 0", "add 1 0 1 7",
                         "kick_prepare 1 0 1 1", "disable_cb 1 1", "get_buf 1 0 0 8",
                         "enable_cb 1 1 0 0", "poll 1 1 0"});
}

TEST_CASE("ring events: interrupts, theirs and nobody's") {
    const Lines lines = both(feature::ring_event_idx, [](RingScript& s) {
        CHECK(s.add(1) == 0);
        s.interrupt();
        CHECK(s.callbacks() == 0);
        s.use(0);
        s.interrupt();
        CHECK(s.callbacks() == 1);
    });
    CHECK(Lines(lines.begin() + 3, lines.end()) ==
          Lines{"interrupt 1 0 0 0", "interrupt 1 1 1 0", "disable_cb 1 0"});
}

TEST_CASE("ring events: a full ring, and one that is broken by a used entry") {
    const auto [head, why] = GENERATE(std::pair<std::uint32_t, std::string>{8, "out of range"},
                                      std::pair<std::uint32_t, std::string>{1, "is not a head"});
    const Lines lines = both(0, [head = head](RingScript& s) {
        CHECK(s.add(5) == 0);
        CHECK(s.add(4) == -28);
        s.use(head);
        CHECK_FALSE(s.call("get"));
        CHECK_FALSE(s.call("get"));
        CHECK(s.add(1) == -5);
        CHECK(s.call("enable"));
        s.interrupt();
        CHECK(s.callbacks() == 0);
    });
    CHECK(Lines(lines.begin() + 2, lines.end()) ==
          Lines{"add 1 0 5 3", "notify 1 1", "add_failed 1 28 3", "broken 1 used id " + why,
                "add_failed 1 5 3", "enable_cb 1 0 0 0", "interrupt 1 1 1 1"});
}

TEST_CASE("ring events: a transport that refuses a notification breaks the queue") {
    const Lines lines = both(feature::ring_event_idx, [](RingScript& s) {
        s.refuse_notifications();
        CHECK(s.add(1) == 0);
        CHECK_FALSE(s.call("kick"));
        CHECK(s.add(1) == -5);
    });
    CHECK(Lines(lines.begin() + 3, lines.end()) ==
          Lines{"kick_prepare 1 1 0 1", "notify 1 1",
                "broken 1 the transport refused a notification", "add_failed 1 5 7"});
}

TEST_CASE("ring events: a ring that gives the driver another buffer than the used one, told once") {
    RingScript script("other", 0);
    script.play([](RingScript& s) {
        CHECK(s.add(1) == 0);
        CHECK(s.add(1) == 0);
        CHECK(s.add(1) == 0);
        s.use(1);
        CHECK(s.call("get"));
        s.mix_up();
        s.use(0);
        s.use(2);
        CHECK(s.call("get"));
        CHECK(s.call("get"));
    });
    const auto is_told = [](const std::string& finding) {
        return finding ==
               "queue 1: the device used the buffer of head 0, and virtqueue_get_buf "
               "returns another one";
    };
    CHECK(std::ranges::count_if(script.findings(), is_told) == 1);
}
