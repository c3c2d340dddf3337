"""Step Functions: `States` in each other, also in templates of CloudFormation and SAM."""
import json

import yaml

from .basics import Counted, Ways, get, host, text_of, walk


class Template(yaml.BaseLoader):
    """YAML with CloudFormation's tags, which are passed over."""


def tagged(loader, _, node):
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    return loader.construct_sequence(node, True) if isinstance(node, yaml.SequenceNode) else loader.construct_mapping(node, True)


Template.add_multi_constructor("!", tagged)


def count(data):
    text = text_of(data)
    root = json.loads(text) if text.lstrip().startswith("{") else yaml.load(text, Template)
    counted, ways = Counted(), Ways()
    if "States" in root:
        add(root, "", counted, ways)
    for name, resource in (root.get("Resources") or {}).items():
        if get(resource, "Type") not in ("AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine"):
            continue
        properties = resource["Properties"]
        for event in (properties.get("Events") or {}).values():
            counted.open += get(event, "Properties", "Auth", "Authorizer") == "NONE"
        machine = properties.get("Definition") or properties.get("DefinitionString")
        machine = machine.get("Fn::Sub", machine) if isinstance(machine, dict) else machine
        machine = machine[0] if isinstance(machine, list) else machine
        if isinstance(machine, str):
            machine = json.loads(machine)
        if machine:
            add(machine, name + "/", counted, ways)
    counted.circles = ways.circles()
    return counted


def add(machine, scope, counted, ways):
    for name, state in machine["States"].items():
        counted.steps += 1
        own = scope + name
        ways.step(own)
        steps = [state.get("Next"), state.get("Default")] + [choice.get("Next") for choice in state.get("Choices") or []]
        for after in filter(None, steps):
            ways.go(own, scope + after)
        for handler in state.get("Catch") or []:
            ways.fail(own, scope + handler["Next"])
        inner = [state.get("ItemProcessor"), state.get("Iterator")] + (state.get("Branches") or [])
        for index, part in enumerate(filter(None, inner)):
            prefix = f"{own}/{index}/"
            add(part, prefix, counted, ways)
            ways.hold(own, [prefix + state for state in part["States"]], prefix + part["StartAt"])
        for settings in (state.get("Parameters"), state.get("Arguments")):
            for path, value in walk(settings):
                if path[-1:] in (("ApiEndpoint",), ("QueueUrl",)):
                    counted.hosts.add(host(value))
                if path[-1:] == ("ConnectionArn",):
                    counted.secrets.update(written(value))
        counted.secrets.update(written(get(state, "Credentials", "RoleArn")))


def written(value):
    """A name that no template decides."""
    if isinstance(value, str) and value and "${" not in value and "{%" not in value and value[0] != "$":
        yield value
