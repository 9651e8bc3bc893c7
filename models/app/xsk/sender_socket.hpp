// SPDX-License-Identifier: GPL-2.0-only
// An AF_XDP sender's socket, from the process's side: opened once, bound, closed with the process,
// bound again by another one (XskSocket::generation); and the calls made on it.
//
// Stands for: a process that owns a socket, and its end by SIGKILL: it ends its system call, if it
// is in one, stops wherever it is in user mode, and closes the socket on its way out. The next bind
// stands for the start of another process.
// Owner: XskSender; its task makes the calls. Scheduling points: the calls. Events:
// app_sendmsg, app_sendmsg_done, app_poll, app_killed; results in them are positive errno values.
#pragma once

#include <functional>

#include "models/app/xsk/sender_guest.hpp"
#include "models/app/xsk_sender_options.hpp"

namespace xsksim {

class SenderSocket {
public:
    SenderSocket(const XskSenderGuest& guest, const XskSenderOptions& options,
                 XskSenderCounters& counters);

    // Over a UMEM of so many frames, its own or one that bind_shared() joins. `on_change`: see
    // XskSocket.
    void open(std::uint32_t umem_frames, bool borrows_umem, std::function<void()> on_change);
    void bind();
    void bind_shared(SenderSocket& owner);

    XskSocket* get() const { return socket_; }  // nullptr until it is open
    bool is_bound() const { return socket_ != nullptr && socket_->bound; }
    // The flag need_wakeup, as user space reads it.
    bool needs_wakeup() const { return (socket_->tx.flags & need_wakeup_flag) != 0; }
    // Of a sender that looks: whether sendmsg() is to be called.
    bool wants_kick() const {
        return options_.need_wakeup == NeedWakeupPolicy::always || needs_wakeup();
    }

    // The rings are those that the process began with.
    bool rings_are_current() const { return socket_->generation == generation_; }
    void begin_with_its_rings() { generation_ = socket_->generation; }
    // False: whatever the task was about to do, it starts over or dies instead.
    bool goes_on() const { return !killed_ && rings_are_current(); }

    // 0 or -errno. `queued`: descriptors in the TX ring, for the trace.
    int sendmsg(std::uint32_t queued);
    // 1: the TX ring is writable; 0: timeout, at the deadline or after
    // XskSenderOptions::poll_timeout; or -errno.
    int poll(Instant deadline);

    // From any context: the process is to end.
    void kill();
    bool is_killed() const { return killed_; }
    // In the task: it ends.
    void exit_process(std::uint64_t in_flight);

private:
    static constexpr std::uint32_t need_wakeup_flag = 1;  // uapi if_xdp.h: XDP_RING_NEED_WAKEUP

    const XskSenderGuest& guest_;
    const XskSenderOptions& options_;
    XskSenderCounters& counters_;
    XskSocket* socket_ = nullptr;
    std::uint32_t generation_ = 0;
    bool killed_ = false;
};

}  // namespace xsksim
