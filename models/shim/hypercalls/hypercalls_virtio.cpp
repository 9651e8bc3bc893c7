// SPDX-License-Identifier: GPL-2.0-only
// Hypercalls: the virtio transport and the lock that covers a virtqueue.
#include "models/shim/hooks/store_order.hpp"
#include "models/shim/hypercalls/hypercall_support.hpp"

namespace event = xsksim::event;
using xsksim::GuestPhysical;
using xsksim::Hypercall;
using xsksim::kernel;
using xsksim::ShimContext;
using xsksim::VirtioDevice;

namespace {

VirtioDevice& device() { return ShimContext::active().world().device; }

}  // namespace

extern "C" {

uint64_t xs_virtio_features() { return device().offered_features(); }
void xs_virtio_set_features(uint64_t features) { device().accept_features(features); }
unsigned int xs_virtio_pairs() { return device().queue_pairs(); }
unsigned int xs_virtio_ring_size(unsigned int queue) { return device().ring_size(queue); }

unsigned int xs_virtio_vector(unsigned int queue) {
    const xsksim::QueuePlace* place = device().queues().find(queue);
    return place == nullptr ? xsksim::no_vector : place->vector;
}

void xs_virtio_queue_setup(unsigned int queue, uint32_t size, uint64_t desc, uint64_t avail,
                           uint64_t used) {
    device().set_up_queue(queue,
                          {size, GuestPhysical{desc}, GuestPhysical{avail}, GuestPhysical{used}});
}

void xs_virtio_reset() { device().reset(); }

void xs_virtio_queue_reset(unsigned int queue) {
    const Hypercall call("virtio_queue_reset");
    device().reset_queue(queue);
}

bool xs_virtio_notify(unsigned int queue) {
    const Hypercall call("virtio_notify");
    xsksim::full_barrier();  // an uncached store comes after all before it, and exits to the host
    kernel().cpus().execution().spend(kernel().costs().doorbell);
    return device().notify(queue);
}

int xs_request_irq(unsigned int vector, xs_irq_fn handler, void* data) {
    return ShimContext::active().request_irq(vector, handler, data);
}

void xs_synchronize_irq(unsigned int vector) {
    const Hypercall call("synchronize_irq");
    ShimContext::active().synchronize_irq(vector);
}

void xs_free_irq(unsigned int vector) {
    const Hypercall call("free_irq");
    ShimContext::active().free_irq(vector);
}

void xs_register_bus(const struct xs_bus_ops* ops) { ShimContext::active().set_bus(ops); }

// Before register_netdev nobody else can reach them.
void xs_vq_operation(unsigned int queue, const char* name) {
    xsksim::NetDevice& net_device = kernel().net_device();
    const xsksim::QueueMap& queues = device().queues();
    const xsksim::PairIndex pair = queues.pair(queue);
    if (!queues.transmits(queue) || !net_device.is_registered() || pair >= net_device.pairs())
        return;
    if (kernel().locks().held_by_current(net_device.txq_lock(pair))) return;
    xsksim::Trace& trace = kernel().trace();
    trace.emit(event::VqUnlocked{.queue = queue, .text = trace.text(name)});
}

void xs_vq_broken(unsigned int queue, const char* why) {
    xsksim::Trace& trace = kernel().trace();
    trace.emit(event::VqBroken{.queue = queue, .text = trace.text(why)});
}

int xs_vq_add_error(unsigned int queue) { return kernel().add_error(queue); }

}  // extern "C"
