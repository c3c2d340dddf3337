"""What this workflow and the systems around it have agreed on."""

import re
import unittest

import common
import flow


class Contract(common.Promises, unittest.TestCase):
    other_names = ("acme.example",)  # the addresses of people

    def test_the_pager_is_called_over_tls_in_its_environment(self):
        for node in flow.requests():
            host = re.match(r"=https://\{\{ \$env\.([A-Z_]+) \}\}/v1/", node["parameters"]["url"])
            self.assertTrue(host, node["parameters"]["url"])
            self.assertIn(host[1], common.hosts()["prod"])
            self.assertFalse(node["parameters"]["options"].get("allowUnauthorizedCerts", False))

    def test_its_inputs_are_those_that_its_callers_give(self):
        inputs = flow.NODES["When called"]["parameters"]["workflowInputs"]["values"]
        self.assertEqual(sorted(each["name"] for each in inputs), ["case", "severity", "subject"])

    def test_only_workflows_of_the_same_owner_call_it(self):
        self.assertEqual(flow.FLOW["settings"]["callerPolicy"], "workflowsFromSameOwner")
        self.assertEqual(sorted(flow.triggers()), ["When a run fails", "When called"])

    def test_credentials_belong_to_this_workflow_alone(self):
        used = [
            credential["name"] for node in flow.NODES.values() for credential in node.get("credentials", {}).values()
        ]
        self.assertEqual(len(used), 2)
        for name in used:
            self.assertTrue(name.endswith(" as svc-notify-finance"), name)
