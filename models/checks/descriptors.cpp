// SPDX-License-Identifier: GPL-2.0-only
// descriptors: of each virtqueue, the free descriptors and those of outstanding buffers make up
// the ring at all times; a head is outstanding once.
#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "sim/core/table.hpp"

namespace xsksim {
namespace {

class Descriptors : public Check {
public:
    std::string_view name() const override { return "descriptors"; }
    std::vector<EventKind> kinds() const override {
        using enum EventKind;
        return {vq_setup, vq_add, vq_add_failed, vq_get_buf};
    }
    void on_event(const Event& e) override {
        Queue& queue = queues_[e.arg[0]];
        switch (e.kind) {
            case EventKind::vq_setup:
                queue = Queue{};
                queue.size = e.arg[1];
                return;
            case EventKind::vq_add:
                return on_add(queue, e);
            case EventKind::vq_add_failed:
                return conserve(queue, e, e.arg[2]);
            case EventKind::vq_get_buf:
                return on_get(queue, e);
            default:
                return;
        }
    }

private:
    struct Queue {
        std::uint64_t size = 0;  // 0: never set up, nothing to compare with
        std::uint64_t used = 0;
        Table<std::uint32_t> of_head;
    };
    void on_add(Queue& queue, const Event& e) {
        std::uint32_t& descriptors = queue.of_head[e.arg[1]];
        if (descriptors != 0)
            violate(e, fmt::format("queue {}: head {} is made available while it is outstanding",
                                   e.arg[0], e.arg[1]));
        queue.used += e.arg[2] - descriptors;
        descriptors = static_cast<std::uint32_t>(e.arg[2]);
        conserve(queue, e, e.arg[3]);
    }
    void on_get(Queue& queue, const Event& e) {
        std::uint32_t& descriptors = queue.of_head[e.arg[1]];
        if (descriptors == 0)
            violate(e, fmt::format("queue {}: head {} comes back but was not outstanding", e.arg[0],
                                   e.arg[1]));
        queue.used -= descriptors;
        descriptors = 0;
        conserve(queue, e, e.arg[3]);
    }
    void conserve(Queue& queue, const Event& e, std::uint64_t num_free) {
        if (queue.used + num_free == queue.size || queue.size == 0) [[likely]]
            return;
        violate(e, fmt::format("queue {}: {} descriptors outstanding and {} free do not make up "
                               "the ring of {}",
                               e.arg[0], queue.used, num_free, queue.size));
        queue.used = queue.size - num_free;  // says each discrepancy once
    }
    Table<Queue> queues_;
};

}  // namespace

std::unique_ptr<Check> make_descriptors() { return std::make_unique<Descriptors>(); }

}  // namespace xsksim
