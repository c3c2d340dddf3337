"""BPMN: the elements of processes, their flows, and the extensions that connectors read."""
import re
import xml.etree.ElementTree as xml

from .basics import Counted, Ways, host

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
STEP = re.compile(r"(?i)(.*task|.*gateway|startevent|endevent|boundaryevent|intermediate\w+event|callactivity|subprocess"
                  r"|adhocsubprocess|transaction)$")
VALUES = {"input": "target", "header": "key", "property": "name", "inputParameter": "name", "entry": "key"}


def count(data):
    counted, ways = Counted(), Ways()
    root = xml.fromstring(data)
    for process in root.iter(MODEL + "process"):
        add(process, None, counted, ways)
    for element in root.iter():
        look(element, counted)
    counted.circles = ways.circles()
    return counted


def add(holder, outer, counted, ways):
    inner = []
    for element in holder:
        name, own = element.tag.removeprefix(MODEL), element.get("id")
        if name == "sequenceFlow" and element.get("sourceRef") and element.get("targetRef"):
            ways.go(element.get("sourceRef"), element.get("targetRef"))
        if not STEP.match(name) or not element.tag.startswith(MODEL):
            continue
        counted.steps += 1
        inner.append(own)
        if element.find(MODEL + "standardLoopCharacteristics") is not None:
            ways.go(own, own)
        if name == "boundaryEvent":
            ways.fail(element.get("attachedToRef"), own)
        if not add(element, own, counted, ways):
            ways.step(own)
    if outer:
        ways.hold(outer, inner)
    return inner


def look(element, counted):
    name = element.tag.split("}")[-1]
    if name == "startEvent":
        said = {inner.get("name"): inner.get("value") for inner in element.iter() if inner.tag.endswith("}property")}
        proofs = [said.get("inbound.auth.type"), said.get("inbound.shouldValidateHmac")]
        is_open = "webhook" in said.get("inbound.type", "") and all(proof in (None, "", "NONE", "disabled") for proof in proofs)
        counted.open += is_open
    if name not in VALUES:
        return
    target = element.get(VALUES[name]) or element.get("key") or ""
    value = element.get("source") or element.get("value") or "".join(element.itertext())
    counted.secrets.update(re.findall(r"secrets\.([\w-]+)", value))
    if re.fullmatch(r"(?i)(.*\.)?(url|baseurl|endpoint|serverurl|oauthtokenendpoint)", target):
        found = re.match(r'^\s*(?:=\s*"([^"]+)"|([^=].*))', value, re.S)
        counted.hosts.add(host(found and (found[1] or found[2])))
