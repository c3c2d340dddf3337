"""What this workflow and the systems around it have agreed on."""

import re
import unittest

import common
import machine


class Contract(common.Promises, unittest.TestCase):
    def test_every_request_goes_to_a_host_of_its_environment_over_tls(self):
        called = [task["Parameters"] for task in machine.tasks().values() if task["Resource"].endswith(":http:invoke")]
        self.assertEqual(len(called), 3)
        for parameters in called:
            host = re.match(r"https://\$\{([A-Za-z]+)\}/v1/[a-z]+$", parameters["ApiEndpoint"])
            self.assertTrue(host, parameters["ApiEndpoint"])
            self.assertIn(host[1], common.hosts()["prod"])
            self.assertEqual(
                parameters["Authentication"], {"ConnectionArn": f"${{{host[1].removesuffix('Host')}ConnectionArn}}"}
            )

    def test_no_other_service_is_used(self):
        resources = {task["Resource"] for task in machine.tasks().values()}
        self.assertEqual(
            resources, {"arn:aws:states:::http:invoke", "arn:aws:states:::sqs:sendMessage.waitForTaskToken"}
        )

    def test_it_reads_and_enters_but_never_changes_or_approves(self):
        methods = sorted(
            (task["Parameters"]["Method"], task["Parameters"]["ApiEndpoint"].split("/v1/")[1])
            for task in machine.tasks().values()
            if "Method" in task["Parameters"]
        )
        self.assertEqual(methods, [("GET", "vendors"), ("POST", "documents"), ("POST", "invoices")])
        permissions = common.manifest()["permissions"]
        self.assertEqual([each for each in permissions if re.search(r":(update|delete|approve|\*)$", each)], [])

    def test_no_header_carries_a_secret(self):
        for task in machine.tasks().values():
            self.assertIn(set(task["Parameters"].get("Headers", {})), [set(), {"Idempotency-Key.$"}])
