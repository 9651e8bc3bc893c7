// SPDX-License-Identifier: GPL-2.0-only
// From events to lines. timeline_words.cpp puts the lines into words.
#include "sim/run/timeline.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "models/observe/umem_map.hpp"
#include "sim/core/time_text.hpp"

namespace xsksim {

namespace {

constexpr std::size_t inner_period_max = 16, outer_period_max = 32;
constexpr std::uint64_t hrtimer_vector_first = 0x1000;
constexpr std::size_t parameters_max = 32;

// Events that get a line of their own.
const std::vector<EventKind>& single_kinds() {
    using enum EventKind;
    static const std::vector<EventKind> kinds = {
        xsk_share,        senders_cease, app_poll,     app_done,
        app_pause,        app_overwrite, udp_blocked,  step_begin,
        step_end,         umem_register, xsk_bind,     xsk_unbind,
        xsk_invalid_desc, vq_broken,     vq_setup,     vcpu_steal,
        napi_enable,      napi_disable,  hrtimer_fire, lock_contend,
        rcu_sync_begin,   rcu_sync_end,  module_param, netdev_open,
        app_killed,       netdev_gone,   suspend,      netdev_stop,
        xdp_set,          alloc_failed,  dev_bad,      dev_stale,
        hold_begin,       hold_end,      dev_rx_drop,  dev_reset,
        irq_lost,         irq_delay,     irq_coalesce, irq_masked,
        xsk_gate,         finding,       gap,          netdev_stats,
        work_schedule,    work_run,      work_cancel,  run_end};
    return kinds;
}

}  // namespace

Timeline::Timeline(const TraceNames& names)
    : names_(names),
      inner_(inner_period_max, [this](const TimelineLine& line) { outer_.push(line); }),
      outer_(outer_period_max, [this](const TimelineLine& line) { keep(line); }) {}

std::vector<EventKind> Timeline::kinds() {
    using enum EventKind;
    std::vector<EventKind> kinds = {
        app_submit,    app_reclaim,     app_wait,      app_resume,      app_sendmsg,
        udp_submit,    udp_drop,        xsk_peek_none, need_wakeup_set, need_wakeup_clear,
        xsk_wakeup,    xsk_wakeup_done, vq_add,        vq_get_buf,      vq_kick_prepare,
        vq_notify,     vq_interrupt,    irq_enter,     irq_exit,        softirq_left,
        napi_schedule, napi_poll,       napi_polled,   napi_complete,   napi_add,
        hrtimer_start, hrtimer_cancel,  txq_stop,      txq_wake,        state_bit,
        dev_kick,      dev_wake,        dev_sleep,     dev_wire,        dev_publish,
        dev_signal,    dev_rx,          irq_raise,     irq_deliver};
    kinds.insert(kinds.end(), single_kinds().begin(), single_kinds().end());
    return kinds;
}

void Timeline::on_event(const Event& e) {
    if (ended_) return;
    if (take_packet(e)) [[likely]]
        return;
    if (take_call(e) || take_call_detail(e) || take_application(e) || take_device(e)) return;
    take_single(e);
}

bool Timeline::take_packet(const Event& e) {
    using enum EventKind;
    switch (e.kind) {
        case app_submit:
        case app_reclaim: {
            Stretch& app = stretch(e, LineKind::application, e.arg[0]);
            const bool submits = e.kind == app_submit;
            ++app.line.numbers[submits ? 0 : 1];
            app.line.flags |= submits ? clause::submitted : clause::reclaimed;
            return true;
        }
        case vq_add:
        case vq_get_buf: {
            if (!is_tx_queue(e.arg[0])) return true;
            queues_[pair_of_queue(e.arg[0])].num_free = e.arg[3];
            Call* call = call_of(e);
            if (call == nullptr) return true;
            ++call->numbers[e.kind == vq_add ? 1 : 0];
            call->flags |= e.kind == vq_add ? clause::added : clause::took;
            return true;
        }
        case dev_wire: {
            Stretch& device = device_at_work(e);
            ++device.line.numbers[0];
            device.line.flags |= clause::wire;
            return true;
        }
        default:
            return false;
    }
}

Timeline::Call* Timeline::call_of(const Event& e) {
    Context& context = e.context == no_context ? outside_ : contexts_[e.context];
    return context.depth == 0 ? nullptr : &context.calls[context.depth - 1];
}

void Timeline::enter(const Event& e, LineKind kind, std::uint64_t pair) {
    Context& context = e.context == no_context ? outside_ : contexts_[e.context];
    if (context.depth == Context::depth_max) return;
    context.calls[context.depth] = {};
    context.calls[context.depth].kind = kind;
    context.calls[context.depth++].pair = pair;
}

void Timeline::leave(const Event& e, LineKind kind) {
    Context& context = e.context == no_context ? outside_ : contexts_[e.context];
    if (context.depth == 0 || context.calls[context.depth - 1].kind != kind) return;
    Call call = context.calls[--context.depth];
    const Queue& queue = queues_[call.pair];
    if (kind != LineKind::interrupt) {
        call.numbers[2] = queue.num_free;
        call.numbers[3] = queue.size;
        if (queue.bound) call.flags |= clause::bound;
    }
    TimelineLine line;
    line.at = e.at;
    line.context = e.context;
    line.kind = kind;
    line.flags = call.flags;
    line.numbers = call.numbers;
    show(line);
}

bool Timeline::take_call(const Event& e) {
    using enum EventKind;
    switch (e.kind) {
        case napi_poll: {
            const Napi& napi = napis_[e.arg[0]];
            enter(e, napi.is_tx ? LineKind::tx_poll : LineKind::rx_poll, napi.pair);
            return true;
        }
        case napi_polled:
            if (Call* call = call_of(e)) {
                call->numbers[4] = e.arg[2];
                if (e.arg[3] != 0) call->flags |= clause::repoll;
            }
            leave(e, napis_[e.arg[0]].is_tx ? LineKind::tx_poll : LineKind::rx_poll);
            return true;
        case xsk_wakeup:
            close_application_of(e);
            enter(e, LineKind::wakeup, e.arg[0]);
            return true;
        case xsk_wakeup_done:
            leave(e, LineKind::wakeup);
            return true;
        case irq_enter:
            if (e.arg[1] >= hrtimer_vector_first) return true;
            enter(e, LineKind::interrupt, pair_of_queue(e.arg[1]));
            if (Call* call = call_of(e)) {
                call->numbers[0] = queues_[call->pair].interrupt;
                call->numbers[1] = e.arg[1];
            }
            return true;
        case irq_exit:
            leave(e, LineKind::interrupt);
            return true;
        case irq_deliver:
            if (is_tx_queue(e.arg[0])) queues_[pair_of_queue(e.arg[0])].interrupt = e.arg[2];
            return true;
        case napi_add:
            napis_[e.arg[0]] = {e.arg[3] != 0, e.arg[2]};
            return true;
        default:
            return false;
    }
}

void Timeline::note_in_call(const Event& e, std::uint32_t flags) {
    if (Call* call = call_of(e)) call->flags |= flags;
}

bool Timeline::take_call_detail(const Event& e) {
    using enum EventKind;
    switch (e.kind) {
        case xsk_peek_none:
            note_in_call(e, e.arg[1] == static_cast<std::uint64_t>(PeekNone::completion_ring_full)
                                ? clause::completion_ring_full
                                : clause::ring_empty);
            return true;
        case need_wakeup_set:
            note_in_call(e, clause::need_wakeup_set);
            return true;
        case need_wakeup_clear:
            note_in_call(e, clause::need_wakeup_clear);
            return true;
        case vq_kick_prepare:
            if (e.arg[1] == 0 && is_tx_queue(e.arg[0])) note_in_call(e, clause::kick_suppressed);
            return true;
        case vq_notify:
            if (is_tx_queue(e.arg[0])) note_in_call(e, clause::kicked);
            return true;
        case vq_interrupt:
            if (e.arg[1] == 0) note_in_call(e, clause::irq_none);
            return true;
        case softirq_left:
            note_in_call(e, clause::softirq_left);
            return true;
        case napi_schedule:
            note_in_call(e, e.arg[1] == 0 ? clause::schedules : clause::schedule_late);
            return true;
        case napi_complete:
            note_in_call(e, e.arg[1] != 0 ? clause::completed : clause::missed);
            return true;
        case hrtimer_start:
            if (Call* call = call_of(e)) {
                call->flags |= clause::timer_armed;
                call->numbers[5] = e.arg[1] - static_cast<std::uint64_t>(e.at.ns);
            }
            return true;
        case hrtimer_cancel:
            if (e.arg[1] == 2) note_in_call(e, clause::timer_cancelled);
            return true;
        case txq_stop:
            note_in_call(e, clause::queue_stopped);
            return true;
        case txq_wake:
            note_in_call(e, clause::queue_woken);
            return true;
        case state_bit:
            // In ndo_xsk_wakeup, a bit that was found set means that somebody else is on it.
            if (static_cast<BitOperation>(e.arg[2]) == BitOperation::test_and_set && e.arg[3] != 0)
                note_in_call(e, clause::turned_away);
            return true;
        default:
            return false;
    }
}

Timeline::Stretch& Timeline::stretch(const Event& e, LineKind kind, std::uint64_t key) {
    const auto is_it = [&](const Stretch& stretch) {
        return stretch.line.kind == kind && stretch.key == key &&
               (kind != LineKind::sender || stretch.line.context == e.context);
    };
    auto found = std::ranges::find_if(stretches_, is_it);
    if (found == stretches_.end()) {
        stretches_.emplace_back();
        found = stretches_.end() - 1;
    }
    if (!found->open) {
        *found = Stretch{};
        found->line.kind = kind;
        found->line.context = e.context;
        found->line.at = e.at;
        found->key = key;
        found->open = true;
    }
    return *found;
}

// After an interrupt the device's next work begins a round; falling asleep still belongs to the
// last.
Timeline::Stretch& Timeline::device_at_work(const Event& e) {
    Stretch& device = stretch(e, LineKind::device, e.arg[0]);
    const bool has_signalled = (device.line.flags & clause::signalled) != 0;
    if (!has_signalled) {
        device.line.at = e.at;
        return device;
    }
    if (e.kind != EventKind::dev_wake && e.kind != EventKind::dev_wire) return device;
    end_round();
    return stretch(e, LineKind::device, e.arg[0]);
}

bool Timeline::take_application(const Event& e) {
    using enum EventKind;
    switch (e.kind) {
        case app_wait: {
            Stretch& app = stretch(e, LineKind::application, e.arg[0]);
            app.line.flags |= clause::waits;
            app.line.numbers[2] = e.arg[1];
            app.line.numbers[3] = e.arg[3];
            return true;
        }
        case app_resume: {
            Stretch& app = stretch(e, LineKind::application, e.arg[0]);
            app.line.flags &= ~clause::waits;
            return true;
        }
        case app_sendmsg:
            return true;  // told by what comes of it: the gate or the wakeup
        case udp_submit:
        case udp_drop: {
            Stretch& sender = stretch(e, LineKind::sender, e.arg[0]);
            ++sender.line.numbers[e.kind == udp_submit ? 0 : 1];
            sender.line.flags |= e.kind == udp_submit ? clause::submitted : clause::failed;
            return true;
        }
        default:
            return false;
    }
}

bool Timeline::take_device(const Event& e) {
    using enum EventKind;
    if (e.kind == dev_rx) return true;  // counted by the RX poll
    if (e.kind == irq_raise) {
        if (!is_tx_queue(e.arg[0])) return true;
        Stretch& device = stretch(e, LineKind::device, e.arg[0]);
        device.line.flags |= clause::signalled;
        device.line.numbers[3] = e.arg[1];
        device.line.at = e.at;
        return true;
    }
    if (e.kind < dev_kick || e.kind > dev_signal || e.kind == dev_bad || e.kind == dev_stale)
        return false;
    if (!is_tx_queue(e.arg[0])) return true;
    Stretch& device = device_at_work(e);
    switch (e.kind) {
        case dev_wake:
            device.line.flags |= clause::wakes;
            break;
        case dev_sleep:
            if (e.arg[2] == 0) device.line.flags |= clause::sleeps;
            break;
        case dev_publish:
            device.line.flags |= clause::published;
            device.line.numbers[1] += static_cast<std::uint16_t>(e.arg[2] - e.arg[1]);
            ++device.line.numbers[2];
            break;
        case dev_signal:
            if (e.arg[1] == 0) device.line.flags |= clause::signal_suppressed;
            break;
        default:
            break;
    }
    return true;
}

void Timeline::take_single(const Event& e) {
    if (e.kind == EventKind::module_param && parameters_.size() < parameters_max) {
        parameters_.push_back(
            fmt::format("{}={}", names_.text(e.arg[0]), static_cast<std::int64_t>(e.arg[1])));
        return;
    }
    if (e.kind == EventKind::xsk_gate) close_application_of(e);
    TimelineLine line;
    line.at = e.at;
    line.context = e.context;
    line.kind = LineKind::event;
    line.event_kind = e.kind;
    std::copy(e.arg.begin(), e.arg.end(), line.numbers.begin());
    if (e.kind == EventKind::xsk_bind && e.arg[1] == 0) queues_[e.arg[0]].bound = true;
    if (e.kind == EventKind::xsk_unbind) queues_[e.arg[0]].bound = false;
    if (e.kind == EventKind::vq_setup && is_tx_queue(e.arg[0]))
        queues_[pair_of_queue(e.arg[0])].size = queues_[pair_of_queue(e.arg[0])].num_free =
            e.arg[1];
    show(line);
}

void Timeline::close(Stretch& stretch) {
    stretch.open = false;
    if (stretch.line.flags != 0) round_.push_back(stretch.line);
}

// What an application did before it calls the driver comes before the call.
void Timeline::close_application_of(const Event& e) {
    for (Stretch& stretch : stretches_)
        if (stretch.open && stretch.line.kind == LineKind::application &&
            stretch.line.context == e.context)
            close(stretch);
}

void Timeline::show(const TimelineLine& line) {
    round_.push_back(line);
    if (round_.size() >= round_max) end_round();
}

void Timeline::end_round() {
    for (Stretch& stretch : stretches_)
        if (stretch.open) close(stretch);
    // At one time the device comes first: what becomes of its interrupt follows from it.
    std::ranges::stable_sort(round_, [](const TimelineLine& a, const TimelineLine& b) {
        if (a.at != b.at) return a.at < b.at;
        return a.kind == LineKind::device && b.kind != LineKind::device;
    });
    for (const TimelineLine& line : round_) inner_.push(line);
    round_.clear();
}

void Timeline::keep(const TimelineLine& line) {
    if (first_.size() < kept_first) {
        first_.push_back(line);
        return;
    }
    last_.push_back(line);
    if (last_.size() <= kept_last) return;
    if (left_out_++ == 0) left_out_from_ = last_.front().at;
    left_out_to_ = last_.front().at;
    last_.pop_front();
}

void Timeline::append_parameters(std::string& out) const {
    std::string row = "module parameters:";
    for (const std::string& parameter : parameters_) {
        if (row.size() + 1 + parameter.size() > columns_max) {
            out += row + "\n";
            row = "                  ";
        }
        row += " " + parameter;
    }
    if (!parameters_.empty()) out += row + "\n";
}

void Timeline::append_line(std::string& out, const TimelineLine& line) const {
    const std::string words = words_of(line, names_);
    std::string row = line.kind == LineKind::fold
                          ? fmt::format("{:>14}  {}", "...", words)
                          : fmt::format("{:>14}  {:<12} {}", time_text(line.at),
                                        names_.context(line.context), words);
    std::ranges::replace(row, '\n', ' ');
    if (row.size() > columns_max) row.replace(columns_max - 4, std::string::npos, " ...");
    out += row + "\n";
}

std::string Timeline::text() {
    if (!ended_) {
        end_round();
        inner_.flush();
        outer_.flush();
        ended_ = true;
    }
    std::string out;
    append_parameters(out);
    for (const TimelineLine& line : first_) append_line(out, line);
    if (left_out_ != 0)
        out +=
            fmt::format("{:>14}  {} left out, from {} to {}\n", "...", counted(left_out_, "line"),
                        time_text(left_out_from_), time_text(left_out_to_));
    for (const TimelineLine& line : last_) append_line(out, line);
    return out;
}

}  // namespace xsksim
