// SPDX-License-Identifier: GPL-2.0-only
// Hypercalls: the virtio transport.
#include "models/shim/hooks/store_order.hpp"
#include "models/shim/hypercalls/hypercall_support.hpp"

using xsksim::Act;
using xsksim::GuestPhysical;
using xsksim::Hypercall;
using xsksim::kernel;
using xsksim::ObjectKind;
using xsksim::Operation;
using xsksim::rings;
using xsksim::ShimContext;
using xsksim::VirtioDevice;

namespace {

VirtioDevice& device() { return ShimContext::active().world().device; }

}  // namespace

extern "C" {

uint64_t xs_virtio_features() { return device().offered_features(); }
void xs_virtio_set_features(uint64_t features) {
    device().accept_features(features);
    rings().accept_features(features);
}
unsigned int xs_virtio_pairs() { return device().queue_pairs(); }
unsigned int xs_virtio_ring_size(unsigned int queue) { return device().ring_size(queue); }

unsigned int xs_virtio_vector(unsigned int queue) {
    const xsksim::QueuePlace* place = device().queues().find(queue);
    return place == nullptr ? xsksim::no_vector : place->vector;
}

void xs_virtio_queue_setup(unsigned int queue, uint32_t size, uint64_t desc, uint64_t avail,
                           uint64_t used) {
    const xsksim::QueueAddresses addresses{size, GuestPhysical{desc}, GuestPhysical{avail},
                                           GuestPhysical{used}};
    rings().set_up(queue, addresses);
    device().set_up_queue(queue, addresses);
}

void xs_virtio_reset() { device().reset(); }

void xs_virtio_queue_reset(unsigned int queue) {
    const Hypercall call("virtio_queue_reset");
    device().reset_queue(queue);
}

bool xs_virtio_notify(unsigned int queue) {
    rings().notify(queue);
    const Hypercall call("virtio_notify");
    xsksim::full_barrier();  // an uncached store comes after all before it, and exits to the host
    kernel().cpus().execution().spend(kernel().costs().doorbell,
                                      Operation::call({ObjectKind::virtqueue, Act::notify}, queue));
    const bool accepted = device().notify(queue);
    rings().notify_answered(queue, accepted);
    return accepted;
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

}  // extern "C"
