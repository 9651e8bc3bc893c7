// SPDX-License-Identifier: GPL-2.0-only
// Odd descriptors: what a faulty application writes into a TX slot instead of what it should.
//
// The faults of FaultSite::descriptor, asked for each descriptor filled; several may strike one.
// Owner: Submission. No scheduling points, no cost. Emits nothing; fault_fired is the plan's.
#pragma once

#include "models/app/xsk/frame_ledger.hpp"
#include "models/app/xsk/sender_guest.hpp"
#include "models/app/xsk/umem_frames.hpp"

namespace xsksim {

class DescriptorFaults {
public:
    DescriptorFaults(const XskSenderGuest& guest, const XskSenderOptions& options,
                     const UmemFrames& umem, FrameLedger& ledger);

    // Costs nothing where no rule is for descriptors.
    bool any() const { return any_; }
    // A descriptor as it was filled and is to be published, of `frame`.
    struct Filling {
        std::uint32_t frame;
        XskDescriptor& slot;
        FilledFrame& filled;
    };
    void spoil(Filling filling);

private:
    bool apply(FaultWhat what, Filling& filling);
    bool cross_page(Filling& filling);
    bool go_to_highest_address(Filling& filling);
    void move_to(Filling& filling, std::uint64_t chunk, std::uint64_t offset_in_chunk);

    FaultSource* faults_;
    bool any_;
    const XskSenderOptions& options_;
    const UmemFrames& umem_;
    FrameLedger& ledger_;
};

}  // namespace xsksim
