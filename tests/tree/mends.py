#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""How entries of docs/mainline.md would be mended: a patch for a kernel's tree, made from its own text.

usage: mends.py TREE ENTRY >fix.patch      then: xsksim driver build --tree TREE --patch fix.patch -o fixed.so
"""
import sys

from text_patch import NET, RING, patch

# By the entry's number: what it comes to, the edits, and scenarios with settings that fail without and pass with them.
INDIRECT = "/device/indirect_desc=true"
MENDS = {
    2: ("As many packets as have two descriptors each", [
        (NET, "virtnet_xsk_xmit_batch", r"(sq->vq->num_free)\);", r"\1 / 2);"),
    ], [("publish-each", []), ("findings/ring-16", [])]),
    5: ("The packets sent, as NAPI compares them", [
        (NET, "virtnet_xsk_xmit", r"static bool ", "static int "),
    ], []),
    6: ("Each packet counts where it is read", [
        (NET, "__free_old_xmit", r"stats->xsk\+\+;", "stats->xsk++;\n\t\t\tstats->packets++;"),
        (NET, "virtnet_xsk_xmit", r"u64_stats_add\(&sq->stats\.packets, *stats\.packets\);",
         "u64_stats_add(&sq->stats.packets, stats.packets + stats.napi_packets);"),
        (NET, "virtnet_xsk_xmit", r"u64_stats_add\(&sq->stats\.bytes, *stats\.bytes\);",
         "u64_stats_add(&sq->stats.bytes, stats.bytes + stats.napi_bytes);"),
    ], [("findings/statistics", [])]),
    11: ("Zero copy is refused where TX NAPI, which sends, is off", [
        (NET, "virtnet_xsk_pool_enable", r"(\trq = &vi->rq\[qid\];\n)",
         r"\1\n\tif (!sq->napi.weight)\n\t\treturn -EOPNOTSUPP;\n"),
    ], []),
    10: ("A queue used in order begins anew where its descriptors do", [
        (RING, "virtqueue_init", r"(\tvq->last_used = 0;\n)",
         r"\1\tif (virtqueue_is_in_order(vq)) {\n\t\tvq->free_head = 0;\n\t\tvq->batch_last.id = UINT_MAX;\n\t}\n"),
    ], [("kernel-udp-beside", [INDIRECT, '/device/in_order="batches"', "/expect/reached=null"]),
        ("mixed/two-queues-four-vcpus", [INDIRECT, '/device/in_order="entries"']),
        ("unbind-bind", [INDIRECT, '/device/in_order="batches"', "/expect/reached=null"])]),
}


def mend(tree, entry):
    return patch(tree, *MENDS[entry][1])


def main():
    if len(sys.argv) != 3 or not sys.argv[2].isdigit() or int(sys.argv[2]) not in MENDS:
        entries = "\n".join(f"  {entry:2}  {text}" for entry, (text, _, _) in MENDS.items())
        sys.exit(f"{__doc__.strip()}\nENTRY is one of\n{entries}")
    made = mend(sys.argv[1], int(sys.argv[2]))
    if made is None:
        sys.exit(f"mends.py: {sys.argv[1]} has another text there: the mend is for 7.3")
    print(made, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
