#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Whether two drivers do the same in a scenario: the same events, in the same contexts, at the same instants.

usage: alike.py XSKSIM SCENARIO ONE OTHER [--set ...]: says how many events are equal, or where they part.

Left out is what two texts of one driver differ in: where objects lie in guest memory, how places of the text and
parameters are called.
"""
import json
import os
import subprocess
import sys
import tempfile

from scenarios import ROOT

UNEQUAL_BY_NATURE = {"trace_begin", "trace_end", "module_param", "state_bit", "lock_acquire", "lock_release",
                     "vq_unlocked"}
BEGINNINGS = {"udp_submit", "app_submit"}
ADDRESSES = {"gpa", "addr", "address", "lock", "napi", "timer", "work", "at", "object", "skb"}


def ends(program, scenario, driver, settings, folder, name):
    trace = os.path.join(folder, name)
    subprocess.run([program, "run", scenario, "--driver", driver, "--engine", "native", "--trace", trace, "--json",
                    *(f"--set={setting}" for setting in settings)], cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    began = None
    with open(trace) as lines:
        for line in lines:
            event = json.loads(line)
            if event["event"] in UNEQUAL_BY_NATURE or (event["context"] or "boot").endswith("boot"):
                continue
            if began is None and event["event"] not in BEGINNINGS:
                continue
            began = event["at_ns"] if began is None else began
            fields = {key: value for key, value in event["fields"].items() if key not in ADDRESSES and not key.endswith("gpa")}
            yield event["at_ns"] - began, event["context"], event["event"], fields


def compare(program, scenario, one, other, settings=()):
    """How many events are equal from the first, and the first two that are not, or None."""
    with tempfile.TemporaryDirectory() as folder:
        streams = [list(ends(program, scenario, driver, settings, folder, name))
                   for driver, name in [(one, "one"), (other, "other")]]
    for number, pair in enumerate(zip(*streams)):
        if pair[0] != pair[1]:
            return number, pair
    lengths = [len(stream) for stream in streams]
    return min(lengths), None if lengths[0] == lengths[1] else f"{lengths[0]} events, {lengths[1]} events"


if __name__ == "__main__":
    equal, parting = compare(*sys.argv[1:5], sys.argv[5:])
    print(f"{equal} events are equal" + (f", then\n{parting}" if parting else ", all"))
