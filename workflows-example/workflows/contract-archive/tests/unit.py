"""Which contracts are filed."""

import unittest

import common
import logic

CONTRACT = {"id": "C-2026-7", "state": "signed", "signatures": 2, "retention": "P10Y", "sha256": "0" * 64}


class Contracts(unittest.TestCase):
    def test_an_incomplete_contract_is_not_filed(self):
        for wrong in [
            {"state": "sent"},
            {"state": None},
            {"signatures": 1},
            {"signatures": None},
            {"signatures": "2"},
            {"retention": ""},
            {"retention": None},
            {"sha256": ""},
            {"sha256": None},
            {"sha256": "0" * 63},
        ]:
            with self.subTest(wrong):
                self.assertFalse(logic.holds("Is_complete", {**CONTRACT, **wrong}))

    def test_a_complete_contract_goes_on(self):
        self.assertTrue(logic.holds("Is_complete", CONTRACT))

    def test_only_the_answer_file_files(self):
        for answer in [
            {},
            {"SelectedOption": "Hold"},
            {"SelectedOption": None},
            {"SelectedOption": "file"},
            {"SelectedOption": True},
        ]:
            with self.subTest(answer):
                self.assertFalse(logic.holds("Is_approved", CONTRACT, {"Approve_filing": answer}))
        self.assertTrue(logic.holds("Is_approved", CONTRACT, {"Approve_filing": {"SelectedOption": "File"}}))

    def test_another_digest_stops_the_run(self):
        for stored in [{}, {"sha256": "1" * 64}]:
            self.assertFalse(logic.holds("Is_the_same", CONTRACT, {"File_contract": stored}))
        self.assertTrue(logic.holds("Is_the_same", CONTRACT, {"File_contract": {"sha256": "0" * 64}}))
        action, above = logic.find("Stop_on_another_digest")
        self.assertEqual((action["type"], above[-1]), ("Terminate", ("Is_the_same", False)))


class Structure(unittest.TestCase):
    def test_filing_lies_in_the_yes_of_the_check_and_of_the_approval(self):
        for name in ["Get_document", "File_contract"]:
            _, above = logic.find(name)
            self.assertIn(("Is_complete", True), above, name)
            self.assertIn(("Is_approved", True), above, name)
        self.assertIn("Approve_filing", logic.waits_for("Is_approved"))
        self.assertEqual(common.manifest()["human-approval"]["step"], "Approve_filing")

    def test_the_approval_waits_three_days_and_asks_people_who_are_written_down(self):
        action, _ = logic.find("Approve_filing")
        self.assertEqual(action["type"], "ApiConnectionWebhook")
        self.assertLessEqual(logic.seconds(action["limit"]["timeout"]), 3 * 86400)
        self.assertEqual(action["inputs"]["body"]["Message"]["To"], "legal@acme.example")

    def test_what_runs_after_what_is_there(self):
        for name, action, _ in logic.walk():
            for before in action["runAfter"]:
                self.assertIn(before, logic.siblings(name), name)

    def test_every_call_has_a_timeout_and_a_bounded_retry(self):
        limits, calls = common.manifest()["limits"], 0
        for name, action, _ in logic.walk():
            if action["type"] in ("Http", "ApiConnection"):
                calls += 1
                self.assertLessEqual(logic.seconds(action["limit"]["timeout"]), common.seconds(limits["timeout"]), name)
                policy = action["inputs"]["retryPolicy"]
                self.assertEqual(policy["type"], "fixed", name)
                self.assertTrue(1 <= policy["count"] <= int(limits["retries"]), name)
        self.assertEqual(calls, 5)

    def test_the_loop_is_bounded_and_one_at_a_time(self):
        loop, _ = logic.find("For_each_contract")
        self.assertRegex(loop["foreach"], r"^@take\(.*, 50\)$")
        self.assertEqual(loop["runtimeConfiguration"]["concurrency"]["repetitions"], 1)

    def test_contents_are_hidden_in_the_history(self):
        self.assertEqual(logic.find("Get_document")[0]["runtimeConfiguration"]["secureData"]["properties"], ["outputs"])
        self.assertEqual(logic.find("File_contract")[0]["runtimeConfiguration"]["secureData"]["properties"], ["inputs"])

    def test_a_failure_is_told_and_stays_a_failure(self):
        told, _ = logic.find("Tell_that_it_failed")
        self.assertEqual(told["runAfter"], {"For_each_contract": ["Failed", "TimedOut", "Skipped"]})
        self.assertEqual(logic.find("End_as_failed")[0]["inputs"]["runStatus"], "Failed")

    def test_nothing_is_overwritten_or_deleted(self):
        for name, action, _ in logic.walk():
            if action["type"] == "Http":
                self.assertIn(action["inputs"]["method"], ["GET", "PUT"], name)
        self.assertEqual(logic.find("File_contract")[0]["inputs"]["headers"]["If-None-Match"], "*")
