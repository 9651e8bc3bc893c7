// SPDX-License-Identifier: GPL-2.0-only
// headers: a driver with a header per packet never lets two packets in flight share one. A header
// is in use from the device's take to virtqueue_get_buf. Only for drivers whose manifest says so.
#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "sim/core/table.hpp"

namespace xsksim {
namespace {

// Open addressing with linear probing; erasing shifts back, so it never fills with tombstones.
class HeaderSet {
public:
    struct Use {
        std::uint64_t header = 0;  // 0 = free slot
        std::uint64_t head = 0;
        std::uint64_t event = 0;
    };
    // The use it already has, or nullptr when it was free and is now taken.
    const Use* take(std::uint64_t header, std::uint64_t head, std::uint64_t event) {
        if (2 * count_ >= slots_.size()) grow();
        std::size_t i = home(header);
        for (; slots_[i].header != 0; i = next(i))
            if (slots_[i].header == header) return &slots_[i];
        slots_[i] = {header, head, event};
        ++count_;
        return nullptr;
    }
    // Unless the header is another buffer's.
    void release(std::uint64_t header, std::uint64_t head) {
        std::size_t hole = home(header);
        while (slots_[hole].header != header) {
            if (slots_[hole].header == 0) return;
            hole = next(hole);
        }
        if (slots_[hole].head != head) return;
        --count_;
        for (std::size_t i = next(hole); slots_[i].header != 0; i = next(i)) {
            const std::size_t wanted = home(slots_[i].header);
            if (((i - wanted) & mask()) < ((i - hole) & mask())) continue;
            slots_[hole] = slots_[i];
            hole = i;
        }
        slots_[hole] = {};
    }

private:
    std::size_t mask() const { return slots_.size() - 1; }
    std::size_t next(std::size_t i) const { return (i + 1) & mask(); }
    std::size_t home(std::uint64_t header) const {
        return static_cast<std::size_t>((header * 0x9e3779b97f4a7c15ULL) >> 32) & mask();
    }
    void grow() {
        std::vector<Use> old(slots_.size() * 2);
        old.swap(slots_);
        for (const Use& use : old) {
            if (use.header == 0) continue;
            std::size_t i = home(use.header);
            while (slots_[i].header != 0) i = next(i);
            slots_[i] = use;
        }
    }
    std::vector<Use> slots_ = std::vector<Use>(1024);
    std::size_t count_ = 0;
};

class Headers : public Check {
public:
    explicit Headers(const Picture& picture)
        : buffers_(picture.packets().buffers()), queues_(picture.queues()) {}
    std::string_view name() const override { return "headers"; }
    void listen_to(EventListeners& events) override {
        events.listen<event::DevTake, event::VqGetBuf, event::VqSetup>(*this);
    }
    void on(const event::VqSetup& setup, const Event&) {
        if (queues_.transmits(setup.queue)) in_use_[setup.queue] = {};
    }
    void on(const event::VqGetBuf& got, const Event&) {
        const std::uint64_t header = buffers_.before().header.value;
        if (queues_.transmits(got.queue) && header != 0)
            in_use_[got.queue].release(header, got.head);
    }
    void on(const event::DevTake& take, const Event& e) {
        const std::uint64_t header = take.header_gpa.value;
        if (!queues_.transmits(take.queue) || header == 0) return;
        const HeaderSet::Use* use = in_use_[take.queue].take(header, take.head, e.number);
        if (use == nullptr) return;
        violate(e, Code::header_shared,
                fmt::format("two packets in flight share the header at {:#x}: the device took "
                            "one at event {}, its buffer is not back yet",
                            header, use->event));
    }

private:
    const Buffers& buffers_;
    const QueueMap& queues_;
    Table<HeaderSet> in_use_;  // by queue
};

}  // namespace

std::unique_ptr<Check> make_headers(const Picture& picture) {
    return std::make_unique<Headers>(picture);
}

}  // namespace xsksim
