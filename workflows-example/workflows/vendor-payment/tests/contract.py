"""What this workflow and the systems around it have agreed on."""

import re
import unittest

import common
import flow


class Contract(common.Promises, unittest.TestCase):
    other_names = ("acme.example",)  # the addresses of people

    def test_every_request_goes_to_a_host_of_its_environment_over_tls(self):
        for node in flow.requests():
            host = re.match(r"=https://\{\{ \$env\.([A-Z_]+) \}\}/v1/", node["parameters"]["url"])
            self.assertTrue(host, f"{node['name']}: {node['parameters']['url']}")
            for environment in common.ENVIRONMENTS:
                self.assertIn(common.hosts()[environment][host[1]], common.setting(environment)["destinations"])
            options = node["parameters"]["options"]
            self.assertFalse(options.get("allowUnauthorizedCerts", False), node["name"])
            self.assertNotIn("proxy", options, node["name"])

    def test_credentials_belong_to_this_workflow_alone(self):
        for node in flow.NODES.values():
            for credential in node.get("credentials", {}).values():
                self.assertTrue(credential["name"].endswith(" as svc-vendor-payment"), credential)
        for node in flow.requests():
            self.assertTrue(node["credentials"], node["name"])
            headers = node["parameters"].get("headerParameters", {}).get("parameters", [])
            self.assertIn([header["name"] for header in headers], [[], ["Idempotency-Key"]], node["name"])

    def test_the_bank_gets_what_its_interface_asks_and_no_more(self):
        body = flow.NODES["Pay invoice"]["parameters"]["bodyParameters"]["parameters"]
        self.assertEqual(sorted(field["name"] for field in body), ["amount", "currency", "iban", "reference"])
        fields = {field["name"]: field["value"] for field in body}
        # The account of the vendor's master data, not the one printed on the invoice.
        self.assertEqual(fields["iban"], "={{ $('One by one').item.json.vendor.iban }}")
        self.assertEqual(fields["currency"], "EUR")

    def test_the_workflows_that_it_calls_are_those_of_the_manifest(self):
        called = {
            node["parameters"]["workflowId"]["value"]
            for node in flow.NODES.values()
            if node["type"].endswith(".executeWorkflow")
        }
        called.add(flow.FLOW["settings"]["errorWorkflow"])
        self.assertEqual(sorted(called), sorted(common.manifest()["uses"]))

    def test_what_is_told_to_finance_is_what_notify_finance_takes(self):
        given = flow.NODES["Notify finance"]["parameters"]["workflowInputs"]["value"]
        self.assertEqual(sorted(given), ["case", "severity", "subject"])
        for name, node in flow.NODES.items():
            if node["type"].endswith(".set"):
                assigned = {each["name"]: each["value"] for each in node["parameters"]["assignments"]["assignments"]}
                self.assertEqual(sorted(assigned), sorted(given), name)
                self.assertIn(assigned["severity"], ["info", "urgent"], name)

    def test_nobody_can_start_it_from_outside(self):
        self.assertEqual(flow.triggers(), ["Every weekday at nine"])
        self.assertEqual(flow.FLOW["settings"]["callerPolicy"], "none")
