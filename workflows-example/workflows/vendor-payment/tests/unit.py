"""Which invoices are paid, and which are not."""

import copy
import re
import unittest

import common
import flow

START, PAY, APPROVE = "One by one", "Pay invoice", "Approve payment"
LIMIT = 10_000
INVOICE = {
    "id": "INV-2026-0412",
    "amount": 940.5,
    "currency": "EUR",
    "iban": "DE00 TEST 0001",
    "due": "2026-04-30",
    "paid": False,
    "vendor": {"name": "Stationery Ltd", "iban": "DE00 TEST 0001", "status": "active"},
}
ACCEPTED = {PAY: (0, {"payment": "P-1"})}


def invoice(**changes):
    changed = copy.deepcopy(INVOICE)
    for key, value in changes.items():
        if key.startswith("vendor_"):
            changed["vendor"][key.removeprefix("vendor_")] = value
        elif value is None:
            del changed[key]
        else:
            changed[key] = value
    return changed


def asked(answer):
    return {APPROVE: (0, {"data": answer}), **ACCEPTED}


class WhatIsPaid(unittest.TestCase):
    def test_what_is_incomplete_or_does_not_match_is_held(self):
        wrong = [
            {"id": ""},
            {"id": None},
            {"amount": 0},
            {"amount": -5},
            {"amount": None},
            {"currency": "USD"},
            {"iban": "DE00 TEST 0666"},
            {"iban": None},
            {"vendor_status": "blocked"},
            {"vendor_status": "new"},
            {"paid": True},
            {"paid": None},
        ]
        for changes in wrong:
            with self.subTest(changes):
                path, message = flow.run(START, invoice(**changes), ACCEPTED)
                self.assertNotIn(PAY, path)
                self.assertEqual(path[-2:], ["Say held", "Notify finance"])
                self.assertIn("held", message["subject"])

    def test_an_amount_that_is_no_number_stops_the_run(self):
        for amount in ["940.50", True, [1]]:
            with self.subTest(amount), self.assertRaises(TypeError):
                flow.run(START, invoice(amount=amount), ACCEPTED)

    def test_above_the_limit_nothing_is_paid_unless_a_person_approves(self):
        for answer in [{"approved": False}, {}, {"approved": None}]:
            with self.subTest(answer):
                path, _ = flow.run(START, invoice(amount=LIMIT + 0.01), asked(answer))
                self.assertNotIn(PAY, path)
                self.assertEqual(path[-2:], ["Say rejected", "Notify finance"])

    def test_above_the_limit_an_approved_invoice_is_paid(self):
        path, _ = flow.run(START, invoice(amount=LIMIT + 0.01), asked({"approved": True}))
        self.assertLess(path.index(APPROVE), path.index(PAY))

    def test_up_to_the_limit_a_matching_invoice_is_paid(self):
        for amount in [0.01, 940.5, LIMIT]:
            path, message = flow.run(START, invoice(amount=amount), ACCEPTED)
            self.assertIn(PAY, path)
            self.assertNotIn(APPROVE, path)
            self.assertEqual(path[-3:], ["Mark as paid", "Say paid", "Notify finance"])
            self.assertEqual(message["case"], INVOICE["id"])

    def test_a_payment_that_the_bank_does_not_take_is_not_marked_as_paid(self):
        path, message = flow.run(START, invoice(), {PAY: (1, {"error": "503"})})
        self.assertNotIn("Mark as paid", path)
        self.assertEqual(message["severity"], "urgent")


class TheGraph(unittest.TestCase):
    def test_every_edge_leads_to_a_step_and_every_step_is_reached(self):
        self.assertEqual({after for _, _, after in flow.edges()} - set(flow.NODES), set())
        pairs = [(before, after) for before, _, after in flow.edges()]
        self.assertEqual(common.reachable(pairs, flow.triggers()), set(flow.NODES))

    def test_every_way_to_the_payment_passes_the_approval_or_the_check_of_the_limit(self):
        pairs = [(before, after) for before, output, after in flow.edges() if (before, output) != ("Above limit?", 1)]
        self.assertIn(PAY, common.reachable(pairs, flow.triggers()))
        for gate in [APPROVE, "Approved?", "Complete and matching?"]:
            self.assertNotIn(PAY, common.reachable(pairs, flow.triggers(), without=[gate]), gate)
        everything = [(before, after) for before, _, after in flow.edges()]
        for gate in ["Complete and matching?", "Above limit?"]:
            self.assertNotIn(PAY, common.reachable(everything, flow.triggers(), without=[gate]), gate)

    def test_only_the_yes_of_the_approval_leads_to_the_payment(self):
        self.assertEqual(flow.outputs("Approved?")[0], [PAY])
        self.assertEqual(flow.outputs("Approved?")[1], ["Say rejected"])

    def test_there_is_one_payment_and_no_code(self):
        writes = [
            node["name"]
            for node in flow.requests()
            if "BANK_HOST" in node["parameters"]["url"] and node["parameters"]["method"] != "GET"
        ]
        self.assertEqual(writes, [PAY])
        risky = {"code", "executeCommand", "ssh", "function", "functionItem", "ftp"}
        self.assertEqual({node["type"].split(".")[-1] for node in flow.NODES.values()} & risky, set())

    def test_no_step_is_switched_off_and_no_data_is_pinned(self):
        self.assertEqual([name for name, node in flow.NODES.items() if node.get("disabled")], [])
        self.assertNotIn("pinData", flow.FLOW)


class TheSteps(unittest.TestCase):
    def test_the_approval_is_yes_or_no_and_does_not_wait_for_ever(self):
        parameters = flow.NODES[APPROVE]["parameters"]
        self.assertEqual(parameters["operation"], "sendAndWait")
        self.assertEqual(parameters["responseType"], "approval")
        self.assertEqual(parameters["approvalOptions"]["values"]["approvalType"], "double")
        self.assertFalse(parameters["toEmail"].startswith("="), "the payment's data must not choose who approves")
        wait = parameters["options"]["limitWaitTime"]["values"]
        self.assertEqual((wait["limitType"], wait["resumeUnit"]), ("afterTimeInterval", "days"))
        self.assertLessEqual(wait["resumeAmount"], 2)

    def test_the_limit_is_the_one_that_the_manifest_states(self):
        stated = re.fullmatch(r"amount > ([0-9]+) EUR", common.manifest()["human-approval"]["when"])
        (condition,) = flow.NODES["Above limit?"]["parameters"]["conditions"]["conditions"]
        self.assertEqual(int(stated[1]), condition["rightValue"])
        self.assertEqual(common.manifest()["human-approval"]["step"], APPROVE)
        self.assertEqual(condition["rightValue"], LIMIT)

    def test_requests_have_timeouts_and_bounded_retries_within_the_manifest(self):
        limits = common.manifest()["limits"]
        self.assertGreater(len(flow.requests()), 0)
        for node in flow.requests():
            timeout = node["parameters"]["options"]["timeout"]
            self.assertTrue(0 < timeout <= 1000 * common.seconds(limits["timeout"]), node["name"])
            self.assertTrue(not node.get("retryOnFail") or node["maxTries"] <= int(limits["retries"]), node["name"])
        self.assertGreater(flow.FLOW["settings"]["executionTimeout"], 0)

    def test_a_payment_that_is_tried_again_is_made_once(self):
        headers = flow.NODES[PAY]["parameters"]["headerParameters"]["parameters"]
        key = {header["name"]: header["value"] for header in headers}["Idempotency-Key"]
        self.assertEqual(flow.expression(key, {}, {START: INVOICE}), INVOICE["id"])

    def test_errors_of_the_payment_take_their_own_way(self):
        self.assertEqual(flow.NODES[PAY]["onError"], "continueErrorOutput")
        self.assertEqual(flow.outputs(PAY), [["Mark as paid"], ["Say failed"]])
        for name, node in flow.NODES.items():
            self.assertNotEqual(node.get("onError"), "continueRegularOutput", f"{name} swallows its errors")
            self.assertFalse(node.get("continueOnFail", False), f"{name} swallows its errors")
        self.assertEqual(flow.FLOW["settings"]["errorWorkflow"], "notify-finance")
