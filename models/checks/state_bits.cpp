// SPDX-License-Identifier: GPL-2.0-only
// state_bits: the rules of the bits that a driver's manifest tells the meaning of (facts §7.1),
// looked at whenever nobody is inside the queue: no context in a wake-up or TX NAPI poll of it,
// none holding a tx lock.
//   One that turns ndo_xsk_wakeup away: while it is set somebody else must be going to run the
//   queue: TX NAPI is scheduled, or the timer is queued, or an interrupt is under way or asked for
//   by a completion that is still to be reaped. One that a fault loses was asked for.
//   need_wakeup asks for a call, so that bit is clear while it is set.
//   One that says that the timer is queued does so (a note: what is wrong with it costs an
//   interrupt).
// Not looked at while the socket is not bound, TX NAPI is not enabled, a step of the scenario (an
// unbind, say) is on its way, or the application, killed, closes its socket.
#include <algorithm>

#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "models/observe/picture.hpp"
#include "sim/core/table.hpp"

namespace xsksim {
namespace {

// What the picture does not keep of a pair.
struct Bits {
    bool wakeup_known = false, timer_known = false;  // since the bind, which clears all at once
    bool timer_bit = false;
    bool killed = false;  // the application, since the bind
    bool wakeup_wrong = false, flag_wrong = false, timer_wrong = false;  // told already
};

class StateBits : public Check {
public:
    StateBits(const JudgeSettings& settings, const Picture& picture)
        : driver_(settings.driver),
          picture_(picture),
          timer_bit_(driver_.bit_that(BitMeaning::timer_queued)) {}
    std::string_view name() const override { return "state_bits"; }
    void listen_to(EventListeners& events) override {
        using namespace event;
        events.listen<StateBit, VqSetup, XskBind, AppKilled, NapiPolled, XskWakeupDone, IrqExit,
                      RunEnded>(*this);
    }
    void on(const event::StateBit& change, const Event& e);
    // The bits are in a send queue that was made anew with it.
    void on(const event::VqSetup& setup, const Event&) {
        if (!picture_.queues().transmits(setup.queue)) return;
        Bits& bits = bits_[picture_.queues().pair(setup.queue)];
        bits.wakeup_known = bits.timer_known = bits.timer_bit = false;
    }
    void on(const event::XskBind& bind, const Event& e);
    void on(const event::AppKilled& app, const Event&) { bits_[app.pair].killed = true; }
    void on(const event::NapiPolled&, const Event& e) { look(e); }
    void on(const event::XskWakeupDone&, const Event& e) { look(e); }
    void on(const event::IrqExit&, const Event& e) { look(e); }
    void on(const event::RunEnded&, const Event& e) { look(e); }

private:
    void look(const Event& e);
    void look_at(const Event& e, std::uint64_t index, const PairState& pair);
    void look_at_timer(const Event& e, std::uint64_t index);
    bool somebody_inside(std::uint64_t index) const;
    bool will_be_run(std::uint64_t index, const PairState& pair) const;
    bool asks_for_interrupt(const PairState& pair) const;
    // Tells of it once, until it is right again. `words` makes the text, only then.
    template <class Words>
    void tell(bool is_wrong, bool& told, const Event& e, Code code, Words words,
              bool is_note = false) {
        if (is_wrong && !told) [[unlikely]]
            violate(e, code, words(), is_note);
        told = is_wrong;
    }

    const DriverVocabulary& driver_;
    const Picture& picture_;
    const std::optional<std::uint64_t> timer_bit_;
    Table<Bits> bits_;  // by pair
};

void StateBits::on(const event::XskBind& bind, const Event&) {
    if (bind.result.ok()) bits_[bind.pair] = {};
}

void StateBits::on(const event::StateBit& change, const Event&) {
    for (std::uint64_t index = 0; index < picture_.pairs().size(); ++index) {
        if (picture_.pairs().find(index)->socket.state_word != change.word) continue;
        if (change.nr == picture_.wakeup_bit()) bits_[index].wakeup_known = true;
        if (change.nr != timer_bit_) continue;
        bits_[index].timer_known = true;
        bits_[index].timer_bit = sets(change.operation);
    }
}

bool StateBits::somebody_inside(std::uint64_t index) const {
    if (picture_.contexts().tx_locks_held() != 0) return true;
    return picture_.contexts().any_in([&](const Call& call) {
        const bool runs = call.doing == Doing::wakeup || call.doing == Doing::tx_napi ||
                          call.doing == Doing::timer;
        return runs && call.pair == index;
    });
}

bool StateBits::asks_for_interrupt(const PairState& pair) const {
    const TxQueueState& queue = pair.queue;
    if (queue.in_queue() == 0) return false;
    const Buffers::Queue& ring = picture_.ring(pair);
    if (ring.packed && !queue.callbacks.on) return false;
    if (!ring.event_idx) return queue.callbacks.on;
    const auto ahead = static_cast<std::uint16_t>(queue.used_event - queue.got);
    return ahead < queue.in_queue();
}

bool StateBits::will_be_run(std::uint64_t index, const PairState& pair) const {
    return pair.tx_napi.scheduled.on || picture_.timers().of_pair(index).queued ||
           pair.interrupt.is_under_way() || asks_for_interrupt(pair);
}

void StateBits::look(const Event& e) {
    for (std::uint64_t index = 0; index < picture_.pairs().size(); ++index) {
        const PairState& pair = *picture_.pairs().find(index);
        // Opening an interface schedules NAPI once it has enabled it.
        const bool counts = pair.socket.bound && pair.tx_napi.enabled &&
                            pair.tx_napi.was_scheduled && pair.steps == 0 && !bits_[index].killed;
        if (!counts || somebody_inside(index)) continue;
        if (bits_[index].wakeup_known) look_at(e, index, pair);
        // All bits lie in one word: what is known of one holds for it.
        if (bits_[index].wakeup_known || bits_[index].timer_known) look_at_timer(e, index);
    }
}

void StateBits::look_at(const Event& e, std::uint64_t index, const PairState& pair) {
    Bits& bits = bits_[index];
    const bool wakeup = pair.socket.wakeup_bit.on;
    const auto name = [this] { return driver_.name_of_bit(*picture_.wakeup_bit()); };
    tell(wakeup && !will_be_run(index, pair), bits.wakeup_wrong, e, Code::state_wakeups_turned_away,
         [&] {
             return fmt::format(
                 "{} of pair {} is set, so every wake-up returns at once, but nothing is going to "
                 "run the queue: TX NAPI is not scheduled, no timer is queued, no interrupt is "
                 "under way or asked for",
                 name(), index);
         });
    tell(wakeup && pair.socket.need_wakeup.on, bits.flag_wrong, e, Code::state_asks_and_turns_away,
         [&] {
             return fmt::format(
                 "pair {}: need_wakeup asks for a wake-up while {} is set, which "
                 "turns it away",
                 index, name());
         });
}

void StateBits::look_at_timer(const Event& e, std::uint64_t index) {
    if (!timer_bit_) return;
    Bits& bits = bits_[index];
    const bool is_set = bits.timer_bit;
    const auto words = [&] {
        return driver_.name_of_bit(*timer_bit_) +
               (is_set ? " is set, but the timer is not queued"
                       : " is clear, but the timer is queued: the next run will not cancel it");
    };
    tell(is_set != picture_.timers().of_pair(index).queued, bits.timer_wrong, e,
         is_set ? Code::state_timer_said_queued : Code::state_timer_said_idle, words, true);
}

}  // namespace

std::unique_ptr<Check> make_state_bits(const JudgeSettings& settings, const Picture& picture) {
    return std::make_unique<StateBits>(settings, picture);
}

}  // namespace xsksim
