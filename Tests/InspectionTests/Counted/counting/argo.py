"""Argo Workflows and Events: templates at each place that calls them, sources of events, sensors."""
import yaml

from .basics import Counted, get, host, in_text, text_of, walk

# What asks its callers for nothing unless it is told to.
CALLED = ("webhook", "github", "gitlab", "bitbucket", "bitbucketserver", "slack", "stripe", "storageGrid", "sns")
STORES = (("http", "url"), ("git", "repo"), ("s3", "endpoint"), ("artifactory", "url"))


def count(data):
    counted = Counted()
    for document in yaml.load_all(text_of(data), yaml.BaseLoader):
        if isinstance(document, dict) and str(document.get("apiVersion", "")).startswith("argoproj.io/"):
            add(document, counted)
            look(document, counted)
    return counted


def add(document, counted):
    kind, spec = document.get("kind"), document.get("spec") or {}
    if kind == "EventSource":
        for source, events in spec.items():
            if isinstance(events, dict) and source not in ("service", "template"):
                counted.steps += len(events)
                for event in events.values() if source in CALLED else ():
                    asks = ("authSecret", "webhookSecret", "secretToken", "signingSecret")
                    counted.open += not any(key in event for key in asks)
    elif kind == "Sensor":
        for trigger in spec.get("triggers") or []:
            counted.steps += 1
            for path, inner in walk(trigger):
                if path[-2:] == ("source", "resource") and str(inner.get("apiVersion", "")).startswith("argoproj.io/"):
                    add(inner, counted)
    elif kind not in ("EventBus", "WorkflowTaskSet"):
        Telling(spec.get("workflowSpec") or spec, counted).tell_all()


class Telling:
    """Templates, told one after the other. Circles are what lies in a template when it is called in itself."""

    def __init__(self, spec, counted):
        self.spec, self.counted, self.called, self.circles, self.inside = spec, counted, set(), [], {}
        self.templates = {template.get("name"): template for template in spec.get("templates") or [] if "name" in template}

    def tell_all(self):
        entry = self.spec.get("entrypoint")
        ends = self.spec.get("onExit") or get(self.spec, "hooks", "exit", "template")
        reference = self.spec.get("workflowTemplateRef") or get(self.spec, "submit", "workflowTemplateRef")
        if entry in self.templates:
            self.tell(entry, ())
        elif not entry and reference:
            self.counted.steps += 1
        if ends in self.templates:
            self.tell(ends, ())
        for name in self.templates:
            if name not in self.called:
                self.tell(name, ())
        found = [set(self.inside[top]) for top in self.circles]
        self.counted.circles += sum(not any(one < other or one == other and at > before for before, other in enumerate(found))
                                    for at, one in enumerate(found))

    def tell(self, name, around):
        """Adds a template, called in those around it, each of which has a number of its own."""
        self.counted.steps += 1
        self.called.add(name)
        template = self.templates[name]
        if "steps" not in template and "dag" not in template:
            return
        if name in (other for other, _ in around):
            self.circles.append(dict(around)[name])
            return
        own = len(self.inside)
        self.inside[own] = [own]
        for _, outer in around:
            self.inside[outer].append(own)
        calls = list(get(template, "dag", "tasks") or [])
        for group in template.get("steps") or []:
            calls += group if isinstance(group, list) else [group]
        for call in calls:
            if call.get("template") in self.templates:
                self.tell(call["template"], around + ((name, own),))
            else:
                self.counted.steps += 1


def look(document, counted):
    """Hosts and secrets, wherever they may stand."""
    for place in walk(document.get("spec")):
        if place[0][-1:] == ("imagePullSecrets",):
            counted.secrets.update(secret["name"] for secret in place[1])
    is_event = document.get("kind") in ("EventSource", "Sensor")
    for path, value in walk(document.get("spec")):
        last = path[-1] if path else ""
        if is_event and last in ("url", "host", "fqdn", "serverURL") and isinstance(value, str):
            counted.hosts.add(host(value))
        if isinstance(value, dict):
            is_key = {"name", "key"} <= set(value) <= {"name", "key", "optional"} and last not in ("configMapKeyRef", "bucket", "*")
            if is_key or last in ("secretKeyRef", "secretRef", "secret") or last.endswith("Secret"):
                name = value.get("name") or value.get("secretName")
                if isinstance(name, str) and "{{" not in name + value.get("key", ""):
                    counted.secrets.add(name + ("/" + value["key"] if "key" in value else ""))
            for store, key in STORES:
                place = value.get(store)
                if isinstance(place, dict) and ("path" in value or "name" in value or store == "http"):
                    counted.hosts.add(host(place.get(key)))
        inside = {"container", "script", "containers", "initContainers", "sidecars"} & set(path)
        if isinstance(value, str) and inside and last in ("source", "*", "args", "command"):
            counted.hosts.update(in_text(value, "#"))
        if isinstance(value, str) and (inside and path[-3:] == ("env", "*", "value") or path[-3:-1] == ("custom", "spec")):
            counted.hosts.update(in_text(value))
