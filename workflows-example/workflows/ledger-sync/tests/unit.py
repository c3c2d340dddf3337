"""Which batches are posted, and that nothing is posted twice."""

import copy
import io
import json
import os
import sys
import tempfile
import unittest
import urllib.error
from contextlib import redirect_stderr, redirect_stdout

import common

sys.path.insert(0, common.FOLDER)
import sync  # noqa: E402

ENTRY = {
    "id": "B-1",
    "date": "2026-04-01",
    "text": "Office rent",
    "lines": [{"account": "4210", "amount": "1500.00"}, {"account": "1200", "amount": "-1500.00"}],
}
BATCH = {"batch": "2026-04-01-a", "prepared-by": "ada", "entries": [ENTRY, {**ENTRY, "id": "B-2"}]}


class FakeLedger:
    """Keeps what it is given; stops answering after `takes` entries."""

    def __init__(self, entries=(), approval=None, takes=10**9):
        self.entries = {entry["id"]: copy.deepcopy(entry) for entry in entries}
        self.approval, self.takes, self.writes = approval, takes, []

    def get(self, path):
        if path.endswith("/approval"):
            return self.approval
        return copy.deepcopy(self.entries.get(path.rsplit("/", 1)[1]))

    def put(self, path, entry):
        if len(self.writes) >= self.takes:
            raise sync.Refused("no answer")
        self.writes.append(entry["id"])
        self.entries[entry["id"]] = copy.deepcopy(entry)


def read(batch):
    return sync.read_batch(json.dumps(batch).encode())


def with_lines(*lines):
    return {
        **BATCH,
        "entries": [{**ENTRY, "lines": [{"account": account, "amount": value} for account, value in lines]}],
    }


def large(count=501, value="1.00"):
    return {
        **BATCH,
        "entries": [
            {
                **ENTRY,
                "id": f"L-{number}",
                "lines": [{"account": "4210", "amount": value}, {"account": "1200", "amount": "-" + value}],
            }
            for number in range(count)
        ],
    }


class Batches(unittest.TestCase):
    def test_an_unbalanced_entry_refuses_the_whole_batch(self):
        for lines in [
            [("4210", "1500.00"), ("1200", "-1499.99")],
            [("4210", "1.00"), ("1200", "1.00")],
            [("4210", "0.10"), ("4210", "0.20"), ("1200", "-0.31")],
        ]:
            with self.subTest(lines), self.assertRaisesRegex(sync.Refused, "differ"):
                read(with_lines(*lines))
        mixed = {
            **BATCH,
            "entries": [ENTRY, {**with_lines(("4210", "1.00"), ("1200", "-2.00"))["entries"][0], "id": "B-9"}],
        }
        with self.assertRaises(sync.Refused):
            read(mixed)

    def test_what_is_malformed_is_refused(self):
        wrong = [
            [],
            {},
            {**BATCH, "entries": []},
            {**BATCH, "entries": {}},
            {**BATCH, "more": 1},
            {**BATCH, "batch": "../x"},
            {**BATCH, "prepared-by": ""},
            {**BATCH, "entries": [ENTRY, ENTRY]},
            {**BATCH, "entries": ["B-1"]},
            {**BATCH, "entries": [{**ENTRY, "id": "../../admin"}]},
            {**BATCH, "entries": [{**ENTRY, "id": 7}]},
            {**BATCH, "entries": [{**ENTRY, "date": "2026-02-30"}]},
            {**BATCH, "entries": [{**ENTRY, "date": "20260401"}]},
            {**BATCH, "entries": [{**ENTRY, "date": None}]},
            {**BATCH, "entries": [{**ENTRY, "text": "a\u001b[31m"}]},
            {**BATCH, "entries": [{**ENTRY, "text": "x" * 141}]},
            {**BATCH, "entries": [{**ENTRY, "lines": ENTRY["lines"][:1]}]},
            with_lines(("4210", 1.5), ("1200", -1.5)),
            with_lines(("4210", "1e3"), ("1200", "-1e3")),
            with_lines(("4210", "NaN"), ("1200", "NaN")),
            with_lines(("4210", "1,00"), ("1200", "-1,00")),
            with_lines(("4210", "1.000"), ("1200", "-1.000")),
            with_lines(("4210", "1.00\n"), ("1200", "-1.00\n")),
            with_lines(("421", "1.00"), ("1200", "-1.00")),
            with_lines(("4210", "0.00"), ("1200", "0.00")),
            with_lines(("4210", "\u0661.00"), ("1200", "-\u0661.00")),
        ]
        for batch in wrong:
            with self.subTest(str(batch)[:100]), self.assertRaises(sync.Refused):
                read(batch)
        for raw in [b"", b"{", b"\xff", b"[" * 100_000, b'{"batch":"a","batch":"b"}', b" " * (sync.MOST_BYTES + 1)]:
            with self.subTest(raw[:20]), self.assertRaises(sync.Refused):
                sync.read_batch(raw)

    def test_an_honest_batch_is_read(self):
        self.assertEqual(read(BATCH), BATCH)
        read(with_lines(("4210", "0.10"), ("4210", "0.20"), ("1200", "-0.30")))


class Posting(unittest.TestCase):
    def test_posting_twice_posts_once(self):
        ledger = FakeLedger()
        self.assertEqual(sync.sync(read(BATCH), ledger, apply=True)["posted"], 2)
        self.assertEqual(sync.sync(read(BATCH), ledger, apply=True)["posted"], 0)
        self.assertEqual(ledger.writes, ["B-1", "B-2"])

    def test_without_apply_nothing_is_written(self):
        ledger = FakeLedger()
        self.assertEqual(
            sync.sync(read(BATCH), ledger, apply=False),
            {"batch": "2026-04-01-a", "entries": 2, "new": 2, "posted": 0, "turnover": "3000.00", "approved-by": None},
        )
        self.assertEqual(ledger.writes, [])

    def test_an_entry_with_other_contents_refuses_all_before_anything_is_written(self):
        other = {**ENTRY, "id": "B-2", "text": "Something else"}
        ledger = FakeLedger([other])
        with self.assertRaisesRegex(sync.Refused, "other contents"):
            sync.sync(read(BATCH), ledger, apply=True)
        self.assertEqual(ledger.writes, [])

    def test_a_run_that_was_cut_off_is_finished_by_the_next(self):
        ledger = FakeLedger(takes=1)
        with self.assertRaises(sync.Refused):
            sync.sync(read(BATCH), ledger, apply=True)
        ledger.takes = 10
        self.assertEqual(sync.sync(read(BATCH), ledger, apply=True)["posted"], 1)
        self.assertEqual(ledger.writes, ["B-1", "B-2"])


class LargeBatches(unittest.TestCase):
    def test_a_large_batch_is_held_until_another_person_approves(self):
        for batch in [large(), large(2, "500000.01")]:
            for approval in [
                None,
                {},
                [],
                {"approved": True},
                {"approved": "true", "by": "bert"},
                {"approved": False, "by": "bert"},
                {"approved": True, "by": "ada"},
                {"approved": True, "by": "ADA"},
                {"approved": True, "by": ""},
            ]:
                ledger = FakeLedger(approval=approval)
                with self.subTest(str(approval)), self.assertRaises(sync.Held):
                    sync.sync(read(batch), ledger, apply=True)
                self.assertEqual(ledger.writes, [])

    def test_what_was_posted_before_does_not_make_a_batch_small(self):
        for batch, posted in [(read(large()), 400), (read(large(3, "400000.00")), 2)]:
            with self.subTest(posted), self.assertRaises(sync.Held):
                sync.sync(batch, FakeLedger(batch["entries"][:posted]), apply=True)

    def test_an_approved_one_is_posted(self):
        ledger = FakeLedger(approval={"approved": True, "by": "bert"})
        done = sync.sync(read(large()), ledger, apply=True)
        self.assertEqual((done["posted"], done["approved-by"]), (501, "bert"))

    def test_up_to_the_limits_nobody_is_asked(self):
        self.assertEqual(sync.sync(read(large(500)), FakeLedger(), apply=True)["posted"], 500)
        self.assertEqual(sync.sync(read(large(2, "500000.00")), FakeLedger(), apply=True)["posted"], 2)

    def test_the_limits_are_those_of_the_manifest(self):
        stated = common.manifest()["human-approval"]
        self.assertEqual(stated["when"], f"entries > {sync.MOST_ENTRIES} or total > {sync.MOST_TOTAL} EUR")
        self.assertTrue(callable(getattr(sync, stated["step"])))


class Calls(unittest.TestCase):
    def calls(self, failures, environment="prod"):
        seen, waits = [], []

        def open_url(request, timeout):
            seen.append((request.get_method(), request.full_url, timeout))
            if len(seen) <= len(failures):
                raise failures[len(seen) - 1]
            return io.BytesIO(b"{}")

        return (
            sync.Ledger({"ENVIRONMENT": environment, "LEDGER_TOKEN": "not-a-token"}, open_url, waits.append),
            seen,
            waits,
        )

    def error(self, code):
        return urllib.error.HTTPError("https://ledger.acme.example", code, "", {}, None)

    def test_an_environment_that_is_not_known_is_refused(self):
        for environment in ["", "production", "ledger.evil.example"]:
            with self.subTest(environment), self.assertRaises(sync.Refused):
                self.calls([], environment)
        with self.assertRaises(sync.Refused):
            sync.Ledger({})

    def test_tries_are_bounded_by_the_manifest(self):
        for failure in [self.error(503), urllib.error.URLError("refused"), TimeoutError()]:
            ledger, seen, waits = self.calls([failure] * 9)
            with self.subTest(str(failure)), self.assertRaises(sync.Refused):
                ledger.get("/v1/x")
            self.assertEqual((len(seen), waits), (1 + int(common.manifest()["limits"]["retries"]), [1, 2, 4]))

    def test_a_refusal_is_not_tried_again(self):
        for code in [302, 400, 401, 403, 409, 500]:
            ledger, seen, _ = self.calls([self.error(code)])
            with self.subTest(code), self.assertRaises(sync.Refused):
                ledger.put("/v1/x", {})
            self.assertEqual(len(seen), 1)

    def test_calls_are_over_tls_to_the_environment_and_end_in_time(self):
        limit = common.seconds(common.manifest()["limits"]["timeout"])
        for environment in common.ENVIRONMENTS:
            ledger, seen, _ = self.calls([], environment)
            ledger.get("/v1/x")
            self.assertEqual(seen, [("GET", f"https://{common.hosts()[environment]['LEDGER_HOST']}/v1/x", limit)])

    def test_what_is_not_there_is_none_when_read_and_refused_when_written(self):
        self.assertIsNone(self.calls([self.error(404)])[0].get("/v1/x"))
        with self.assertRaises(sync.Refused):
            self.calls([self.error(404)])[0].put("/v1/x", {})


class Program(unittest.TestCase):
    def run_it(self, *arguments, batch=BATCH, ledger=None):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "batch.json")
            with open(path, "w", encoding="utf-8") as file:
                json.dump(batch, file)
            out, err = io.StringIO(), io.StringIO()
            with redirect_stdout(out), redirect_stderr(err):
                status = sync.main([*arguments, path], {}, ledger)
        return status, out.getvalue(), err.getvalue()

    def test_exit_status(self):
        self.assertEqual(self.run_it("--force", ledger=FakeLedger())[0], 64)
        self.assertEqual(self.run_it("--apply", ledger=None)[0], 1)
        self.assertEqual(self.run_it(batch={}, ledger=FakeLedger())[0], 1)
        self.assertEqual(self.run_it("--apply", batch=large(), ledger=FakeLedger())[0], 3)
        status, out, _ = self.run_it("--apply", ledger=FakeLedger())
        self.assertEqual((status, json.loads(out)["posted"]), (0, 2))
