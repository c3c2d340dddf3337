"""n8n: nodes, `connections` by name, `credentials` by id."""
import json

from .basics import Counted, Ways, get, host, in_text, text_of

ADDRESSES = {
    "httpRequest": ["url"], "httpRequestTool": ["url"], "toolHttpRequest": ["url"], "graphql": ["endpoint"],
    "graphqlTool": ["endpoint"], "rssFeedRead": ["url"], "rssFeedReadTool": ["url"], "rssFeedReadTrigger": ["feedUrl"],
    "discord": ["webhookUri"], "mcpClientTool": ["sseEndpoint", "endpointUrl"], "mcpClient": ["sseEndpoint", "endpointUrl"],
}
CODE = ["jsCode", "functionCode", "pythonCode"]


def count(data):
    root = json.loads(text_of(data))
    counted = Counted()
    for flow in root if isinstance(root, list) else [root.get("workflow", root) if "nodes" not in root else root]:
        add(flow, counted)
    return counted


def add(flow, counted):
    ways, names = Ways(), {}
    for node in flow["nodes"]:
        kind = node["type"].rsplit(".", 1)[-1]
        parameters = node.get("parameters") or {}
        name = node.get("name") or node.get("id")
        names.setdefault(str(node.get("id")), name)
        ways.step(name)
        if kind == "stickyNote":
            continue
        counted.steps += 1
        for key in ADDRESSES.get(kind, []):
            if isinstance(parameters.get(key), str) and parameters[key]:
                counted.hosts.add(host(parameters[key].removeprefix("=")))
        for key in ("baseURL", "proxy"):
            counted.hosts.update([host(str(get(parameters, "options", key) or "").removeprefix("="))])
        texts = [parameters.get(key) for key in CODE]
        texts += [get(parameters, "code", run, "code") for run in ("execute", "supplyData")]
        if kind in ("executeCommand", "ssh"):
            texts.append(parameters.get("command"))
        for text in texts:
            counted.hosts.update(in_text(text) if isinstance(text, str) else ())
        for value in (node.get("credentials") or {}).values():
            reference = value if isinstance(value, str) else value.get("id") or value.get("name")
            counted.secrets.update([str(reference)] if reference else [])
        is_public = kind in ("webhook", "formTrigger", "mcpTrigger") or kind == "chatTrigger" and parameters.get("public") is True
        if is_public and parameters.get("authentication", "none") == "none" and node.get("disabled") is not True:
            counted.open += 1
        if parameters.get("workflowJson"):
            inner = parameters["workflowJson"]
            add(json.loads(inner) if isinstance(inner, str) else inner, counted)
    known = set(names.values())
    for source, outputs in flow["connections"].items():
        for targets in outputs.get("main") or []:
            for target in targets or []:
                ends = [end if end in known else names.get(end) for end in (source, target["node"])]
                if None not in ends:
                    ways.go(*ends)
    counted.circles += ways.circles()
