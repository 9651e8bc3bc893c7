// SPDX-License-Identifier: GPL-2.0-only
// What an AF_XDP sender hands over: its pace, its batches, its side of the TX ring.
//
// Stands for: tx_only() of xdpsock (samples/bpf, Linux 5.11): a whole batch with one store, or
// nothing. Owner: XskSender; its task alone calls. Scheduling points: reserve(), before it reads
// the ring. Costs: SenderCosts::fill a frame before publication, as user time. Faults:
// those of DescriptorFaults. Events: app_submit.
#pragma once

#include <span>
#include <vector>

#include "models/app/send_schedule.hpp"
#include "models/app/sender_role.hpp"
#include "models/app/user_rings.hpp"
#include "models/app/xsk/descriptor_faults.hpp"
#include "models/app/xsk/frame_ledger.hpp"
#include "models/app/xsk/sender_guest.hpp"
#include "models/app/xsk/umem_frames.hpp"

namespace xsksim {

class Submission {
public:
    Submission(const XskSenderGuest& guest, const XskSenderOptions& options, const SenderRole& role,
               UmemFrames& umem, FrameLedger& ledger);

    void attach(XskTxRing& ring) { tx_.attach(ring); }
    // The next batch: all that is due, at most XskSenderOptions::batch. 0 if nothing is due.
    std::uint32_t due() const;
    Instant next_due() const { return schedule_.next_due(); }

    // True if there are `count` frames and slots. [point] when it must look.
    bool reserve(std::uint32_t count);
    // The frames and their descriptors, still unseen.
    void fill(std::uint32_t count);
    // Makes them visible to the kernel. The caller has passed a scheduling point.
    void publish(std::uint32_t count);

    // What a look would tell now, without looking.
    bool has_room_in_truth(std::uint32_t count) const;
    std::uint32_t queued_in_truth() const { return tx_.queued_in_truth(); }

private:
    const XskSenderGuest& guest_;
    const XskSenderOptions& options_;
    const SenderRole& role_;
    UmemFrames& umem_;
    FrameLedger& ledger_;
    DescriptorFaults faults_;
    SendSchedule schedule_;
    TxProducer tx_;
    std::vector<FilledFrame> batch_;
};

}  // namespace xsksim
