#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The explorer against what is known to be wrong with v1: each defect of docs/findings.md, from the hunts alone.

All hunts are explored with v1 itself, in turns on one core, until --seconds are over; there is no reference. What
fails is made a scenario, and that is run. A defect counts as found where such a run ends as the defect's own scenario
does: with the same verdict and codes and, numbers aside, the words that it has under `because`. Defects whose scenario ends in `pass` are told by a figure or an expected event, which no exploration
looks for. One line a defect.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple, Optional

import hunt

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Counterexamples of one cause in one hunt: two defects may be told alike.
SHOWN_MAX = 3


class Defect(NamedTuple):
    number: int
    name: str
    verdict: str
    because: list
    signature: str


class Shown(NamedTuple):
    seconds: float
    executions: int
    hunt: str
    signature: str


def run_of(options, scenario):
    """What the program says of a scenario, and how it ends: verdict and codes."""
    text = subprocess.run([options.program, "run", scenario, "--driver", "v1"], cwd=ROOT, capture_output=True, text=True)
    return text.stdout


def signature_of(options, scenario):
    outcome = subprocess.run([options.program, "explore", scenario, "--driver", "v1", "--budget", "1w", "--no-scenarios",
                              "--quiet", "--json", "--jobs", "1"], cwd=ROOT, capture_output=True, text=True)
    failures = json.loads(outcome.stdout)["scenarios"][0]["failures"]
    return failures[0]["signature"] if failures else ""


def defects(options):
    rows = re.findall(r"^\| (\d+) \|.*?\[([a-z0-9-]+)\]\(", (ROOT / "docs/findings.md").read_text(), re.MULTILINE)
    for number, name in rows:
        expect = json.loads((ROOT / f"scenarios/findings/{name}.json").read_text())["expect"]
        because = expect.get("because") or []
        signature = "" if expect["verdict"] == "pass" else signature_of(options, f"findings/{name}")
        yield Defect(int(number), name, expect["verdict"], because, signature)


def shows(defect, signature, report):
    """Told by the same codes, and in the same words but for numbers (a report's lines are wrapped)."""
    said = " ".join(report.split())
    words = [re.sub(r"\d+", r"\\d+", re.escape(text)) for text in defect.because]
    return signature == defect.signature and all(re.search(text, said) for text in words)


class Exploration:
    """What one core meets of the defects in the time, first signs first."""

    def __init__(self, options, seed, wanted):
        self.options, self.seed, self.wanted = options, seed, wanted
        self.found, self.spent, self.executions = {}, 0.0, 0
        self.shown = collections.Counter()

    def go(self):
        for turn, budget in hunt.turns():
            for name, weight in hunt.HUNTS.items():
                if not self.explore(name, 1000 * self.seed + turn, int(weight * budget)):
                    return self.found
        return self.found

    def explore(self, name, seed, budget):
        began = time.monotonic()
        outcome = hunt.explore(self.options, name, ["--driver", "v1"], seed, budget, go_on=True)
        self.spent += time.monotonic() - began
        if self.spent > self.options.seconds or len(self.found) == len(self.wanted):
            return False
        sought = {defect.signature for defect in self.wanted if defect.name not in self.found}
        signatures = [failure["signature"] for failure in outcome["failures"]]
        telling = {signature for signature in signatures if signature in sought and self.shown[name, signature] < SHOWN_MAX}
        if telling:
            self.look_at(name, seed, budget, [signature for signature in signatures if signature not in telling])
        self.executions += outcome["executions"]
        return True

    # The same executions again, which costs no time of theirs, for their counterexamples.
    def look_at(self, name, seed, budget, others):
        leave_out = [f"--except={signature}" for signature in others]
        with tempfile.TemporaryDirectory() as folder:
            outcome = hunt.explore(self.options, name, ["--driver", "v1", *leave_out], seed, budget, ["--out", folder],
                                   go_on=True)
            for failure in outcome["failures"]:
                self.shown[name, failure["signature"]] += 1
                if failure["counterexample"]:
                    self.compare(name, failure)

    def compare(self, name, failure):
        report = run_of(self.options, failure["counterexample"]["scenario"])
        for defect in self.wanted:
            if defect.name not in self.found and shows(defect, failure["signature"], report):
                self.found[defect.name] = Shown(self.spent, self.executions + failure["first_execution"], name,
                                                failure["signature"])


def line_of(defect, seeds):
    title = f"{defect.number:2} {defect.name:27}"
    if defect.verdict == "pass":
        return f"{title}    -  ends in pass"
    met: list[Optional[Shown]] = [found.get(defect.name) for found in seeds]
    first = next(filter(None, met), None)
    share = f"{sum(map(bool, met))}/{len(seeds)}"
    if first is None:
        return f"{title} {share:>4}"
    executions = hunt.with_interval([shown and shown.executions for shown in met], "{:.0f}")
    seconds = hunt.with_interval([shown and shown.seconds for shown in met], "{:.1f}")
    return f"{title} {share:>4} {executions:24} {seconds:21} {first.hunt:15} {first.signature}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--seconds", type=float, default=60, help="of exploring, on one core")
    parser.add_argument("--seeds", type=int, default=1)
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    options.strategy = "portfolio"
    all_defects = list(defects(options))
    wanted = [defect for defect in all_defects if defect.verdict != "pass"]
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        seeds = list(pool.map(lambda seed: Exploration(options, seed, wanted).go(), range(1, options.seeds + 1)))
    print(f"{'defect of v1':30} {'found':>4} {'executions':24} {'seconds':21} {'hunt':15} what fails")
    for defect in all_defects:
        print(line_of(defect, seeds))
    count = sum(2 * sum(defect.name in found for found in seeds) > len(seeds) for defect in wanted)
    print(f"{count} of {len(wanted)} defects that end in failure found within {options.seconds:.0f} s by more than half of "
          f"the seeds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
