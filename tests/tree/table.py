#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What kernel trees' drivers do in the shipped scenarios without an application, beside this project's base.

usage: table.py XSKSIM NAME=DRIVER...: a row a scenario, a column a driver: how it ends and what that is told by.
"""
import json
import subprocess
import sys

from scenarios import ROOT, without_application


def told_by(run):
    if run["verdict"] == "inconclusive":
        return run["end"]["message"].removeprefix("the shim lacks ")
    codes = [violation["code"] for violation in run["violations"] if not violation["note"]]
    codes += run.get("explanation", {}).get("codes", [])
    return codes[0] if codes else ""


def outcome(program, scenario, driver):
    run = subprocess.run([program, "run", scenario, "--driver", driver, "--json"], cwd=ROOT, capture_output=True,
                         text=True, timeout=120)
    if run.returncode == 2:
        wrong = run.stderr.splitlines()[0].split(": ")
        return f"not applicable ({wrong[1]})"
    ended = json.loads(run.stdout)["runs"][0]
    return f"{ended['verdict']} {told_by(ended)}".strip()


def main():
    program, columns = sys.argv[1], [column.split("=", 1) for column in sys.argv[2:]]
    rows = [["scenario", *(name for name, _ in columns)]]
    rows += [[scenario, *(outcome(program, scenario, driver) for _, driver in columns)]
             for scenario in without_application()]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


if __name__ == "__main__":
    main()
