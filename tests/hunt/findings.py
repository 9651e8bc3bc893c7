#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The explorer against what is known to be wrong with v1: each defect of docs/findings.md, from the hunts alone.

All hunts are explored with v1 itself, in turns on one core, until --seconds are over; there is no reference. What
fails is made a scenario, and that is run. A defect counts as found where such a run ends as the defect's own scenario
expects: with its verdict and, in the report, each text or code that it has under `because` (with the same codes, where
it has none). Defects whose scenario ends in `pass` are told by a figure or an expected event, which no exploration
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
SHOWN_MAX = 4


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
        fails = expect["verdict"] != "pass"
        signature = signature_of(options, f"findings/{name}") if fails and not because else ""
        yield Defect(int(number), name, expect["verdict"], because, signature)


def shows(defect, verdict, signature, report):
    if defect.verdict != verdict:
        return False
    return all(text in report for text in defect.because) if defect.because else signature == defect.signature


def explore_v1(options, seed, wanted):
    """The first sign of each defect in the executions that one core makes in the time."""
    found, spent, executions = {}, 0.0, 0
    shown = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        for turn, budget in hunt.turns():
            for name, weight in hunt.HUNTS.items():
                enough = [f"--except={signature}" for (hunted, signature), times in shown.items()
                          if hunted == name and times == SHOWN_MAX]
                began = time.monotonic()
                outcome = hunt.explore(options, name, ["--driver", "v1", *enough], 1000 * seed + turn, int(weight * budget),
                                       ["--out", folder], go_on=True)
                made = [failure for failure in outcome["failures"] if failure["counterexample"]]
                spent += time.monotonic() - began - sum(failure["counterexample"]["seconds"] for failure in made)
                if spent > options.seconds:
                    return found
                for failure in made:
                    shown[name, failure["signature"]] += 1
                    report = run_of(options, failure["counterexample"]["scenario"])
                    verdict = failure["signature"].split()[0]
                    for defect in wanted:
                        if defect.name not in found and shows(defect, verdict, failure["signature"], report):
                            found[defect.name] = Shown(spent, executions + failure["first_execution"], name,
                                                       failure["signature"])
                executions += outcome["executions"]
                if len(found) == len(wanted):
                    return found
    return found


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
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        seeds = list(pool.map(lambda seed: explore_v1(options, seed, wanted), range(1, options.seeds + 1)))
    print(f"{'defect of v1':30} {'found':>4} {'executions':24} {'seconds':21} {'hunt':15} what fails")
    for defect in all_defects:
        print(line_of(defect, seeds))
    count = sum(2 * sum(defect.name in found for found in seeds) > len(seeds) for defect in wanted)
    print(f"{count} of {len(wanted)} defects that end in failure found within {options.seconds:.0f} s by more than half of "
          f"the seeds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
