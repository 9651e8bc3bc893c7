// SPDX-License-Identifier: GPL-2.0-only
#include "models/app/xsk_sender.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "models/events.hpp"
#include "sim/core/check.hpp"

namespace xsksim {

using Kick = NeedWakeupPolicy;

namespace {

// While there is no batch to submit. One that has ceased waits for what it has sent, as xdpsock's
// complete_tx_only_all() does, whatever it did before.
bool looks_at_flag(Kick policy, const SenderRole& role) {
    return policy != Kick::never && (policy != Kick::flag_at_submit || role.has_ceased);
}

}  // namespace

XskSender::XskSender(const Guest& guest, const XskSenderOptions& options, SenderRole role)
    : guest_(guest),
      options_(options),
      role_(std::move(role)),
      umem_(options_, role_.first_sequence),
      ledger_(guest_, options_, counters_),
      socket_(guest_, options_, counters_),
      faults_(guest_, options_.socket.pair, umem_, ledger_, socket_),
      submission_(guest_, options_, role_, umem_, ledger_),
      completions_(guest_, options_, role_.costs, umem_, ledger_),
      wait_(guest_, options_, [this] { return is_worth_a_turn(); }) {
    XSKSIM_CHECK(options.batch > 0, "a batch of no frames");
}

void XskSender::share_umem_of(XskSender& owner) {
    owner_ = &owner;
    owner.completions_.add_sender(umem_, ledger_, options_.socket.frames);
    owner.shares_.push_back(this);
}

void XskSender::cease() {
    role_.has_ceased = true;
    role_.frames = ledger_.promised();
    wait_.on_change();
}

// --- the task's life ---

void XskSender::start() {
    wait_.set_task(guest_.tasks.spawn_task(options_.cpu, role_.task_name, [this] { run(); }));
}

void XskSender::run() {
    if (guest_.engine.now() < options_.schedule.start)
        guest_.tasks.sleep_until(options_.schedule.start);
    if (owner_ == nullptr)
        open();
    else
        open_shared();
    stage_ = Stage::runs;
    while (!is_finished()) turn();
    stage_ = Stage::finished;
    if (owner_ != nullptr) owner_->wait_.on_change();
    guest_.trace.emit(event::AppDone{.pair = options_.socket.pair,
                                     .submitted = counters_.submitted,
                                     .reclaimed = counters_.reclaimed});
    if (on_done) on_done();
}

void XskSender::open() {
    socket_.open(completions_.frames(), false, [this] { wait_.on_change(); });
    const std::uint64_t bytes = std::uint64_t{completions_.frames()} * options_.socket.chunk_bytes;
    std::byte* umem = guest_.memory.pointer(socket_.get()->umem, bytes);
    XSKSIM_CHECK(umem != nullptr, "the UMEM lies outside of guest memory");
    umem_.map(umem, bytes);
    start_over();
    socket_.bind();
    if (!socket_.is_bound()) return;
    for (XskSender* share : shares_)
        if (share->stage_ == Stage::waits_for_owner) share->wait_.wake();
}

// The owner's thread tells the others when there is a UMEM to share.
void XskSender::open_shared() {
    stage_ = Stage::waits_for_owner;
    while (!owner_->socket_.is_bound()) guest_.tasks.sleep_until(Instant::never());
    stage_ = Stage::opens;
    socket_.open(options_.socket.frames, true, [this] { wait_.on_change(); });
    umem_.map(owner_->umem_.umem(), owner_->umem_.bytes());
    start_over();
    socket_.bind_shared(owner_->socket_);
}

void XskSender::start_over() {
    socket_.begin_with_its_rings();
    submission_.attach(socket_.get()->tx);
    completions_.attach(socket_.get()->completion);
    ledger_.start_over();
}

// Until the others have finished, somebody has to read the completion ring.
bool XskSender::is_finished() const {
    return role_.frames && counters_.reclaimed >= *role_.frames && ledger_.in_flight() == 0 &&
           std::ranges::all_of(
               shares_, [](const XskSender* share) { return share->stage_ == Stage::finished; });
}

bool XskSender::kill() {
    if (stage_ != Stage::runs || socket_.is_killed()) return false;
    socket_.kill();
    wait_.wake();
    return true;
}

// --- one turn of the polling loop ---

void XskSender::turn() {
    while (!socket_.is_killed() && guest_.engine.now() < faults_.still_until())
        guest_.tasks.sleep_until(faults_.still_until());
    if (socket_.is_killed()) socket_.exit_process(ledger_.in_flight());
    if (!socket_.is_bound()) wait_until_bound();
    if (!socket_.rings_are_current()) start_over();
    if (submit_batch()) {
        wait_.note_progress();
        kick_if_wanted();
        reclaim();
        return;
    }
    // poll() itself calls the driver where that is wanted.
    const bool looks = looks_at_flag(options_.need_wakeup, role_);
    const bool kicked = looks && ledger_.in_flight() > 0 && !wait_.polls_next() && kick_if_wanted();
    if (reclaim()) return wait_.note_progress();
    if (socket_.is_killed()) return;
    if (kicked)
        guest_.tasks.spend_user(options_.spin_period, Operation::local());
    else if (socket_.is_bound())
        wait();
}

bool XskSender::submit_batch() {
    const std::uint32_t count = submission_.due();
    if (count == 0 || !submission_.reserve(count)) return false;
    submission_.fill(count);
    guest_.tasks.point(
        Operation::access(marked_write, ObjectKind::tx_producer, socket_.get()->number));
    if (!socket_.goes_on()) return true;  // another bind or a signal came between
    submission_.publish(count);
    faults_.overwrite_if_due();
    return true;
}

bool XskSender::kick_if_wanted() {
    if (options_.need_wakeup == Kick::never || socket_.is_killed()) return false;
    guest_.tasks.point(Operation::access(plain_read, ObjectKind::tx_flags, socket_.get()->number));
    if (!socket_.wants_kick()) return false;
    const int result = socket_.sendmsg(submission_.queued_in_truth());
    if (result != 0) back_off(result);
    return true;
}

void XskSender::back_off(int result) {
    if (socket_.is_killed()) return;
    if (result == -ENXIO)
        wait_until_bound();
    else
        guest_.tasks.sleep_until(guest_.engine.now() + sender_error_backoff);
}

bool XskSender::reclaim() {
    if (owner_ != nullptr) return false;  // it reads the ring
    if (!faults_.drains()) return false;
    const std::uint32_t count = completions_.peek();
    // Unbound meanwhile, it takes all frames for its own anyway.
    if (count == 0 || !socket_.is_bound() || !socket_.rings_are_current()) return false;
    completions_.take_back(count);
    guest_.tasks.point(
        Operation::access(marked_write, ObjectKind::completion_consumer, socket_.get()->number));
    if (socket_.goes_on()) completions_.release(count);
    for (XskSender* share : shares_) share->wait_.on_change();
    return true;
}

// --- nothing to do ---

void XskSender::wait() {
    if (is_worth_a_turn()) {  // something changed during this turn
        guest_.tasks.spend_user(options_.spin_period, Operation::local());
        return;
    }
    const Instant deadline = wait_deadline();
    note_wait();
    if (options_.wait == WaitPolicy::poll && completions_.in_flight() == 0) {
        guest_.tasks.sleep_until(deadline);
    } else if (wait_.polls_next()) {
        const int result = socket_.poll(deadline);
        wait_.note_poll(result == 1);
        if (result < 0) back_off(result);
    } else {
        wait_.spin(deadline);
    }
    guest_.trace.emit(event::AppResume{.pair = options_.socket.pair});
}

void XskSender::wait_until_bound() {
    note_wait();
    wait_.sleep_while([this] { return !socket_.is_bound() && !socket_.is_killed(); });
    guest_.trace.emit(event::AppResume{.pair = options_.socket.pair});
}

void XskSender::note_wait() {
    guest_.trace.emit(event::AppWait{.pair = options_.socket.pair,
                                     .tx_queued = submission_.queued_in_truth(),
                                     .free_frames = ledger_.pool().free_frames(),
                                     .need_wakeup = socket_.needs_wakeup()});
}

// Time alone helps only if no due batch already waits for room.
Instant XskSender::wait_deadline() const {
    const bool all_sent = role_.frames && ledger_.promised() >= *role_.frames;
    if (all_sent || submission_.due() > 0) return faults_.drains_from();
    return std::min(faults_.drains_from(), submission_.next_due());
}

// Would a turn of the loop do anything? What it would look at, looked at without cost.
bool XskSender::is_worth_a_turn() const {
    if (!socket_.is_bound() || !socket_.goes_on()) return true;
    if (is_finished()) return true;
    if (owner_ == nullptr && completions_.has_entries_in_truth() && faults_.drains()) return true;
    const bool looks = looks_at_flag(options_.need_wakeup, role_);
    if (looks && socket_.wants_kick() && ledger_.in_flight() > 0 && !wait_.polls_next())
        return true;
    const std::uint32_t due = submission_.due();
    return due > 0 && submission_.has_room_in_truth(due);
}

}  // namespace xsksim
