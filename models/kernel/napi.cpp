// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/napi.hpp"

#include <algorithm>
#include <utility>

namespace xsksim {
namespace {

// net.core.netdev_budget_usecs is two ticks by default.
constexpr std::uint64_t time_max_jiffies = 2;

std::uint64_t code(int work) { return static_cast<std::uint64_t>(work); }

}  // namespace

Napi::Napi(Engine& engine, Trace& trace, Findings& findings, Cpus& cpus, SpinLocks& locks,
           const NapiOptions& options, const KernelCosts& costs)
    : engine_(engine),
      trace_(trace),
      findings_(findings),
      cpus_(cpus),
      locks_(locks),
      options_(options),
      costs_(costs),
      poll_lists_(cpus.vcpus().count()) {
    cpus_.softirqs().open(softirq_net_rx, [this](CpuId cpu) { net_rx_action(cpu); });
}

// --- registration ---

void Napi::add(const void* address, NapiRegistration registration) {
    const auto id = static_cast<NapiId>(instances_.size() + 1);
    const bool is_tx = registration.is_tx;
    const std::string name = is_tx ? "tx" : "rx";
    trace_.emit(event::NapiAdd{
        .napi = id, .text = trace_.text(name), .pair = next_pair(is_tx), .is_tx = is_tx});
    instances_.push_back({std::move(registration), name, sched | npsvc, 0, false});
    ids_.add(address, id);
}

PairIndex Napi::next_pair(bool is_tx) const {
    return static_cast<PairIndex>(std::ranges::count_if(instances_, [&](const Instance& napi) {
        return !napi.removed && napi.registration.is_tx == is_tx;
    }));
}

void Napi::remove(const void* address) {
    Instance& napi = instance(id_of(address, "netif_napi_del"), "netif_napi_del");
    if (napi.listing != 0)
        findings_.failure(Code::napi_deleted_listed,
                          "netif_napi_del of " + napi.name + ", which waits to be polled");
    napi.listing = 0;
    napi.removed = true;
}

Napi::Instance& Napi::instance(NapiId id, const char* operation) {
    Instance& napi = instances_[id - 1];
    if (napi.removed)
        findings_.fatal(engine_, Code::napi_not_registered,
                        std::string(operation) + " of a NAPI that is not registered");
    return napi;
}

// Its bits can be asked for and set as long as the driver keeps the struct.
NapiId Napi::id_of(const void* address, const char* operation) {
    const NapiId* id = ids_.find(address);
    if (id == nullptr)
        findings_.fatal(engine_, Code::napi_not_registered,
                        std::string(operation) + " of a NAPI that is not registered");
    return *id;
}

// --- the state bits ---

bool Napi::schedule_prep(const void* address) {
    const NapiId id = id_of(address, "napi_schedule_prep");
    cpus_.execution().point(Operation::call({ObjectKind::napi, Act::prepare}, id));
    cpus_.execution().full_barrier();  // the state changes by a locked instruction
    Instance& napi = instances_[id - 1];
    const CpuId cpu = cpus_.execution().current().cpu;
    const std::uint32_t old = napi.state;
    if ((old & disable_pending) != 0) {
        trace_.emit(
            event::NapiScheduled{.napi = id, .outcome = NapiSchedule::disabled, .cpu = cpu});
        return false;
    }
    napi.state |= sched;
    if ((old & sched) != 0) napi.state |= missed;
    const NapiSchedule outcome = (old & sched) == 0   ? NapiSchedule::scheduled
                                 : (old & npsvc) != 0 ? NapiSchedule::disabled
                                                      : NapiSchedule::already_scheduled;
    trace_.emit(event::NapiScheduled{.napi = id, .outcome = outcome, .cpu = cpu});
    return (old & sched) == 0;
}

bool Napi::if_scheduled_mark_missed(const void* address) {
    const NapiId id = id_of(address, "napi_if_scheduled_mark_missed");
    cpus_.execution().point(Operation::call({ObjectKind::napi, Act::mark_missed}, id));
    cpus_.execution().full_barrier();  // the state changes by a locked instruction
    Instance& napi = instances_[id - 1];
    const bool disabling = (napi.state & disable_pending) != 0;
    if (!disabling && (napi.state & sched) == 0) return false;
    if (!disabling) napi.state |= missed;
    const bool disabled = disabling || (napi.state & npsvc) != 0;
    trace_.emit(event::NapiScheduled{
        .napi = id,
        .outcome = disabled ? NapiSchedule::disabled : NapiSchedule::already_scheduled,
        .cpu = cpus_.execution().current().cpu});
    return true;
}

void Napi::schedule(const void* address) {
    const NapiId id = id_of(address, "__napi_schedule");
    cpus_.execution().point(Operation::call({ObjectKind::napi, Act::schedule}, id));
    queue(id);
}

bool Napi::complete_done(const void* address, int /*work*/) {
    return complete(id_of(address, "napi_complete_done"));
}

bool Napi::complete(NapiId id) {
    cpus_.execution().point(Operation::call({ObjectKind::napi, Act::complete}, id));
    cpus_.execution().full_barrier();  // the state changes by a locked instruction
    Instance& napi = instance(id, "napi_complete_done");
    if ((napi.state & npsvc) != 0) {
        trace_.emit(event::NapiComplete{.napi = id, .completed = false, .missed = false});
        return false;
    }
    if ((napi.state & sched) == 0)
        findings_.failure(Code::napi_completed_unscheduled,
                          "napi_complete_done of " + napi.name + ", which is not scheduled");
    napi.listing = 0;
    const bool completed = clear_scheduled(napi);
    trace_.emit(event::NapiComplete{.napi = id, .completed = completed, .missed = !completed});
    if (!completed) queue(id);
    return completed;
}

// MISSED: somebody wanted to schedule it while it was scheduled. The poll that is ending may have
// looked too early, so it stays scheduled for one more. This is the one place that honours the bit.
bool Napi::clear_scheduled(Instance& napi) {
    const bool was_missed = (napi.state & missed) != 0;
    napi.state &= ~std::uint32_t{sched | missed};
    if (!options_.safeguards.missed) return true;
    if (was_missed) napi.state |= sched;
    return !was_missed;
}

void Napi::disable(const void* address) {
    cpus_.sections().might_sleep("napi_disable");
    const NapiId id = id_of(address, "napi_disable");
    cpus_.execution().point(Operation::call({ObjectKind::napi, Act::disable}, id));
    cpus_.execution().full_barrier();  // the state changes by a locked instruction
    instance(id, "napi_disable").state |= disable_pending;
    trace_.emit(event::NapiDisable{.napi = id, .phase = Phase::begins});
    grab(id, sched);
    grab(id, npsvc);
    instance(id, "napi_disable").state &= ~std::uint32_t{disable_pending};
    trace_.emit(event::NapiDisable{.napi = id, .phase = Phase::ended});
}

void Napi::grab(NapiId id, StateBit bit) {
    while (options_.safeguards.disable_waits && (instance(id, "napi_disable").state & bit) != 0)
        cpus_.tasks().msleep(1, "napi_disable");
    instance(id, "napi_disable").state |= bit;
}

void Napi::enable(const void* address) {
    const NapiId id = id_of(address, "napi_enable");
    cpus_.execution().point(Operation::call({ObjectKind::napi, Act::enable}, id));
    cpus_.execution().full_barrier();  // the state changes by a locked instruction
    Instance& napi = instance(id, "napi_enable");
    if ((napi.state & sched) == 0)
        findings_.fatal(engine_, Code::napi_enabled_twice,
                        "napi_enable of " + napi.name + ", which is enabled already (BUG_ON)");
    napi.state &= ~std::uint32_t{sched | npsvc};
    trace_.emit(event::NapiEnable{.napi = id});
}

// --- the poll list ---

Napi::Entry Napi::list(NapiId id) {
    instances_[id - 1].listing = ++listings_;
    return {id, listings_};
}

void Napi::queue(NapiId id) {
    Instance& napi = instance(id, "__napi_schedule");
    if (napi.listing != 0) {
        findings_.failure(Code::napi_listed_twice,
                          "__napi_schedule of " + napi.name + ", which is on a poll list already");
        return;
    }
    const CpuId cpu = cpus_.execution().current().cpu;
    poll_lists_[cpu].push_back(list(id));
    trace_.emit(event::NapiQueue{.napi = id, .cpu = cpu});
    cpus_.softirqs().mark(softirq_net_rx);
}

// Each NAPI on the list is polled once; those that want more are put behind what came meanwhile,
// and the softirq is raised again.
void Napi::net_rx_action(CpuId cpu) {
    const std::uint64_t time_limit = cpus_.timer().jiffies() + time_max_jiffies;
    auto budget = static_cast<int>(options_.budget);
    PollList& waiting = poll_lists_[cpu];
    PollList todo = std::exchange(waiting, {});
    PollList repoll;
    std::size_t polled = 0;
    while (polled < todo.size()) {
        budget -= poll(todo[polled++], cpu, repoll);
        if (budget <= 0 || cpus_.timer().jiffies() >= time_limit) {
            ++time_squeezes_;
            break;
        }
    }
    if (polled == todo.size() && repoll.empty()) return;
    todo.erase(todo.begin(), todo.begin() + static_cast<std::ptrdiff_t>(polled));
    todo.insert(todo.end(), waiting.begin(), waiting.end());
    todo.insert(todo.end(), repoll.begin(), repoll.end());
    waiting = std::move(todo);
    cpus_.softirqs().mark(softirq_net_rx);
}

int Napi::poll(const Entry& entry, CpuId cpu, PollList& repoll) {
    Instance& napi = instances_[entry.id - 1];
    if (napi.listing != entry.listing) return 0;
    napi.listing = 0;
    cpus_.execution().spend(costs_.napi_poll,
                            Operation::call({ObjectKind::napi, Act::poll}, entry.id));
    const int weight = *napi.registration.weight;
    trace_.emit(event::NapiPoll{.napi = entry.id, .cpu = cpu, .budget = code(weight)});
    const int work = (napi.state & sched) != 0 ? call_driver(napi, weight) : 0;
    const bool again = stays_scheduled(entry.id, work, weight);
    trace_.emit(
        event::NapiPolled{.napi = entry.id, .cpu = cpu, .work = code(work), .repoll = again});
    if (again) repoll.push_back(list(entry.id));
    return work;
}

int Napi::call_driver(Instance& napi, int weight) {
    const KernelContext& context = cpus_.execution().current();
    const std::uint32_t locks = context.locks_held;
    const std::uint32_t readers = context.rcu_depth;
    const std::uint32_t bottom_halves = context.bh_disabled;
    const std::uint32_t interrupts = context.irqs_disabled;
    const int work = napi.registration.poll(weight);
    const std::string& name = napi.name;
    if (context.locks_held != locks)
        locks_.check_none_held(context, "returns from the poll of " + name);
    const auto compare = [&](std::uint32_t before, std::uint32_t after, const char* what) {
        if (after != before)
            findings_.failure(Code::napi_poll_unbalanced, "the poll of " + name + " returns with " +
                                                              what + " " + std::to_string(after) +
                                                              " deep and was called at " +
                                                              std::to_string(before));
    };
    compare(readers, context.rcu_depth, "rcu_read_lock");
    compare(bottom_halves, context.bh_disabled, "local_bh_disable");
    compare(interrupts, context.irqs_disabled, "local_irq_save");
    if (work > weight)
        findings_.failure(Code::napi_poll_overran,
                          "the poll of " + name + " returns " + std::to_string(work) +
                              ", more than its weight of " + std::to_string(weight));
    return work;
}

// work == weight means "call me again" and must not come with a completion.
bool Napi::stays_scheduled(NapiId id, int work, int weight) {
    if (work < weight) return false;
    Instance& napi = instances_[id - 1];
    if ((napi.state & disable_pending) != 0) {
        complete(id);
        return false;
    }
    if (napi.listing != 0) {
        findings_.failure(
            Code::napi_rescheduled_and_repolled,
            "the poll of " + napi.name + " returns its whole weight after it was scheduled again");
        return false;
    }
    return true;
}

}  // namespace xsksim
