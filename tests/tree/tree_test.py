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
import subprocess
import sys
import tempfile

import alike
import mends
import packed
import rings
import table
from scenarios import ROOT
from text_patch import NET, RING, patch

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


# Of results/linux-VERSION-rings.txt and -in-order.txt, in the short form.
RINGS = {"rings": ["faults/allocation-failed-indirect-table", "mixed/two-queues-four-vcpus", "publish-each"],
         "in-order": ["mixed/two-queues-four-vcpus"]}


def check_rings(program, version, driver):
    for kind, scenarios in RINGS.items():
        name = f"linux-{version}-{kind}.txt"
        wanted = [row for row in table.rows_of(name)[1:] if LONG or row[0] in scenarios]
        found = [rings.row_of(program, row[0], driver, kind) for row in wanted]
        expect_equal([str(row) for row in found], [str(row) for row in wanted], f"results/{name}")


def check_alike(program, version, driver):
    """Event for event the same as the port, where tests/tree/VERSION.equal says so."""
    names = (ROOT / f"tests/tree/linux-{version}.equal").read_text().split()
    for scenario in names if LONG else names[:2]:
        settings = [*ALIKE, *([] if table.is_without_application(scenario) else ["/application/start_ns=20000"])]
        events, parting = alike.compare(program, scenario, PORTS[version], driver, settings)
        if parting or events < 50:
            fail(f"{scenario}: {version} and {PORTS[version]} part after {events} events: {parting}")
        print(f"{scenario}: {events} events equal to those of {PORTS[version]}")


# A safeguard of the tree's text, taken away, and the breaker that then fails. The patch is made from the tree here:
# no line of a kernel lies in this repository.
MUTANTS = [
    ("no barrier before the device's event is read", RING, "virtqueue_kick_prepare_split",
     r"\n[^\n]*virtio_mb\([^\n]*\n", "\n", "breakers/kick-barrier"),
    ("no second look at what became used while a delayed callback was armed", RING, "virtqueue_enable_cb_delayed_split",
     r"unlikely\(\(u16\)", "unlikely(0 && (u16)", "breakers/enable-cb-delayed"),
    ("TX NAPI does not wake the queue", NET, "virtnet_poll_tx", r"netif_tx_wake_queue\([^\n]*\n", ";\n",
     "breakers/queue-wake"),
    ("RX NAPI does not wake the queue", NET, "virtnet_poll_cleantx", r"netif_tx_wake_queue\([^\n]*\n", ";\n",
     "breakers/rx-queue-wake"),
    ("RX NAPI reaps without the lock", NET, "virtnet_poll_cleantx", r"if \(__netif_tx_trylock\(txq\)\)",
     "if (__netif_tx_trylock(txq) || 1)", "breakers/rx-trylock"),
    ("no datagram is kicked for", NET, "start_xmit", r"kick \|\| netif_xmit_stopped\(txq\)", "0", "breakers/kick-datagram"),
    ("a datagram's sender pays until it is reaped", NET, "start_xmit", r"\n[^\n]*skb_orphan\(skb\);\n", "\n",
     "breakers/orphan"),
    ("a queue that is stopped without TX NAPI is not looked at again", NET, "start_xmit|check_sq_full_and_disable|tx_may_stop",
     r"else if \(unlikely\(!virtqueue_enable_cb_delayed\(sq->vq\)\)\)",
     "else if (virtqueue_enable_cb_delayed(sq->vq), 0)", "breakers/stop-re-check"),
    ("NAPI is scheduled whether it is or not", NET, "virtqueue_napi_schedule", r"if \(napi_schedule_prep\(napi\)\)",
     "if (napi_schedule_prep(napi) || 1)", "breakers/schedule-twice"),
    ("TX NAPI does not take the queue's lock", NET, "virtnet_poll_tx",
     r"__netif_tx_lock\(txq, [^\n]*\n(.*?)__netif_tx_unlock\(txq\);", r"\1;", "breakers/tx-lock"),
    ("what was sent is not unmapped", RING, "vring_unmap_one_split", r"(\n\tu16 flags;\n)",
     r"\1\n\tif (1)\n\t\tgoto out;\n", "life/device-remove"),
]


# Breakers that do not bring their race about in a tree: their holds are at places that are the ports' own (an access of
# vring_avail.ring[], a hit of virtnet_poll_cleantx), or another barrier stands near.
NOT_FORCED = {"breakers/enable-cb-delayed": {"6.1", "6.12", "7.3", "5.10"}, "breakers/rx-queue-wake": {"6.1", "6.12", "7.3", "5.10"},
              "breakers/kick-barrier": {"7.3"}}
# Mutants of the short form, by their scenarios: each takes ten seconds.
SHORT_MUTANTS = {"breakers/kick-barrier", "breakers/queue-wake", "life/device-remove"}


def check_mutants(program, version, tree, folder):
    for what, file, functions, pattern, by, scenario in MUTANTS:
        if not LONG and scenario not in SHORT_MUTANTS:
            continue
        mutant = patch(tree, (file, functions, pattern, by))
        if mutant is None:
            print(f"does not apply to this tree: {what}")
            continue
        (folder / "mutant.patch").write_text(mutant)
        report = build(program, tree, str(folder / "mutant.so"), "--patch", str(folder / "mutant.patch"))
        if report["patched"] != [file]:
            fail(f"{what}: patched {report['patched']}")
        outcome = table.outcome(program, scenario, str(folder / "mutant.so"))
        print(f"{what}: {scenario}: {outcome}")
        if version in NOT_FORCED.get(scenario, ()):
            continue
        if outcome == "pass" or "not applicable" in outcome:
            fail("the mutant lives")


MENDED_IN_SHORT = {10}

# Found by the explorer, which is told of neither place nor moment; here in 6.1 s on one core.
BLIND = (NET, "start_xmit", r"unlikely\(!virtqueue_enable_cb_delayed\(sq->vq\)\)",
         "(virtqueue_enable_cb_delayed(sq->vq), 0)")


def check_blind(program, tree, folder, original):
    mutant = patch(tree, BLIND)
    if mutant is None:
        print("does not apply to this tree: the second look at a queue that was stopped, taken away, to be found blind")
        return
    (folder / "blind.patch").write_text(mutant)
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
    (folder / "packed.patch").write_text(patch(tree, packed.NO_BARRIER))
    build(program, tree, str(folder / "packed.so"), "--patch", str(folder / "packed.patch"))
    outcome = packed.outcome(program, packed.BREAKER, str(folder / "packed.so"))
    if outcome != packed.DIES:
        fail(f"packed ring, without the barrier of a kick: {outcome}")


def check_mends(program, tree, folder, driver):
    """Entries of docs/mainline.md: what fails passes once it is mended."""
    for entry, (text, _, scenarios) in mends.MENDS.items():
        if not scenarios or not (LONG or entry in MENDED_IN_SHORT):
            continue
        (folder / "mend.patch").write_text(mends.mend(tree, entry))
        build(program, tree, str(folder / "mended.so"), "--patch", str(folder / "mend.patch"))
        for scenario, settings in scenarios if LONG else scenarios[-1:]:
            before = table.outcome(program, scenario, driver, settings)
            after = table.outcome(program, scenario, str(folder / "mended.so"), settings)
            print(f"{entry}, {text}: {scenario}: {before}, then {after}")
            if before == "pass" or after != "pass":
                fail(f"entry {entry} of docs/mainline.md: {scenario}: {before}, mended: {after}")


def check_refusals(program, tree, folder):
    elsewhere = folder / "elsewhere.patch"
    elsewhere.write_text("--- a/drivers/net/virtio_net.c\n+++ b/drivers/net/virtio_net.c\n@@ -1,1 +1,1 @@\n-no such line\n+x\n")
    for arguments, words in [
        (["--tree", str(folder)], "wanted a kernel's source tree"),
        (["--tree", tree, "--patch", str(elsewhere)], "does not apply"),
        (["--patch", str(elsewhere)], "wanted --tree DIR"),
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
            check_mends(program, tree, folder, driver)
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
