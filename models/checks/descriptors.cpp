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
    void listen_to(EventListeners& events) override {
        using namespace event;
        events.listen<VqSetup, VqAdd, VqAddFailed, VqGetBuf>(*this);
    }
    void on(const event::VqSetup& setup, const Event&) {
        queues_[setup.queue] = Queue{};
        queues_[setup.queue].size = setup.size;
    }
    void on(const event::VqAdd& add, const Event& e) {
        Queue& queue = queues_[add.queue];
        std::uint64_t& descriptors = queue.of_head[add.head];
        if (descriptors != 0)
            violate(e, Code::ring_available_twice,
                    fmt::format("queue {}: head {} is made available while it is outstanding",
                                add.queue, add.head));
        queue.used += add.descriptors - descriptors;
        descriptors = add.descriptors;
        conserve(add.queue, e, add.num_free);
    }
    void on(const event::VqAddFailed& failed, const Event& e) {
        conserve(failed.queue, e, failed.num_free);
    }
    void on(const event::VqGetBuf& got, const Event& e) {
        Queue& queue = queues_[got.queue];
        std::uint64_t& descriptors = queue.of_head[got.head];
        if (descriptors == 0)
            violate(e, Code::ring_returned_unknown,
                    fmt::format("queue {}: head {} comes back but was not outstanding", got.queue,
                                got.head));
        queue.used -= descriptors;
        descriptors = 0;
        conserve(got.queue, e, got.num_free);
    }

private:
    struct Queue {
        std::uint64_t size = 0;  // 0: never set up, nothing to compare with
        std::uint64_t used = 0;
        Table<std::uint64_t> of_head;
    };
    void conserve(std::uint64_t index, const Event& e, std::uint64_t num_free) {
        Queue& queue = queues_[index];
        if (queue.used + num_free == queue.size || queue.size == 0) [[likely]]
            return;
        violate(e, Code::ring_descriptors_lost,
                fmt::format("queue {}: {} descriptors outstanding and {} free do not make up "
                            "the ring of {}",
                            index, queue.used, num_free, queue.size));
        queue.used = queue.size - num_free;  // says each discrepancy once
    }
    Table<Queue> queues_;
};

}  // namespace

std::unique_ptr<Check> make_descriptors() { return std::make_unique<Descriptors>(); }

}  // namespace xsksim
