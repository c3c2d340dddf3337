"""Serverless Workflow: tasks in lists, `then`, addresses and authentications by name."""
import re

import yaml

from .basics import Counted, Ways, get, host, text_of, walk


def count(data):
    counted, ways = Counted(), Ways()
    document = yaml.load(text_of(data), yaml.BaseLoader)
    if "dsl" not in document.get("document", {}):
        return counted
    add(document["do"], "", counted, ways)
    for item in get(document, "use", "extensions") or []:
        for name, part in item.items():
            for when in ("before", "after"):
                add(part.get(when) or [], f"{name}/{when}/", counted, ways)
    counted.circles = ways.circles()
    look(document, counted)
    return counted


def add(tasks, scope, counted, ways):
    """The tasks of a list, and what lies in each."""
    names = [next(iter(item)) for item in tasks]
    for index, item in enumerate(tasks):
        task, own = item[names[index]], scope + names[index]
        counted.steps += 1
        follow = [names[index + 1]] if index + 1 < len(names) else []
        targets = [task.get("then", "continue")]
        if "switch" in task:
            targets = [get(way, "then") or "continue" for case in task["switch"] for way in case.values()]
        elif "raise" in task and "then" not in task:
            targets = []
        for target in targets:
            for after in follow if target == "continue" else [target] if target in names else []:
                ways.go(own, scope + after)
        inside = [task.get("do"), task.get("try"), get(task, "foreach", "do"), get(task, "listen", "foreach", "do")]
        inside += [[branch] for branch in get(task, "fork", "branches") or []]
        inside = [part for part in inside if part]
        for number, part in enumerate(inside):
            enter(part, own, f"{own}/{number}/", counted, ways)
        handler = get(task, "catch", "do")
        if handler:
            enter(handler, own, own + "/catch/", counted, ways)
        if not inside:
            ways.step(own)


def enter(tasks, outer, scope, counted, ways):
    add(tasks, scope, counted, ways)
    ways.hold(outer, [scope + next(iter(item)) for item in tasks], scope + next(iter(tasks[0])))


def look(document, counted):
    shared = get(document, "use", "authentications") or {}
    places = list(walk(document["do"], ("do",)))
    places += walk(get(document, "use", "extensions"), ("use", "extensions"))
    called = {value for path, value in places if path[-1:] == ("call",)}
    functions = get(document, "use", "functions") or {}
    places += [place for name in called & set(functions) for place in walk(functions[name], ("functions",))]
    for path, value in places:
        last = path[-1]
        if last == "authority":
            counted.hosts.add(host(value))
        if last == "endpoint" or path[-2:] == ("endpoint", "uri"):
            counted.hosts.add(host(value))
        if path[-2:] == ("service", "host"):
            counted.hosts.add(host(value))
        if isinstance(value, str):
            counted.secrets.update(re.findall(r"\$secrets?\.([\w]+)", value))
        if last == "authentication":
            named = value if isinstance(value, str) else value.get("use")
            if named:
                counted.secrets.add(named)
                places += walk(shared.get(named, {}), ("authentication", named))
        if last == "use" and "authentication" in path and isinstance(value, str):
            counted.secrets.add(value)
