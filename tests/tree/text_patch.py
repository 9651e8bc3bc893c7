# SPDX-License-Identifier: GPL-2.0-only
"""Patches to a kernel's text that are made from the user's own tree: no line of a kernel lies in this repository.

An edit is (file, functions, pattern, by): in the first of the functions ("one|another") that the file defines and in which
the pattern is found, the first match gives way.
"""
import difflib
import pathlib
import re

RING, NET = "drivers/virtio/virtio_ring.c", "drivers/net/virtio_net.c"


def function_of(text, name):
    """Where a function lies: from the line in which its name is defined to the brace in column 0."""
    begin = re.search(rf"^[^\n#]*\b{name}\([^;{{]*\)\n\{{\n", text, re.MULTILINE)
    if not begin:
        return None
    return begin.start(), text.index("\n}\n", begin.end()) + 3


def changed(text, function, pattern, by):
    place = function_of(text, function)
    if not place:
        return None
    body, count = re.subn(pattern, by, text[place[0]:place[1]], count=1, flags=re.DOTALL)
    return text[:place[0]] + body + text[place[1]:] if count else None


def edited(text, functions, pattern, by):
    for function in functions.split("|"):
        if after := changed(text, function, pattern, by):
            return after
    return None


def patch(tree, *edits):
    """All of them, or nothing where one does not apply."""
    before, after = {}, {}
    for file, functions, pattern, by in edits:
        before.setdefault(file, (pathlib.Path(tree) / file).read_text())
        after[file] = edited(after.get(file, before[file]), functions, pattern, by)
        if after[file] is None:
            return None
    lines = []
    for file, text in before.items():
        lines += difflib.unified_diff(text.splitlines(True), after[file].splitlines(True), f"a/{file}", f"b/{file}")
    return "".join(lines)
