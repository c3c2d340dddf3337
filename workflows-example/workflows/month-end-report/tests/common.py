"""What every workflow of this repository promises; its own suites add to it."""

import json
import os
import re

import plainyaml

FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ENVIRONMENTS = ["dev", "test", "prod"]


def text(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return file.read()


def manifest():
    return plainyaml.read(text("workflow.yaml"))


def hosts():
    """Environment -> variable -> host. The definition names the variables, never a host."""
    return json.loads(text("hosts.json"))


def setting(environment):
    """Identity, destinations and secrets of one environment; what the manifest says at its top is for prod."""
    whole = manifest()
    return whole if environment == "prod" else whole["environments"][environment]


def seconds(span):
    number, unit = re.fullmatch(r"([0-9]+)([smhdw])", span).groups()
    return int(number) * {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}[unit]


def reachable(edges, starts, without=()):
    """Every step that can be reached from `starts` when the steps `without` are taken out."""
    seen, waiting = set(), [step for step in starts if step not in without]
    while waiting:
        step = waiting.pop()
        if step not in seen:
            seen.add(step)
            waiting += [after for before, after in edges if before == step and after not in without]
    return seen


class Promises:
    """Mixed into a TestCase of the suite `contract`."""

    def test_each_environment_has_its_own_destinations_and_the_manifest_lists_them(self):
        for environment in ENVIRONMENTS:
            self.assertEqual(sorted(set(hosts()[environment].values())), sorted(setting(environment)["destinations"]))
        for variable in hosts()["prod"]:
            values = [hosts()[environment][variable] for environment in ENVIRONMENTS]
            self.assertEqual(len(set(values)), 3, f"{variable} is the same in two environments")

    def test_nothing_is_shared_between_environments(self):
        identities = [setting(environment)["identity"] for environment in ENVIRONMENTS]
        self.assertEqual(len(set(identities)), 3)
        for identity in identities:
            self.assertTrue(identity.startswith("svc-" + manifest()["workflow"]), identity)
        secrets = [secret["from"] for environment in ENVIRONMENTS for secret in setting(environment)["secrets"]]
        self.assertEqual(len(set(secrets)), len(secrets))

    def test_secrets_are_references_and_are_rotated(self):
        for environment in ENVIRONMENTS:
            for secret in setting(environment)["secrets"]:
                self.assertRegex(secret["from"], r"^vault://kv/[a-z-]+/[a-z-]+#[a-z-]+$")
                self.assertLessEqual(seconds(secret["rotate"]), seconds("180d"))

    def test_the_definition_names_no_host(self):
        definition = text(manifest()["definition"])
        for host in re.findall(r"[a-z0-9.-]+\.example\b", definition):
            self.assertTrue(host in self.other_names, f"{host} is written into the definition")
        self.assertNotRegex(definition, r"http://")

    def test_the_owner_is_named_and_somebody_else_after_them(self):
        self.assertTrue(manifest()["owner"])
        self.assertTrue(set(manifest()["escalation"]) - {manifest()["owner"]})

    def test_the_runbook_says_what_to_do(self):
        runbook = text(manifest()["runbook"])
        for heading in ["## Pause", "## Roll back", "## Fall back to hand work"]:
            section = runbook.partition(heading + "\n")[2].partition("\n## ")[0]
            self.assertGreater(len(section.split()), 15, heading)
        self.assertIn(f"countersign kill {manifest()['workflow']} --env prod", runbook)
        self.assertIn(f"countersign rollback {manifest()['workflow']} --env prod", runbook)

    # Names under .example in the definition that are no destinations, such as addresses of people and images.
    other_names = ()
