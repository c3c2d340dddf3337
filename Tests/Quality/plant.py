#!/usr/bin/env python3
"""Plants secrets, and what looks like them, in definitions: `plant.py FOLDER… OUT`.

A folder is searched for definitions of n8n, GitHub Actions, Step Functions, Argo, Logic Apps, Node-RED, BPMN and Serverless
Workflow, by what the files hold; for an engine without one a small one is taken. OUT gets:

cases/        a definition for each case, with one secret or one trap in it
untouched/    the same definitions without
labels.json   a list: file, name, engine, untouched, secret (null for a trap), whether its form alone tells it, and the lines in
              which it stands as it is, or in which the scalar of YAML that it is in begins
summary.json  what was planted, in how many definitions of the folders
"""

import json
import os
import re
import sys

sys.dont_write_bytecode = True

import definitions  # noqa: E402
from leaks import LEAKS  # noqa: E402
from traps import TRAPS  # noqa: E402
from values import FORMS, MadeUp, fill  # noqa: E402

SEED = "4711"
BLOCK_START = re.compile(r"^ *(?:- +)*[\w.-]+: +[|>][+-]?$")
HOLDS_JOB_PARTS = re.compile(r"^ {4}(services|container):", re.MULTILINE)


def write(*path, text):
    with open(os.path.join(*path), "w", encoding="utf-8") as file:
        file.write(text)


def base_of(case, chosen, made):
    """The number of a definition that has room for the case."""
    numbers = range(len(chosen))
    if case.place == "job":
        numbers = [number for number in numbers if not HOLDS_JOB_PARTS.search(chosen[number])]
    if not numbers:
        raise SystemExit(f"plant.py: no definition has room for '{case.engine}: {case.name}'")
    return made.random.choice(numbers)


def lines_with(text, secrets):
    """The lines in which a secret stands as it is, or as a string of JSON has it, and those in which its YAML scalar begins."""
    forms = set()
    for secret in secrets:
        forms |= {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    lines = text.split("\n")
    standing = [number for number, line in enumerate(lines, 1) if any(form in line for form in forms)]
    return sorted({*standing, *(beginning(lines, number) for number in standing)})


def beginning(lines, number):
    """The line where the YAML scalar that a line is of begins: that with the key, before it or before a block scalar."""
    indent = indentation(lines[number - 1])
    for above in range(number - 1, 0, -1):
        line = lines[above - 1]
        if line.strip() and indentation(line) < indent:
            is_key = above == number - 1 and line.rstrip().endswith(":") and ":" not in lines[number - 1]
            if is_key or BLOCK_START.search(line):
                return above
            indent = indentation(line)
    return number


def indentation(line):
    return len(line) - len(line.lstrip(" "))


def labelled(case, is_trap, number, bases):
    """The text of a case, and its label."""
    made, secrets = MadeUp(f"{SEED} {case.engine} {case.name}"), []
    engine = case.engine
    body = fill(case.body, made, secrets)
    if is_trap == bool(secrets):
        raise SystemExit(f"plant.py: '{engine}: {case.name}' has {len(secrets)} secrets")
    base = base_of(case, bases[engine], made)
    text = definitions.plant(engine, bases[engine][base], case.place, body)
    name = f"{engine}: {case.name}"
    short = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]
    kind = "trap" if is_trap else "leak"
    return text, {
        "file": f"{kind}-{number:03}-{short}{definitions.ENDINGS[engine]}",
        "name": name,
        "engine": engine,
        "untouched": untouched(engine, base),
        "secret": secrets[0] if secrets else None,
        "has_form": any(FORMS.match(secret) for secret in secrets),
        "lines": lines_with(text, secrets),
    }


def untouched(engine, number):
    return f"{engine}-{number:02}{definitions.ENDINGS[engine]}"


def main(folders, out):
    bases, counted = definitions.find(folders)
    for folder in ("cases", "untouched"):
        os.makedirs(os.path.join(out, folder))
    labels = []
    for is_trap, cases in ((False, LEAKS), (True, TRAPS)):
        for number, case in enumerate(cases, 1):
            text, label = labelled(case, is_trap, number, bases)
            write(out, "cases", label["file"], text=text)
            labels.append(label)
    names = [label["name"] for label in labels]
    if len(set(names)) < len(names):
        raise SystemExit(f"plant.py: twice: {sorted(name for name in names if names.count(name) > 1)}")
    used = {label["untouched"] for label in labels}
    for engine, of_engine in bases.items():
        for number, definition in enumerate(of_engine):
            if untouched(engine, number) in used:
                write(out, "untouched", untouched(engine, number), text=definitions.told(definition))
    summary = {"leaks": len(LEAKS), "traps": len(TRAPS), "definitions": len(used), "found": counted}
    write(out, "labels.json", text=json.dumps(labels, indent=1) + "\n")
    write(out, "summary.json", text=json.dumps(summary) + "\n")
    print(f"{len(LEAKS)} secrets and {len(TRAPS)} traps in {len(used)} definitions")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit("plant.py FOLDER… OUT")
    main(sys.argv[1:-1], sys.argv[-1])
