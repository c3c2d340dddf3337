"""GitHub Actions: jobs and their steps, `needs`, `${{ secrets.… }}` anywhere."""
import re

import yaml

from .basics import Counted, Ways, get, in_text, text_of, walk


def count(data):
    counted, ways = Counted(), Ways()
    root = yaml.load(text_of(data), yaml.BaseLoader)
    places = [root, root.get("runs")]
    if "runs" in root:
        runs = root["runs"]
        files = ["pre", "main", "post", "pre-entrypoint", "entrypoint", "post-entrypoint", "image"]
        counted.steps = len(runs["steps"]) if runs["using"] == "composite" else sum(key in runs for key in files)
        places += runs.get("steps") or []
    for name, job in (root.get("jobs") or {}).items():
        counted.steps += 1 + len(job.get("steps") or [])
        places += [job] + (job.get("steps") or [])
        needs = job.get("needs") or []
        for before in [needs] if isinstance(needs, str) else needs:
            ways.step(name)
            ways.go(before, name)
    for place in places:
        for key in ("run", "with", "env"):
            for _, text in walk(get(place, key)):
                if isinstance(text, str):
                    counted.hosts.update(in_text(text, "#"))
    for path, text in walk(root):
        if isinstance(text, str):
            for inner in re.findall(r"\$\{\{(.*?)\}\}", text, re.S):
                counted.secrets.update(re.findall(r"(?<![\w.'-])secrets\.([\w-]+)", inner))
                counted.secrets.update(re.findall(r"(?<![\w.'-])secrets\['([^']+)'\]", inner))
                counted.secrets.update(["GITHUB_TOKEN"] if "github.token" in inner else [])
    counted.circles = ways.circles()
    return counted
