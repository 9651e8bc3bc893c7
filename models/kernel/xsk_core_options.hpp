// SPDX-License-Identifier: GPL-2.0-only
// What the AF_XDP core is set to: of a scenario's `guest`.
#pragma once

namespace xsksim {

// Only mutants say false.
struct XskCoreSafeguards {
    bool need_wakeup_at_bind = true;     // the core lets the first sendmsg through
    bool completion_reservation = true;  // a peek takes a free entry of the completion ring
    bool operator==(const XskCoreSafeguards&) const = default;
};

struct XskCoreOptions {
    // 5.11: sendmsg() returns early unless the driver asked for a wake-up. 5.10 always calls it.
    bool sendmsg_gate = true;
    XskCoreSafeguards safeguards = {};
    bool operator==(const XskCoreOptions&) const = default;
};

}  // namespace xsksim
