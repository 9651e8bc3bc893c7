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
// " Fault rule 2 (timer late ...) struck last at T." for each rule of a kind that has struck;
// `kind` as in the rule's text, with spaces.
std::string struck_by(const Picture& picture, std::string_view kind);
std::vector<std::string> allocation_lines(const Picture& picture);

class StallNarrator {
public:
    StallNarrator(const Picture& picture, std::uint64_t pair_index, const PairState& pair)
        : picture_(picture), settings_(picture.settings()), index_(pair_index), pair_(pair) {}

    Explanation explain() const;

private:
    std::string headline() const;
    std::string who_calls() const;
    std::vector<std::string> waiting() const;
    void add_socket_lines(std::vector<std::string>& lines) const;
    void add_queue_lines(std::vector<std::string>& lines) const;
    void add_datagram_lines(std::vector<std::string>& lines) const;

    WakerStory tx_interrupt() const;
    WakerStory hrtimer() const;
    WakerStory tx_napi() const;
    WakerStory application() const;
    WakerStory rx_napi() const;
    WakerStory kernel_senders() const;
    std::string why_not_woken() const;
    bool datagrams_starve() const;
    // A socket that waits while others on the queue are served; nullptr: none.
    const SocketShare* starved_share() const;
    WakerStory device() const;

    std::string last_interrupt() const;
    std::string next_interrupt() const;
    std::string next_interrupt_by_event() const;
    std::string timer_history() const;
    // What a fault rule has done to the device's side since, and what it has not.
    const PairState::Fault* fault(FaultWhat what) const;
    const PairState::Fault* fault_since(FaultWhat what, const Mark& since) const;
    std::string device_fault() const;
    std::string interrupt_fault() const;
    std::string by(const PairState::Fault& fault) const;
    std::string wakeup_return() const;

    bool ring_is_full() const {
        return pair_.queue.size != 0 && pair_.queue.num_free < settings_.driver.full.free;
    }
    // Packets that the driver lets be in flight, if it has such a limit.
    std::optional<std::uint64_t> in_flight_max() const;
    bool is_at_limit() const;
    std::string why_none_in_flight() const;
    std::string full_mark() const;
    QueueIndex queue() const { return picture_.queues().queue(QueueRole::transmit, index_); }
    Vector vector() const { return picture_.queues().vector(QueueRole::transmit, index_); }
    std::string rule_text(std::uint64_t rule) const { return xsksim::rule_text(picture_, rule); }
    std::string struck_by(std::string_view kind) const { return xsksim::struck_by(picture_, kind); }
    std::string pauses() const;
    std::string what_application_does() const;
    std::string nobody_moves_used_event() const;
    std::string sendmsg_results() const;
    std::string suppressed_by_flags() const;
    // A fault rule has made the device decide against the interrupt that it owed.
    bool was_made_to_omit() const;
    // "TX NAPI on cpu0/softirq"
    std::string who(const Mark& mark) const;
    static WakerStory story(const char* waker, std::string why_not, const Mark& mark = {}) {
        return {waker, std::move(why_not), mark.event, mark.at};
    }

    const Picture& picture_;
    const JudgeSettings& settings_;
    std::uint64_t index_;
    const PairState& pair_;
};

}  // namespace xsksim
