"""Which documents become invoices, and which go to a person."""

import unittest

import common
import machine

DOCUMENT = {"bucket": "inbox", "key": "2026/04/12.pdf", "version": "v1"}
FIELDS = {
    "number": "R-77",
    "vatId": "DE000",
    "currency": "EUR",
    "gross": 119.0,
    "iban": "DE00 TEST 0001",
    "confidence": 0.97,
}
VENDOR = {"status": "active", "iban": "DE00 TEST 0001", "sameNumber": 0}


def run(fields=FIELDS, vendor=VENDOR, answer=TimeoutError("States.Timeout"), enter=None):
    return machine.run(
        DOCUMENT,
        {
            "ReadDocument": fields,
            "FindVendor": vendor,
            "AskAPerson": answer,
            "EnterInvoice": {} if enter is None else enter,
        },
    )


def without(values, key):
    return {name: value for name, value in values.items() if name != key}


class Documents(unittest.TestCase):
    def test_a_doubtful_reading_goes_to_a_person(self):
        doubtful = [
            {**FIELDS, "number": ""},
            {**FIELDS, "gross": 0},
            {**FIELDS, "gross": -1},
            {**FIELDS, "gross": "119"},
            {**FIELDS, "confidence": 0.89},
            {**FIELDS, "vatId": None},
        ]
        for fields in doubtful:
            with self.subTest(fields):
                passed, _, _ = run(fields=fields)
                self.assertEqual(passed[-2:], ["AskAPerson", "Rejected"])
                self.assertNotIn("EnterInvoice", passed)

    def test_a_vendor_that_does_not_fit_goes_to_a_person(self):
        for vendor in [
            {**VENDOR, "status": "blocked"},
            {**VENDOR, "status": None},
            {**VENDOR, "iban": "DE00 TEST 0666"},
            {**VENDOR, "iban": None},
            {**VENDOR, "sameNumber": 1},
            {**VENDOR, "sameNumber": "0"},
        ]:
            with self.subTest(vendor):
                passed, _, _ = run(vendor=vendor)
                self.assertIn("AskAPerson", passed)
                self.assertNotIn("EnterInvoice", passed)

    def test_a_field_that_is_not_there_goes_to_a_person(self):
        for key in FIELDS:
            with self.subTest(key):
                self.assertEqual(run(fields=without(FIELDS, key))[0][-2:], ["AskAPerson", "Rejected"])
        for key in VENDOR:
            with self.subTest(key):
                self.assertEqual(run(vendor=without(VENDOR, key))[0][-2:], ["AskAPerson", "Rejected"])
        for answer in [{}, {"fields": FIELDS}]:
            self.assertEqual(run(fields=without(FIELDS, "gross"), answer=answer)[0][-1], "Rejected")

    def test_errors_of_the_outside_go_to_a_person_or_fail(self):
        self.assertIn("AskAPerson", run(fields=TimeoutError("ocr"))[0])
        self.assertIn("AskAPerson", run(vendor=TimeoutError("erp"))[0])
        self.assertEqual(run(enter=TimeoutError("erp"))[0][-1], "NotEntered")

    def test_only_a_clear_yes_of_a_person_counts(self):
        for answer in [
            {"agreed": False, "fields": FIELDS},
            {"agreed": "true", "fields": FIELDS},
            {"agreed": True},
            TimeoutError("three days"),
        ]:
            with self.subTest(str(answer)):
                self.assertEqual(run(fields={**FIELDS, "confidence": 0.5}, answer=answer)[0][-1], "Rejected")

    def test_what_a_person_corrected_is_entered_and_says_who(self):
        corrected = {**FIELDS, "gross": 121.0}
        passed, document, sent = run(
            fields={**FIELDS, "confidence": 0.5}, answer={"agreed": True, "fields": corrected, "by": "clerk-7"}
        )
        self.assertEqual(passed[-1], "Entered")
        self.assertEqual(sent["EnterInvoice"]["RequestBody"]["fields"], corrected)
        self.assertEqual(document["read"]["checkedBy"], "clerk-7")

    def test_a_clear_document_is_entered_unapproved_and_once(self):
        passed, _, sent = run()
        self.assertEqual(passed[-2:], ["EnterInvoice", "Entered"])
        self.assertNotIn("AskAPerson", passed)
        self.assertEqual(sent["EnterInvoice"]["RequestBody"]["status"], "unapproved")
        self.assertEqual(sent["EnterInvoice"]["Headers"], {"Idempotency-Key": DOCUMENT["version"]})


class States(unittest.TestCase):
    def test_every_state_is_reached_and_every_target_is_there(self):
        self.assertEqual({after for _, after in machine.edges()} - set(machine.STATES), set())
        self.assertEqual(common.reachable(machine.edges(), [machine.MACHINE["StartAt"]]), set(machine.STATES))

    def test_nothing_is_entered_past_both_the_checks_and_a_person(self):
        start = [machine.MACHINE["StartAt"]]
        for gate in ["IsComplete", "IsKnownAndNew"]:
            left = common.reachable(machine.edges(), start, without=[gate, "DidThePersonAgree"])
            self.assertNotIn("EnterInvoice", left, gate)
        self.assertIn("EnterInvoice", common.reachable(machine.edges(), start, without=["DidThePersonAgree"]))

    def test_there_is_no_loop(self):
        for name in machine.STATES:
            after = [end for start, end in machine.edges() if start == name]
            self.assertNotIn(name, common.reachable(machine.edges(), after))

    def test_every_task_ends_in_time_and_its_errors_are_caught(self):
        limits = common.manifest()["limits"]
        self.assertGreater(machine.MACHINE["TimeoutSeconds"], 0)
        for name, task in machine.tasks().items():
            limit = 259200 if name == "AskAPerson" else common.seconds(limits["timeout"])
            self.assertTrue(0 < task["TimeoutSeconds"] <= limit, name)
            self.assertEqual(task["Catch"][-1]["ErrorEquals"], ["States.ALL"], name)
            for retry in task["Retry"]:
                self.assertTrue(0 < retry["MaxAttempts"] <= int(limits["retries"]), name)
                self.assertNotIn("States.ALL", retry["ErrorEquals"], name)

    def test_the_step_of_a_person_is_the_one_of_the_manifest(self):
        stated = common.manifest()["human-approval"]
        task = machine.tasks()[stated["step"]]
        self.assertTrue(task["Resource"].endswith(".waitForTaskToken"))
        self.assertEqual(task["Parameters"]["MessageBody"]["token.$"], "$$.Task.Token")
        confidence = [
            rule for rule in machine.STATES["IsComplete"]["Choices"][0]["And"] if "NumericGreaterThanEquals" in rule
        ]
        self.assertEqual(stated["when"], f"confidence < {confidence[0]['NumericGreaterThanEquals']}")
