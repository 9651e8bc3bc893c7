# SPDX-License-Identifier: GPL-2.0-only
"""The shipped scenarios that a kernel tree's driver of before 6.13 can run: those in which no application sends."""
import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]


def merged(base, change):
    for key, value in change.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            merged(base[key], value)
        else:
            base[key] = value
    return base


def scenario_of(path):
    document = json.loads(path.read_text())
    if "extends" not in document:
        return document
    return merged(scenario_of((path.parent / document["extends"]).resolve()), document)


def without_application():
    folder = ROOT / "scenarios"
    for path in sorted(folder.rglob("*.json")):
        if "hunts" in path.parts:
            continue
        scenario = scenario_of(path)
        if scenario.get("application", {}).get("enabled") is False and not scenario.get("applications"):
            yield str(path.relative_to(folder))[:-len(".json")]
