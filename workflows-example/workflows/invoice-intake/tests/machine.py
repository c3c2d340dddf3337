"""Runs the state machine on sample documents, with the answers of the outside given by the test.

Understands what intake.asl.json uses and no more. Source: Amazon States Language, https://states-language.net.
"""

import copy
import json

import common

MACHINE = json.loads(common.text("intake.asl.json"))
STATES = MACHINE["States"]
MISSING = object()


def tasks():
    return {name: state for name, state in STATES.items() if state["Type"] == "Task"}


def edges():
    found = []
    for name, state in STATES.items():
        ends = [state.get("Next"), state.get("Default")]
        ends += [choice["Next"] for choice in state.get("Choices", [])] + [
            catch["Next"] for catch in state.get("Catch", [])
        ]
        found += [(name, end) for end in ends if end]
    return found


def at(path, document):
    for key in path.removeprefix("$").split(".")[1:]:
        document = document.get(key, MISSING) if isinstance(document, dict) else MISSING
    return document


def holds(rule, document):
    if "And" in rule:
        return all(holds(each, document) for each in rule["And"])
    if "Not" in rule:
        return not holds(rule["Not"], document)
    value = at(rule["Variable"], document)
    ((test, expected),) = [(key, value) for key, value in rule.items() if key not in ("Variable", "Next", "Comment")]
    if test == "IsPresent":
        return (value is not MISSING) == expected
    if value is MISSING:
        raise LookupError(f"States.Runtime: {rule['Variable']} is not there")  # as AWS does: the execution stops
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return {
        "IsString": lambda: isinstance(value, str) == expected,
        "IsNumeric": lambda: number == expected,
        "IsBoolean": lambda: isinstance(value, bool) == expected,
        "StringEquals": lambda: isinstance(value, str) and value == expected,
        "StringEqualsPath": lambda: isinstance(value, str) and value == at(expected, document),
        "NumericEquals": lambda: number and value == expected,
        "NumericGreaterThan": lambda: number and value > expected,
        "NumericGreaterThanEquals": lambda: number and value >= expected,
        "BooleanEquals": lambda: isinstance(value, bool) and value == expected,
    }[test]()


def fill(template, document):
    result = {}
    for key, value in template.items():
        if key.endswith(".$"):
            if value.startswith("$$"):
                result[key[:-2]] = value
                continue
            found = at(value, document)
            if found is MISSING:
                raise LookupError(f"States.ParameterPathFailure: {value}")
            result[key[:-2]] = found
        else:
            result[key] = fill(value, document) if isinstance(value, dict) else value
    return result


def run(document, answers):
    """(states passed, the last document, what was sent by state). An answer is a value, or an Exception to raise."""
    document, name, passed, sent = copy.deepcopy(document), MACHINE["StartAt"], [], {}
    while True:
        state = STATES[name]
        passed.append(name)
        if state["Type"] in ("Succeed", "Fail"):
            return passed, document, sent
        if state["Type"] == "Choice":
            matching = [choice["Next"] for choice in state["Choices"] if holds(choice, document)]
            name = matching[0] if matching else state["Default"]
            continue
        try:
            value = fill(state.get("Parameters", {}), document)
            if state["Type"] == "Task":
                sent[name] = value
                value = answers[name]
                if isinstance(value, Exception):
                    raise value
                if "ResultSelector" in state:
                    value = fill(state["ResultSelector"], {"ResponseBody": value})
        except (LookupError, TimeoutError) as error:
            if not state.get("Catch"):
                raise
            document["error"], name = {"Cause": str(error)}, state["Catch"][0]["Next"]
            continue
        document[state["ResultPath"].removeprefix("$.")] = value
        name = state["Next"]
