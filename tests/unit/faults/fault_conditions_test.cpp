// SPDX-License-Identifier: GPL-2.0-only
// Each condition of `while`, driven by the events that make it true and false.
#include <catch2/catch.hpp>

#include "models/faults/fault_conditions.hpp"
#include "models/virtio/net/net_queue_layout.hpp"
#include "sim/core/simgrid_engine.hpp"

using namespace xsksim;

namespace {

struct ConditionBench {
    bool holds(FaultCondition condition, PairIndex pair = 0) const {
        return conditions.holds(condition, pair);
    }
    std::unique_ptr<Engine> engine = make_simgrid_engine({.strict_steps = false, .bounds = {}});
    Trace trace{*engine};
    FaultConditions conditions{trace, net_queue_layout(2)};
};

}  // namespace

TEST_CASE("conditions: the ring is full below what the driver wants, or when an add failed") {
    ConditionBench b;
    CHECK_FALSE(b.holds(FaultCondition::ring_full));
    b.trace.emit(event::VqAdd{.queue = 1, .head = 0, .descriptors = 2, .num_free = 1});
    CHECK_FALSE(b.holds(FaultCondition::ring_full));
    b.conditions.ring_is_full_below(7);
    b.trace.emit(event::VqAdd{.queue = 1, .head = 0, .descriptors = 2, .num_free = 6});
    CHECK(b.holds(FaultCondition::ring_full));
    CHECK_FALSE(b.holds(FaultCondition::ring_full, 1));
    b.trace.emit(event::VqGetBuf{.queue = 1, .head = 0, .len = 0, .num_free = 7});
    CHECK_FALSE(b.holds(FaultCondition::ring_full));
    b.trace.emit(
        event::VqAdd{.queue = 0, .head = 0, .descriptors = 1, .num_free = 0});  // an RX queue
    CHECK_FALSE(b.holds(FaultCondition::ring_full));
    b.trace.emit(event::VqAddFailed{.queue = 1, .error = {28}, .num_free = 1});
    CHECK(b.holds(FaultCondition::ring_full));
}

TEST_CASE(
    "conditions: waiting means frames in the TX ring, no NAPI scheduled, no wake-up running") {
    ConditionBench b;
    b.trace.emit(event::NapiAdd{.napi = 500, .text = {}, .pair = 0, .is_tx = true});
    b.trace.emit(event::AppSubmit{.pair = 0});
    CHECK(b.holds(FaultCondition::waiting));
    b.trace.emit(event::XskWakeup{.pair = 0});
    CHECK_FALSE(b.holds(FaultCondition::waiting));
    b.trace.emit(event::XskWakeupDone{.pair = 0});
    b.trace.emit(event::NapiScheduled{.napi = 500, .outcome = NapiSchedule::scheduled, .cpu = 0});
    CHECK(b.holds(FaultCondition::napi_scheduled));
    CHECK_FALSE(b.holds(FaultCondition::waiting));
    b.trace.emit(event::NapiComplete{
        .napi = 500, .completed = false, .missed = true});  // missed: stays scheduled
    CHECK(b.holds(FaultCondition::napi_scheduled));
    b.trace.emit(event::NapiComplete{.napi = 500, .completed = true, .missed = false});
    CHECK(b.holds(FaultCondition::waiting));
    b.trace.emit(event::XskPeek{.pair = 0});
    CHECK_FALSE(b.holds(FaultCondition::waiting));
}

TEST_CASE("conditions: timers, need_wakeup, the device's sleep and the stopped queue") {
    ConditionBench b;
    CHECK(b.holds(FaultCondition::device_asleep));
    b.trace.emit(event::DevWake{.queue = 1, .avail_idx = 0});
    CHECK_FALSE(b.holds(FaultCondition::device_asleep));
    b.trace.emit(event::DevSleep{
        .queue = 1, .avail_event = 0, .found = true});  // the re-check found entries
    CHECK_FALSE(b.holds(FaultCondition::device_asleep));
    b.trace.emit(event::DevSleep{.queue = 1, .avail_event = 0, .found = false});
    CHECK(b.holds(FaultCondition::device_asleep));
    b.trace.emit(event::HrtimerStart{.timer = 9});
    CHECK(b.holds(FaultCondition::timer_armed));
    b.trace.emit(event::HrtimerCancel{.timer = 9, .result = TimerCancel::cancelled});
    CHECK_FALSE(b.holds(FaultCondition::timer_armed));
    b.trace.emit(event::NeedWakeupSet{.pair = 0});
    CHECK(b.holds(FaultCondition::need_wakeup));
    b.trace.emit(event::TxqStop{.pair = 0});
    CHECK(b.holds(FaultCondition::queue_stopped));
    b.trace.emit(event::TxqWake{.pair = 0});
    CHECK_FALSE(b.holds(FaultCondition::queue_stopped));
}
