"""Who gets which role, and what the job may do."""

import io
import json
import os
import sys
import unittest
import urllib.error
from contextlib import redirect_stderr, redirect_stdout

import common
import plainyaml

sys.path.insert(0, common.FOLDER)
import provision  # noqa: E402

RULES = json.loads(common.text("roles.json"))
REQUEST = {"PERSON": "ada", "ROLE": "bank-payment-entry", "DAYS": "30", "TICKET": "OPS-12", "REQUESTER": "bert"}


class FakeDirectory:
    def __init__(self, held):
        self.held, self.written = held, []

    def get(self, path):
        return self.held

    def put(self, path, value):
        self.written.append((path, value))


def request(**changes):
    return provision.request_from({**REQUEST, **changes})


class Requests(unittest.TestCase):
    def test_a_request_that_is_incomplete_or_malformed_is_refused(self):
        for name in REQUEST:
            for value in ["", " ", "x; id", "$(id)", "../../x", "ada\n", "ä"]:
                with self.subTest(name=name, value=value), self.assertRaises(provision.Refused):
                    request(**{name: value})

    def test_what_the_rules_forbid_is_refused(self):
        for changes in [
            {"ROLE": "domain-admin"},
            {"DAYS": "0"},
            {"DAYS": "91"},
            {"REQUESTER": "ada"},
            {"REQUESTER": "ADA"},
        ]:
            with self.subTest(changes), self.assertRaises(provision.Refused):
                provision.check(request(**changes), RULES)

    def test_roles_that_must_be_apart_are_refused_both_ways(self):
        for one, other in RULES["never-together"]:
            for wanted, held in [(one, other), (other, one)]:
                with self.subTest(wanted), self.assertRaises(provision.Refused):
                    provision.check(request(ROLE=wanted), RULES, [held])

    def test_the_rules_name_only_roles_that_exist(self):
        self.assertEqual({role for pair in RULES["never-together"] for role in pair} - set(RULES["roles"]), set())

    def test_an_honest_request_is_allowed(self):
        provision.check(request(), RULES, ["erp-reader"])
        provision.check(request(DAYS="90"), RULES)


class Granting(unittest.TestCase):
    def test_nothing_is_given_against_the_rules_or_on_an_answer_that_is_not_understood(self):
        for held in [[{"role": "bank-payment-release"}], {"error": "no such person"}, None, ["bank-payment-release"]]:
            directory = FakeDirectory(held)
            with self.subTest(str(held)), self.assertRaises(provision.Refused):
                provision.grant(request(), RULES, directory)
            self.assertEqual(directory.written, [])

    def test_a_role_is_given_for_a_time_with_its_ticket(self):
        directory = FakeDirectory([{"role": "erp-reader"}])
        self.assertEqual(provision.grant(request(), RULES, directory), "given")
        self.assertEqual(
            directory.written,
            [("/v1/people/ada/roles/bank-payment-entry", {"days": 30, "ticket": "OPS-12", "requester": "bert"})],
        )

    def test_the_same_ticket_gives_once(self):
        directory = FakeDirectory([{"role": "bank-payment-entry", "ticket": "OPS-12"}])
        self.assertEqual(provision.grant(request(), RULES, directory), "held already")
        self.assertEqual(directory.written, [])


class Calls(unittest.TestCase):
    def calls(self, failures, host="id.acme.example"):
        seen, waits = [], []

        def open_url(request, timeout):
            seen.append((request.full_url, timeout))
            if len(seen) <= len(failures):
                raise failures[len(seen) - 1]
            return io.BytesIO(b"[]")

        directory = provision.Directory(host, "not-a-token", open_url, waits.append)
        return directory, seen, waits

    def error(self, code):
        return urllib.error.HTTPError("https://id.acme.example", code, "", {}, None)

    def test_only_the_hosts_of_the_list_are_called(self):
        for host in [
            "",
            "id.acme.example.evil.example",
            "id.acme.example@evil.example",
            "id.acme.example/",
            "evil.example",
        ]:
            with self.subTest(host), self.assertRaises(provision.Refused):
                self.calls([], host)

    def test_a_busy_directory_is_asked_three_times_and_no_more(self):
        directory, seen, waits = self.calls([self.error(503)] * 9)
        with self.assertRaises(provision.Refused):
            directory.get("/v1/x")
        self.assertEqual((len(seen), waits), (3, [1, 2]))
        self.assertEqual(len(seen), 1 + int(common.manifest()["limits"]["retries"]))

    def test_a_refusal_is_not_tried_again(self):
        for code in [400, 401, 403, 404, 409, 500]:
            directory, seen, _ = self.calls([self.error(code)])
            with self.subTest(code), self.assertRaises(provision.Refused):
                directory.get("/v1/x")
            self.assertEqual(len(seen), 1)

    def test_a_redirect_is_not_followed(self):
        moved = provision.NoRedirect().redirect_request(None, None, 302, "Found", {}, "https://evil.example")
        self.assertIsNone(moved)
        directory, seen, _ = self.calls([self.error(302)])
        with self.assertRaises(provision.Refused):
            directory.get("/v1/x")
        self.assertEqual(len(seen), 1)

    def test_every_call_is_over_tls_and_ends_in_time(self):
        directory, seen, _ = self.calls([self.error(429), TimeoutError()])
        self.assertEqual(directory.get("/v1/x"), [])
        limit = common.seconds(common.manifest()["limits"]["timeout"])
        self.assertEqual(set(seen), {("https://id.acme.example/v1/x", limit)})


class Program(unittest.TestCase):
    def run_it(self, arguments, environment):
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = provision.main(arguments, environment)
        return status, out.getvalue(), err.getvalue()

    def test_exit_status(self):
        self.assertEqual(self.run_it([], REQUEST)[0], 64)
        self.assertEqual(self.run_it(["check"], {})[0], 1)
        self.assertEqual(self.run_it(["grant"], {**REQUEST, "IDP_HOST": "evil.example"})[0], 1)
        status, out, _ = self.run_it(["check"], REQUEST)
        self.assertEqual((status, json.loads(out)["done"]), (0, "allowed"))

    def test_the_token_is_never_printed(self):
        _, out, err = self.run_it(["grant"], {**REQUEST, "IDP_HOST": "evil.example", "IDP_TOKEN": "not-a-token"})
        self.assertNotIn("not-a-token", out + err)


class Jobs(unittest.TestCase):
    workflow = plainyaml.read(common.text("provisioning.yml"))

    def test_a_person_starts_it_and_another_approves_the_grant(self):
        self.assertEqual(list(self.workflow["on"]), ["workflow_dispatch"])
        jobs = self.workflow["jobs"]
        self.assertEqual(jobs["grant"]["environment"], "access-approval")
        self.assertEqual(jobs["grant"]["needs"], "check")
        self.assertEqual(common.manifest()["human-approval"]["step"], "grant")
        for name, job in jobs.items():
            if any("secrets." in str(step) or "provision.py grant" in str(step) for step in job["steps"]):
                self.assertEqual(job.get("environment"), "access-approval", name)

    def test_jobs_may_read_and_end_in_time(self):
        self.assertEqual(self.workflow["permissions"], {})
        for name, job in self.workflow["jobs"].items():
            self.assertEqual(job["permissions"], {"contents": "read"}, name)
            self.assertLessEqual(int(job["timeout-minutes"]), 10, name)
            self.assertNotIn("continue-on-error", str(job), name)
        self.assertEqual(self.workflow["concurrency"]["cancel-in-progress"], "false")

    def test_inputs_reach_the_shell_only_through_the_environment(self):
        for job in self.workflow["jobs"].values():
            for step in job["steps"]:
                self.assertNotIn("${{", step.get("run", ""))

    def test_actions_are_pinned_and_leave_no_credentials(self):
        for job in self.workflow["jobs"].values():
            for step in job["steps"]:
                if "uses" in step:
                    self.assertRegex(step["uses"], r"^actions/checkout@[0-9a-f]{40}$")
                    self.assertEqual(step["with"], {"ref": "env/prod", "persist-credentials": "false"})
