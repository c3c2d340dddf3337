"""Which messages are sent, and to whom."""

import re
import unittest

import common
import flow

MESSAGE = {"case": "INV-2026-0412", "severity": "info", "subject": "Invoice paid"}


class WhatIsSent(unittest.TestCase):
    def test_an_incomplete_message_is_refused(self):
        for wrong in [
            {"case": ""},
            {"case": None},
            {"subject": ""},
            {"subject": None},
            {"severity": "loud"},
            {"severity": "urgently"},
            {"severity": ""},
            {"severity": None},
        ]:
            with self.subTest(wrong):
                path, _ = flow.run("When called", {**MESSAGE, **wrong})
                self.assertEqual(path[-1], "Refuse")
                self.assertNotIn("Mail finance", path)

    def test_information_is_mailed_and_pages_nobody(self):
        path, _ = flow.run("When called", MESSAGE)
        self.assertIn("Mail finance", path)
        self.assertNotIn("Page on-call", path)

    def test_what_is_urgent_is_mailed_and_pages(self):
        path, _ = flow.run("When called", {**MESSAGE, "severity": "urgent"})
        self.assertEqual(path[-3:], ["Mail finance", "Urgent?", "Page on-call"])

    def test_the_run_of_another_workflow_that_fails_is_urgent(self):
        values = {
            each["name"]: each["value"]
            for each in flow.NODES["Say which run failed"]["parameters"]["assignments"]["assignments"]
        }
        self.assertEqual(values["severity"], "urgent")
        self.assertEqual(flow.outputs("Say which run failed"), [["Complete?"]])


class TheSteps(unittest.TestCase):
    def test_every_step_is_reached_and_nothing_is_sent_unchecked(self):
        pairs = [(before, after) for before, _, after in flow.edges()]
        self.assertEqual(common.reachable(pairs, flow.triggers()), set(flow.NODES))
        unchecked = common.reachable(pairs, flow.triggers(), without=["Complete?"])
        self.assertEqual(unchecked & {"Mail finance", "Page on-call"}, set())

    def test_the_recipient_is_written_down_and_is_ours(self):
        mails = [node for node in flow.NODES.values() if node["type"].endswith(".emailSend")]
        self.assertEqual([mail["parameters"]["toEmail"] for mail in mails], ["finance@acme.example"])
        for mail in mails:
            for field in ["ccEmail", "bccEmail", "replyTo"]:
                self.assertNotIn(field, mail["parameters"].get("options", {}))

    def test_a_message_is_text_and_bounded(self):
        parameters = flow.NODES["Mail finance"]["parameters"]
        self.assertEqual(parameters["emailFormat"], "text")
        self.assertIn("slice(0, 120)", parameters["subject"])
        self.assertNotIn("html", parameters)

    def test_nothing_but_case_severity_and_subject_leaves(self):
        for name in ["Mail finance", "Page on-call"]:
            for field in re.findall(r"json\.([a-z]+)", str(flow.NODES[name]["parameters"])):
                self.assertIn(field, ["case", "severity", "subject"], name)

    def test_timeouts_and_retries_keep_to_the_manifest(self):
        limits = common.manifest()["limits"]
        for node in flow.requests():
            self.assertLessEqual(node["parameters"]["options"]["timeout"], 1000 * common.seconds(limits["timeout"]))
        for node in flow.NODES.values():
            self.assertTrue(not node.get("retryOnFail") or node["maxTries"] <= int(limits["retries"]), node["name"])
        self.assertTrue(0 < flow.FLOW["settings"]["executionTimeout"] <= 300)
