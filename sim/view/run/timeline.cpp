// SPDX-License-Identifier: GPL-2.0-only
// From events to lines. timeline_lines.cpp ends and orders them, timeline_words.cpp puts them into
// words.
#include "sim/view/run/timeline.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/core/time_text.hpp"
#include "sim/view/run/event_words.hpp"

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
    events.listen<AppSubmit, AppReclaim, XskPeek, VqAdd, VqGetBuf, DevWire, NapiPoll, NapiPolled,
                  XskWakeup, XskWakeupDone, IrqEnter, IrqExit, XskPeekNone, NeedWakeupSet,
                  NeedWakeupClear, VqKickPrepare, VqNotify, VqInterrupt, SoftirqLeft, NapiScheduled,
                  NapiComplete, HrtimerStart, HrtimerCancel, TxqStop, TxqWake, StateBit, AppSendmsg,
                  AppSendmsgDone, AppWait, AppResume, UdpSubmit, UdpDrop, DevKick, DevWake,
                  DevSleep, DevTake, DevPublish, DevSignal, IrqRaise, ModuleParam>(*this);
    listen_to_single_events(events, *this);
}

// --- packets ---

void Timeline::on(const event::AppSubmit& submit, const Event& e) {
    Stretch& app = stretch(e, LineKind::application, submit.pair);
    ++app.line.numbers[0];
    app.line.flags |= clause::submitted;
}

void Timeline::on(const event::AppReclaim& reclaim, const Event& e) {
    if (passed(reclaim.pair).reclaimed > told_[reclaim.pair].taken)
        tell_calls(reclaim.pair, clause::took);
    Stretch& app = stretch(e, LineKind::application, reclaim.pair);
    ++app.line.numbers[1];
    app.line.flags |= clause::reclaimed;
}

void Timeline::on(const event::XskPeek& peek, const Event&) {
    if (passed(peek.pair).peeked > told_[peek.pair].submitted)
        tell_stretches(peek.pair, LineKind::application);
}

void Timeline::on(const event::VqAdd& add, const Event& e) {
    CallLine* call = queues().transmits(add.queue) ? line_of_call(e) : nullptr;
    if (call == nullptr) return;
    ++call->numbers[1];
    note(*call, e, clause::added);
}

void Timeline::on(const event::VqGetBuf& got, const Event& e) {
    if (!queues().transmits(got.queue)) return;
    const std::uint64_t pair = queues().pair(got.queue);
    if (passed(pair).taken_back > told_[pair].published) tell_stretches(pair, LineKind::device);
    CallLine* call = line_of_call(e);
    if (call == nullptr) {
        ++told_[pair].taken;  // by nobody who has a line
        return;
    }
    ++call->numbers[0];
    note(*call, e, clause::took);
}

void Timeline::on(const event::DevTake& take, const Event&) {
    if (!queues().transmits(take.queue)) return;
    const std::uint64_t pair = queues().pair(take.queue);
    if (passed(pair).taken_by_device <= told_[pair].added) return;
    tell_calls(pair, clause::added);
    tell_stretches(pair, LineKind::sender);
}

void Timeline::on(const event::DevWire& wire, const Event& e) {
    Stretch& device = stretch(e, LineKind::device, queues().pair(wire.queue));
    ++device.line.numbers[0];
    device.line.flags |= clause::wire;
}

// --- calls ---

const PassedPackets& Timeline::passed(std::uint64_t pair) const {
    return picture_.pairs().find(pair)->passed;
}

namespace {

// Interrupts that are not the device's, and timer callbacks, have no line.
bool has_line(const Call& call) {
    return call.doing != Doing::nothing && call.doing != Doing::timer;
}

}  // namespace

Timeline::CallLine* Timeline::line_of(const Call& call) {
    const auto found = std::ranges::find(calls_, call.begun, &CallLine::begun);
    return found == calls_.end() ? nullptr : &*found;
}

Timeline::CallLine* Timeline::line_of_call(const Event& e) {
    const Call* call = picture_.contexts().of(e).calls.innermost(has_line);
    return call == nullptr ? nullptr : line_of(*call);
}

// The call that begins with the event.
void Timeline::enter(const Event& e, LineKind kind, std::uint64_t pair) {
    if (picture_.contexts().call_of(e).begun != e.number) return;  // too deep
    const auto behind = std::ranges::upper_bound(calls_, e.context, {}, &CallLine::context);
    CallLine line;
    line.begun = e.number;
    line.kind = kind;
    line.pair = pair;
    line.context = e.context;
    calls_.insert(behind, line);
}

// The call that ends with the event.
void Timeline::leave(const Event& e) {
    CallLine* call = line_of(picture_.contexts().ended());
    if (call == nullptr) return;
    if (call->flags == 0) call->last = e.at;
    add_outcome(*call, picture_.contexts().ended());
    // A call of which nothing is left to tell has a line only if it had none before.
    if (call->flags != 0 || call->told == 0) tell(*call);
    const std::uint64_t begun = call->begun;
    std::erase_if(calls_, [&](const CallLine& line) {
        return line.context == e.context && line.begun >= begun;
    });
}

// How a run of the queue ended: out of work, as it says itself; or out of room, which the ring
// shows.
void Timeline::add_outcome(CallLine& call, const Call& ended) {
    const ClauseSet all = call.flags | call.told;
    const PairState* pair = picture_.pairs().find(call.pair);
    const bool runs_queue = call.kind == LineKind::tx_poll || call.kind == LineKind::wakeup;
    if (!runs_queue || pair == nullptr || !pair->socket.bound) return;
    constexpr ClauseSet other_ends =
        clause::ring_empty | clause::completion_ring_full | clause::repoll | clause::schedules |
        clause::schedule_late | clause::schedule_disabled | clause::missed | clause::turned_away;
    if ((all & other_ends) != 0) return;
    const std::int64_t left = pair->socket.in_tx_ring();
    call.numbers[4] = left > 0 ? static_cast<std::uint64_t>(left) : 0;
    if (!picture_.found_full(ended)) return;
    const bool is_full = picture_.ring_is_full(*pair);
    call.flags |= is_full ? clause::full : clause::at_limit;
    call.numbers[2] = is_full ? pair->queue.num_free : picture_.in_flight(*pair);
    call.numbers[3] = is_full ? picture_.ring(*pair).size : *picture_.in_flight_max(*pair);
}

void Timeline::note(CallLine& call, const Event& e, ClauseSet flags) {
    call.flags |= flags;
    call.last = e.at;
}

void Timeline::note_in_call(const Event& e, ClauseSet flags) {
    if (CallLine* call = line_of_call(e)) note(*call, e, flags);
}

void Timeline::on(const event::NapiPoll& poll, const Event& e) {
    const NapiMap::Home napi = picture_.napis().of(poll.napi);
    tell_calls(napi.pair, clause::schedules);
    enter(e, napi.is_tx ? LineKind::tx_poll : LineKind::rx_poll, napi.pair);
}

void Timeline::on(const event::NapiPolled& polled, const Event& e) {
    if (CallLine* call = line_of(picture_.contexts().ended())) {
        if (polled.repoll) note(*call, e, clause::repoll);
        if (!picture_.napis().is_tx(polled.napi)) call->numbers[4] = polled.work;
    }
    leave(e);
}

void Timeline::on(const event::XskWakeup& wakeup, const Event& e) {
    tell_context(e.context);
    enter(e, LineKind::wakeup, wakeup.pair);
}

void Timeline::on(const event::XskWakeupDone&, const Event& e) { leave(e); }

void Timeline::on(const event::IrqEnter& irq, const Event& e) {
    if (irq.source != InterruptKind::device) return;
    if (tells_of_tx(irq.vector)) tell_stretches(pair_of_vector(irq.vector), LineKind::device);
    enter(e, LineKind::interrupt, pair_of_vector(irq.vector));
    if (CallLine* call = line_of_call(e)) {
        const PairState* pair = picture_.pairs().find(call->pair);
        call->numbers[0] = pair == nullptr ? 0 : pair->interrupt.delivered;
        call->numbers[1] = queues().queue_of_vector(irq.vector);
    }
}

void Timeline::on(const event::IrqExit&, const Event& e) { leave(e); }

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
    if (!kick.needed && queues().transmits(kick.queue)) note_in_call(e, clause::kick_suppressed);
}

void Timeline::on(const event::VqNotify& notify, const Event& e) {
    if (queues().transmits(notify.queue)) note_in_call(e, clause::kicked);
}

void Timeline::on(const event::VqInterrupt& interrupt, const Event& e) {
    if (interrupt.handled) return;
    tell_calls(queues().pair(interrupt.queue), clause::took);
    note_in_call(e, clause::irq_none);
}

void Timeline::on(const event::SoftirqLeft&, const Event& e) {
    note_in_call(e, clause::softirq_left);
}

// But for interrupts, what lines tell of schedules is about TX NAPI.
void Timeline::on(const event::NapiScheduled& schedule, const Event& e) {
    CallLine* call = line_of_call(e);
    if (call == nullptr) return;
    const bool is_told = call->kind == LineKind::interrupt || picture_.napis().is_tx(schedule.napi);
    if (!is_told) return;
    note(*call, e,
         schedule.outcome == NapiSchedule::scheduled  ? clause::schedules
         : schedule.outcome == NapiSchedule::disabled ? clause::schedule_disabled
                                                      : clause::schedule_late);
}

void Timeline::on(const event::NapiComplete& complete, const Event& e) {
    note_in_call(e, complete.completed ? clause::completed : clause::missed);
}

void Timeline::on(const event::HrtimerStart& start, const Event& e) {
    CallLine* call = line_of_call(e);
    if (call == nullptr) return;
    note(*call, e, clause::timer_armed);
    call->numbers[5] = static_cast<std::uint64_t>((start.expires_ns - e.at).ns);
}

void Timeline::on(const event::HrtimerCancel& cancel, const Event& e) {
    if (cancel.result == TimerCancel::cancelled) note_in_call(e, clause::timer_cancelled);
}

void Timeline::on(const event::TxqStop&, const Event& e) { note_in_call(e, clause::queue_stopped); }

void Timeline::on(const event::TxqWake&, const Event& e) { note_in_call(e, clause::queue_woken); }

void Timeline::on(const event::StateBit& change, const Event& e) {
    CallLine* call = line_of_call(e);
    const PairState* pair = call == nullptr ? nullptr : picture_.pairs().find(call->pair);
    if (pair == nullptr || pair->socket.turned_away.event != e.number) return;
    note(*call, e, clause::turned_away);
    call->numbers[6] = change.nr;
}

// --- those who work beside the driver ---

Timeline::Stretch& Timeline::stretch(const Event& e, LineKind kind, std::uint64_t pair) {
    const auto is_it = [&](const Stretch& stretch) {
        return stretch.line.kind == kind && stretch.line.pair == pair &&
               stretch.line.context == e.context;
    };
    auto found = std::ranges::find_if(stretches_, is_it);
    if (found == stretches_.end()) found = stretches_.insert(stretches_.end(), Stretch{});
    if (!found->open) {
        *found = Stretch{};
        found->line.kind = kind;
        found->line.context = e.context;
        found->line.pair = pair;
        found->open = true;
    }
    found->line.at = e.at;
    return *found;
}

// What it decides on, somebody else may have changed last.
void Timeline::on(const event::AppSendmsg& call, const Event&) {
    tell_calls(call.pair, clause::need_wakeup_set | clause::need_wakeup_clear);
}

void Timeline::on(const event::AppSendmsgDone& done, const Event& e) {
    if (!done.result.ok()) show_single(e);
}

void Timeline::on(const event::AppWait& wait, const Event& e) {
    tell_calls(wait.pair, clause::need_wakeup_set | clause::need_wakeup_clear);
    Stretch& app = stretch(e, LineKind::application, wait.pair);
    app.line.flags |= clause::waits;
    app.line.numbers[2] = wait.tx_queued;
    app.line.numbers[3] = wait.need_wakeup;
}

void Timeline::on(const event::AppResume& resume, const Event& e) {
    Stretch& app = stretch(e, LineKind::application, resume.pair);
    app.line.flags &= ~clause::waits;
}

void Timeline::on(const event::UdpSubmit& submit, const Event& e) {
    tell_calls(submit.pair, clause::queue_woken);
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
    if (!queues().transmits(kick.queue)) return;
    const std::uint64_t pair = queues().pair(kick.queue);
    tell_calls(pair, clause::kicked);
    tell_stretches(pair, LineKind::sender);
    stretch(e, LineKind::device, pair).line.flags |= clause::kicked;
}

void Timeline::on(const event::DevWake& wake, const Event& e) {
    if (queues().transmits(wake.queue))
        stretch(e, LineKind::device, queues().pair(wake.queue)).line.flags |= clause::wakes;
}

void Timeline::on(const event::DevSleep& sleep, const Event& e) {
    if (!queues().transmits(sleep.queue) || sleep.found) return;
    stretch(e, LineKind::device, queues().pair(sleep.queue)).line.flags |= clause::sleeps;
}

void Timeline::on(const event::DevPublish& publish, const Event& e) {
    if (!queues().transmits(publish.queue)) return;
    Stretch& device = stretch(e, LineKind::device, queues().pair(publish.queue));
    device.line.flags |= clause::published;
    device.line.numbers[1] += static_cast<std::uint16_t>(publish.new_idx - publish.old_idx);
    ++device.line.numbers[2];
}

void Timeline::on(const event::DevSignal& signal, const Event& e) {
    if (!queues().transmits(signal.queue) || signal.wanted) return;
    stretch(e, LineKind::device, queues().pair(signal.queue)).line.flags |=
        clause::signal_suppressed;
}

void Timeline::on(const event::IrqRaise& raise, const Event& e) {
    if (!queues().transmits(raise.queue)) return;
    Stretch& device = stretch(e, LineKind::device, queues().pair(raise.queue));
    device.line.flags |= clause::signalled;
    device.line.numbers[3] = raise.number;
}

void Timeline::on(const event::ModuleParam& parameter, const Event& e) {
    if (parameters_.size() == parameters_max) return show_single(e);
    parameters_.push_back(fmt::format("{}={}", names_.text(parameter.text), parameter.value));
}

void Timeline::show_single(const Event& e) {
    // Within a context, and of a timer that a call has armed, things are told in their order.
    tell_context(e.context);
    if (e.is<event::HrtimerFire>())
        for (std::uint64_t pair = 0; pair < picture_.pairs().size(); ++pair)
            tell_calls(pair, clause::timer_armed);
    if (e.is<event::RunEnded>())
        for (Stretch& stretch : stretches_) tell(stretch);
    TimelineLine line;
    line.at = e.at;
    line.context = e.context;
    line.kind = LineKind::event;
    line.event = e;
    const auto fields = info_of(e.kind).fields;
    for (std::size_t i = 0; i < fields.size(); ++i) line.numbers[i] = raw(e, fields[i]);
    show(line);
}

}  // namespace xsksim
