// SPDX-License-Identifier: GPL-2.0-only
// Hypercalls: what happens at the borders of a ring (models/shim/ring), and the lock that covers
// it.
#include <fmt/format.h>

#include <optional>

#include "models/shim/hypercalls/hypercall_support.hpp"

namespace event = xsksim::event;
using xsksim::Code;
using xsksim::kernel;
using xsksim::QueueIndex;
using xsksim::rings;
using xsksim::ShimContext;

namespace {

// What a queue is called, unless the driver's pointer leads nowhere: the ring's own accesses say
// so.
struct Known {
    QueueIndex index;
    unsigned int num_free;
};
std::optional<Known> known(const xs_ring_queue& queue) {
    const xsksim::GuestMemory& memory = ShimContext::active().world().memory;
    if (!memory.is_valid_fast(queue.index, sizeof *queue.index) ||
        !memory.is_valid_fast(queue.num_free, sizeof *queue.num_free))
        return std::nullopt;
    return Known{*queue.index, *queue.num_free};
}

// Before register_netdev nobody else can reach them.
void report_unlocked(QueueIndex queue, const char* call) {
    xsksim::NetDevice& net_device = kernel().net_device();
    const xsksim::QueueMap& queues = ShimContext::active().world().device.queues();
    const xsksim::PairIndex pair = queues.pair(queue);
    if (!queues.transmits(queue) || !net_device.is_registered() || pair >= net_device.pairs())
        return;
    if (kernel().locks().held_by_current(net_device.txq_lock(pair))) return;
    xsksim::Trace& trace = kernel().trace();
    trace.emit(event::VqUnlocked{.queue = queue, .text = trace.text(call)});
}

}  // namespace

extern "C" {

unsigned int xs_ring_begin(struct xs_ring_queue queue, const char* call) {
    const auto at = known(queue);
    if (!at) return 0;
    report_unlocked(at->index, call);
    return at->num_free;
}

void xs_ring_added(struct xs_ring_queue queue, unsigned int free_before, const void* data,
                   int result) {
    if (const auto at = known(queue))
        rings().added(at->index, free_before, at->num_free, data, result);
}

unsigned long xs_ring_kick_deciding(struct xs_ring_queue queue) {
    const auto at = known(queue);
    if (!at) return 0;
    const xsksim::RingEvents::Asked asked = rings().kick_deciding(at->index);
    return std::uint64_t{asked.available} << 32 | asked.event;
}

void xs_ring_kick_decided(struct xs_ring_queue queue, unsigned long began, bool needed) {
    if (const auto at = known(queue))
        rings().kick_decided(at->index,
                             {.event = static_cast<std::uint32_t>(began),
                              .available = static_cast<std::uint16_t>(began >> 32)},
                             needed);
}

void xs_ring_kick_refused(struct xs_ring_queue queue) {
    if (const auto at = known(queue)) rings().kick_refused(at->index);
}

void xs_ring_got(struct xs_ring_queue queue, unsigned int free_before, const void* data,
                 const unsigned int* len) {
    const auto at = known(queue);
    if (!at) return;
    if (data == nullptr) return rings().got_nothing(at->index);
    if (const auto used = rings().got(at->index, free_before, at->num_free, data, *len))
        kernel().findings().failure(
            Code::ring_wrong_buffer,
            fmt::format("queue {}: the device used the buffer of head {}, and virtqueue_get_buf "
                        "returns another one",
                        at->index, *used));
}

bool xs_ring_disabling(struct xs_ring_queue queue) {
    const auto at = known(queue);
    return at && rings().disabling(at->index);
}

void xs_ring_disabled(struct xs_ring_queue queue, bool were_on) {
    if (const auto at = known(queue)) rings().disabled(at->index, were_on);
}

void xs_ring_enabling(struct xs_ring_queue queue) {
    if (const auto at = known(queue)) rings().enabling(at->index);
}

void xs_ring_enabled(struct xs_ring_queue queue, bool delayed) {
    if (const auto at = known(queue)) rings().enabled(at->index, delayed);
}

void xs_ring_polled(struct xs_ring_queue queue, unsigned int opaque, bool pending) {
    if (const auto at = known(queue)) rings().polled(at->index, opaque, pending);
}

void xs_ring_callback(unsigned int queue) { rings().callback(queue, xs_cpu()); }
unsigned int xs_ring_callbacks() { return rings().callbacks(xs_cpu()); }
void xs_ring_interrupt_handled(unsigned int queue, unsigned int callbacks_before, bool handled) {
    rings().interrupt_handled(queue, xs_cpu(), callbacks_before, handled);
}

int xs_vq_add_error(unsigned int queue) { return kernel().add_error(queue); }

}  // extern "C"
