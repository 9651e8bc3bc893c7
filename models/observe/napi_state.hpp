// SPDX-License-Identifier: GPL-2.0-only
// What events say of a NAPI.
#pragma once

#include <cstdint>
#include <vector>

#include "models/observe/mark.hpp"

namespace xsksim {

struct NapiState {
    std::uint64_t id = 0;  // 0: not registered
    bool enabled = false;  // between napi_enable and the begin of napi_disable
    bool off = true;       // before the first enable, or after napi_disable has ended
    Mark disabled;
    Switch scheduled;
    bool was_scheduled = false;        // since it was enabled
    bool listed = false;               // on a poll list, and not polled since
    ContextId poller = no_context;     // whose poll runs and has not completed it
    bool completed_in_poll = false;    // that poll has called napi_complete_done
    std::vector<ContextId> finishing;  // whose polls have completed it and have not returned yet
    Mark poll, polled, completed;
    std::uint64_t work = 0, budget = 0;
    bool repoll = false;                             // the last poll asked to be polled again
    std::uint64_t polls_scheduled = 0;               // since it was scheduled last
    std::uint64_t added_before = 0, got_before = 0;  // the TX queue's counts when the poll began
    std::uint64_t added = 0, took = 0;               // by the last poll
    Mark reaped;                                     // the last poll that took something
    std::uint64_t reaped_count = 0;
    // Polls in a row that neither took nor added and are to be polled again, and since when.
    std::uint64_t polls_for_nothing = 0;
    Instant polls_for_nothing_since;

    bool running() const { return poller != no_context || !finishing.empty(); }

    // As it was before the event that is about it.
    struct Before {
        bool enabled = false, off = true, scheduled = true;
        ContextId poller = no_context;
        bool completed_in_poll = false;
        bool is_finishing = false;  // a poll in the event's context has completed it
    };
    Before before;
};

}  // namespace xsksim
