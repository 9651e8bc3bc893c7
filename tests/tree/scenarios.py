# SPDX-License-Identifier: GPL-2.0-only
"""The shipped scenarios, and of them those in which no AF_XDP application sends."""
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


def shipped():
    folder = ROOT / "scenarios"
    for path in sorted(folder.rglob("*.json")):
        if "hunts" not in path.parts:
            yield str(path.relative_to(folder))[:-len(".json")]


def is_without_application(name):
    scenario = scenario_of(ROOT / "scenarios" / f"{name}.json")
    return scenario.get("application", {}).get("enabled") is False and not scenario.get("applications")


def without_application():
    return filter(is_without_application, shipped())
