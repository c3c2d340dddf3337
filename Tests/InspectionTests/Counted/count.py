"""Counts what definitions send to and prove themselves with, by a reading of its own.

usage: count.py ENGINE FILE…   prints for each file one line of JSON: hosts that are written out, and secrets by reference.

It knows no more of an engine than where an address or a reference to a secret may stand, and looks for them with other means
than the program: PyYAML, ElementTree, patterns on text. What is decided by an expression is left out on both sides.
"""
import json, re, sys
import xml.etree.ElementTree as xml
from urllib.parse import urlsplit

import yaml

ADDRESS = re.compile(r"\b(?:https?|wss?|mqtts?|ftps?|sftp|grpc|tcp|smtps?|ssh|git)://[^\s\"'`<>)\]},;|\\]+", re.I)


def walk(value, path=()):
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, path + (str(key),))
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner, path + ("*",))


def host(text):
    """The host of an address, None where an expression decides it or there is none."""
    if not isinstance(text, str) or text.startswith("file:"):
        return None
    text = text.strip()
    if "://" not in text:
        text = "//" + text
    try:
        name = urlsplit(text).hostname
    except ValueError:
        return None
    if not name or any(mark in name for mark in "{}$<>()*%\\=+ ") or name.endswith("."):
        return None
    return name.lower()


def in_text(text):
    for found in ADDRESS.findall(text):
        rest = found.split("://", 1)[1]
        if not any(mark in rest.split("/")[0] for mark in ("{", "$", "(")):
            yield host(found)


def argo(text):
    hosts, secrets = set(), set()
    for document in yaml.load_all(text, yaml.BaseLoader):
        if not isinstance(document, dict) or not str(document.get("apiVersion", "")).startswith("argoproj.io/"):
            continue
        is_event = document.get("kind") in ("EventSource", "Sensor")
        for path, value in walk(document.get("spec")):
            last = path[-1] if path else ""
            if is_event and last in ("url", "host", "fqdn") and isinstance(value, str):
                hosts.add(host(value))
            if isinstance(value, dict):
                if last in ("secretKeyRef", "secretRef", "secret") or last.endswith("Secret"):
                    name = value.get("name") or value.get("secretName")
                    if isinstance(name, str) and "{{" not in name + value.get("key", ""):
                        secrets.add(name + ("/" + value["key"] if "key" in value else ""))
                for store, key in (("http", "url"), ("git", "repo"), ("s3", "endpoint"), ("artifactory", "url")):
                    place = value.get(store)
                    if isinstance(place, dict) and ("path" in value or "name" in value or store == "http"):
                        hosts.add(host(place.get(key)))
            inside = {"container", "script", "containers", "initContainers", "sidecars"} & set(path)
            if isinstance(value, str) and inside and last in ("source", "*", "args", "command"):
                hosts.update(in_text(value))
    return hosts, secrets


def node_red(text):
    hosts, secrets = set(), set()
    nodes = json.loads(text)
    by_id = {node.get("id"): node for node in nodes}
    for node in nodes:
        kind = node.get("type")
        if "wires" not in node and "x" not in node or kind in ("tab", "subflow", "group"):
            continue
        if kind == "http request" and node.get("url"):
            hosts.add(host(node["url"]))
        if kind in ("mqtt in", "mqtt out"):
            hosts.add(host(by_id.get(node.get("broker"), {}).get("broker")))
        if kind in ("websocket in", "websocket out"):
            hosts.add(host(by_id.get(node.get("client"), {}).get("path")))
        if kind in ("tcp request", "tcp out", "udp out"):
            hosts.add(host(node.get("server") or node.get("host") or node.get("addr")))
        if kind == "e-mail":
            hosts.add(host(node.get("server")))
        for key in ("func", "initialize", "finalize", "command", "template", "format"):
            if isinstance(node.get(key), str):
                hosts.update(in_text(node[key]))
        for entry in node.get("env") or []:
            if entry.get("type") == "cred":
                secrets.add(entry["name"])
    return hosts, secrets


def bpmn(text):
    hosts, secrets = set(), set()
    for element in xml.fromstring(text).iter():
        name = element.tag.split("}")[-1]
        key = {"input": "target", "header": "key", "property": "name", "inputParameter": "name", "entry": "key"}.get(name)
        if key is None:
            continue
        target = element.get(key) or element.get("key") or ""
        value = element.get("source") or element.get("value") or "".join(element.itertext())
        secrets.update(re.findall(r"secrets\.([\w-]+)", value))
        if re.fullmatch(r"(?i)(.*\.)?(url|baseurl|endpoint|serverurl|oauthtokenendpoint)", target):
            found = re.match(r'^\s*(?:=\s*"([^"]+)"|([^=].*))', value, re.S)
            hosts.add(host(found and (found[1] or found[2])))
    return hosts, secrets


def serverless_workflow(text):
    hosts, secrets = set(), set()
    document = yaml.load(text, yaml.BaseLoader)
    if "dsl" not in document.get("document", {}):
        return hosts, secrets
    shared = document.get("use", {}).get("authentications", {})
    places = list(walk(document["do"], ("do",)))
    for path, value in places:
        last = path[-1]
        if last == "endpoint" or path[-2:] == ("endpoint", "uri"):
            hosts.add(host(value) if isinstance(value, str) else None)
        if path[-2:] == ("service", "host"):
            hosts.add(host(value))
        if isinstance(value, str):
            secrets.update(re.findall(r"\$secrets?\.([\w]+)", value))
        if last == "authentication":
            named = value if isinstance(value, str) else value.get("use")
            if named:
                secrets.add(named)
                places += walk(shared.get(named, {}), ("authentication", named))
        if last == "use" and "authentication" in path and isinstance(value, str):
            secrets.add(value)
    return hosts, secrets


READERS = {"argo": argo, "node-red": node_red, "bpmn": bpmn, "serverless-workflow": serverless_workflow}

for path in sys.argv[2:]:
    try:
        with open(path, encoding="utf-8-sig") as file:
            hosts, secrets = READERS[sys.argv[1]](file.read())
        print(json.dumps({"hosts": sorted(hosts - {None}), "secrets": sorted(secrets)}))
    except Exception as error:  # One bad file is one line.
        print(json.dumps({"error": f"{type(error).__name__}: {error}"[:200]}))
