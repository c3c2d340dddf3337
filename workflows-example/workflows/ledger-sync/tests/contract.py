"""What this workflow and the systems around it have agreed on."""

import ast
import os
import re
import subprocess
import tempfile
import unittest

import common


class Contract(common.Promises, unittest.TestCase):
    def test_it_reads_and_creates_but_never_changes_or_deletes(self):
        self.assertEqual(
            sorted(set(re.findall(r'"(GET|PUT|POST|PATCH|DELETE)"', common.text("sync.py")))), ["GET", "PUT"]
        )
        for permission in common.manifest()["permissions"]:
            self.assertRegex(permission, r":(read|create)$")

    def test_it_runs_no_other_program_and_reads_no_other_library(self):
        nodes = list(ast.walk(ast.parse(common.text("sync.py"))))
        imports = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
        self.assertFalse(any(isinstance(node, ast.ImportFrom) for node in nodes))
        self.assertEqual(
            imports, {"datetime", "decimal", "json", "os", "re", "sys", "time", "urllib.error", "urllib.request"}
        )
        self.assertNotRegex(common.text("sync.py"), r"\b(eval|exec|system|popen)\(")

    def test_the_secret_is_the_one_of_the_manifest(self):
        read = set(re.findall(r'environment(?:\.get\(|\[)"([A-Z_]+)"', common.text("sync.py"))) - {"ENVIRONMENT"}
        self.assertEqual(read, {secret["name"] for secret in common.manifest()["secrets"]})


class TheLastDoor(unittest.TestCase):
    """run.sh, with stand-ins for countersign and python3 that write down how they were called."""

    def run_it(self, admitted, arguments=("batch.json",), environment="prod"):
        with tempfile.TemporaryDirectory() as folder:
            calls = os.path.join(folder, "calls")
            for name, status in [("countersign", admitted), ("python3", 0)]:
                path = os.path.join(folder, name)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(f'#!/bin/sh\necho "{name} $*" >> "{calls}"\nexit {status}\n')
                os.chmod(path, 0o755)
            variables = {"PATH": folder + ":/usr/bin:/bin"}
            if environment:
                variables["ENVIRONMENT"] = environment
            done = subprocess.run(
                ["sh", os.path.join(common.FOLDER, "run.sh"), *arguments],
                env=variables,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            if not os.path.exists(calls):
                return done.returncode, []
            with open(calls, encoding="utf-8") as file:
                return done.returncode, file.read().splitlines()

    def test_nothing_runs_when_it_is_not_admitted(self):
        for status in [1, 2, 64, 127]:
            returned, calls = self.run_it(status)
            self.assertEqual(returned, status)
            self.assertEqual(len(calls), 1)

    def test_nothing_runs_without_an_environment_or_a_batch(self):
        for arguments, environment in [(("batch.json",), None), ((), "prod")]:
            returned, calls = self.run_it(0, arguments, environment)
            self.assertNotEqual(returned, 0)
            self.assertEqual(calls, [])

    def test_the_released_version_runs(self):
        returned, calls = self.run_it(0, ("my batch.json",))
        self.assertEqual(returned, 0)
        self.assertEqual(
            calls,
            ["countersign admit ledger-sync --env prod --dir . --fresh 5m", "python3 -B sync.py --apply my batch.json"],
        )
