// SPDX-License-Identifier: GPL-2.0-only
// An application that sends through an AF_XDP socket in zero-copy mode.
//
// Stands for: xdpsock -t (samples/bpf, Linux 5.11) over libbpf's rings (kernel-facts.md §2.7): it
// publishes a whole batch with one store or nothing, reads the need_wakeup flag after it and, while
// completions are outstanding, in every turn of its loop.
// Simplified: a turn that finds nothing to do does not cost a simulated turn each: the task keeps
// its vCPU busy until one of the words it looks at has changed, and goes on at the next multiple of
// Options::spin_period, as the polling loop would have noticed it. After an error of sendmsg()
// other than -ENXIO it waits for Options::error_backoff. When the socket is not bound, it waits
// until it is bound (again), then starts over with all frames its own. With Wait::poll, a poll()
// that reported a writable ring and did not help is followed by one spinning wait, as xdpsock's
// completion loop spins.
// Several may share a UMEM (XDP_SHARED_UMEM), as the threads of one process do: each has a socket,
// a TX ring and frames of its own; the UMEM's owner reads the one completion ring and hands on the
// frames of the others, who find them by looking at memory of the process (free of charge).
// Owner: the world. Its body is one task. Scheduling points: before each access to a ring word.
// Costs: fill_cost a frame before publication, reclaim_cost a completion, as user time.
// Faults: those of the sites descriptor (asked for each descriptor filled) and application.
// Events: app_*. Results in events are positive errno values, frames are offsets into the UMEM.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/app/frame_pool.hpp"
#include "models/app/send_schedule.hpp"
#include "models/app/user_rings.hpp"
#include "models/fault_port.hpp"
#include "models/ports.hpp"
#include "sim/core/engine.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

struct XskSenderOptions {
    // When to call sendmsg(): as need_wakeup says, in every turn or only right after a submission
    // (facts §2.7 asks for no more); always; never.
    enum class Kick { flag, flag_at_submit, always, never };
    enum class Wait { spin, poll };

    PairIndex pair = 0;
    CpuId cpu = 1;
    std::string task_name = "app";
    Instant start;
    std::uint32_t frame_bytes = 64;
    std::uint32_t batch = 64;
    std::optional<std::uint64_t> rate_pps;  // absent: saturate
    std::optional<std::uint64_t> burst;     // see SendSchedule
    Duration burst_pause;
    std::uint32_t tx_ring = 2048;
    std::uint32_t completion_ring = 2048;
    std::uint32_t frames = 4096;
    std::uint64_t first_sequence = 0;  // of its first frame; senders must not share numbers
    std::uint32_t chunk_bytes = 2048;
    std::uint32_t headroom = 0;
    bool unaligned = false;
    Kick kick = Kick::flag;
    Wait wait = Wait::spin;
    std::optional<std::uint64_t> frames_to_send;  // absent: until the run's end
    Duration fill_cost{20};
    Duration reclaim_cost{10};
    Duration spin_period{100};
    Duration poll_timeout = Duration::seconds(1);
    Duration error_backoff = Duration::microseconds(100);
};

class XskSender {
public:
    struct Guest {
        Engine& engine;
        Trace& trace;
        TaskCalls& tasks;
        XskCalls& xsk;
        GuestMemory& memory;
        FaultSource* faults = nullptr;  // whose rules strike here; none: none do
    };
    struct Counters {
        std::uint64_t submitted = 0, reclaimed = 0;
        std::uint64_t abandoned = 0;   // handed over when the socket was closed: never came back
        std::uint64_t unexpected = 0;  // completions of frames that were not handed over
        std::uint64_t sendmsg_calls = 0, sendmsg_errors = 0, poll_calls = 0, waits = 0;
    };

    XskSender(const Guest& guest, const XskSenderOptions& options);
    XskSender(const XskSender&) = delete;
    XskSender& operator=(const XskSender&) = delete;

    // Before start(): sends on the UMEM of `owner`, which has the same pair, chunks and mode.
    void share_umem_of(XskSender& owner);
    // Spawns the task. Once.
    void start();
    // Submits nothing after this; what is in flight is still taken back.
    void cease();
    // A happening of FaultSite::application, on this pair or another.
    void suffer(const FaultStrike& strike);
    // Called in the task when frames_to_send frames were sent and are back.
    std::function<void()> on_done;

    // SIGKILL: the task ends its system call, if it is in one, stops wherever it is in user mode,
    // and closes the socket on its way out. The next bind stands for the start of another process.
    // False before the task has opened its socket and while it has ended for another reason.
    bool kill();

    PairIndex pair() const { return options_.pair; }
    const Counters& counters() const { return counters_; }
    std::uint64_t in_flight() const { return in_flight_; }
    XskSocket* socket() { return socket_; }  // nullptr until the task has opened it

private:
    void run();
    void open();
    void open_shared();
    XskSocketOptions socket_options() const;
    void turn();
    bool is_finished() const;
    void exit_process();
    // False: whatever the task was about to do, it starts over or dies instead.
    bool goes_on() const { return !killed_ && socket_->generation == generation_; }
    bool has_all_back() const;
    bool shares_are_finished() const;
    std::uint64_t outstanding() const;
    bool rings_are_current() const { return socket_->generation == generation_; }
    void start_over();
    void wait_until_bound();

    // sending
    std::uint32_t batch_due() const;
    bool submit_batch();
    void fill_batch(std::uint32_t count);
    bool kick_if_wanted();
    void call_sendmsg(std::uint32_t flags);
    bool reclaim();
    void take_back(std::uint64_t addr);
    XskSender& sender_of(std::uint64_t offset);

    // faults (xsk_sender_faults.cpp)
    struct Filled {
        std::uint64_t offset = 0;
        std::uint64_t digest = 0;
        std::uint32_t len = 0;      // as the descriptor says
        std::uint32_t written = 0;  // bytes of it that the sender fills
        bool returns = true;        // its frame will come back
    };
    void stand_still();
    bool drains() const;
    void spoil(std::uint32_t index, std::uint32_t frame);
    bool spoil_by(FaultWhat what, std::uint32_t index, std::uint32_t& frame);
    bool cross_page(std::uint32_t index, std::uint32_t frame);
    bool go_to_highest_address(std::uint32_t index, std::uint32_t& frame);
    void set_address(std::uint32_t index, std::uint64_t chunk, std::uint64_t offset_in_chunk);
    void note_handed_over(std::uint32_t count);
    void note_taken_back(std::uint64_t offset);
    void overwrite_oldest();
    std::uint32_t length_at(std::uint64_t offset) const;
    std::uint64_t umem_bytes() const {
        const std::uint32_t frames = owner_ != nullptr ? owner_->umem_frames_ : umem_frames_;
        return std::uint64_t{frames} * options_.chunk_bytes;
    }

    // waiting
    void wait();
    bool polls_next() const;
    Instant wait_deadline() const;
    bool is_worth_a_turn() const;
    void on_socket_change();
    void on_owner_bound();
    void spin(Instant deadline);
    void poll(Instant deadline);
    void back_off(int result);

    std::uint64_t address_of(std::uint32_t frame) const;
    std::uint64_t offset_of(std::uint64_t addr) const;
    // As many as lie in the UMEM.
    std::span<std::byte> bytes_at(std::uint64_t offset, std::uint64_t count) const;
    // What lies behind the UMEM counts as zeros.
    std::uint64_t digest_at(std::uint64_t offset, std::uint64_t count) const;

    Guest guest_;
    XskSenderOptions options_;
    SendSchedule schedule_;
    FramePool frames_;
    TxProducer tx_;
    CompletionConsumer completions_;
    ContextId task_ = no_context;
    XskSender* owner_ = nullptr;      // of the UMEM, if that is another
    std::vector<XskSender*> shares_;  // who else sends on the UMEM
    std::uint32_t first_frame_ = 0;   // its place in the UMEM
    std::uint32_t umem_frames_ = 0;   // of all who send on it
    XskSocket* socket_ = nullptr;
    std::byte* umem_ = nullptr;
    std::uint32_t generation_ = 0;
    std::vector<Filled> batch_;
    std::uint64_t sequence_ = 0;
    std::uint64_t in_flight_ = 0;
    bool finished_ = false;
    bool waits_for_owner_ = false;
    bool waiting_ = false;
    bool woken_ = false;
    bool poll_did_not_help_ = false;
    bool killed_ = false;
    bool is_running_ = false;
    Counters counters_;

    // Kept only where there are rules for it.
    bool descriptors_may_be_spoilt_ = false;
    bool keeps_handed_over_ = false;
    Instant still_until_, drains_from_;
    bool overwrite_next_ = false;
    std::deque<Filled> handed_over_;                      // and not back, oldest first
    std::map<std::uint64_t, std::uint32_t> odd_lengths_;  // by offset, while handed over
};

}  // namespace xsksim
