// SPDX-License-Identifier: GPL-2.0-only
// An application that sends through an AF_XDP socket in zero-copy mode.
//
// Stands for: xdpsock -t (samples/bpf, Linux 5.11) over libbpf's rings (kernel-facts.md §2.7): it
// publishes a whole batch with one store or nothing, reads the need_wakeup flag after it and, while
// completions are outstanding, in every turn of its loop.
// Simplified: turns that find nothing are waits (xsk/sender_wait.hpp). After an error of sendmsg()
// other than -ENXIO it waits for sender_error_backoff. When the socket is not bound, it
// waits until it is bound (again), then starts over with all frames its own.
// Several may share a UMEM (XDP_SHARED_UMEM), as the threads of one process do: each has a socket,
// a TX ring and frames of its own; the UMEM's owner reads the one completion ring and hands on the
// frames of the others (xsk/completions.hpp).
// This class is the loop; what it hands over, what comes back, its socket, its frames, its faults
// and its waits are parts in xsk/.
// Owner: the world. Its body is one task. Scheduling points: before each access to a ring word.
// Costs: those of the parts. Faults: those of the sites descriptor and application.
// Events: app_*. Results in events are positive errno values, frames are offsets into the UMEM.
#pragma once

#include <functional>
#include <vector>

#include "models/app/sender_role.hpp"
#include "models/app/xsk/application_faults.hpp"
#include "models/app/xsk/completions.hpp"
#include "models/app/xsk/frame_ledger.hpp"
#include "models/app/xsk/sender_guest.hpp"
#include "models/app/xsk/sender_socket.hpp"
#include "models/app/xsk/sender_wait.hpp"
#include "models/app/xsk/submission.hpp"
#include "models/app/xsk/umem_frames.hpp"
#include "models/app/xsk_sender_options.hpp"

namespace xsksim {

class XskSender {
public:
    using Guest = XskSenderGuest;
    using Counters = XskSenderCounters;

    XskSender(const Guest& guest, const XskSenderOptions& options, SenderRole role);
    XskSender(const XskSender&) = delete;
    XskSender& operator=(const XskSender&) = delete;

    // Before start(): sends on the UMEM of `owner`, which has the same pair, chunks and mode.
    void share_umem_of(XskSender& owner);
    // Spawns the task. Once.
    void start();
    // Submits nothing after this; what is in flight is still taken back, and the need_wakeup flag
    // looked at for it.
    void cease();
    // A happening of FaultSite::application, on this pair or another.
    void suffer(const FaultStrike& strike) { faults_.suffer(strike); }
    // Called in the task when all frames of its role were sent and are back.
    std::function<void()> on_done;

    // SIGKILL, see SenderSocket. False before the task has opened its socket and while it has ended
    // for another reason.
    bool kill();

    PairIndex pair() const { return options_.socket.pair; }
    const Counters& counters() const { return counters_; }
    std::uint64_t in_flight() const { return ledger_.in_flight(); }
    XskSocket* socket() { return socket_.get(); }  // nullptr until the task has opened it

private:
    enum class Stage { opens, waits_for_owner, runs, finished };

    void run();
    void open();
    void open_shared();
    void start_over();
    bool is_finished() const;

    void turn();
    bool submit_batch();
    bool kick_if_wanted();
    void back_off(int result);
    bool reclaim();

    void wait();
    void wait_until_bound();
    void note_wait();
    Instant wait_deadline() const;
    bool is_worth_a_turn() const;

    Guest guest_;
    const XskSenderOptions options_;
    SenderRole role_;
    Counters counters_;
    UmemFrames umem_;
    FrameLedger ledger_;
    SenderSocket socket_;
    ApplicationFaults faults_;
    Submission submission_;
    Completions completions_;  // of the UMEM that it owns
    SenderWait wait_;
    XskSender* owner_ = nullptr;      // of the UMEM, if that is another
    std::vector<XskSender*> shares_;  // who else sends on the UMEM
    Stage stage_ = Stage::opens;
};

}  // namespace xsksim
