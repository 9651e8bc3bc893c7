# SPDX-License-Identifier: GPL-2.0-only
"""A kernel tree's driver on packed virtqueues, which no driver of this project's accepts.

Its verdicts are those of the split ring, and so are the ways in which it is broken: a falsified ring, a barrier that is
taken away. That it accepts the packed ring, the event vq_setup tells.
"""
import json

import table

PACKED = ["/device/packed=true"]
ACCEPTED = ['/expect/reached=[{"what": "vq_setup", "where": {"packed": true}}]']
# Scenario, more settings, how it ends.
VERDICTS = [
    ("calibration/vhost-user-udp", ACCEPTED, "pass"),
    ("calibration/vhost-user-udp", ACCEPTED + ["/device/indirect_desc=true"], "pass"),
    ("calibration/tap-udp", ["/device/event_idx=false"], "pass"),
    ("breakers/stop-re-check", [], "pass"),
    ("breakers/kick-barrier", [], "pass"),
    ("breakers/enable-cb-delayed-barrier", [], "pass"),
    ("review/broken-already-base-slow-device", [], "stalled stall.not_reaped stall.interrupt_lost"),
]


def fault(what, **amounts):
    return ["/faults=" + json.dumps([{"what": what, "nth": [3], **amounts}])]


FALSIFIED = [
    (fault("used_stale_wrap"), "stalled stall.not_reaped fault.used_stale_wrap stall.interrupt_found_nothing"),
    (fault("used_skips", entries=1), "stalled stall.not_reaped fault.used_skips stall.interrupt_found_nothing"),
    (fault("used_wrong_id", id=3), "fail ring.broken"),
    (fault("used_twice"), "fail frame.published_too_many"),
    (fault("used_index_ahead", entries=2), "fail frame.published_too_many"),
    (fault("used_out_of_order", packets=2), "pass"),
]
RUNS = VERDICTS + [("breakers/stop-re-check", settings, ends) for settings, ends in FALSIFIED]
# File, function, what is taken out of it, by what it is replaced; the breaker, and how it ends.
NO_BARRIER = "drivers/virtio/virtio_ring.c", "virtqueue_kick_prepare_packed", r"\n[^\n]*virtio_mb\([^\n]*\n", "\n"
BREAKER, DIES = "breakers/kick-barrier", "stalled stall.not_completed"


def outcome(program, scenario, driver, settings=()):
    run = table.ended(program, scenario, driver, PACKED + list(settings))
    if run["verdict"] == "bad input":
        return run["error"]
    failed = [violation["code"] for violation in run["violations"] if not violation["note"]]
    codes = failed[:1] or run.get("explanation", {}).get("codes", [])
    if run["verdict"] == "pass" and not run["as_expected"]:
        codes = run["unexpected"]
    return " ".join([run["verdict"], *codes])


def differences(program, driver):
    """What is not as it should be."""
    for scenario, settings, wanted in RUNS:
        found = outcome(program, scenario, driver, settings)
        if found != wanted:
            yield f"{scenario} {settings}: {found}, wanted {wanted}"
