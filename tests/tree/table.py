#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What kernel trees' drivers do in the shipped scenarios, beside this project's ports.

usage: table.py XSKSIM NAME=DRIVER...: a row a scenario, a column a driver: how it ends and what that is told by.
A driver that sends nothing of an AF_XDP application is run in the baseline, and where there is no such application.
"""
import json
import re
import subprocess
import sys

from scenarios import ROOT, is_without_application, shipped


def told_by(run):
    if run["verdict"] == "inconclusive":
        return run["end"]["message"].removeprefix("the shim lacks ")
    codes = [violation["code"] for violation in run["violations"] if not violation["note"]]
    codes += run.get("explanation", {}).get("codes", [])
    return codes[0] if codes else ""


def ended(program, scenario, driver, settings=()):
    options = [option for setting in settings for option in ("--set", setting)]
    run = subprocess.run([program, "run", scenario, "--driver", driver, "--engine", "native", "--json", *options],
                         cwd=ROOT, capture_output=True, text=True, timeout=600)
    return json.loads(run.stdout)["runs"][0]


def outcome(program, scenario, driver, settings=()):
    run = ended(program, scenario, driver, settings)
    if run["verdict"] == "bad input":
        return f"not applicable ({run['error'].split(': ')[1]})"
    return f"{run['verdict']} {told_by(run)}".strip()


def rows_of(name):
    """Of a table in results/, its headings first."""
    return [re.split(r"  +", line) for line in (ROOT / "results" / name).read_text().splitlines()]


# What all scenarios with an AF_XDP application come to where the baseline ends so: one row says it, and the others
# would take minutes.
WITHOUT_TRANSMIT = {
    "stalled stall.nothing_waits": "no zero copy",  # the bind is refused
    "stalled progress.none_till_end": "binds, never sends",
}


def column(program, driver, scenarios):
    baseline = outcome(program, "baseline", driver)
    without = WITHOUT_TRANSMIT.get(baseline)
    cells = {"baseline": baseline}
    for scenario in scenarios:
        if scenario not in cells:
            runs = not without or is_without_application(scenario)
            cells[scenario] = outcome(program, scenario, driver) if runs else without
    return [cells[scenario] for scenario in scenarios]


def print_table(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def main():
    program, columns = sys.argv[1], [argument.split("=", 1) for argument in sys.argv[2:]]
    scenarios = list(shipped())
    cells = [column(program, driver, scenarios) for _, driver in columns]
    print_table([["scenario", *(name for name, _ in columns)], *zip(scenarios, *cells)])


if __name__ == "__main__":
    main()
