"""Logic Apps and Power Automate: `triggers` and `actions` of a workflow definition, wherever it stands."""
import json
import re

from .basics import Counted, Ways, get, host, text_of, walk


def count(data):
    counted, ways = Counted(), Ways()
    for _, part in walk(json.loads(text_of(data))):
        if isinstance(part, dict) and "workflowdefinition.json" in str(part.get("$schema", "")).lower():
            for trigger in (part.get("triggers") or {}).values():
                counted.steps += 1
                look(trigger, counted)
            add(part.get("actions") or {}, counted, ways)
    counted.circles = ways.circles()
    return counted


def add(actions, counted, ways):
    for name, action in actions.items():
        counted.steps += 1
        look(action, counted)
        ways.step(name)
        for before in action.get("runAfter") or {}:
            ways.go(before, name)
        inner = [action, get(action, "else"), get(action, "default")]
        for several in ("cases", "tools"):
            inner += (action.get(several) or {}).values()
        for part in inner:
            add(get(part, "actions") or {}, counted, ways)


def look(action, counted):
    """Where one sends, and by what it proves itself."""
    inputs = action.get("inputs")
    for address in (get(inputs, "uri"), get(inputs, "subscribe", "uri")):
        counted.hosts.update([host(address)] if "://" in str(address) else [])
    named = str(get(inputs, "host", "apiId")) + str(get(inputs, "host", "connection"))
    if "sharepointonline" in named or "commondataserviceforapps" in named:
        site = get(inputs, "parameters", "dataset") or get(inputs, "parameters", "organization")
        counted.hosts.update([host(site)] if "://" in str(site) else re.findall(r"\('https://([\w.-]+)", str(get(inputs, "path"))))
    connection = get(inputs, "host", "connection")
    found = [
        get(inputs, "host", "connectionName"), get(inputs, "serviceProviderConfiguration", "connectionName"),
        get(connection, "referenceName")]
    found += re.findall(r"\['([^']+)'\]\['connectionId'\]", str(get(connection, "name")))
    for authentication in (get(inputs, "authentication"), get(inputs, "subscribe", "authentication")):
        # The first of them says who it is.
        found += [get(authentication, key) for key in ("identity", "clientId", "username") if get(authentication, key)][:1]
    counted.secrets.update(name for name in found if isinstance(name, str) and name and not re.search(r"^[@\[]|@\{", name))
