#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What a kernel tree's driver does in the shipped scenarios, by the rings that the device offers.

usage: rings.py XSKSIM VERSION DRIVER rings|in-order: a row for each scenario that results/linux-trees.txt has an outcome of, but
for those of the review, which run long. Columns: split and packed rings, without and with indirect descriptors; or, with
them, of a device that uses buffers in order, with an entry for each and with one for each batch.
"""
import sys

import table

RINGS = {f"{ring}, {'indirect' if indirect == 'true' else 'direct'}":
         [f"/device/packed={packed}", f"/device/indirect_desc={indirect}"]
         for ring, packed in (("split", "false"), ("packed", "true")) for indirect in ("false", "true")}

IN_ORDER = {f"{ring}, an entry {'each' if entries == 'entries' else 'a batch'}":
            [f"/device/packed={packed}", "/device/indirect_desc=true", f'/device/in_order="{entries}"']
            for ring, packed in (("split", "false"), ("packed", "true")) for entries in ("entries", "batches")}
TABLES = {"rings": RINGS, "in-order": IN_ORDER}


def applicable(version):
    rows = table.rows_of("linux-trees.txt")
    place = rows[0].index(version)
    return [row[0] for row in rows[1:] if not row[place].startswith("not applicable") and not row[0].startswith("review/")]


def row_of(program, scenario, driver, kind):
    return [scenario, *(table.outcome(program, scenario, driver, settings) for settings in TABLES[kind].values())]


def main():
    program, version, driver, kind = sys.argv[1:]
    table.print_table([["scenario", *TABLES[kind]],
                       *(row_of(program, scenario, driver, kind) for scenario in applicable(version))])


if __name__ == "__main__":
    main()
