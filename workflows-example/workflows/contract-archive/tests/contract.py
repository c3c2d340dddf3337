"""What this workflow and the systems around it have agreed on."""

import re
import unittest

import common
import logic


class Contract(common.Promises, unittest.TestCase):
    other_names = ("acme.example",)  # the addresses of people

    def test_every_request_goes_to_a_host_of_its_environment_over_tls(self):
        for name, action, _ in logic.walk():
            if action["type"] == "Http":
                host = re.match(r"https://@\{parameters\('([A-Za-z]+)'\)\}/v1/", action["inputs"]["uri"])
                self.assertTrue(host, name)
                self.assertIn(host[1], common.hosts()["prod"], name)

    def test_the_parameters_are_the_hosts_and_have_no_default(self):
        parameters = {name: value for name, value in logic.DEFINITION["parameters"].items() if name != "$connections"}
        self.assertEqual(set(parameters), set(common.hosts()["prod"]))
        for name, value in parameters.items():
            self.assertEqual(value, {"type": "String"}, name)

    def test_it_signs_in_with_its_own_identity_and_keeps_no_secret(self):
        for name, action, _ in logic.walk():
            if action["type"] == "Http":
                self.assertEqual(action["inputs"]["authentication"]["type"], "ManagedServiceIdentity", name)
                self.assertNotIn("Authorization", action["inputs"].get("headers", {}), name)
        self.assertEqual([common.setting(environment)["secrets"] for environment in common.ENVIRONMENTS], [[], [], []])

    def test_nobody_can_start_it_from_outside(self):
        self.assertEqual([trigger["type"] for trigger in logic.DEFINITION["triggers"].values()], ["Recurrence"])

    def test_mail_goes_through_one_connection_to_legal(self):
        for name, action, _ in logic.walk():
            if action["type"].startswith("ApiConnection"):
                self.assertEqual(action["inputs"]["host"]["connection"]["referenceName"], "legalmail", name)
                body = action["inputs"]["body"]
                self.assertEqual(body.get("Message", body)["To"], "legal@acme.example", name)
