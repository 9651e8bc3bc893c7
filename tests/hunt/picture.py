#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""usage: picture.py HUNT.txt >HUNT.svg. How many mutants are found after how many seconds, of what ./dev hunt printed:
at the median of the seeds, and at both ends of its interval. gnuplot draws it."""
import re
import subprocess
import sys

SECONDS = re.compile(r"^\S+ +\d+/\d+ +\S+ \(\S+ to \S+\) +(\S+) \((\S+) to (\S+)\)")
CURVES = [(2, "sooner end of the interval", "#90b0d0", 2), (1, "median", "#004080", 1),
          (3, "later end", "#90b0d0", 3)]
SCRIPT = """set terminal svg size 720,400 font 'DejaVu Sans,12' background 'white'
set logscale x
set xlabel 'seconds on one core'
set ylabel 'mutants found'
set xrange [0.1:{limit}]
set yrange [0:{all}]
set key bottom right
set grid
plot {curves}
"""


def steps(seconds, limit):
    found = sorted(value for value in seconds if value is not None)
    rows = ["0.1 0"] + [f"{value} {number}" for number, value in enumerate(found, 1)]
    return "\n".join([*rows, f"{limit} {len(found)}", "e"])


def main():
    lines = open(sys.argv[1], encoding="utf-8").read().splitlines()
    all_mutants, limit = re.search(r"of (\d+) mutants found within (\d+) s", lines[-1]).groups()
    rows = [match for match in map(SECONDS.match, lines) if match]
    if not rows:
        sys.exit(f"picture: {sys.argv[1]}: wanted lines with medians, as ./dev hunt --seeds 20 prints them")
    values = {column: [None if row[column] == "-" else float(row[column]) for row in rows] for column, *_ in CURVES}
    curves = ", ".join(f"'-' with steps linewidth 2 dashtype {dash} linecolor rgb '{colour}' title '{title}'"
                       for _, title, colour, dash in CURVES)
    script = SCRIPT.format(limit=limit, all=all_mutants, curves=curves)
    data = "\n".join(steps(values[column], limit) for column, *_ in CURVES)
    subprocess.run(["gnuplot"], input=script + data + "\n", text=True, check=True)


if __name__ == "__main__":
    main()
