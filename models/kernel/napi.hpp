// SPDX-License-Identifier: GPL-2.0-only
// NAPI: which poll functions run in the NET_RX softirq of which vCPU.
//
// Stands for: net/core/dev.c, Linux 5.11: napi_struct's state bits, the per-CPU poll list,
// net_rx_action with its budget and time limit. Simplified: no busy polling, no deferred interrupts
// (gro_flush_timeout and napi_defer_hard_irqs are 0), no netpoll, no GRO.
// Owner: GuestKernel. Callers: the shim; guest contexts only. A NAPI is known by the address that
// it was registered with, in events by a number, from 1. Simplified: the n-th of a direction that
// is registered is pair n's. Scheduling points: every function except add and del, before the
// effect; disable blocks. Costs: KernelCosts::napi_poll at each poll. Errors: one that is not
// registered and a poll that returns more than its weight, or returns with a lock held, are
// findings. Events: napi_add, napi_schedule, napi_queue, napi_poll, napi_polled, napi_complete,
// napi_enable, napi_disable.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "models/kernel/costs.hpp"
#include "models/kernel/cpu/cpus.hpp"
#include "models/kernel/napi_options.hpp"
#include "models/kernel/registrations.hpp"
#include "models/kernel/spin_locks.hpp"

namespace xsksim {

using NapiId = std::uint32_t;

struct NapiRegistration {
    std::function<int(int budget)> poll;
    const int* weight = nullptr;  // napi_struct::weight, read at each poll
    bool is_tx = false;
};

class Napi {
public:
    Napi(Engine& engine, Trace& trace, Findings& findings, Cpus& cpus, SpinLocks& locks,
         const NapiOptions& options, const KernelCosts& costs);

    // netif_napi_add: registered disabled, SCHED and NPSVC set.
    void add(const void* napi, NapiRegistration registration);
    void remove(const void* napi);                    // netif_napi_del
    bool schedule_prep(const void* napi);             // napi_schedule_prep
    void schedule(const void* napi);                  // __napi_schedule
    bool complete_done(const void* napi, int work);   // napi_complete_done
    bool if_scheduled_mark_missed(const void* napi);  // napi_if_scheduled_mark_missed
    void disable(const void* napi);
    void enable(const void* napi);
    // The bytes are about to be freed.
    void forget(const void* start, std::size_t bytes) { ids_.forget(start, bytes); }

    std::uint64_t time_squeezes() const { return time_squeezes_; }  // softnet_stat's time_squeeze

private:
    enum StateBit : std::uint32_t { sched = 1, missed = 2, disable_pending = 4, npsvc = 8 };
    struct Instance {
        NapiRegistration registration;
        std::string name;  // "tx", for people
        std::uint32_t state = sched | npsvc;
        std::uint64_t listing = 0;  // the list entry that counts, 0 when on no list
        bool removed = false;
    };
    // An entry whose listing is not its NAPI's any more was taken off the list.
    struct Entry {
        NapiId id = 0;
        std::uint64_t listing = 0;
    };
    using PollList = std::vector<Entry>;

    NapiId id_of(const void* napi, const char* operation);
    Instance& instance(NapiId id, const char* operation);
    PairIndex next_pair(bool is_tx) const;
    bool complete(NapiId id);
    void queue(NapiId id);
    Entry list(NapiId id);
    bool clear_scheduled(Instance& napi);
    void grab(NapiId id, StateBit bit);
    void net_rx_action(CpuId cpu);
    int poll(const Entry& entry, CpuId cpu, PollList& repoll);
    int call_driver(Instance& napi, int weight);
    bool stays_scheduled(NapiId id, int work, int weight);

    Engine& engine_;
    Trace& trace_;
    Findings& findings_;
    Cpus& cpus_;
    SpinLocks& locks_;
    const NapiOptions& options_;
    const KernelCosts& costs_;
    Registrations<NapiId> ids_;  // kept after netif_napi_del: the struct is still the driver's
    std::deque<Instance> instances_;
    std::vector<PollList> poll_lists_;  // by vCPU
    std::uint64_t listings_ = 0;
    std::uint64_t time_squeezes_ = 0;
};

}  // namespace xsksim
