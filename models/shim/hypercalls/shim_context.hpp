// SPDX-License-Identifier: GPL-2.0-only
// What the hypercalls and access hooks reach of the running world. C code calls free functions, so
// there is one active context at a time; ShimContext::Activation names it while a world is set up,
// runs and is torn down.
// Stands for: nothing in the guest; it is the joint between the driver's C and models/kernel.
// Owner: the world. Callers: sim/run (construction, options), the interrupt controller (deliver),
// the other files of models/shim. Scheduling points: none here; see hypercalls.h.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/kernel/guest_kernel.hpp"
#include "models/ports.hpp"
#include "models/shim/hooks/driver_faults.hpp"
#include "models/shim/hooks/point_events.hpp"
#include "models/shim/hypercalls/hypercalls.h"
#include "models/shim/object/driver_allocation.hpp"
#include "models/shim/object/driver_object.hpp"
#include "models/shim/object/function_prices.hpp"
#include "models/shim/object/symbols.hpp"
#include "models/shim/ring/ring_events.hpp"
#include "models/shim/shim_options.hpp"
#include "sim/core/engine.hpp"
#include "sim/core/snapshot/world_static.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

class XskCore;
class PointNames;
class WatchedCode;

class ShimContext final : public InterruptSink {
public:
    // What C code can reach.
    struct World {
        Engine& engine;
        Trace& trace;
        Findings& findings;
        GuestMemory& memory;
        Cpus& cpus;
        GuestKernel& kernel;
        XskCore& xsk;
        VirtioDevice& device;
        DriverObject& driver;
    };

    // All outlive the context. Gives the driver's static variables their first values back, and
    // installs itself as the source of driver stacks in the kernel's findings.
    ShimContext(GuestKernel& kernel, XskCore& xsk, VirtioDevice& device, DriverObject& driver,
                ShimOptions options);
    ~ShimContext() override;

    // Makes a context the one that C code reaches. One at a time; in the order of a stack.
    class Activation {
    public:
        explicit Activation(ShimContext& context);
        ~Activation();
        Activation(const Activation&) = delete;
        Activation& operator=(const Activation&) = delete;

    private:
        DriverFaults faults_;
        std::optional<PointEvents> points_;
    };

    // The active context; it is a SimulatorFault to have none.
    static ShimContext& active() {
        if (active_ == nullptr) [[unlikely]]
            miss_active();
        return *active_;
    }
    static ShimContext* active_or_null() { return active_; }

    // The guest's interrupt core after each handler of a vector, where somebody counts.
    std::function<void(Vector, bool handled)> on_handled;

    // An interrupt reached its vCPU: the handler registered for the vector runs in hardirq level.
    // Without one, the interrupt is dropped with a note, as the kernel's "No irq handler".
    void deliver(CpuId cpu, Vector vector) override;
    bool is_pending(CpuId cpu, Vector vector) const override;
    int request_irq(Vector vector, xs_irq_fn handler, void* data);
    // Both block. An interrupt that comes once the handler is gone is dropped silently.
    void synchronize_irq(Vector vector);
    void free_irq(Vector vector);

    // What the bus does to the device; nullptr before a driver has registered with it.
    const xs_bus_ops* bus() const { return bus_; }
    void set_bus(const xs_bus_ops* ops) { bus_ = ops; }

    // The driver's live allocations, objects before pages, by address. Those of the shim's own C
    // count as their caller's.
    std::vector<DriverAllocation> allocations() const;
    std::uint32_t site_of(std::uintptr_t caller) const {
        return static_cast<std::uint32_t>(caller - world_.driver.text().begin);
    }
    SourceLocation place_of_site(std::uint32_t site) const;
    void note_pages(const void* first, std::size_t bytes, std::uintptr_t caller);
    void forget_pages(const void* first);

    // What the choice says to the point that its count has come to; the next count begins here.
    std::optional<HoldUp> ask_for_hold_up(Operation next, std::uint64_t place);

    RingEvents& rings() { return rings_; }

    const World& world() const { return world_; }
    const ShimOptions& options() const { return options_; }

    // Accesses of driver code to shared memory so far (own stack not counted).
    std::uint64_t accesses() const;
    // Those among them that the engine did not count as points: see Engine::is_undisturbed().
    std::uint64_t unheeded_points() const;
    // Only where points of the driver are watched.
    const WatchedCode& watched_code() const { return *watched_code_; }
    // Names in ShimOptions::function_costs that the object has no function of.
    const std::vector<std::string>& unknown_functions() const {
        return prices_->unknown_functions();
    }
    // Once, while active, after all places of the world are watched (kernel's Places). Returns the
    // functions that places name and the object has not.
    std::vector<std::string> watch_places();

    // The driver's call stack at this moment, innermost first, a line each, headed by a line that
    // names the context and its level; "" outside driver code.
    std::string driver_stack() const;
    // Code addresses inside the driver on the running stack, and where the innermost of them that
    // is not the shim's stands.
    std::vector<std::uintptr_t> driver_frames() const;
    SourceLocation driver_location() const;

    // Debug information, read on first use.
    PointNames& point_names();

    // The root of field names: set by alloc_etherdev.
    void set_private_area(const void* area, std::size_t bytes) { private_area_ = {area, bytes}; }

private:
    struct IrqHandler {
        xs_irq_fn handler = nullptr;
        void* data = nullptr;
        std::vector<std::uint32_t> waiting;  // by vCPU: delivered, handler not begun
        std::uint32_t active = 0;            // delivered, handler not ended
        bool freed = false;
    };

    [[noreturn]] static void miss_active();

    static inline constinit ShimContext* active_ = nullptr;
    static const WorldStatic active_is_a_worlds;

    World world_;
    ShimOptions options_;
    const xs_bus_ops* bus_ = nullptr;
    RingEvents rings_;
    std::vector<IrqHandler> irq_handlers_;
    std::uint64_t accesses_ = 0;  // once no longer active, as the next
    std::uint64_t unheeded_points_ = 0;
    std::shared_ptr<const FunctionPrices> prices_;
    std::unique_ptr<PointNames> point_names_;
    std::unique_ptr<WatchedCode> watched_code_;
    struct Pages {
        std::size_t bytes = 0;
        std::uint32_t site = 0;
    };
    std::map<GuestPhysical, Pages> pages_;
    struct PrivateArea {
        const void* start = nullptr;
        std::size_t bytes = 0;
    } private_area_;
};

}  // namespace xsksim
