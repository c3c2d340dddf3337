"""Reads flow.json as n8n runs it: its graph, and which way an item goes."""

import json
import re

import common

FLOW = json.loads(common.text("flow.json"))
NODES = {node["name"]: node for node in FLOW["nodes"]}


def outputs(name):
    """The names that each output of a node leads to."""
    return [[target["node"] for target in output or []] for output in FLOW["connections"].get(name, {}).get("main", [])]


def edges():
    """(step, output, next step)."""
    return [(name, number, after) for name in NODES for number, output in enumerate(outputs(name)) for after in output]


def triggers():
    return [name for name, node in NODES.items() if node["type"].lower().endswith("trigger")]


def requests():
    return [node for node in NODES.values() if node["type"].endswith(".httpRequest")]


def expression(value, item, earlier):
    """What `={{ $json.a.b }}` or `={{ $('Node').item.json.a }}` gives; other expressions are not understood here."""
    if not isinstance(value, str) or not value.startswith("="):
        return value
    match = re.fullmatch(r"=\{\{ (?:\$json|\$\('([^']+)'\)\.item\.json)((?:\.[A-Za-z]+)+) \}\}", value)
    if not match:
        raise ValueError(f"not understood: {value}")
    found = earlier[match[1]] if match[1] else item
    for key in match[2][1:].split("."):
        found = found.get(key) if isinstance(found, dict) else None
    return found


def is_true(condition, item, earlier):
    left = expression(condition["leftValue"], item, earlier)
    right = expression(condition["rightValue"], item, earlier)
    operator = condition["operator"]
    kind = {"string": str, "number": (int, float), "boolean": bool}[operator["type"]]
    if left is None:
        return False  # n8n: what is not there is not equal, not larger, not true, and empty
    if not isinstance(left, kind) or (isinstance(left, bool) and operator["type"] == "number"):
        raise TypeError(f"strict type validation: {left!r} is not a {operator['type']}")
    return {
        "equals": lambda: left == right,
        "gt": lambda: left > right,
        "notEmpty": lambda: left != "",
        "true": lambda: left is True,
        "false": lambda: left is False,
        "regex": lambda: re.search(right, left) is not None,
    }[operator["operation"]]()


def branch(node, item, earlier):
    """The output of an `if` node that the item takes: 0 when its conditions hold, else 1."""
    group = node["parameters"]["conditions"]
    assert group["combinator"] == "and" and group["options"]["typeValidation"] == "strict"
    return 0 if all(is_true(condition, item, earlier) for condition in group["conditions"]) else 1


def run(start, item, answers=None):
    """The steps that one item passes, from `start`; `answers` are the outputs of steps that ask the outside.

    An answer is (output number, item). A step without one passes its item on through its first output.
    """
    path, earlier = [], {}
    while True:
        node = NODES[start]
        path.append(start)
        output = 0
        if node["type"].endswith(".if"):
            output = branch(node, item, earlier)
        elif start in (answers or {}):
            output, item = answers[start]
        elif node["type"].endswith(".set"):
            assigned = node["parameters"]["assignments"]["assignments"]
            item = {each["name"]: expression(each["value"], item, earlier) for each in assigned}
        earlier[start] = item
        following = outputs(start)[output] if output < len(outputs(start)) else []
        if not following:
            return path, item
        assert len(following) == 1, f"{start} leads to several steps at once"
        start = following[0]
