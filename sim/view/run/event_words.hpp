// SPDX-License-Identifier: GPL-2.0-only
// A single event in words that a driver author understands without a legend: for the lines of a
// timeline that tell one event each.
#pragma once

#include <string>

#include "models/observe/picture.hpp"

namespace xsksim {

// Who wants events that get a line of their own: those that are worth one, and have words.
template <class Listener>
void listen_to_single_events(EventListeners& events, Listener& listener) {
    using namespace event;
    events.listen<XskShare, SendersCease, AppPoll, AppDone, AppPause, AppOverwrite, UdpBlocked,
                  StepBegin, StepEnd, UmemRegister, XskBind, XskUnbind, XskInvalidDesc, VqBroken,
                  VqSetup, VcpuSteal, NapiEnable, NapiDisable, HrtimerFire, LockContend,
                  RcuSyncBegin, RcuSyncEnd, NetdevOpen, AppKilled, NetdevGone, Suspend, NetdevStop,
                  XdpSet, AllocFailed, DevBad, DevStale, HoldBegin, HoldEnd, HoldSkipped, PutLast,
                  DevRxDrop, DevReset, DevControl, IrqLost, IrqDelay, IrqCoalesce, IrqMasked,
                  XskGate, Finding, Gap, NetdevStats, WorkSchedule, WorkRun, WorkCancel, RunEnded>(
        listener);
}

// "TX", "RX", "control"; "device" for an interrupt of no queue.
const char* side_of_queue(std::uint64_t queue, const QueueMap& queues);

// What the table of events says where there are no better words.
std::string words_of(const Event& event, const Picture& picture);

}  // namespace xsksim
