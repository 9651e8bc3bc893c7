// SPDX-License-Identifier: GPL-2.0-only
// Puts the picture of one pair into words. One function a way of waking the
// queue (stall_wakers.cpp), one for what waits and one for the headline (stall_explanation.cpp).
#pragma once

#include <optional>
#include <string_view>

#include "models/explain/explanation.hpp"
#include "models/observe/picture.hpp"

namespace xsksim {

std::string rule_text(const Picture& picture, std::uint64_t rule);
// " Fault rule 2 (timer late ...) struck last at T." for each rule of the kind that has struck
// since, with the code.
Told struck_by(const Picture& picture, FaultWhat what, Code code, const Mark& since = {});
std::vector<Told> allocation_lines(const Picture& picture);

class StallNarrator {
public:
    StallNarrator(const Picture& picture, std::uint64_t pair_index, const PairState& pair)
        : picture_(picture), settings_(picture.settings()), index_(pair_index), pair_(pair) {}

    Explanation explain() const;

private:
    Told headline() const;
    Told what_stands_still(const std::string& begin) const;
    Told what_waits_before_queue(const std::string& begin) const;
    Told who_calls(const std::string& begin) const;
    // And that the interrupt that would have helped came to nothing, if it did.
    Told with_interrupt(Told told) const;
    std::vector<Told> waiting() const;
    void add_socket_lines(std::vector<Told>& lines) const;
    void add_queue_lines(std::vector<Told>& lines) const;
    void add_datagram_lines(std::vector<Told>& lines) const;

    WakerStory tx_interrupt() const;
    WakerStory hrtimer() const;
    WakerStory tx_napi() const;
    WakerStory scheduled_tx_napi() const;
    WakerStory application() const;
    WakerStory rx_napi() const;
    WakerStory kernel_senders() const;
    Told why_not_woken() const;
    bool datagrams_starve() const;
    // A socket that waits while others on the queue are served; nullptr: none.
    const SocketShare* starved_share() const;
    WakerStory device() const;
    WakerStory device_with_buffers() const;

    Told last_interrupt() const;
    Told next_interrupt() const;
    Told next_interrupt_by_event() const;
    Told timer_history() const;
    // What a fault rule has done to the device's side since, and what it has not.
    const PairState::Fault* fault(FaultWhat what) const;
    const PairState::Fault* fault_since(FaultWhat what, const Mark& since) const;
    Told device_fault() const;
    Told device_fault_since() const;
    Told hidden_entry() const;
    Told interrupt_fault() const;
    std::string by(const PairState::Fault& fault) const;
    Told wakeup_return() const;

    std::string why_none_in_flight() const;
    const Buffers::Queue& ring() const { return picture_.ring(pair_); }
    QueueIndex queue() const { return picture_.queues().queue(QueueRole::transmit, index_); }
    Vector vector() const { return picture_.queues().vector(QueueRole::transmit, index_); }
    // Of a vCPU that was away when the pair's work moved last, or later.
    Told vcpu_stolen() const;
    bool all_senders(NeedWakeupPolicy policy) const;
    Told clear_flag() const;
    Told set_flag() const;
    Told pauses() const;
    Told what_application_does() const;
    std::string nobody_moves_used_event() const;
    Told sendmsg_results() const;
    Told suppressed_by_flags() const;
    // A fault rule has made the device decide against the interrupt that it owed.
    bool was_made_to_omit() const;
    // "TX NAPI on cpu0/softirq"
    std::string who(const Mark& mark) const;
    static WakerStory story(const char* waker, Told why_not, const Mark& mark = {}) {
        return {waker, std::move(why_not.text), mark.event, mark.at, std::move(why_not.codes)};
    }

    const Picture& picture_;
    const JudgeSettings& settings_;
    std::uint64_t index_;
    const PairState& pair_;
};

}  // namespace xsksim
