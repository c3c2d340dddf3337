#!/usr/bin/env python3
"""What scanners made of the planted cases, as Markdown: `compare.py PLANTED [TOOL MILLISECONDS FILE]…`.

A find counts where it is in a line in which the secret stands (or that begins the block it is in), or anywhere in the file where
it stands in none as it is. What is found elsewhere is a false alarm, once for each line; what the untouched definition gives
already is neither. The first tool's
misses and false alarms are listed.
"""

import json
import os
import re
import sys
from collections import defaultdict

HASH = re.compile(r"\bhash ([0-9a-f]+)")
RULE = re.compile(r"\[([a-z0-9-]+)\]$")


def of_countersign(text):
    """(path, line, what tells one secret from another, rule) of each finding."""
    for finding in json.loads(text)["findings"]:
        marks = [HASH.search(reason) for reason in finding.get("because", [])]
        marks = [mark.group(1) for mark in marks if mark]
        place, rule = finding["place"], RULE.search(finding["what"])
        if not marks or not rule:
            raise SystemExit(f"compare.py: a finding that is no secret: {finding['what']} ({place})")
        yield place["source"], place.get("line", 0), marks[0], rule.group(1)


def of_kingfisher(text):
    whole, _ = json.JSONDecoder().raw_decode(text[text.index("{") :])
    for one in whole["findings"]:
        finding = one["finding"]
        yield finding["path"], finding["line"], finding["snippet"], one["rule"]["id"]


def of_detect_secrets(text):
    for path, found in json.loads(text)["results"].items():
        for one in found:
            yield path, one["line_number"], one["hashed_secret"], one["type"]


READERS = {"countersign": of_countersign, "kingfisher": of_kingfisher, "detect-secrets": of_detect_secrets}


class Outcome:
    """What one tool made of the cases."""

    def __init__(self, labels, findings):
        known, found = defaultdict(set), defaultdict(list)
        for path, line, mark, rule in findings:
            parts = path.split("/")
            if parts[-2] == "untouched":
                known[parts[-1]].add(mark)
            else:
                found[parts[-1]].append((line, mark, rule))
        self.hits, self.formed, self.misses, self.alarms = 0, 0, [], []
        for label in labels:
            new = [one for one in found[label["file"]] if one[1] not in known[label["untouched"]]]
            is_leak, lines = label["secret"] is not None, label["lines"]
            right = [one for one in new if is_leak and (one[0] in lines or not lines)]
            if right:
                self.hits += 1
                self.formed += label["has_form"]
            elif is_leak:
                self.misses.append(label["name"])
            beside = {line: rule for line, _, rule in new if not is_leak or (lines and line not in lines)}
            self.alarms += [(label["name"], "beside the secret, " + rule if is_leak else rule) for rule in beside.values()]


def share(part, rest):
    return f"{100 * part / (part + rest):.1f} %" if part + rest else "–"


def main(planted, runs):
    with open(os.path.join(planted, "labels.json"), encoding="utf-8") as file:
        labels = json.load(file)
    with open(os.path.join(planted, "summary.json"), encoding="utf-8") as file:
        counts = json.load(file)
    print(f"{counts['leaks']} secrets and {counts['traps']} traps in {counts['definitions']} definitions.\n")
    formed = sum(label["has_form"] for label in labels)
    print(f"| scanner | found | missed | false alarms | precision | recall | of the {formed} with a form of their own | time |")
    print("|---|---|---|---|---|---|---|---|")
    outcomes = []
    for tool, milliseconds, path in runs:
        with open(path, encoding="utf-8", errors="replace") as file:
            outcome = Outcome(labels, READERS[tool](file.read()))
        outcomes.append(outcome)
        found, missed, alarms = outcome.hits, len(outcome.misses), len(outcome.alarms)
        row = [tool, found, missed, alarms, share(found, alarms), share(found, missed), outcome.formed]
        row.append(f"{milliseconds} ms")
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    if outcomes:
        first = outcomes[0]
        print(f"\n{runs[0][0]} misses {len(first.misses)}:\n")
        print("\n".join(f"- {name}" for name in first.misses))
        print(f"\n{runs[0][0]} gives {len(first.alarms)} false alarms:\n")
        print("\n".join(f"- {name} ({rule})" for name, rule in first.alarms))


if __name__ == "__main__":
    if len(sys.argv) < 2 or len(sys.argv) % 3 != 2:
        raise SystemExit("compare.py PLANTED [TOOL MILLISECONDS FILE]…")
    rest = sys.argv[2:]
    main(sys.argv[1], [tuple(rest[start : start + 3]) for start in range(0, len(rest), 3)])
