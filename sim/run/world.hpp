// SPDX-License-Identifier: GPL-2.0-only
// The world: every model of one run, made from a scenario and wired together. The only place that
// sees more than one concrete model. Engine and choice are handed in and outlive it.
//
//   application --> AF_XDP core --> driver C --> virtqueue --> device --> interrupt controller
//        ^                             ^                                        |
//        +------ rings in memory       +------------- vCPU <--------------------+
//
// Order of life: made, listeners attached, run() once, counters read, destroyed. Guest memory is
// handed in, too, and is reset: mostly the process's, so that building a world costs microseconds.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/app/timed_steps.hpp"
#include "models/app/udp_sender.hpp"
#include "models/app/xsk_sender.hpp"
#include "models/faults/fault_plan.hpp"
#include "models/irq/interrupt_controller.hpp"
#include "models/kernel/guest_kernel.hpp"
#include "models/kernel/xsk_core.hpp"
#include "models/memory/store_buffers.hpp"
#include "models/shim/hypercalls/guest.hpp"
#include "models/shim/hypercalls/shim_context.hpp"
#include "models/shim/hypercalls/xsk_driver.hpp"
#include "models/virtio/net/rx_traffic.hpp"
#include "models/virtio/net/virtio_net_device.hpp"
#include "sim/driver/loaded_driver.hpp"
#include "sim/run/end_of_run.hpp"
#include "sim/run/measures.hpp"
#include "sim/run/process_memory.hpp"
#include "sim/run/tie_order.hpp"
#include "sim/scenario/scenario.hpp"

namespace xsksim {

class World {
public:
    // The scenario outlives the world, too. Throws BadInput for a module parameter or a place of
    // a step or a fault that the driver does not have.
    World(const Scenario& scenario, const LoadedDriver& driver, Engine& engine, Choice& choice,
          GuestMemory& memory = process_memory());
    ~World();
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    Trace& trace() { return trace_; }
    EndOfRun run() { return ended(engine_.run()); }
    // Those at places that the driver does not have, before it runs.
    void tell_of_skipped_holds();
    // What became of a run that has ended, whether or not its stacks are unwound yet.
    EndOfRun ended(const RunEnd& end);
    // Ends the run at the next dispatch. For listeners, which run inside somebody's event.
    void request_stop(StopCause cause);

    std::uint64_t accesses() const { return shim_.accesses(); }
    Measures measured() const;

private:
    // The controller is made before the shim that takes its interrupts.
    class InterruptsToShim : public InterruptSink {
    public:
        void deliver(CpuId cpu, Vector vector) override { shim->deliver(cpu, vector); }
        bool is_pending(CpuId cpu, Vector vector) const override {
            return shim->is_pending(cpu, vector);
        }
        ShimContext* shim = nullptr;
    };

    // The memory outlives the world, one that could not be made, too.
    struct OfMemory {
        GuestMemory* memory;
        void operator()(StoreBuffers* stores) const;
    };

    void route_interrupts();
    void watch_fault_places();
    void make_traffic();
    void make_steps();
    bool kill_applications_of(PairIndex pair);
    void set_up_driver(const LoadedDriver& driver);
    void start_traffic();
    void schedule_end();
    void make_applications();
    void on_application_done();
    void reach_end(StopCause cause);
    void stop(StopCause cause);
    void begin_settling(Duration settle);
    Instant look_for_end();

    const Scenario& scenario_;
    const DriverObject& driver_;
    Engine& engine_;
    Trace trace_;
    Choice& choice_;
    GuestMemory& memory_;
    std::unique_ptr<StoreBuffers, OfMemory> stores_;  // with memory order TSO
    const QueueMap queues_;
    FaultPlan faults_;
    GuestKernel kernel_;
    XskDriver xsk_driver_;
    XskCore xsk_;
    InterruptsToShim interrupt_sink_;
    InterruptController interrupts_;
    VirtioNetDevice device_;
    ShimContext shim_;
    ShimContext::Activation activation_;
    Guest guest_;
    TieOrder ties_;
    std::vector<std::unique_ptr<XskSender>> senders_;
    std::size_t senders_done_ = 0;
    std::vector<std::unique_ptr<UdpSender>> udp_;
    std::vector<std::unique_ptr<RxTraffic>> rx_;
    std::unique_ptr<TimedSteps> steps_;
    struct Ending {
        ContextId stopper = no_context;
        std::optional<StopCause> requested;
        StopCause cause = StopCause::trouble;
        Instant settled_by = Instant::never();  // while senders have ceased
        bool is_reached = false;
    } ending_;
};

}  // namespace xsksim
