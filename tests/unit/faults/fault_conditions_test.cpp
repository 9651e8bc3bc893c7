// SPDX-License-Identifier: GPL-2.0-only
// Each condition of `while`, driven by the events that make it true and false.
#include <catch2/catch.hpp>

#include "models/faults/fault_conditions.hpp"

using namespace xsksim;

namespace {

struct Bench {
    bool holds(FaultCondition condition, PairIndex pair = 0) const {
        return conditions.holds(condition, pair);
    }
    std::unique_ptr<Engine> engine = Engine::create({.strict_steps = false, .bounds = {}});
    Trace trace{*engine};
    FaultConditions conditions{trace};
};

}  // namespace

TEST_CASE("conditions: the ring is full below 19 free descriptors, or when an add failed") {
    Bench b;
    CHECK_FALSE(b.holds(FaultCondition::ring_full));
    b.trace.emit(EventKind::vq_add, 1, 0, 2, 18);
    CHECK(b.holds(FaultCondition::ring_full));
    CHECK_FALSE(b.holds(FaultCondition::ring_full, 1));
    b.trace.emit(EventKind::vq_get_buf, 1, 0, 0, 19);
    CHECK_FALSE(b.holds(FaultCondition::ring_full));
    b.trace.emit(EventKind::vq_add, 0, 0, 1, 0);  // an RX queue
    CHECK_FALSE(b.holds(FaultCondition::ring_full));
    b.trace.emit(EventKind::vq_add_failed, 1, 28, 1);
    CHECK(b.holds(FaultCondition::ring_full));
}

TEST_CASE(
    "conditions: waiting means frames in the TX ring, no NAPI scheduled, no wake-up running") {
    Bench b;
    b.trace.emit(EventKind::napi_add, 500, 0, 0, 1);
    b.trace.emit(EventKind::app_submit, 0);
    CHECK(b.holds(FaultCondition::waiting));
    b.trace.emit(EventKind::xsk_wakeup, 0);
    CHECK_FALSE(b.holds(FaultCondition::waiting));
    b.trace.emit(EventKind::xsk_wakeup_done, 0);
    b.trace.emit(EventKind::napi_schedule, 500, 0, 0);
    CHECK(b.holds(FaultCondition::napi_scheduled));
    CHECK_FALSE(b.holds(FaultCondition::waiting));
    b.trace.emit(EventKind::napi_complete, 500, 0, 1);  // missed: stays scheduled
    CHECK(b.holds(FaultCondition::napi_scheduled));
    b.trace.emit(EventKind::napi_complete, 500, 1, 0);
    CHECK(b.holds(FaultCondition::waiting));
    b.trace.emit(EventKind::xsk_peek, 0);
    CHECK_FALSE(b.holds(FaultCondition::waiting));
}

TEST_CASE("conditions: timers, need_wakeup, the device's sleep and the stopped queue") {
    Bench b;
    CHECK(b.holds(FaultCondition::device_asleep));
    b.trace.emit(EventKind::dev_wake, 1, 0);
    CHECK_FALSE(b.holds(FaultCondition::device_asleep));
    b.trace.emit(EventKind::dev_sleep, 1, 0, 1);  // the re-check found entries
    CHECK_FALSE(b.holds(FaultCondition::device_asleep));
    b.trace.emit(EventKind::dev_sleep, 1, 0, 0);
    CHECK(b.holds(FaultCondition::device_asleep));
    b.trace.emit(EventKind::hrtimer_start, 9);
    CHECK(b.holds(FaultCondition::timer_armed));
    b.trace.emit(EventKind::hrtimer_cancel, 9, 2);
    CHECK_FALSE(b.holds(FaultCondition::timer_armed));
    b.trace.emit(EventKind::need_wakeup_set, 0);
    CHECK(b.holds(FaultCondition::need_wakeup));
    b.trace.emit(EventKind::txq_stop, 0);
    CHECK(b.holds(FaultCondition::queue_stopped));
    b.trace.emit(EventKind::txq_wake, 0);
    CHECK_FALSE(b.holds(FaultCondition::queue_stopped));
}
