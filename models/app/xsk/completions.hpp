// SPDX-License-Identifier: GPL-2.0-only
// The completion ring of a UMEM, as its owner reads it, and the senders whose frames come back
// there.
//
// Stands for: complete_tx_only() of xdpsock (samples/bpf, Linux 5.11); where several share the UMEM
// (XDP_SHARED_UMEM), for threads of one process, one of which reads for all and hands frames on
// through memory of the process (free of charge).
// Owner: the XskSender that owns the UMEM; its task alone reads. Scheduling points: peek(), before
// it reads the ring. Costs: SenderCosts::reclaim a completion, as user time. Events:
// app_reclaim.
#pragma once

#include <vector>

#include "models/app/sender_costs.hpp"
#include "models/app/user_rings.hpp"
#include "models/app/xsk/frame_ledger.hpp"
#include "models/app/xsk/sender_guest.hpp"
#include "models/app/xsk/umem_frames.hpp"

namespace xsksim {

class Completions {
public:
    Completions(const XskSenderGuest& guest, const XskSenderOptions& options,
                const SenderCosts& costs, const UmemFrames& umem, FrameLedger& ledger);

    // Before the socket is opened: another sender's frames lie behind those there are.
    void add_sender(UmemFrames& umem, FrameLedger& ledger, std::uint32_t frames);
    // Of all who send on the UMEM.
    std::uint32_t frames() const { return frames_; }
    std::uint64_t in_flight() const;

    void attach(XskCompletionRing& ring) { ring_.attach(ring); }
    // How many entries are there, at most XskSenderOptions::batch. [point] when it must look.
    std::uint32_t peek() { return ring_.peek(options_.batch); }
    bool has_entries_in_truth() const { return ring_.has_entries_in_truth(); }
    // Their frames are their senders' again.
    void take_back(std::uint32_t count);
    // Gives the entries back to the kernel. The caller has passed a scheduling point.
    void release(std::uint32_t count) { ring_.release(count); }

private:
    struct Sender {
        const UmemFrames* umem;
        FrameLedger* ledger;
        std::uint32_t frames;
    };

    const Sender& sender_of(std::uint64_t offset) const;
    void take_back_at(std::uint64_t offset);

    const XskSenderGuest& guest_;
    const XskSenderOptions& options_;
    const SenderCosts& costs_;
    CompletionConsumer ring_;
    std::vector<Sender> senders_;  // the owner first
    std::uint32_t frames_;
};

}  // namespace xsksim
