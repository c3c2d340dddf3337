"""What a case is, and the forms in which most of them are planted."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """Something that is planted in a definition; values.py says what the marks in it stand for."""

    engine: str
    name: str
    body: object
    place: str = "part"


def indented(text, by):
    return "\n".join(" " * by + line if line else line for line in text.split("\n"))


def n8n(name, parameters, kind="httpRequest", **more):
    node = {
        "parameters": parameters,
        "id": "<<uuid>>",
        "name": "Call bank",
        "type": "n8n-nodes-base." + kind,
        "typeVersion": 4,
        "position": [10, 20],
    }
    return Case("n8n", name, node | more)


def field(key, value):
    """A parameter of a node."""
    return n8n(key, {key: value})


def n8n_code(name, code, language="jsCode"):
    return n8n(name, {language: code}, "code")


def n8n_command(name, command):
    return n8n(name, {"command": command}, "executeCommand")


def n8n_pair(name, key, value, where="header"):
    """A header, or a field of a query."""
    whole = {
        "method": "POST",
        "url": "https://api.acme.example/v1/pay",
        f"send{where.capitalize()}s" if where == "header" else "sendQuery": True,
        f"{where}Parameters": {"parameters": [{"name": key, "value": value}]},
    }
    return n8n(name, whole)


def step(name, text):
    """A step of GitHub Actions."""
    return Case("actions", name, text, "step")


def run(name, script):
    """A step that is a command, or several."""
    return step(name, "- run: |\n" + indented(script, 4))


def job(name, text):
    """A part of a job, before its steps."""
    return Case("actions", name, text, "job")


def env(name, key, value):
    return step(name, f"- name: Pay\n  run: ./pay.sh\n  env:\n    {key}: {value}")


def using(name, key, value):
    return step(name, f"- uses: acme/pay@v1\n  with:\n    {key}: {value}")


def state(name, parameters, resource="arn:aws:states:::http:invoke"):
    return Case("step-functions", name, {"Type": "Task", "Resource": resource, "Parameters": parameters, "End": True})


def passing(name, **settings):
    """A state that passes something on."""
    return Case("step-functions", name, {"Type": "Pass", "End": True} | settings)


def jsonata(name, arguments):
    return Case("step-functions", name, {"Type": "Task", "QueryLanguage": "JSONata", "Arguments": arguments, "End": True})


def template(name, text):
    """A template of Argo."""
    return Case("argo", name, "- name: pay-bank\n" + indented(text, 2), "template")


def container(name, text):
    """A template of Argo with a container."""
    return template(name, "container:\n  image: registry.acme.example/pay:1.4\n" + indented(text, 2))


def script(name, source):
    return template(name, "script:\n  image: python:3.12\n  command: [python]\n  source: |\n" + indented(source, 4))


def manifest(name, kind, text):
    return Case("argo", name, f"apiVersion: v1\nkind: {kind}\nmetadata:\n  name: bank\n{text}", "document")


def http(name, inputs):
    """An HTTP action of Logic Apps."""
    inputs = {"method": "GET", "uri": "https://api.acme.example/v1"} | inputs
    return Case("logic-apps", name, {"type": "Http", "inputs": inputs})


def action(name, kind, inputs):
    return Case("logic-apps", name, {"type": kind, "inputs": inputs})


def parameter(name, key, kind, value):
    return Case("logic-apps", name, {"parameters": {key: {"type": kind, "defaultValue": value}}}, "top")


def node(name, kind, **settings):
    """A node of Node-RED."""
    return Case("node-red", name, {"id": "PayBank", "type": kind, "z": "Tab", "name": "Pay"} | settings)


def extension(name, xml):
    """What a service task holds in its extension elements."""
    return Case("bpmn", name, f"<PREFIX:extensionElements>\n{xml}\n</PREFIX:extensionElements>")


def camunda_input(name, key, value):
    xml = f'<camunda:inputParameter name="{key}">{value}</camunda:inputParameter>'
    return extension(name, f"<camunda:inputOutput>{xml}</camunda:inputOutput>")


def camunda_script(name, code):
    return camunda_input(name, "x", f'<camunda:script scriptFormat="groovy">{code}</camunda:script>')


def camunda_property(name, attributes):
    return extension(name, f"<camunda:properties><camunda:property {attributes}/></camunda:properties>")


def zeebe_input(name, source, target):
    return extension(name, f'<zeebe:ioMapping><zeebe:input source="{source}" target="{target}"/></zeebe:ioMapping>')


def zeebe_header(name, key, value):
    return extension(name, f'<zeebe:taskHeaders><zeebe:header key="{key}" value="{value}"/></zeebe:taskHeaders>')


def authentication(name, text):
    """How Serverless Workflow gets in somewhere."""
    return Case("serverless-workflow", name, "use:\n  authentications:\n    bank:\n" + indented(text, 6), "end")


def function(name, text):
    return call(name, "call: http\nwith:\n  method: get\n" + indented(text, 2))


def call(name, text):
    """A function of Serverless Workflow."""
    return Case("serverless-workflow", name, "use:\n  functions:\n    pay:\n" + indented(text, 6), "end")


def text_of(value):
    return json.dumps(value)
