#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The explorer against drivers that are known to be broken: each mutant of tests/mutants, from the hunts alone.

The hunts are explored in turns, on one core, until one of them finds a failure of the mutant's own (one that the
original does not have there: sim/explore/own_failure.hpp) or --seconds are over. One line a mutant, over the seeds:
how many found it, executions and the processor's seconds until then as median and its 95 % interval, holds and ties, frames and
seconds of the first seed's counterexample, the hunt and what fails. A mutant that the first three seeds do not find
is not looked for any further. With --store what a seed came to is kept, a line of JSON each, and not made again: hours
can be spread over days, and the commits that the lines are of are told.
"""
import argparse
import collections
import concurrent.futures
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
from typing import NamedTuple, Optional

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Executions of each hunt for one of the others', by what one takes. Not aged: a workload takes a second or more there, and what it
# alone can meet, no mutant has (tests/cli/hunt_test.sh has one that does).
HUNTS = {"zero-copy": 2, "datagrams": 2, "lost-interrupts": 1, "rebind": 1, "with-rx": 1, "down-up": 1, "life": 1,
         "scarce-memory": 1, "with-udp": 1, "two-queues": 0.5, "settings": 0.5}
FIRST_TURN, LONGEST_TURN = 100, 800  # executions of a hunt; each turn has twice those of the one before
GIVEN_UP_AFTER = 3  # seeds, where none has found it


class Found(NamedTuple):
    hunt: str
    executions: int  # of all hunts, until then
    seconds: float
    signature: str
    shown: Optional[dict]  # the counterexample, where one was wanted and made


class Store:
    """What each mutant and seed came to: null, where it was not found. One strategy and one bound a file."""

    def __init__(self, path, strategy, seconds):
        self.path, self.bound, self.lock = path, {"strategy": strategy, "seconds": seconds}, threading.Lock()
        self.lines = [json.loads(line) for line in path.read_text().splitlines()] if path and path.exists() else []
        for line in self.lines:
            if {key: line[key] for key in self.bound} != self.bound:
                sys.exit(f"hunt: {path}: a line of {line['strategy']}, {line['seconds']} s; wanted {self.bound}")
        described = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
        self.commit = described.stdout.strip()

    def known(self, mutant, seed):
        with self.lock:
            return next((line for line in self.lines if (line["mutant"], line["seed"]) == (mutant, seed)), None)

    def add(self, mutant, seed, found):
        line = {"mutant": mutant, "seed": seed, **self.bound, "commit": self.commit,
                "found": found and found._asdict()}
        with self.lock:
            self.lines.append(line)
            if self.path:
                with self.path.open("a") as file:
                    print(json.dumps(line), file=file, flush=True)

    def commits(self):
        return sorted({line["commit"] for line in self.lines})


def run(command):
    """Exit code, output and errors, and the processor's time: what else the machine does counts for nothing."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with process.stdout, process.stderr:
        output, errors = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, output, errors, usage.ru_utime + usage.ru_stime


def explore(options, hunt, driver, seed, budget, shown=("--no-scenarios",), go_on=False):
    command = [options.program, "explore", f"hunts/{hunt}", *driver, *shown, "--quiet", "--json", "--jobs", "1",
               "--seed", str(seed), "--budget", str(budget), "--strategy", options.strategy]
    if not go_on:
        command.append("--first")
    code, output, errors, seconds = run(command)
    if code not in (0, 1, 4):
        sys.exit(f"hunt: {' '.join(command)}: exit code {code}\n{errors}")
    outcome = json.loads(output)["scenarios"][0] | {"processor_seconds": seconds}
    # Nothing that was looked for, and not to be kept quiet about.
    for death in [failure for failure in outcome["failures"] if failure["signature"] == "simulator_died"]:
        outcome["failures"].remove(death)
        print(f"hunt: {' '.join(command)}: {death['words']}", file=sys.stderr)
    return outcome


def turns():
    turn = 0
    while True:
        yield turn, min(FIRST_TURN << turn, LONGEST_TURN)
        turn += 1


def search(options, driver, seed, folder) -> Optional[Found]:
    """`folder`: for the counterexample, where one is wanted."""
    seconds = executions = 0
    for turn, share in turns():
        for hunt, weight in HUNTS.items():
            asked = hunt, driver, 1000 * seed + turn, int(weight * share)
            outcome = explore(options, *asked)
            seconds += outcome["processor_seconds"]
            if seconds > options.seconds:
                return None
            for failure in outcome["failures"][:1]:
                shown = folder and explore(options, *asked, ["--out", folder])["failures"][0]["counterexample"]
                return Found(hunt, executions + failure["first_execution"], seconds, failure["signature"], shown)
            executions += outcome["executions"]
    return None


# Built already, where it is a driver.
def driver_of(options, mutant):
    built = pathlib.Path(options.program).parent.parent / "mutants" / f"{mutant}.so"
    return ["--driver", str(built), "--reference", "v1"] if built.exists() else ["--mutant", mutant]


def search_with_all_seeds(options, store, mutant):
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(1, options.seeds + 1):
            if known := store.known(mutant, seed):
                found.append(known["found"] and Found(**known["found"]))
            else:
                shown_in = folder if seed == 1 and not options.no_counterexamples else None
                found.append(search(options, driver_of(options, mutant), seed, shown_in))
                store.add(mutant, seed, found[-1])
            if seed == GIVEN_UP_AFTER and not any(found):
                break
    return found


def median_rank_interval(count):
    """The 95 % interval of a median: the ranks between which it lies, from 0, by the binomial distribution."""
    below, low = 0.0, 0
    while (below := below + math.comb(count, low) / 2**count) <= 0.025:
        low += 1
    return max(low - 1, 0), min(count - low, count - 1)


def with_interval(values, form):
    values = sorted(math.inf if value is None else value for value in values)
    show = lambda value: "-" if math.isinf(value) else form.format(value)
    middle = (len(values) - 1) // 2, len(values) // 2
    median = sum(values[rank] for rank in middle) / 2
    if len(values) == 1:
        return show(median)
    low, high = median_rank_interval(len(values))
    return f"{show(median)} ({show(values[low])} to {show(values[high])})"


def size_of(found):
    shown = next((first.shown for first in found if first and first.shown), None)
    if shown is None:
        return "-"
    frames = "-" if shown["frames"] is None else shown["frames"]
    return f"{shown['holds']}+{shown['ties']} {frames:>3} {shown['seconds']:5.1f}"


def line_of(mutant, found):
    met = [first for first in found if first]
    share = f"{len(met)}/{len(found)}"
    if not met:
        return f"{mutant:31} {share:>5}"
    executions = with_interval([first and first.executions for first in found], "{:.0f}")
    seconds = with_interval([first and first.seconds for first in found], "{:.1f}")
    hunt = collections.Counter(first.hunt for first in met).most_common(1)[0][0]
    return f"{mutant:31} {share:>5} {executions:24} {seconds:21} {size_of(found):12} {hunt:15} {met[0].signature}"


def neutral_drivers(options, folder):
    for patch in sorted((ROOT / "tests/hunt/neutral").glob("*.patch")):
        driver = f"{folder}/{patch.stem}.so"
        subprocess.run([options.program, "driver", "build", "--quiet", "--base", "v1", str(patch), "-o", driver],
                       cwd=ROOT, check=True)
        yield driver


def hunt_for_false_alarms(options):
    """What fails with a driver that does the same as the original, and not with the original."""
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        jobs = [(driver, hunt) for driver in neutral_drivers(options, folder) for hunt in HUNTS]
        outcomes = pool.map(lambda job: explore(options, job[1], ["--driver", job[0], "--reference", "v1"], 1,
                                                options.neutral, go_on=True), jobs)
        executions = alarms = 0
        for (driver, hunt), outcome in zip(jobs, outcomes):
            executions += outcome["executions"]
            alarms += len(outcome["failures"])
            for failure in outcome["failures"]:
                print(f"{pathlib.Path(driver).stem} {hunt}: {failure['signature']}", flush=True)
    print(f"{executions} executions of {len(jobs)} pairs of a hunt and a change that changes nothing")
    print(f"{alarms} false alarms")
    return alarms


def options_of_command_line():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("mutants", nargs="*", metavar="MUTANT", help="those of tests/mutants")
    parser.add_argument("--seconds", type=float, default=60, help="for each, of the processor's time")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--strategy", default="portfolio")
    parser.add_argument("--no-counterexamples", action="store_true", help="saves the time that they take")
    parser.add_argument("--store", type=pathlib.Path, metavar="FILE", help="keep what each seed comes to, and go on")
    parser.add_argument("--neutral", type=int, metavar="N", help="N executions of each hunt for each of the changes "
                        "that change nothing (tests/hunt/neutral), instead of mutants; what fails is a false alarm")
    options = parser.parse_intermixed_args()
    options.program = os.path.abspath(options.program)
    return options


def hunt_for(options, mutants):
    store = Store(options.store, options.strategy, options.seconds)
    print(f"{'mutant':31} {'found':5} {'executions':24} {'seconds':21} {'holds fr. s':12} {'hunt':15} what fails")
    count = 0
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for mutant, found in zip(mutants, pool.map(lambda name: search_with_all_seeds(options, store, name), mutants)):
            count += 2 * sum(map(bool, found)) > len(found)
            print(line_of(mutant, found), flush=True)
    print(f"{count} of {len(mutants)} mutants found within {options.seconds:.0f} s by more than half of the seeds, "
          f"strategy {options.strategy}")
    print(f"explored at {', '.join(store.commits())}")


def main():
    options = options_of_command_line()
    if options.neutral is not None:
        return 1 if hunt_for_false_alarms(options) else 0
    hunt_for(options, options.mutants or sorted({path.name.split(".")[0] for path in (ROOT / "tests/mutants").iterdir()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
