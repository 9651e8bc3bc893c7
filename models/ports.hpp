// SPDX-License-Identifier: GPL-2.0-only
// The interfaces between models. A model includes this file and its neighbours in models/, the
// events and models/memory, never another model; they meet in sim/run alone, where the world wires
// them. Exceptions: models/shim is the C face of models/kernel and includes it, and models/kernel
// reads the structs of models/shim/hypercalls/hypercalls.h that lie in guest memory.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/events/words.hpp"
#include "models/memory/guest_memory.hpp"
#include "models/numbers.hpp"
#include "models/queue_map.hpp"
#include "models/socket_options.hpp"
#include "models/tx_coalescing.hpp"
#include "models/xdp_action.hpp"
#include "sim/core/engine.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

// Interrupt controller -> guest. Called in the controller's step, at delivery time.
class InterruptSink {
public:
    virtual ~InterruptSink() = default;
    virtual void deliver(CpuId cpu, Vector vector) = 0;
    // A delivered interrupt of this vector waits on the vCPU for its handler to begin (the request
    // bit of a local APIC): one more of it would be the same one.
    virtual bool is_pending(CpuId /*cpu*/, Vector /*vector*/) const { return false; }
};

// Device -> interrupt controller.
class InterruptLines {
public:
    virtual ~InterruptLines() = default;
    virtual void raise(Vector vector, QueueIndex queue) = 0;
};

// Guest -> interrupt controller (MSI-X table, virtio 1.x §4.1.5.1.2).
class InterruptTable {
public:
    virtual ~InterruptTable() = default;
    virtual void route(Vector vector, CpuId cpu) = 0;
    virtual void mask(Vector vector, bool masked) = 0;
    // A handler has run, and returned IRQ_HANDLED or IRQ_NONE.
    virtual void handled(Vector vector, bool by_somebody) = 0;
};

// Guest -> device: virtio configuration and doorbell (virtio 1.x §3.1, §4.1.5.2).
struct QueueAddresses {
    std::uint32_t size = 0;
    GuestPhysical descriptors;  // struct virtq_desc[size]
    GuestPhysical available;    // struct virtq_avail
    GuestPhysical used;         // struct virtq_used
};
class VirtioDevice {
public:
    virtual ~VirtioDevice() = default;
    virtual std::uint64_t offered_features() const = 0;
    virtual void accept_features(std::uint64_t features) = 0;
    virtual std::uint32_t queue_pairs() const = 0;
    virtual const QueueMap& queues() const = 0;
    virtual std::uint32_t ring_size(QueueIndex queue) const = 0;
    virtual void set_up_queue(QueueIndex queue, const QueueAddresses& addresses) = 0;
    virtual void reset() = 0;
    // Resets one queue (virtio 1.2 §2.6.1): the device lets go of its buffers, done or not, and
    // serves it again once it is set up anew.
    virtual void reset_queue(QueueIndex queue) = 0;
    // A doorbell write; the device reacts after its notification latency. False where the transport
    // knows that the queue is beyond service (never with PCI, which cannot tell; ccw does).
    virtual bool notify(QueueIndex queue) = 0;
};

// Shared-memory rings of an AF_XDP socket as user space maps them (af_xdp.rst; uapi if_xdp.h).
// Indices are free-running; size is a power of two. `producer`, `consumer` and `flags` are shared
// words: who reads or writes one passes a scheduling point first. Slots are covered by `producer`.
struct XskDescriptor {
    std::uint64_t addr = 0;
    std::uint32_t len = 0;
    std::uint32_t options = 0;
};
struct XskTxRing {
    std::uint32_t socket = 0;  // XskSocket::number
    std::uint32_t producer = 0;
    std::uint32_t consumer = 0;
    std::uint32_t flags = 0;  // bit 0: XDP_RING_NEED_WAKEUP
    std::vector<XskDescriptor> slots;
};
struct XskCompletionRing {
    std::uint32_t socket = 0;  // XskSocket::number
    std::uint32_t producer = 0;
    std::uint32_t consumer = 0;
    std::vector<std::uint64_t> slots;
};

// A socket as its owner holds it; lives until the world ends.
struct XskSocket {
    std::uint32_t number = 0;  // from 1, in the order of opening
    XskSocketOptions options;
    XskTxRing tx;
    XskCompletionRing completion;
    GuestPhysical umem;  // its first byte; frame at offset o is umem + o
    bool bound = false;
    // Counts the binds that came after a close: each starts with rings made anew, as a process
    // that opens its socket again does, and every frame belongs to user space again.
    std::uint32_t generation = 0;
    // Called when the kernel changes something that user space polls on (completion producer, TX
    // consumer, need_wakeup flag) or binds, closes or detaches the socket. For a spinning
    // application it replaces the spinning: see models/app/xsk_sender.hpp.
    std::function<void()> on_change;
};

// Application -> guest kernel: system calls, made from a task context. Results: 0 or -errno.
// Each but interrupt() charges the system-call cost and is a scheduling point.
class XskCalls {
public:
    virtual ~XskCalls() = default;
    virtual XskSocket& open_socket(const XskSocketOptions& options) = 0;  // socket, UMEM, rings
    virtual int bind(XskSocket& socket) = 0;
    // XDP_SHARED_UMEM, same device and queue: joins the owner's pool and completion ring.
    virtual int bind_shared(XskSocket& /*socket*/, XskSocket& /*owner*/) { return -95; }
    virtual int close(XskSocket& socket) = 0;    // unbinds; the UMEM is unpinned
    virtual int sendmsg(XskSocket& socket) = 0;  // MSG_DONTWAIT, no data
    // Blocks until POLLOUT (TX ring at most half full) or the timeout; 1 = writable, 0 = timeout.
    virtual int poll(XskSocket& socket, Duration timeout) = 0;
    // A signal for the task that is in poll() on the socket, if any: it returns -EINTR.
    virtual void interrupt(XskSocket& socket) = 0;
};

// UDP sender -> guest kernel, from a task context. A send blocks, if it may, while the socket's
// send buffer is full, as it becomes when the TX queue stays stopped.
class DatagramCalls {
public:
    virtual ~DatagramCalls() = default;
    // Of the calling task's socket; before its first send.
    virtual void set_socket_options(const DatagramSocketOptions& /*options*/) {}
    // Builds an skb with `payload` and hands it to the driver's start_xmit. 0 or -errno.
    virtual int send(PairIndex pair, std::uint64_t sequence,
                     std::span<const std::byte> payload) = 0;
};

// Administrator -> guest kernel, from a task context.
class AdminCalls {
public:
    virtual ~AdminCalls() = default;
    virtual int interface_up() = 0;
    virtual int interface_down() = 0;
    // A program takes the place of the one that is loaded; nullopt unloads it.
    virtual int set_program(std::optional<XdpAction> action) = 0;
    virtual int set_tx_coalescing(const TxCoalescing& wanted) = 0;  // ethtool -C
    virtual int read_statistics() = 0;                              // ip -s link
};

// Whoever plugs, powers and configures the machine -> driver core and device, from a task context.
// 0 or -errno.
class MachineCalls {
public:
    virtual ~MachineCalls() = default;
    virtual int remove_device() = 0;  // the driver loses the device
    virtual int add_device() = 0;     // and gets it (back)
    virtual int reset_device() = 0;   // the device forgets everything; the driver is not told
    virtual int suspend() = 0;
    virtual int resume() = 0;
    virtual int write_parameter(const std::string& name, std::int64_t value) = 0;
};

// What an application needs of the guest as a machine: tasks.
class TaskCalls {
public:
    virtual ~TaskCalls() = default;
    // A user-space task on a vCPU; starts when the guest runs. Body may spend, block, call.
    virtual ContextId spawn_task(CpuId cpu, std::string name, std::function<void()> body) = 0;
    // User-mode CPU time of the running task: pre-emptible by anything.
    virtual void spend_user(Duration d, Operation next) = 0;
    // Gives the vCPU away until wake_task() or, if not never(), the instant.
    virtual void sleep_until(Instant at) = 0;
    // Keeps the vCPU busy (as a polling loop does) until wake_task() or the instant.
    virtual void spin_until(Instant at) = 0;
    virtual void wake_task(ContextId task) = 0;
    // A scheduling point of user code, before it touches a word shared with the kernel.
    virtual void point(Operation next) = 0;
    // The running task goes on while all other tasks stand still for a suspend.
    virtual void never_freeze() {}
};

}  // namespace xsksim
