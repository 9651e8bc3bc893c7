// SPDX-License-Identifier: GPL-2.0-only
// The picture's half that follows the senders: applications, kernel senders, frames of XDP.
#include "models/observe/picture.hpp"

namespace xsksim {

void Picture::on(const event::AppSubmit& submit, const Event& e) {
    PairState& pair = pairs_[submit.pair];
    SocketState& socket = pair.socket;
    socket_moved(e, socket);
    ++socket.submitted;
    ++pair.passed.submitted;
    socket.on_submit(e.context, submit.frame, e.at);
}

void Picture::on(const event::AppReclaim& reclaim, const Event& e) {
    PairState& pair = pairs_[reclaim.pair];
    socket_moved(e, pair.socket);
    ++pair.socket.reclaimed;
    pair.socket.completion.read();
    ++pair.passed.reclaimed;
}

void Picture::on(const event::AppWait& wait, const Event& e) {
    SocketState& socket = pairs_[wait.pair].socket;
    socket.waits = true;
    socket.wait = mark(e);
    socket.wait_saw_need_wakeup = wait.need_wakeup;
    socket.poll = {};
}

void Picture::on(const event::AppResume& resume, const Event&) {
    pairs_[resume.pair].socket.waits = false;
}

void Picture::on(const event::AppPoll& poll, const Event& e) {
    pairs_[poll.pair].socket.poll = mark(e);
}

void Picture::on(const event::AppDone& done, const Event& e) {
    pairs_[done.pair].socket.share_of(e.context).done = true;
}

void Picture::on(const event::AppPause& pause, const Event& e) {
    SocketState& socket = pairs_[pause.pair].socket;
    (pause.drains ? socket.drains_from : socket.still_until) = e.at + pause.duration_ns;
}

void Picture::on(const event::AppSendmsg& call, const Event& e) {
    SocketState& socket = pairs_[call.pair].socket;
    socket.sendmsg = mark(e);
    ++socket.sendmsgs_in_vain;
}

namespace {

void note(SocketState::Failure& failure, CallResult result, const Mark& mark) {
    if (result.ok()) {
        failure = {};
        return;
    }
    failure.times = failure.error == result.error ? failure.times + 1 : 1;
    failure.error = result.error;
    failure.last = mark;
}

}  // namespace

void Picture::on(const event::AppSendmsgDone& done, const Event& e) {
    note(pairs_[done.pair].socket.sendmsg_failed, done.result, mark(e));
}

void Picture::on(const event::UdpSubmit& submit, const Event& e) {
    PairState& pair = pairs_[submit.pair];
    DatagramState& datagrams = pair.datagrams;
    if (!datagrams.work_waits()) datagrams.progress = e.at;
    ++datagrams.submitted;
    ++pair.passed.datagrams;
    datagrams.last_submit = mark(e);
    datagrams.blocked.set(false, datagrams.last_submit);
}

void Picture::on(const event::UdpDrop& drop, const Event&) {
    ++pairs_[drop.pair].datagrams.dropped;
}

void Picture::on(const event::UdpBlocked& blocked, const Event& e) {
    pairs_[blocked.pair].datagrams.blocked.set(true, mark(e));
}

void Picture::on(const event::StepBegin& step, const Event&) { ++pairs_[step.pair].steps; }

void Picture::on(const event::StepEnd& step, const Event&) {
    if (pairs_[step.pair].steps != 0) --pairs_[step.pair].steps;
}

void Picture::on(const event::XdpFrame&, const Event& e) { contexts_.of(e).makes_xdp_frame = true; }

void Picture::on(const event::XdpReturn& returned, const Event& e) {
    if (returned.dropped) contexts_.of(e).makes_xdp_frame = false;
}

}  // namespace xsksim
