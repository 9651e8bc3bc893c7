// SPDX-License-Identifier: GPL-2.0-only
// What code does on the vCPU that runs it: it takes time, passes scheduling points, orders its
// stores, spins.
//
// Stands for: instructions. Time is kernel-mode and user-mode time alike; higher levels interrupt
// it. Pre-emption by chance happens at points (HostStealOptions): the whole vCPU is
// held for a drawn time.
// Owner: Cpus. Callers: all of models/kernel and models/shim, from guest contexts, except where a
// function says otherwise. Scheduling points: every function marked [point]; the point is before
// the effect. Errors: SimulatorFault. Events: none here; a hold's are HostSteals'.
#pragma once

#include <functional>

#include "models/kernel/cpu/cpu_environment.hpp"
#include "models/kernel/cpu/point_lottery.hpp"
#include "models/kernel/cpu/vcpus.hpp"
#include "sim/core/check.hpp"

namespace xsksim {

class HostSteals;

class Execution {
public:
    Execution(const CpuEnvironment& environment, Vcpus& vcpus, HostSteals& host);
    Execution(const Execution&) = delete;
    Execution& operator=(const Execution&) = delete;

    // The running guest context. It is a SimulatorFault to ask from a step.
    KernelContext& current() {
        KernelContext* context = current_or_null();
        XSKSIM_CHECK(context != nullptr, "no guest context is running");
        return *context;
    }
    // nullptr when a step (device, timer, controller) or no guest context runs.
    KernelContext* current_or_null() { return vcpus_.context(engine_.current()); }
    // The context that has the vCPU now, nullptr when it is idle or switching tasks.
    const KernelContext* running_on(CpuId cpu) const { return vcpus_.at(cpu).top(); }

    // Time of the current context, after which it does `next`. Higher levels interrupt it. [point]
    void spend(Duration d, Operation next) {
        current().cpu_time.ns += d.ns;
        draw_pre_emption(next);
        engine_.spend(d, next);
    }
    // [point] Others that are due run first; pre-emption by chance happens here.
    void point(Operation next) {
        draw_pre_emption(next);
        engine_.point(next);
    }
    // See Engine::reach().
    void reach(Duration d, Operation next) {
        if (d.ns != 0) current().cpu_time.ns += d.ns;
        draw_pre_emption(next);
        engine_.reach(d, next);
    }
    // smp_mb(), a locked instruction: what the current vCPU has stored is visible to all.
    void full_barrier() {
        if (stores_ != nullptr) [[unlikely]]
            stores_->drain();
    }
    StoreBuffers* stores() const { return stores_; }

    // A context that spins (a lock, a running timer callback): busy until somebody calls end_spin
    // (one that came before counts), while higher levels still interrupt it. [point]
    void spin(Operation next);
    void end_spin(KernelContext& context) { vcpus_.end_spin(context); }

    // `observer` is called, while watched, before each scheduling point of a guest context.
    void on_point(std::function<void(Operation next)> observer) {
        point_observer_ = std::move(observer);
    }
    void watch_points(bool watched) { points_watched_ = watched; }

private:
    void draw_pre_emption(Operation next) {
        if (lottery_.enabled() || points_watched_) [[unlikely]]
            draw_pre_emption_slowly(next);
    }
    void draw_pre_emption_slowly(Operation next);

    Engine& engine_;
    Vcpus& vcpus_;
    HostSteals& host_;
    StoreBuffers* stores_;
    PointLottery lottery_;
    std::function<void(Operation)> point_observer_;
    bool points_watched_ = false;
};

}  // namespace xsksim
