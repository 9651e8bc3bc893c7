#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The explorer against drivers that are known to be broken: each mutant of tests/mutants, from the hunts alone.

The hunts are explored in turns, each for twice the executions of the turn before, until one of them finds a
failure of the mutant's own: one that the original does not have there (sim/explore/own_failure.hpp). One line a
mutant: executions and seconds on one core until it is found, median and range over the seeds; of the first seed's
counterexample the holds and ties, the frames, and the seconds that making it took. A mutant that a seed does not
find is not looked for with further seeds. Changes of the original that change
nothing but when and where points are passed (tests/hunt/neutral) must not be found.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple, Optional

ROOT = pathlib.Path(__file__).resolve().parents[2]
HUNTS = ["zero-copy", "datagrams", "with-rx", "lost-interrupts", "down-up", "rebind", "life", "scarce-memory",
         "two-queues", "with-udp"]
FIRST_TURN = 250  # executions of each hunt


class Found(NamedTuple):
    hunt: str
    executions: int  # of all hunts, until then
    seconds: float
    signature: str
    shown: Optional[dict]  # the counterexample, where one was wanted and made


def explore(options, hunt, driver, seed, budget, shown=("--no-scenarios",)):
    command = [options.program, "explore", f"hunts/{hunt}", *driver, "--first", *shown, "--quiet", "--json", "--jobs",
               "1", "--seed", str(seed), "--budget", str(budget), "--strategy", options.strategy]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if ended.returncode not in (0, 1):
        sys.exit(f"hunt: {' '.join(command)}: exit code {ended.returncode}\n{ended.stderr}")
    return json.loads(ended.stdout)["scenarios"][0]


def search(options, driver, seed, shown) -> Optional[Found]:
    began, executions, budget, turn = time.monotonic(), 0, min(FIRST_TURN, options.executions), 0
    while True:
        for hunt in HUNTS:
            outcome = explore(options, hunt, driver, 1000 * seed + turn, budget, shown)
            for failure in outcome["failures"][:1]:
                counterexample = failure["counterexample"]
                seconds = time.monotonic() - began - (counterexample["seconds"] if counterexample else 0)
                return Found(hunt, executions + failure["first_execution"], seconds, failure["signature"],
                             counterexample)
            executions += outcome["executions"]
        if budget == options.executions:
            return None
        budget, turn = min(2 * budget, options.executions), turn + 1


# Built already, where it is a driver.
def driver_of(options, mutant):
    built = pathlib.Path(options.program).parent.parent / "mutants" / f"{mutant}.so"
    return ["--driver", str(built), "--reference", "v1"] if built.exists() else ["--mutant", mutant]


def search_with_all_seeds(options, mutant):
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(1, options.seeds + 1):
            shown = ["--out", folder] if seed == 1 else ["--no-scenarios"]
            first = search(options, driver_of(options, mutant), seed, shown)
            if first is None:
                break
            found.append(first)
    return found


def with_range(values, form):
    low, high = min(values), max(values)
    text = form.format(statistics.median(values))
    return text if low == high else f"{text} ({form.format(low)} to {form.format(high)})"


def size_of(counterexample):
    if counterexample is None:
        return "none"
    frames = "-" if counterexample["frames"] is None else counterexample["frames"]
    return f"{counterexample['holds']}+{counterexample['ties']} {frames:>4} {counterexample['seconds']:6.1f}"


def line_of(options, mutant, found):
    if not found:
        return f"{mutant:32} -"
    count = "" if len(found) == options.seeds else f"  {len(found)} of {options.seeds} seeds"
    executions = with_range([first.executions for first in found], "{:.0f}")
    seconds = with_range([first.seconds for first in found], "{:.1f}")
    return f"{mutant:32} {found[0].hunt:16} {executions:28} {seconds:22} {size_of(found[0].shown):16} {found[0].signature}{count}"


def false_alarms(options):
    alarms = []
    with tempfile.TemporaryDirectory() as folder:
        for patch in sorted((ROOT / "tests/hunt/neutral").glob("*.patch")):
            driver = f"{folder}/{patch.stem}.so"
            subprocess.run([options.program, "driver", "build", "--quiet", "--base", "v1", str(patch), "-o", driver],
                           cwd=ROOT, check=True)
            for hunt in HUNTS:
                outcome = explore(options, hunt, ["--driver", driver, "--reference", "v1"], 1, options.executions)
                alarms += [f"neutral/{patch.stem} {hunt}: {failure['signature']}" for failure in outcome["failures"]]
    return alarms


def options_of_command_line():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("mutants", nargs="*", metavar="MUTANT", help="those of tests/mutants, and no neutral changes")
    parser.add_argument("--executions", type=int, default=4000, help="of each hunt in the last turn")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--strategy", default="portfolio")
    options = parser.parse_intermixed_args()
    options.program = os.path.abspath(options.program)
    return options


def main():
    options = options_of_command_line()
    mutants = options.mutants or sorted({path.name.split(".")[0] for path in (ROOT / "tests/mutants").iterdir()})
    print(f"{'mutant':32} {'hunt':16} {'executions':28} {'seconds':22} {'holds frames s':16} what fails")
    count = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for mutant, found in zip(mutants, pool.map(lambda name: search_with_all_seeds(options, name), mutants)):
            count += bool(found)
            print(line_of(options, mutant, found), flush=True)
    print(f"{count} of {len(mutants)} mutants found; {options.executions} executions of each hunt at most in the last "
          "turn")
    alarms = [] if options.mutants else false_alarms(options)
    print("\n".join(alarms), end="\n" if alarms else "")
    return 1 if alarms else 0


if __name__ == "__main__":
    sys.exit(main())
