// SPDX-License-Identifier: GPL-2.0-only
// event_idx_law: with EVENT_IDX a side notifies the other if and only if the other's event index
// lies in [old, new), where old is the index at its last decision (virtio 1.x §2.7.7.2, §2.7.10,
// vring_need_event); without, if and only if bit 0 of the other's flags is clear. The device may
// interrupt unasked at its first decision, and at the first one after the used index went all
// round since the last: vhost does, and the specification allows it. A decision that a
// fault rule has struck is the scenario's own.
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
    explicit EventIdxLaw(const JudgeSettings& settings)
        : default_event_idx_(settings.event_idx), faults_(settings.faults) {}
    std::string_view name() const override { return "event_idx_law"; }
    std::vector<EventKind> kinds() const override {
        return {EventKind::vq_setup, EventKind::vq_kick_prepare, EventKind::dev_publish,
                EventKind::dev_signal, EventKind::fault_fired};
    }
    void on_event(const Event& e) override {
        if (e.kind == EventKind::fault_fired) return on_fault(e.arg[0]);
        Queue& queue = queues_[e.arg[0]];
        switch (e.kind) {
            case EventKind::vq_setup:
                queue = Queue{};
                queue.set_up = true;
                queue.event_idx = (e.arg[2] & 1) != 0;
                return;
            case EventKind::dev_publish:
                return on_publish(queue, e);
            case EventKind::vq_kick_prepare:
                return judge(queue, e, queue.kicked,
                             {"the driver", "a notification", "avail_event", false});
            case EventKind::dev_signal:
                judge(queue, e, queue.signalled,
                      {"the device", "an interrupt", "used_event", queue.may_signal,
                       std::exchange(queue.is_faulty, false)});
                queue.may_signal = false;
                return;
            default:
                return;
        }
    }

private:
    struct Queue {
        bool set_up = false;
        bool event_idx = false;
        std::uint64_t kicked = 0;     // avail index at the driver's last decision
        std::uint64_t signalled = 0;  // used index at the device's last decision
        bool may_signal = true;       // whatever the law says
        bool is_faulty = false;       // a rule has struck the decision that comes next
    };
    struct Decision {
        const char* side;
        const char* what;
        const char* index_name;
        bool free;
        bool is_faulty = false;
    };
    void on_fault(std::uint64_t rule) {
        if (rule > faults_.size()) return;
        const FaultSubject& subject = faults_[rule - 1];
        if (info_of(subject.what).site == FaultSite::signal)
            queues_[subject.queue].is_faulty = subject.what != FaultWhat::interrupt_coalesced;
    }
    void on_publish(Queue& queue, const Event& e) {
        const auto since_decision = static_cast<std::uint16_t>(e.arg[2] - queue.signalled);
        if (since_decision < static_cast<std::uint16_t>(e.arg[2] - e.arg[1]))
            queue.may_signal = true;
    }
    // Both events have: queue, decision, event or flags, new index.
    void judge(const Queue& queue, const Event& e, std::uint64_t& old_index,
               const Decision& decision) {
        const bool said = e.arg[1] != 0;
        const std::uint64_t event = e.arg[2], new_index = e.arg[3], old = old_index;
        old_index = new_index;
        const bool event_idx = queue.set_up ? queue.event_idx : default_event_idx_;
        const bool right = event_idx ? in_window(event, old, new_index) : (event & 1) == 0;
        if (said == right || decision.is_faulty || (said && decision.free)) [[likely]]
            return;
        const std::string why =
            event_idx ? fmt::format("{} is {}, {}in [{}, {})", decision.index_name, event & 0xffff,
                                    right ? "" : "not ", old & 0xffff, new_index & 0xffff)
                      : fmt::format("the other side's flags are {}", event);
        violate(e, fmt::format("queue {}: {} decides {} {}, but {}", e.arg[0], decision.side,
                               said ? "for" : "against", decision.what, why));
    }
    bool default_event_idx_;
    std::vector<FaultSubject> faults_;
    Table<Queue> queues_;
};

}  // namespace

std::unique_ptr<Check> make_event_idx_law(const JudgeSettings& settings) {
    return std::make_unique<EventIdxLaw>(settings);
}

}  // namespace xsksim
