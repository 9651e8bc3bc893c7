#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""A kernel's own driver, unmodified: built from Debian's source package, and run.

usage: tree_test.py XSKSIM VERSION. Exit code 77: the package cannot be had, or it is none of the short form's; nothing was
tested. Objects are kept where the program keeps them, so what else builds the tree finds them. With XSKSIM_LONG: every
scenario, every mutant, every scenario in which the driver is to be equal to its port (./dev soak tests).
"""
import difflib
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import alike
import packed
import rings
import table
from scenarios import ROOT

LONG = "XSKSIM_LONG" in os.environ
MUTATED = "6.1"  # the others' mutants take a minute each: ./dev soak tests
ONLY_LONG = {"5.10"}
# Of these, in the short form, only so many scenarios.
SHORT = {
    "7.3": ["breakers/timer", "breakers/without-napi", "findings/ring-16", "findings/statistics",
            "findings/suspend-unbind", "life/device-remove", "life/xdp-load-unload", "mixed/xdp-tx-stops-the-queue",
            "publish-each", "unbind-bind"],
}
# The port that is written after the tree's text, and settings under which nothing but that text differs: the kit
# allocates an skb on the way and locks its lists, and binding takes another time.
PORTS = {"5.10": "base", "7.3": "landed"}
ALIKE = ["/guest/costs/allocation_ns=0", "/guest/costs/lock_ns=0"]
RING, NET = "drivers/virtio/virtio_ring.c", "drivers/net/virtio_net.c"


def fail(text):
    sys.exit(f"tree_test: {text}")


def build(program, tree, output, *more):
    run = subprocess.run([program, "driver", "build", "--tree", tree, "-o", output, "--json", *more], text=True,
                         capture_output=True)
    report = json.loads(run.stdout)
    if run.returncode != 0:
        fail(f"driver build: {report['problems']}")
    if not report["kernel"] or report["version"] != 1:
        fail(f"driver build: kernel {report['kernel']} in a document of version {report['version']}")
    return report


def listing(tree):
    return sorted((str(path), path.stat().st_mtime_ns) for path in pathlib.Path(tree).rglob("*"))


def digest(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def expect_equal(found, wanted, what):
    if found != wanted:
        print("\n".join(difflib.unified_diff(wanted, found, "wanted", "found", lineterm="")))
        fail(f"{what} is not as it was; if that is right, write it down there")


def column_of(version):
    """What results/linux-trees.txt says of the scenarios that this version is to be run in."""
    rows = table.rows_of("linux-trees.txt")
    place = rows[0].index(version)
    wanted = None if LONG else SHORT.get(version)
    return {row[0]: row[place] for row in rows[1:]
            if row[place] not in table.WITHOUT_TRANSMIT.values() and (wanted is None or row[0] in wanted)}


def check_scenarios(program, version, driver):
    wanted = column_of(version)
    found = [f"{scenario}: {table.outcome(program, scenario, driver)}" for scenario in wanted]
    expect_equal(found, [f"{scenario}: {outcome}" for scenario, outcome in wanted.items()],
                 f"column {version} of results/linux-trees.txt")


# Of results/linux-VERSION-rings.txt, in the short form.
RINGS = ["faults/allocation-failed-indirect-table", "mixed/two-queues-four-vcpus", "publish-each"]


def check_rings(program, version, driver):
    wanted = [row for row in table.rows_of(f"linux-{version}-rings.txt")[1:] if LONG or row[0] in RINGS]
    found = [rings.row_of(program, row[0], driver) for row in wanted]
    expect_equal([str(row) for row in found], [str(row) for row in wanted], f"results/linux-{version}-rings.txt")


def check_alike(program, version, driver):
    """Event for event the same as the port, where tests/tree/VERSION.equal says so."""
    names = (ROOT / f"tests/tree/linux-{version}.equal").read_text().split()
    for scenario in names if LONG else names[:2]:
        settings = [*ALIKE, *([] if table.is_without_application(scenario) else ["/application/start_ns=20000"])]
        events, parting = alike.compare(program, scenario, PORTS[version], driver, settings)
        if parting or events < 50:
            fail(f"{scenario}: {version} and {PORTS[version]} part after {events} events: {parting}")
        print(f"{scenario}: {events} events equal to those of {PORTS[version]}")


def function_of(text, name):
    """Where a function's body lies: from its name at the beginning of a definition to the brace in column 0."""
    begin = re.search(rf"^[^\n#]*\b{name}\([^;{{]*\)\n\{{\n", text, re.MULTILINE)
    if not begin:
        return None
    return begin.start(), text.index("\n}\n", begin.end()) + 3


def without(text, function, pattern, by=""):
    place = function_of(text, function)
    if not place:
        return None
    body = text[place[0]:place[1]]
    changed, count = re.subn(pattern, by, body, count=1, flags=re.DOTALL)
    return text[:place[0]] + changed + text[place[1]:] if count else None


# A safeguard of the tree's text, taken away, and the breaker that then fails. The patch is made from the tree here:
# no line of a kernel lies in this repository.
MUTANTS = [
    ("no barrier before the device's event is read", RING, "virtqueue_kick_prepare_split",
     r"\n[^\n]*virtio_mb\([^\n]*\n", "\n", "breakers/kick-barrier"),
    ("TX NAPI does not wake the queue", NET, "virtnet_poll_tx", r"netif_tx_wake_queue\([^\n]*\n", ";\n",
     "breakers/queue-wake"),
]


# Where a breaker, written for the ports, does not bring its race about.
NOT_FORCED = {("7.3", "breakers/kick-barrier")}


def mutant_patch(tree, file, functions, pattern, by):
    text = (pathlib.Path(tree) / file).read_text()
    for function in functions.split("|"):
        changed = without(text, function, pattern, by)
        if changed:
            lines = difflib.unified_diff(text.splitlines(True), changed.splitlines(True), f"a/{file}", f"b/{file}")
            return "".join(lines)
    return None


def check_mutants(program, version, tree, folder):
    for what, file, functions, pattern, by, scenario in MUTANTS:
        patch = mutant_patch(tree, file, functions, pattern, by)
        if patch is None:
            print(f"does not apply to this tree: {what}")
            continue
        (folder / "mutant.patch").write_text(patch)
        report = build(program, tree, str(folder / "mutant.so"), "--patch", str(folder / "mutant.patch"))
        if report["patched"] != [file]:
            fail(f"{what}: patched {report['patched']}")
        outcome = table.outcome(program, scenario, str(folder / "mutant.so"))
        print(f"{what}: {scenario}: {outcome}")
        if (version, scenario) in NOT_FORCED:
            continue
        if outcome == "pass" or "not applicable" in outcome:
            fail("the mutant lives")


# Found by the explorer, which is told of neither place nor moment; here in 6.1 s on one core.
BLIND = (NET, "start_xmit", r"unlikely\(!virtqueue_enable_cb_delayed\(sq->vq\)\)",
         "(virtqueue_enable_cb_delayed(sq->vq), 0)")


def check_blind(program, tree, folder, original):
    patch = mutant_patch(tree, *BLIND)
    if patch is None:
        print("does not apply to this tree: the second look at a queue that was stopped, taken away, to be found blind")
        return
    (folder / "blind.patch").write_text(patch)
    build(program, tree, str(folder / "blind.so"), "--patch", str(folder / "blind.patch"))
    run = subprocess.run([program, "explore", "hunts/datagrams", "--driver", str(folder / "blind.so"), "--reference",
                          original, "--first", "--no-scenarios", "--quiet", "--json", "--budget", "4000"],
                         cwd=ROOT, text=True, capture_output=True)
    failures = json.loads(run.stdout)["scenarios"][0]["failures"]
    print("found blind:", [(failure["signature"], failure["first_execution"]) for failure in failures])
    if [failure["signature"].split()[:2] for failure in failures] != [["stalled", "stall.not_reaped"]]:
        fail("a queue that is stopped and not looked at again was not found")


def check_packed(program, tree, folder, driver):
    for difference in packed.differences(program, driver):
        fail(f"packed ring: {difference}")
    if not LONG:
        return
    (folder / "packed.patch").write_text(mutant_patch(tree, *packed.NO_BARRIER))
    build(program, tree, str(folder / "packed.so"), "--patch", str(folder / "packed.patch"))
    outcome = packed.outcome(program, packed.BREAKER, str(folder / "packed.so"))
    if outcome != packed.DIES:
        fail(f"packed ring, without the barrier of a kick: {outcome}")


def check_refusals(program, tree, folder):
    patch = folder / "elsewhere.patch"
    patch.write_text("--- a/drivers/net/virtio_net.c\n+++ b/drivers/net/virtio_net.c\n@@ -1,1 +1,1 @@\n-no such line\n+x\n")
    for arguments, words in [
        (["--tree", str(folder)], "wanted a kernel's source tree"),
        (["--tree", tree, "--patch", str(patch)], "does not apply"),
        (["--patch", str(patch)], "wanted --tree DIR"),
    ]:
        run = subprocess.run([program, "driver", "build", *arguments, "-o", str(folder / "none.so")], text=True,
                             capture_output=True)
        if run.returncode != 2 or words not in run.stderr or (folder / "none.so").exists():
            fail(f"{arguments}: exit code {run.returncode}: {run.stderr}")


def main():
    program, version = os.path.abspath(sys.argv[1]), sys.argv[2]
    if version in ONLY_LONG and not LONG:
        print(f"did not run: {version} takes its time in ./dev soak tests")
        return 77
    fetched = subprocess.run([ROOT / "tools/kernel-tree", version], text=True, stdout=subprocess.PIPE)
    if fetched.returncode != 0:
        print(f"did not run: linux-source-{version} cannot be had")
        return fetched.returncode
    tree = fetched.stdout.strip()
    before = listing(tree)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        driver = str(folder / f"linux-{version}.so")
        report = build(program, tree, driver)
        expect_equal(report["gaps"], (ROOT / f"tests/tree/linux-{version}.gaps").read_text().split(),
                     f"tests/tree/linux-{version}.gaps")
        first = digest(driver)
        build(program, tree, driver)
        if digest(driver) != first:
            fail("the same tree makes another driver, now that its objects are kept")
        check_scenarios(program, version, driver)
        suspended = table.outcome(program, "tests/tree/suspend-with-sender.json", driver)
        if suspended != "pass":
            fail(f"suspend-with-sender: {suspended}")
        if version in PORTS:
            check_alike(program, version, driver)
        if version == "7.3":
            check_rings(program, version, driver)
        if version == MUTATED or LONG:
            check_mutants(program, version, tree, folder)
            check_blind(program, tree, folder, driver)
            check_packed(program, tree, folder, driver)
            check_refusals(program, tree, folder)
    if listing(tree) != before:
        fail("something was written to the tree")
    return 0


if __name__ == "__main__":
    sys.exit(main())
