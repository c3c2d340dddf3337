"""What this workflow and the systems around it have agreed on."""

import re
import unittest

import common
import plainyaml

WORKFLOW = plainyaml.read(common.text("report.yaml"))["spec"]["workflowSpec"]
CALLS = [template["http"] for template in WORKFLOW["templates"] if "http" in template]


class Contract(common.Promises, unittest.TestCase):
    other_names = ("acme.example",)  # the prefix of a label

    def test_every_request_goes_to_a_host_of_its_environment_over_tls(self):
        self.assertEqual(len(CALLS), 3)
        for call in CALLS:
            host = re.match(r"https://\{\{workflow\.parameters\.([a-z-]+)\}\}/v1/", call["url"])
            self.assertTrue(host, call["url"])
            self.assertIn(host[1], common.hosts()["prod"])
            self.assertNotIn("insecureSkipVerify", call)

    def test_the_hosts_come_from_the_environment(self):
        parameters = {each["name"]: each for each in WORKFLOW["arguments"]["parameters"]}
        self.assertEqual(set(parameters), set(common.hosts()["prod"]))
        for name, parameter in parameters.items():
            self.assertEqual(parameter["valueFrom"]["configMapKeyRef"], {"name": "month-end-report-hosts", "key": name})
            self.assertNotIn("value", parameter)

    def test_secrets_are_references_to_what_the_vault_gives(self):
        names = set()
        for call in CALLS:
            for header in call["headers"]:
                self.assertEqual(set(header), {"name", "valueFrom"})
                names.add(header["valueFrom"]["secretKeyRef"]["name"])
        kept = {re.search(r"/(report-[a-z]+)#", secret["from"])[1] for secret in common.manifest()["secrets"]}
        self.assertEqual({name.removeprefix("month-end-") for name in names}, kept)

    def test_it_only_reads_the_ledger(self):
        erp = [call["method"] for call in CALLS if "erp-host" in call["url"]]
        self.assertEqual(erp, ["GET"])
        self.assertIn("erp:ledger:read", common.manifest()["permissions"])

    def test_it_runs_as_itself(self):
        self.assertEqual(WORKFLOW["serviceAccountName"], "month-end-report")
