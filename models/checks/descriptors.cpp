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
    explicit Descriptors(const Picture& picture) : buffers_(picture.packets().buffers()) {}
    std::string_view name() const override { return "descriptors"; }
    void listen_to(EventListeners& events) override {
        using namespace event;
        events.listen<VqSetup, VqAdd, VqAddFailed, VqGetBuf>(*this);
    }
    void on(const event::VqSetup& setup, const Event&) { told_[setup.queue] = 0; }
    void on(const event::VqAdd& add, const Event& e) {
        if (buffers_.before().descriptors != 0)
            violate(e, fmt::format("queue {}: head {} is made available while it is outstanding",
                                   add.queue, add.head));
        conserve(add.queue, e, add.num_free);
    }
    void on(const event::VqAddFailed& failed, const Event& e) {
        conserve(failed.queue, e, failed.num_free);
    }
    void on(const event::VqGetBuf& got, const Event& e) {
        if (buffers_.before().descriptors == 0)
            violate(e, fmt::format("queue {}: head {} comes back but was not outstanding",
                                   got.queue, got.head));
        conserve(got.queue, e, got.num_free);
    }

private:
    void conserve(std::uint64_t number, const Event& e, std::uint64_t num_free) {
        const Buffers::Queue& queue = buffers_.queue(number);
        const std::uint64_t too_many = queue.outstanding + num_free - queue.size;
        std::uint64_t& told = told_[number];
        // Without a size it was never set up, and there is nothing to compare with.
        if (too_many == told || queue.size == 0) [[likely]]
            return;
        violate(e, fmt::format("queue {}: {} descriptors outstanding and {} free do not make up "
                               "the ring of {}",
                               number, queue.outstanding - told, num_free, queue.size));
        told = too_many;  // says each discrepancy once
    }
    const Buffers& buffers_;
    Table<std::uint64_t> told_;  // by queue: descriptors too many, modulo 2^64
};

}  // namespace

std::unique_ptr<Check> make_descriptors(const Picture& picture) {
    return std::make_unique<Descriptors>(picture);
}

}  // namespace xsksim
