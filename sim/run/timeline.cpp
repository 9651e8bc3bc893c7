// SPDX-License-Identifier: GPL-2.0-only
// From events to lines. timeline_words.cpp puts the lines into words.
#include "sim/run/timeline.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/core/time_text.hpp"
#include "sim/run/event_words.hpp"

namespace xsksim {

namespace {

constexpr std::size_t inner_period_max = 16, outer_period_max = 32;
constexpr std::size_t parameters_max = 32;

}  // namespace

Timeline::Timeline(const Picture& picture, const TraceNames& names)
    : picture_(picture),
      names_(names),
      inner_(inner_period_max, [this](const TimelineLine& line) { outer_.push(line); }),
      outer_(outer_period_max, [this](const TimelineLine& line) { keep(line); }) {}

void Timeline::listen_to(EventListeners& events) {
    using namespace event;
    events.listen<AppSubmit, AppReclaim, VqAdd, VqGetBuf, DevWire, NapiPoll, NapiPolled, XskWakeup,
                  XskWakeupDone, IrqEnter, IrqExit, IrqDeliver, XskPeekNone, NeedWakeupSet,
                  NeedWakeupClear, VqKickPrepare, VqNotify, VqInterrupt, SoftirqLeft, NapiScheduled,
                  NapiComplete, HrtimerStart, HrtimerCancel, TxqStop, TxqWake, StateBit, AppWait,
                  AppResume, UdpSubmit, UdpDrop, DevKick, DevWake, DevSleep, DevPublish, DevSignal,
                  IrqRaise, ModuleParam>(*this);
    listen_to_single_events(events, *this);
}

// --- packets ---

void Timeline::on(const event::AppSubmit& submit, const Event& e) {
    Stretch& app = stretch(e, LineKind::application, submit.pair);
    ++app.line.numbers[0];
    app.line.flags |= clause::submitted;
}

void Timeline::on(const event::AppReclaim& reclaim, const Event& e) {
    Stretch& app = stretch(e, LineKind::application, reclaim.pair);
    ++app.line.numbers[1];
    app.line.flags |= clause::reclaimed;
}

void Timeline::on(const event::VqAdd& add, const Event& e) {
    Call* call = is_tx_queue(add.queue) ? call_of(e) : nullptr;
    if (call == nullptr) return;
    ++call->numbers[1];
    call->flags |= clause::added;
}

void Timeline::on(const event::VqGetBuf& got, const Event& e) {
    Call* call = is_tx_queue(got.queue) ? call_of(e) : nullptr;
    if (call == nullptr) return;
    ++call->numbers[0];
    call->flags |= clause::took;
}

void Timeline::on(const event::DevWire& wire, const Event& e) {
    Stretch& device = device_at_work(e, wire.queue, true);
    ++device.line.numbers[0];
    device.line.flags |= clause::wire;
}

// --- calls ---

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
    const PairState* pair = picture_.pairs().find(call.pair);
    if (kind != LineKind::interrupt && pair != nullptr) {
        call.numbers[2] = pair->queue.num_free;
        call.numbers[3] = pair->queue.size;
        if (pair->socket.bound) call.flags |= clause::bound;
    }
    TimelineLine line;
    line.at = e.at;
    line.context = e.context;
    line.kind = kind;
    line.flags = call.flags;
    line.numbers = call.numbers;
    show(line);
}

void Timeline::note_in_call(const Event& e, std::uint32_t flags) {
    if (Call* call = call_of(e)) call->flags |= flags;
}

void Timeline::on(const event::NapiPoll& poll, const Event& e) {
    const NapiMap::Home napi = picture_.napis().of(poll.napi);
    enter(e, napi.is_tx ? LineKind::tx_poll : LineKind::rx_poll, napi.pair);
}

void Timeline::on(const event::NapiPolled& polled, const Event& e) {
    if (Call* call = call_of(e)) {
        call->numbers[4] = polled.work;
        if (polled.repoll) call->flags |= clause::repoll;
    }
    leave(e, picture_.napis().is_tx(polled.napi) ? LineKind::tx_poll : LineKind::rx_poll);
}

void Timeline::on(const event::XskWakeup& wakeup, const Event& e) {
    close_application_of(e);
    enter(e, LineKind::wakeup, wakeup.pair);
}

void Timeline::on(const event::XskWakeupDone&, const Event& e) { leave(e, LineKind::wakeup); }

void Timeline::on(const event::IrqEnter& irq, const Event& e) {
    if (irq.source != InterruptKind::device) return;
    enter(e, LineKind::interrupt, pair_of_queue(irq.vector));
    if (Call* call = call_of(e)) {
        call->numbers[0] = delivered_[call->pair];
        call->numbers[1] = irq.vector;
    }
}

void Timeline::on(const event::IrqExit&, const Event& e) { leave(e, LineKind::interrupt); }

void Timeline::on(const event::IrqDeliver& deliver, const Event&) {
    if (is_tx_queue(deliver.vector)) delivered_[pair_of_queue(deliver.vector)] = deliver.number;
}

void Timeline::on(const event::XskPeekNone& none, const Event& e) {
    note_in_call(e, none.reason == PeekNone::completion_ring_full ? clause::completion_ring_full
                                                                  : clause::ring_empty);
}

void Timeline::on(const event::NeedWakeupSet&, const Event& e) {
    note_in_call(e, clause::need_wakeup_set);
}

void Timeline::on(const event::NeedWakeupClear&, const Event& e) {
    note_in_call(e, clause::need_wakeup_clear);
}

void Timeline::on(const event::VqKickPrepare& kick, const Event& e) {
    if (!kick.needed && is_tx_queue(kick.queue)) note_in_call(e, clause::kick_suppressed);
}

void Timeline::on(const event::VqNotify& notify, const Event& e) {
    if (is_tx_queue(notify.queue)) note_in_call(e, clause::kicked);
}

void Timeline::on(const event::VqInterrupt& interrupt, const Event& e) {
    if (!interrupt.handled) note_in_call(e, clause::irq_none);
}

void Timeline::on(const event::SoftirqLeft&, const Event& e) {
    note_in_call(e, clause::softirq_left);
}

void Timeline::on(const event::NapiScheduled& schedule, const Event& e) {
    note_in_call(
        e, schedule.outcome == NapiSchedule::scheduled ? clause::schedules : clause::schedule_late);
}

void Timeline::on(const event::NapiComplete& complete, const Event& e) {
    note_in_call(e, complete.completed ? clause::completed : clause::missed);
}

void Timeline::on(const event::HrtimerStart& start, const Event& e) {
    Call* call = call_of(e);
    if (call == nullptr) return;
    call->flags |= clause::timer_armed;
    call->numbers[5] = static_cast<std::uint64_t>((start.expires_ns - e.at).ns);
}

void Timeline::on(const event::HrtimerCancel& cancel, const Event& e) {
    if (cancel.result == TimerCancel::cancelled) note_in_call(e, clause::timer_cancelled);
}

void Timeline::on(const event::TxqStop&, const Event& e) { note_in_call(e, clause::queue_stopped); }

void Timeline::on(const event::TxqWake&, const Event& e) { note_in_call(e, clause::queue_woken); }

// In ndo_xsk_wakeup, a bit that was found set means that somebody else is on it.
void Timeline::on(const event::StateBit& change, const Event& e) {
    if (change.operation == BitOperation::test_and_set && change.old)
        note_in_call(e, clause::turned_away);
}

// --- those who work beside the driver ---

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
Timeline::Stretch& Timeline::device_at_work(const Event& e, std::uint64_t queue, bool begins_work) {
    Stretch& device = stretch(e, LineKind::device, queue);
    const bool has_signalled = (device.line.flags & clause::signalled) != 0;
    if (!has_signalled) {
        device.line.at = e.at;
        return device;
    }
    if (!begins_work) return device;
    end_round();
    return stretch(e, LineKind::device, queue);
}

void Timeline::on(const event::AppWait& wait, const Event& e) {
    Stretch& app = stretch(e, LineKind::application, wait.pair);
    app.line.flags |= clause::waits;
    app.line.numbers[2] = wait.tx_queued;
    app.line.numbers[3] = wait.need_wakeup;
}

void Timeline::on(const event::AppResume& resume, const Event& e) {
    stretch(e, LineKind::application, resume.pair).line.flags &= ~clause::waits;
}

void Timeline::on(const event::UdpSubmit& submit, const Event& e) {
    Stretch& sender = stretch(e, LineKind::sender, submit.pair);
    ++sender.line.numbers[0];
    sender.line.flags |= clause::submitted;
}

void Timeline::on(const event::UdpDrop& drop, const Event& e) {
    Stretch& sender = stretch(e, LineKind::sender, drop.pair);
    ++sender.line.numbers[1];
    sender.line.flags |= clause::failed;
}

void Timeline::on(const event::DevKick& kick, const Event& e) {
    if (is_tx_queue(kick.queue)) device_at_work(e, kick.queue, false);
}

void Timeline::on(const event::DevWake& wake, const Event& e) {
    if (is_tx_queue(wake.queue)) device_at_work(e, wake.queue, true).line.flags |= clause::wakes;
}

void Timeline::on(const event::DevSleep& sleep, const Event& e) {
    if (!is_tx_queue(sleep.queue)) return;
    Stretch& device = device_at_work(e, sleep.queue, false);
    if (!sleep.found) device.line.flags |= clause::sleeps;
}

void Timeline::on(const event::DevPublish& publish, const Event& e) {
    if (!is_tx_queue(publish.queue)) return;
    Stretch& device = device_at_work(e, publish.queue, false);
    device.line.flags |= clause::published;
    device.line.numbers[1] += static_cast<std::uint16_t>(publish.new_idx - publish.old_idx);
    ++device.line.numbers[2];
}

void Timeline::on(const event::DevSignal& signal, const Event& e) {
    if (!is_tx_queue(signal.queue)) return;
    Stretch& device = device_at_work(e, signal.queue, false);
    if (!signal.wanted) device.line.flags |= clause::signal_suppressed;
}

void Timeline::on(const event::IrqRaise& raise, const Event& e) {
    if (!is_tx_queue(raise.queue)) return;
    Stretch& device = stretch(e, LineKind::device, raise.queue);
    device.line.flags |= clause::signalled;
    device.line.numbers[3] = raise.number;
    device.line.at = e.at;
}

void Timeline::on(const event::ModuleParam& parameter, const Event& e) {
    if (parameters_.size() == parameters_max) return show_single(e);
    parameters_.push_back(fmt::format("{}={}", names_.text(parameter.text), parameter.value));
}

void Timeline::show_single(const Event& e) {
    if (e.is<event::XskGate>()) close_application_of(e);
    TimelineLine line;
    line.at = e.at;
    line.context = e.context;
    line.kind = LineKind::event;
    line.event = e;
    const auto fields = info_of(e.kind).fields;
    for (std::size_t i = 0; i < fields.size(); ++i) line.numbers[i] = raw(e, fields[i]);
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
    if (ended_) return;
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
    if (row.size() > columns_max) row = row.substr(0, columns_max - 4) + " ...";
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
