"""Reads workflow.json: every action, with the conditions under which it is reached."""

import json
import re

import common

DEFINITION = json.loads(common.text("workflow.json"))["definition"]


def walk(actions=None, above=()):
    """(name, action, the branches it lies in), of all actions however deep. A branch is (name, yes or no)."""
    for name, action in (DEFINITION["actions"] if actions is None else actions).items():
        yield name, action, above
        yield from walk(action.get("actions", {}), above + ((name, True),))
        yield from walk(action.get("else", {}).get("actions", {}), above + ((name, False),))


def find(name):
    (found,) = [(action, above) for each, action, above in walk() if each == name]
    return found


def siblings(name):
    """The actions of the scope that `name` lies in."""

    def search(actions):
        if name in actions:
            return actions
        for action in actions.values():
            for inner in (action.get("actions", {}), action.get("else", {}).get("actions", {})):
                if (found := search(inner)) is not None:
                    return found
        return None

    return search(DEFINITION["actions"])


def waits_for(name):
    """All actions of its scope that succeed before `name` runs."""
    scope, seen, waiting = siblings(name), set(), [name]
    while waiting:
        for before, states in scope[waiting.pop()].get("runAfter", {}).items():
            if states == ["Succeeded"] and before not in seen:
                seen.add(before)
                waiting.append(before)
    return seen


def seconds(duration):
    match = re.fullmatch(r"P(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?)?", duration)
    days, hours, minutes, rest = (int(part or 0) for part in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + rest


def value(expression, item, bodies):
    """What the few forms of expressions in the conditions give; others are not understood here."""
    if not isinstance(expression, str) or not expression.startswith("@"):
        return expression
    field = r"item\(\)\?\['([a-z0-9]+)'\]"
    if match := re.fullmatch("@" + field, expression):
        return item.get(match[1])
    if match := re.fullmatch(r"@empty\(" + field + r"\)", expression):
        return not item.get(match[1])
    if match := re.fullmatch(r"@length\(coalesce\(" + field + r", ''\)\)", expression):
        return len(item.get(match[1]) or "")
    if match := re.fullmatch(r"@body\('([A-Za-z_]+)'\)\?\['([A-Za-z0-9]+)'\]", expression):
        return bodies.get(match[1], {}).get(match[2])
    raise ValueError(f"not understood: {expression}")


def holds(name, item, bodies=None):
    """Whether the condition of an If action holds."""
    ((_, rules),) = find(name)[0]["expression"].items()
    for rule in rules:
        ((test, (left, right)),) = rule.items()
        left, right = value(left, item, bodies or {}), value(right, item, bodies or {})
        if test == "equals" and not (type(left) is type(right) and left == right):
            return False
        if test == "greaterOrEquals" and not (isinstance(left, int) and left >= right):
            return False
    return True
