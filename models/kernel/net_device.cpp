// SPDX-License-Identifier: GPL-2.0-only
// The interface itself: registration, up and down, stopping and waking queues, the end of skbs.
// The way of a datagram to the driver is in net_device_xmit.cpp.
#include "models/kernel/net_device.hpp"

#include <cerrno>
#include <string>
#include <utility>

#include "sim/core/check.hpp"

namespace xsksim {
NetDevice::NetDevice(const Kernel& kernel, const NetDeviceOptions& options)
    : kernel_(kernel),
      options_(options),
      rtnl_(kernel.engine, kernel.findings, kernel.cpus, kernel.locks.order(), "rtnl"),
      skbs_(kernel.kmalloc, kernel.memory),
      programs_(kernel.findings, kernel.cpus.execution(), kernel.rcu, kernel.kmalloc,
                kernel.memory),
      frames_(kernel.trace, kernel.findings, kernel.kmalloc, kernel.memory),
      output_queues_(kernel.cpus.vcpus().count()) {
    kernel_.cpus.softirqs().open(softirq_net_tx, [this](CpuId cpu) { net_tx_action(cpu); });
}

NetDevice::~NetDevice() = default;

void NetDevice::add_queue(const void* queue, const void* lock, PairIndex pair) {
    while (queues_.size() <= pair) queues_.emplace_back();
    queues_[pair].xmit_lock = lock;
    queue_pairs_.add(queue, pair);
}

PairIndex NetDevice::pair_of(const void* queue, const char* operation) {
    const PairIndex* pair = queue_pairs_.find(queue);
    if (pair == nullptr)
        kernel_.findings.fatal(kernel_.engine, Code::queue_unknown,
                               std::string(operation) + " of a queue that no interface has");
    return *pair;
}

// The queues of a device that was here before stay where they are: somebody may still look at one.
void NetDevice::register_device(NetDeviceOps ops, std::uint32_t pairs) {
    XSKSIM_CHECK(pairs <= queues_.size(), "each queue is added before its interface is registered");
    ops_ = std::move(ops);
    for (TxQueue& queue : queues_) queue.stopped = false;
    registered_ = true;
}

void NetDevice::unregister_device() {
    rtnl_.lock();
    if (running_) close_device();
    if (program_ != nullptr) {
        xs_xdp_program* program = nullptr;
        exchange_program(program);
        if (program != nullptr) programs_.put(*program);
    }
    registered_ = false;
    if (on_unregister) on_unregister();
    kernel_.rcu.synchronize();
    rtnl_.unlock();
    programs_.free_those_put();
    constexpr std::uint32_t wait_for_references_ms = 250;  // netdev_wait_allrefs
    while (is_referred_to && is_referred_to())
        kernel_.cpus.tasks().msleep(wait_for_references_ms, "unregister_netdevice");
    ops_ = {};
}

// --- up and down ---

// A system call of an administrator, under rtnl.
int NetDevice::administrate(const std::function<int()>& action) {
    Cpus& cpus = kernel_.cpus;
    cpus.tasks().enter_kernel();
    cpus.execution().spend(kernel_.costs.syscall, Operation::local());
    rtnl_.lock();
    const int result = registered_ ? action() : -ENODEV;
    rtnl_.unlock();
    programs_.free_those_put();
    cpus.tasks().leave_kernel();
    return result;
}

int NetDevice::interface_up() {
    return administrate([this] {
        if (running_) return 0;
        running_ = true;  // before ndo_open, as __LINK_STATE_START is
        const int result = ops_.open();
        if (result != 0) running_ = false;
        kernel_.trace.emit(event::NetdevOpen{.result = CallResult::of(result)});
        return result;
    });
}

int NetDevice::interface_down() {
    return administrate([this] {
        if (running_) close_device();
        return 0;
    });
}

// __dev_close_many(): what ndo_stop returns is nobody's concern.
void NetDevice::close_device() {
    running_ = false;
    deactivate_queues();
    const int result = ops_.stop();
    kernel_.trace.emit(event::NetdevStop{.result = CallResult::of(result)});
}

int NetDevice::read_statistics() {
    Cpus& cpus = kernel_.cpus;
    cpus.tasks().enter_kernel();
    cpus.execution().spend(kernel_.costs.syscall, Operation::local());
    rtnl_.lock();
    const bool known = static_cast<bool>(ops_.statistics);
    if (known) {
        const NetDeviceStatistics read = ops_.statistics();
        kernel_.trace.emit(
            event::NetdevStats{.tx_packets = read.tx_packets, .tx_bytes = read.tx_bytes});
    }
    rtnl_.unlock();
    cpus.tasks().leave_kernel();
    return known ? 0 : -EOPNOTSUPP;
}

// dev_deactivate(): nobody is inside start_xmit any more afterwards, and what waits is dropped,
// with what those put back who still were.
void NetDevice::deactivate_queues() {
    for (TxQueue& queue : queues_) {
        while (queue.qdisc_running) kernel_.cpus.tasks().msleep(1, "dev_deactivate");
        while (!queue.fifo.empty()) {
            void* skb = queue.fifo.front();
            queue.fifo.pop_front();
            drop(skb, DropReason::interface_down);
        }
    }
}

int NetDevice::set_tx_coalescing(const TxCoalescing& wanted) {
    return administrate(
        [&] { return ops_.set_coalesce ? ops_.set_coalesce(wanted) : -EOPNOTSUPP; });
}

int NetDevice::set_program(std::optional<XdpAction> action) {
    return administrate([&] {
        xs_xdp_program* program = action ? programs_.load(*action) : nullptr;
        if (action && program == nullptr) return -ENOMEM;
        const int result = exchange_program(program);
        if (program != nullptr) programs_.put(*program);
        return result;
    });
}

// dev_xdp_install(): the driver gets a reference of its own with the program. What is left in
// `program` is the one that the interface does not hold any more.
int NetDevice::exchange_program(xs_xdp_program*& program) {
    if (program == program_) return 0;
    if (!ops_.setup_program) return -EOPNOTSUPP;
    const auto action = static_cast<XdpAction>((program != nullptr ? program : program_)->action);
    const bool loads = program != nullptr;
    if (loads) programs_.add(*program, 1);
    const int result = ops_.setup_program(program);
    if (result == 0)
        std::swap(program_, program);
    else if (loads)
        programs_.put(*program);
    kernel_.trace.emit(
        event::XdpSet{.loaded = loads, .action = action, .result = CallResult::of(result)});
    return result;
}

// --- transmit queues as the driver sees them ---

void NetDevice::txq_stop(PairIndex pair) {
    kernel_.cpus.execution().point(Operation::call({ObjectKind::tx_queue, Act::stop}, pair));
    kernel_.cpus.execution().full_barrier();  // a locked bit operation
    TxQueue& queue = queues_.at(pair);
    if (std::exchange(queue.stopped, true)) return;
    kernel_.trace.emit(event::TxqStop{.pair = pair});
}

void NetDevice::txq_wake(PairIndex pair) {
    kernel_.cpus.execution().point(Operation::call({ObjectKind::tx_queue, Act::wake}, pair));
    kernel_.cpus.execution().full_barrier();  // a locked bit operation
    TxQueue& queue = queues_.at(pair);
    if (!std::exchange(queue.stopped, false)) return;
    kernel_.trace.emit(event::TxqWake{.pair = pair});
    schedule_qdisc(pair);
}

bool NetDevice::txq_stopped(PairIndex pair) const { return queues_.at(pair).stopped; }

// --- the end of an skb ---

void NetDevice::skb_end(void* skb, bool dropped) {
    kernel_.cpus.execution().point(Operation::call({ObjectKind::packet, Act::free},
                                                   kernel_.memory.physical_or_none(skb).value));
    if (!skbs_.is_live(skb)) {
        kernel_.findings.failure(Code::skb_freed_twice,
                                 "an skb is freed that is none, or is freed already");
        return;
    }
    --skbs_with_driver_;
    if (dropped) return drop(skb, DropReason::by_driver);
    kernel_.cpus.execution().full_barrier();  // sock_wfree() counts down by a locked instruction
    ++counters_.consumed;
    release_sender(skb);
    skbs_.free(skb);
}

void NetDevice::skb_orphan(void* skb) {
    if (skbs_.is_live(skb)) release_sender(skb);
}

void NetDevice::drop(void* skb, DropReason reason) {
    const xs_skb& dropped = skbs_.driver_part(skb);
    kernel_.trace.emit(
        event::UdpDrop{.pair = dropped.queue, .sequence = dropped.sequence, .reason = reason});
    release_sender(skb);
    skbs_.free(skb);
}

// sock_wfree(): a sender that waits goes on when half of its send buffer is free again.
void NetDevice::release_sender(void* skb) {
    xs_skb& released = skbs_.driver_part(skb);
    if (released.orphaned != 0) return;
    released.orphaned = 1;
    const ContextId sender = skbs_.sender(skb);
    Sender& socket = socket_of(sender);
    --socket.skbs;
    if (!socket.waiting || socket.skbs > socket.skbs_max / 2) return;
    socket.waiting = false;
    kernel_.cpus.tasks().wake_task(sender);
}

}  // namespace xsksim
