// SPDX-License-Identifier: GPL-2.0-only
// event_idx_law: with EVENT_IDX a side notifies the other if and only if the other's event index
// lies in [old, new), where old is the index at its last decision (virtio 1.x §2.7.7.2, §2.7.10,
// vring_need_event); without, if and only if bit 0 of the other's flags is clear; in a packed ring
// as the other's event suppression structure says (§2.8.10), by the buffer that its index names.
// The device may interrupt unasked at its first decision, and at the first one after the used index
// went all round since the last: vhost does, and the specification allows it. A decision that a
// fault rule has struck is the scenario's own. And the device publishes entries before it decides
// on their interrupt: it then reads what the driver wrote before it looked for them (virtio 1.x
// §2.7.8.2).
#include <fmt/format.h>

#include <utility>

#include "models/checks/all_checks.hpp"
#include "sim/core/table.hpp"

namespace xsksim {
namespace {

bool in_window(std::uint64_t event, std::uint64_t old_index, std::uint64_t new_index) {
    const auto distance = static_cast<std::uint16_t>(new_index - event - 1);
    return distance < static_cast<std::uint16_t>(new_index - old_index);
}

class EventIdxLaw : public Check {
public:
    EventIdxLaw(const JudgeSettings& settings, const Picture& picture)
        : default_event_idx_(settings.device.event_idx),
          faults_(settings.faults),
          buffers_(picture.packets().buffers()),
          places_(picture.queues()) {}
    std::string_view name() const override { return "event_idx_law"; }
    void listen_to(EventListeners& events) override {
        using namespace event;
        events.listen<VqSetup, VqKickPrepare, DevPublish, DevSignal, FaultFired>(*this);
    }
    void on(const event::VqSetup& setup, const Event&) { queues_[setup.queue] = {}; }
    void on(const event::DevPublish& publish, const Event&) {
        Decisions& queue = queues_[publish.queue];
        const auto since_decision = static_cast<std::uint16_t>(publish.new_idx - queue.signalled);
        if (since_decision < static_cast<std::uint16_t>(publish.new_idx - publish.old_idx))
            queue.may_signal = true;
    }
    void on(const event::VqKickPrepare& kick, const Event& e) {
        judge(e, queues_[kick.queue].kicked,
              {.side = "the driver",
               .what = "a notification",
               .index_name = "avail_event",
               .omitted = Code::notify_kick_omitted,
               .unasked = Code::notify_kick_unasked,
               .queue = kick.queue,
               .said = kick.needed,
               .event = kick.event,
               .new_index = kick.avail_idx});
    }
    void on(const event::DevSignal& signal, const Event& e) {
        Decisions& queue = queues_[signal.queue];
        const std::uint16_t published = buffers_.queue(signal.queue).used_index;
        const auto ahead = static_cast<std::uint16_t>(signal.new_idx - published);
        if (ahead != 0 && ahead < 0x8000)
            violate(e, Code::notify_decided_before_publish,
                    fmt::format("queue {}: the device decides on the interrupt for used index {} "
                                "before it publishes it (published: {})",
                                signal.queue, signal.new_idx & 0xffff, published));
        judge(e, queue.signalled,
              {.side = "the device",
               .what = "an interrupt",
               .index_name = "used_event",
               .omitted = Code::notify_interrupt_omitted,
               .unasked = Code::notify_interrupt_unasked,
               .queue = signal.queue,
               .said = signal.wanted,
               .event = signal.event,
               .new_index = signal.new_idx,
               .free = std::exchange(queue.may_signal, false),
               .is_faulty = std::exchange(queue.is_faulty, false)});
    }
    void on(const event::FaultFired& fired, const Event&) {
        if (fired.rule > faults_.size()) return;
        const FaultSubject& subject = faults_[fired.rule - 1];
        if (info_of(subject.what).site != FaultSite::signal) return;
        const QueueIndex queue = places_.queue(subject.rx, static_cast<PairIndex>(subject.pair));
        if (queue != no_queue)
            queues_[queue].is_faulty = subject.what != FaultWhat::interrupt_coalesced;
    }

private:
    // On both sides of a queue.
    struct Decisions {
        std::uint64_t kicked = 0;     // avail index at the driver's last decision
        std::uint64_t signalled = 0;  // used index at the device's last decision
        bool may_signal = true;       // whatever the law says
        bool is_faulty = false;       // a rule has struck the decision that comes next
    };
    struct Decision {
        const char* side;
        const char* what;
        const char* index_name;
        Code omitted, unasked;
        std::uint64_t queue;
        bool said;
        std::uint64_t event;  // the other side's event index, or its flags
        std::uint64_t new_index;
        bool free = false;  // it may go either way
        bool is_faulty = false;
    };
    void judge(const Event& e, std::uint64_t& old_index, const Decision& decision) {
        const std::uint64_t old = std::exchange(old_index, decision.new_index);
        const Buffers::Queue& queue = buffers_.queue(decision.queue);
        const EventWish wish = queue.is_set_up
                                   ? Buffers::wish(queue, decision.event)
                                   : EventWish::of_split(decision.event, default_event_idx_);
        const bool by_index = wish.when == EventWish::When::at_index;
        const bool right = by_index ? in_window(wish.index, old, decision.new_index)
                                    : wish.when == EventWish::When::always;
        if (decision.said == right || decision.is_faulty || (decision.said && decision.free))
            [[likely]]
            return;
        const std::string why =
            by_index ? fmt::format("{} is {}, {}in [{}, {})", decision.index_name, wish.index,
                                   right ? "" : "not ", old & 0xffff, decision.new_index & 0xffff)
                     : fmt::format("the other side's flags are {}",
                                   queue.packed ? decision.event >> 16 : decision.event);
        violate(e, decision.said ? decision.unasked : decision.omitted,
                fmt::format("queue {}: {} decides {} {}, but {}", decision.queue, decision.side,
                            decision.said ? "for" : "against", decision.what, why));
    }
    bool default_event_idx_;
    std::vector<FaultSubject> faults_;
    const Buffers& buffers_;
    const QueueMap& places_;
    Table<Decisions> queues_;
};

}  // namespace

std::unique_ptr<Check> make_event_idx_law(const JudgeSettings& settings, const Picture& picture) {
    return std::make_unique<EventIdxLaw>(settings, picture);
}

}  // namespace xsksim
