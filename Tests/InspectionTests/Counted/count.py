"""Counts what definitions hold, by a reading of its own.

usage: count.py ENGINE FILE…   prints for each file one line of JSON: how many steps, which hosts are written out, which secrets are
referred to, how many webhooks ask for no proof, how many circles there are.

It knows no more of an engine than where these may stand, a file for each in counting/, and looks for them with other means than the
program: Python's json, PyYAML, ElementTree, patterns on text. What is decided by an expression is left out on both sides.
"""
import importlib
import json
import sys

sys.dont_write_bytecode = True
count = importlib.import_module("counting." + sys.argv[1].replace("-", "_")).count

for path in sys.argv[2:]:
    try:
        with open(path, "rb") as file:
            counted = count(file.read())
        print(json.dumps({
            "steps": counted.steps, "hosts": sorted(counted.hosts - {None}), "secrets": sorted(counted.secrets),
            "open": counted.open, "circles": counted.circles}))
    except Exception as error:  # One bad file is one line.
        print(json.dumps({"error": f"{type(error).__name__}: {error}"[:200]}))
