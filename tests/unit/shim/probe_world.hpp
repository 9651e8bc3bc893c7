// SPDX-License-Identifier: GPL-2.0-only
// A guest around the probe driver: real kernel models, a device that only notes what it is told.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/kernel/guest_kernel.hpp"
#include "models/kernel/xsk_core.hpp"
#include "models/memory/store_buffers.hpp"
#include "models/shim/hypercalls/guest.hpp"
#include "models/shim/hypercalls/shim_context.hpp"
#include "models/shim/hypercalls/xsk_driver.hpp"
#include "models/shim/object/driver_object.hpp"
#include "models/virtio/net/net_queue_layout.hpp"
#include "sim/core/simgrid_engine.hpp"
#include "tests/support/raw_fields.hpp"
#include "tests/support/seen_codes.hpp"

namespace xsksim::test {

struct NotingDevice final : VirtioDevice {
    std::uint64_t offered_features() const override { return offered; }
    void accept_features(std::uint64_t features) override { accepted = features; }
    std::uint32_t queue_pairs() const override { return 1; }
    const QueueMap& queues() const override { return map; }
    std::uint32_t ring_size(QueueIndex) const override { return size; }
    void set_up_queue(QueueIndex queue, const QueueAddresses& at) override {
        addresses[queue] = at;
    }
    void reset() override {}
    void reset_queue(QueueIndex) override {}
    bool notify(QueueIndex queue) override {
        notified.push_back({queue, engine->now()});
        return !refuses;
    }

    struct Notification {
        QueueIndex queue;
        Instant at;
    };
    const QueueMap map = net_queue_layout(1);
    const Engine* engine = nullptr;
    std::uint64_t offered = std::uint64_t{1} << 32;  // VIRTIO_F_VERSION_1
    std::uint64_t accepted = 0;
    std::uint32_t size = 256;
    std::map<QueueIndex, QueueAddresses> addresses;
    std::vector<Notification> notified;
    bool refuses = false;
};

struct EventLog final : EventListener {
    void on_event(const Event& event) override {
        seen(event);
        events.push_back(event);
    }
    std::vector<Event> of(EventKind kind) const {
        std::vector<Event> found;
        for (const Event& event : events)
            if (event.kind == kind) found.push_back(event);
        return found;
    }
    std::vector<Event> events;
};

struct ProbeOptions {
    ShimOptions shim;
    KernelOptions kernel;
    bool strict_steps = false;
    std::uint64_t seed = 1;
    std::function<std::unique_ptr<Choice>(std::uint64_t seed)> make_choice = make_seeded_choice;
    std::optional<StoreBufferOptions> stores;  // memory order TSO
    std::string driver = XSKSIM_TEST_DRIVER_DIR "/shim_probe_driver.so";
};

class ProbeWorld {
public:
    explicit ProbeWorld(ProbeOptions options = {})
        : engine(make_simgrid_engine({options.strict_steps, {Instant{1'000'000'000}, UINT64_MAX}})),
          trace(*engine),
          choice(options.make_choice(options.seed)),
          memory(std::size_t{64} << 20),
          stores(make_stores(options)),
          kernel(*engine, trace, *choice, memory, options.kernel, {}, nullptr),
          xsk_driver(kernel),
          xsk({*engine, trace, kernel.findings(), kernel.cpus(), kernel.rcu(),
               kernel.net_device().rtnl(), memory, kernel.costs()},
              xsk_driver.calls(), {}),
          driver(DriverObject::load(options.driver)),
          shim(kernel, xsk, device, driver, options.shim),
          guest(shim),
          active(shim) {
        device.engine = engine.get();
        trace.readers().listen_to_all(log);
    }

    ~ProbeWorld() { memory.order_stores_by(nullptr); }

    // The driver's function of this name and type: function<int(int)>("count").
    template <typename Signature>
    Signature* function(const std::string& name) const {
        void* symbol = driver.symbol(name);
        if (symbol == nullptr) throw std::runtime_error("no symbol " + name);
        return reinterpret_cast<Signature*>(symbol);
    }
    template <typename T>
    T& variable(const std::string& name) const {
        return *reinterpret_cast<T*>(driver.symbol(name));
    }

    // Runs `body` as a task on vCPU 0, in kernel mode, as one call into the driver.
    RunEnd run(std::function<void()> body) {
        spawn(0, std::move(body));
        return engine->run();
    }
    void spawn(CpuId cpu, std::function<void()> body) {
        kernel.cpus().tasks().spawn_task(cpu, "probe", [this, body = std::move(body)] {
            kernel.cpus().tasks().enter_kernel();
            body();
            kernel.cpus().tasks().leave_kernel();
        });
    }

    std::vector<std::string> findings() const {
        std::vector<std::string> texts;
        for (const Event& event : log.of(EventKind::finding))
            texts.push_back(trace.text_at({arg(event, 0)}));
        return texts;
    }
    std::string first_stack() const {
        const auto found = log.of(EventKind::finding);
        return found.empty() ? "" : trace.text_at({arg(found.front(), 1)});
    }

    std::unique_ptr<Engine> engine;
    Trace trace;
    std::unique_ptr<Choice> choice;
    GuestMemory memory;
    std::unique_ptr<StoreBuffers> stores;
    GuestKernel kernel;
    XskDriver xsk_driver;
    XskCore xsk;
    NotingDevice device;
    DriverObject& driver;
    ShimContext shim;
    Guest guest;
    ShimContext::Activation active;
    EventLog log;

private:
    std::unique_ptr<StoreBuffers> make_stores(const ProbeOptions& options) {
        if (!options.stores) return nullptr;
        auto made = std::make_unique<StoreBuffers>(*engine, *choice, *options.stores);
        memory.order_stores_by(made.get());
        return made;
    }
};

}  // namespace xsksim::test
