"""Node-RED: nodes with `wires`, and the nodes of settings that they name."""
import json

from .basics import Counted, Ways, host, in_text, text_of


def count(data):
    counted, ways = Counted(), Ways()
    nodes = json.loads(text_of(data))
    by_id = {node.get("id"): node for node in nodes}
    for node in nodes:
        if ("wires" in node or "x" in node) and node.get("type") not in ("tab", "subflow", "group", "comment"):
            counted.steps += 1
            send(node, by_id, counted)
            lead(node, ways)
    counted.circles = ways.circles()
    return counted


def send(node, by_id, counted):
    kind = node["type"]
    if kind == "http request" and node.get("url"):
        counted.hosts.add(host(node["url"]))
    if kind in ("mqtt in", "mqtt out"):
        counted.hosts.add(host(by_id.get(node.get("broker"), {}).get("broker")))
    if kind in ("websocket in", "websocket out"):
        counted.hosts.add(host(by_id.get(node.get("client"), {}).get("path")))
    if kind in ("tcp request", "tcp out", "udp out"):
        counted.hosts.add(host(node.get("server") or node.get("host") or node.get("addr")))
    if kind == "tcp in" and node.get("server") == "client":
        counted.hosts.add(host(node.get("host")))
    if kind == "e-mail":
        counted.hosts.add(host(node.get("server")))
    for key in ("func", "initialize", "finalize", "command", "template", "format"):
        if isinstance(node.get(key), str):
            counted.hosts.update(in_text(node[key]))
    for entry in node.get("env") or []:
        if entry.get("type") == "cred":
            counted.secrets.add(entry["name"])
    listens = kind in ("http in", "udp in", "ui_form", "ui-form")
    # These two may be called, or call.
    listens = listens or kind == "tcp in" and node.get("server") == "server" or kind == "websocket in" and node.get("server")
    counted.open += bool(listens and node.get("d") is not True)


def lead(node, ways):
    ways.step(node["id"])
    for output in node.get("wires") or []:
        for target in output if isinstance(output, list) else [output]:
            ways.go(node["id"], target)
    if node["type"] == "link call" or node["type"] == "link out" and node.get("mode") != "return":
        for target in node.get("links") or []:
            ways.go(node["id"], target)
    if node["type"] == "catch" and node.get("d") is not True:
        for source in node.get("scope") or []:
            ways.fail(source, node["id"])
