"""What is reported, and how the steps hang together."""

import json
import os
import subprocess
import sys
import unittest

import common
import plainyaml

SPEC = plainyaml.read(common.text("report.yaml"))["spec"]
WORKFLOW = SPEC["workflowSpec"]
TEMPLATES = {template["name"]: template for template in WORKFLOW["templates"]}
LEDGER = {
    "month": "2026-03",
    "closed": True,
    "entries": [
        {"account": "4400", "amount": "-119.10"},
        {"account": "1200", "amount": "100.05"},
        {"account": "1576", "amount": "19.05"},
    ],
}


def build(ledger):
    """Runs the step's own source, as Argo does, with the ledger in the environment."""
    text = ledger if isinstance(ledger, str) else json.dumps(ledger)
    return subprocess.run(
        [sys.executable, "-B", "-c", TEMPLATES["build"]["script"]["source"]],
        env={"LEDGER": text, "PATH": os.environ.get("PATH", "")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


class Reports(unittest.TestCase):
    def test_what_cannot_be_reported_stops_the_run(self):
        one = LEDGER["entries"][0]
        wrong = {
            "open": {**LEDGER, "closed": False},
            "not said": {"month": "2026-03", "entries": LEDGER["entries"]},
            "said as text": {**LEDGER, "closed": "true"},
            "empty": {**LEDGER, "entries": []},
            "unbalanced": {**LEDGER, "entries": LEDGER["entries"][:2]},
            "by a cent": {**LEDGER, "entries": [{**one, "amount": "-119.11"}] + LEDGER["entries"][1:]},
            "not a number": {**LEDGER, "entries": [{**one, "amount": "NaN"}]},
            "endless": {**LEDGER, "entries": [{**one, "amount": "Infinity"}, {**one, "amount": "-Infinity"}]},
            "no amount": {**LEDGER, "entries": [{"account": "4400"}]},
            "no JSON": "<html>",
            "nothing": "",
        }
        for name, ledger in wrong.items():
            with self.subTest(name):
                done = build(ledger)
                self.assertNotEqual(done.returncode, 0)
                self.assertEqual(done.stdout, "")

    def test_a_closed_balanced_month_is_summed_by_account(self):
        done = build(
            {
                **LEDGER,
                "entries": LEDGER["entries"]
                + [
                    {"account": "1200", "amount": "0.10"},
                    {"account": "1200", "amount": "0.20"},
                    {"account": "9000", "amount": "-0.30"},
                ],
            }
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(
            json.loads(done.stdout),
            {
                "month": "2026-03",
                "entries": 6,
                "accounts": {"1200": "100.35", "1576": "19.05", "4400": "-119.10", "9000": "-0.30"},
            },
        )

    def test_cents_are_not_lost_in_floating_point(self):
        entries = [{"account": "1", "amount": 0.1}] * 3 + [{"account": "2", "amount": -0.3}]
        self.assertEqual(
            json.loads(build({**LEDGER, "entries": entries}).stdout)["accounts"], {"1": "0.30", "2": "-0.30"}
        )


class Steps(unittest.TestCase):
    def test_the_order_is_fetch_build_publish(self):
        tasks = {task["name"]: task for task in TEMPLATES["report"]["dag"]["tasks"]}
        self.assertEqual(
            {name: task.get("dependencies", []) for name, task in tasks.items()},
            {"fetch": [], "build": ["fetch"], "publish": ["build"]},
        )
        self.assertEqual(WORKFLOW["entrypoint"], "report")
        for task in tasks.values():
            self.assertIn(task["template"], TEMPLATES)
            self.assertNotIn("continueOn", task)

    def test_everything_ends_in_time(self):
        self.assertLessEqual(int(WORKFLOW["activeDeadlineSeconds"]), 3600)
        limit = common.seconds(common.manifest()["limits"]["timeout"])
        for name, template in TEMPLATES.items():
            if "dag" not in template:
                self.assertLessEqual(int(template["activeDeadlineSeconds"]), limit, name)
            if "http" in template:
                self.assertLessEqual(
                    int(template["http"]["timeoutSeconds"]), int(template["activeDeadlineSeconds"]), name
                )

    def test_retries_have_a_limit(self):
        most = int(common.manifest()["limits"]["retries"])
        strategies = [template["retryStrategy"] for template in TEMPLATES.values() if "retryStrategy" in template]
        self.assertEqual(len(strategies), 2)
        for strategy in strategies:
            self.assertTrue(1 <= int(strategy["limit"]) <= most)
            self.assertIn("maxDuration", strategy["backoff"])

    def test_one_run_at_a_time(self):
        self.assertEqual(SPEC["concurrencyPolicy"], "Forbid")
        self.assertEqual(SPEC["timezone"], "Europe/Berlin")
        self.assertEqual(len(SPEC["schedules"]), 1)

    def test_the_end_is_told_whatever_it_was(self):
        self.assertIn(WORKFLOW["onExit"], TEMPLATES)

    def test_the_script_runs_without_rights(self):
        script = TEMPLATES["build"]["script"]
        self.assertRegex(script["image"], r"@sha256:[0-9a-f]{64}$")
        self.assertEqual(
            script["securityContext"],
            {"allowPrivilegeEscalation": "false", "readOnlyRootFilesystem": "true", "capabilities": {"drop": ["ALL"]}},
        )
        self.assertEqual(WORKFLOW["securityContext"]["runAsNonRoot"], "true")
        self.assertEqual(WORKFLOW["automountServiceAccountToken"], "false")
        self.assertNotIn("{{", script["source"])
        for module in ["urllib", "socket", "subprocess", "http"]:
            self.assertNotIn(module, script["source"])
