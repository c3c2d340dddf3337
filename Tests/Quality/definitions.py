"""The definitions that cases are planted in: which engine one is of, and how something is put into it."""

import hashlib
import json
import os
import re

SMALLEST, LARGEST, MOST = 300, 120_000, 20

# Where a folder has none of an engine.
PLAIN = {
    "n8n": {"name": "Pay", "nodes": [], "connections": {}, "settings": {}},
    "actions": "name: pay\non: push\njobs:\n  pay:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ./prepare.sh\n",
    "step-functions": {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}},
    "argo": (
        "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata:\n  name: pay\nspec:\n  entrypoint: pay-bank\n"
        "  templates:\n    - name: wait\n      suspend: {}\n"
    ),
    "logic-apps": {"definition": {"triggers": {}, "actions": {}, "parameters": {}}},
    "node-red": [{"id": "Tab", "type": "tab", "label": "Pay"}],
    "bpmn": (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:pay">\n'
        '<process id="Pay" isExecutable="true">\n<startEvent id="Start"/>\n</process>\n</definitions>\n'
    ),
    "serverless-workflow": (
        "document:\n  dsl: '1.0.0'\n  namespace: acme\n  name: pay\n  version: '1.0.0'\n"
        "do:\n  - wait:\n      wait: PT1S\n"
    ),
}
ENDINGS = {
    "n8n": ".json",
    "actions": ".yml",
    "step-functions": ".asl.json",
    "argo": ".yaml",
    "logic-apps": ".json",
    "node-red": ".json",
    "bpmn": ".bpmn",
    "serverless-workflow": ".yaml",
}
STEPS = re.compile(r"^ {4}steps: *\n( +)- ", re.MULTILINE)
TEMPLATES = re.compile(r"^ *templates: *\n( *)- ", re.MULTILINE)
PROCESS_END = re.compile(r"</(\w+:)?process>")
DEFINITIONS_START = re.compile(r"<(?:\w+:)?definitions\b")
BPMN_NAMES = {
    "camunda": "http://camunda.org/schema/1.0/bpmn",
    "zeebe": "http://camunda.org/schema/zeebe/1.0",
}


def engine_of_json(value):
    """The engine of a definition in JSON; None where it is none of those that cases are made for."""
    if isinstance(value, list):
        is_flow = value and all(isinstance(node, dict) and "type" in node and "id" in node for node in value)
        return "node-red" if is_flow else None
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("nodes"), list) and "connections" in value:
        return "n8n"
    if isinstance(value.get("States"), dict) and "StartAt" in value:
        return "step-functions"
    if isinstance(workflow(value).get("actions"), dict):
        return "logic-apps"
    return None


def engine_of_yaml(text):
    if re.search(r"^jobs:", text, re.MULTILINE) and STEPS.search(text):
        return "actions"
    if "argoproj.io/" in text and TEMPLATES.search(text):
        return "argo"
    if re.search(r"^document:", text, re.MULTILINE) and re.search(r"^ +dsl:", text, re.MULTILINE):
        return None if re.search(r"^use:", text, re.MULTILINE) else "serverless-workflow"
    return None


def read(path):
    """The engine of a file, and its text or the value that its JSON is; None twice for what is no definition."""
    ending = os.path.splitext(path)[1]
    if ending not in (".json", ".asl", ".yml", ".yaml", ".bpmn"):
        return None, None
    try:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError):
        return None, None
    if not SMALLEST <= len(text) <= LARGEST:
        return None, None
    if ending == ".bpmn":
        is_usable = PROCESS_END.search(text) and DEFINITIONS_START.search(text)
        return ("bpmn", text) if is_usable else (None, None)
    if ending in (".yml", ".yaml"):
        return engine_of_yaml(text), text
    try:
        value = json.loads(text)
    except ValueError:
        return None, None
    return engine_of_json(value), value


def find(folders):
    """Engine -> its definitions, at most MOST of each, in an order that hangs on what they hold and not on their names."""
    found = {engine: {} for engine in PLAIN}
    for folder in folders:
        if not os.path.isdir(folder):
            raise SystemExit(f"plant.py: there is no folder '{folder}'")
        for place, _, names in os.walk(folder):
            for name in names:
                engine, definition = read(os.path.join(place, name))
                if engine:
                    digest = hashlib.sha256(told(definition).encode()).hexdigest()
                    found[engine][digest] = definition
    counted = sum(min(len(of_engine), MOST) for of_engine in found.values())
    chosen = {}
    for engine, of_engine in found.items():
        chosen[engine] = [of_engine[digest] for digest in sorted(of_engine)[:MOST]] or [PLAIN[engine]]
    return chosen, counted


def told(definition):
    """A definition as a file holds it."""
    if isinstance(definition, str):
        return definition if definition.endswith("\n") else definition + "\n"
    return json.dumps(definition, indent=2, ensure_ascii=False) + "\n"


def copied(definition):
    return definition if isinstance(definition, str) else json.loads(json.dumps(definition))


def indented(text, by):
    return "".join(f"{by}{line}\n" if line else "\n" for line in text.split("\n"))


def workflow(definition):
    """Where actions and parameters of Logic Apps stand: alone, in an export, or in a template's resource."""
    for resource in definition.get("resources", []):
        if isinstance(resource, dict) and resource.get("type") == "Microsoft.Logic/workflows":
            definition = resource
            break
    for key in ("properties", "definition"):
        if isinstance(definition.get(key), dict):
            definition = definition[key]
    return definition


def plant_json(engine, definition, place, body):
    """Puts a node, a state, an action or a part of the top into a definition in JSON."""
    if place == "top":
        target = definition if engine != "logic-apps" else workflow(definition)
        for key, value in body.items():
            if isinstance(value, dict) and isinstance(target.get(key), dict):
                target[key].update(value)
            else:
                target[key] = value
    elif engine == "n8n":
        definition["nodes"].append(body)
    elif engine == "step-functions":
        definition["States"]["Pay bank"] = body
    elif engine == "logic-apps":
        workflow(definition)["actions"]["Pay_bank"] = body
    else:
        definition.append(body)
    return definition


def plant_xml(text, body):
    """Puts a service task before the end of the first process, with what the task holds."""
    end = PROCESS_END.search(text)
    prefix = end.group(1) or ""
    task = f'<{prefix}serviceTask id="PayBank" name="Pay">\n{body}\n</{prefix}serviceTask>\n'.replace("PREFIX:", prefix)
    text = text[: end.start()] + task + text[end.start() :]
    start = DEFINITIONS_START.search(text).end()
    for name, address in BPMN_NAMES.items():
        if f"xmlns:{name}=" not in text:
            text = f'{text[:start]} xmlns:{name}="{address}"{text[start:]}'
    return text


def plant_yaml(text, place, body):
    """Puts a step, a template or a part of a job where the first of its kind is, or another document behind the end."""
    if place == "end":
        return told(text) + body + "\n"
    if place == "document":
        return told(text) + "---\n" + body + "\n"
    if place == "job":
        at = STEPS.search(text).start()
        return text[:at] + indented(body, "    ") + text[at:]
    found = (STEPS if place == "step" else TEMPLATES).search(text)
    at = found.start(1)
    return text[:at] + indented(body, found.group(1)) + text[at:]


def plant(engine, definition, place, body):
    """The text of a definition with a case in it."""
    if engine == "bpmn":
        return told(plant_xml(definition, body))
    if isinstance(definition, str):
        return plant_yaml(definition, place, body)
    return told(plant_json(engine, copied(definition), place, body))
