"""Posts a batch of the bank's bookings to the general ledger: sync.py [--apply] BATCH.json

Without --apply it reads, checks, and says what it would post. The batch is posted whole or, where the ledger stops
answering, up to an entry: posting it again posts the rest, and nothing twice. ENVIRONMENT and LEDGER_TOKEN are read
from the environment. Exit status 0: done. 1: refused. 3: held, a person has to approve. 64: wrong usage.
"""

import datetime
import decimal
import json
import os
import re
import sys
import time
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
TIMEOUT = 30  # seconds, of one call
TRIES = 4  # the first one and three more
MOST_BYTES = 10 << 20
MOST_ENTRIES = 500  # above either, a person approves
MOST_TOTAL = decimal.Decimal("1000000.00")  # EUR


class Refused(Exception):
    pass


class Held(Exception):
    pass


def amount(text):
    """An amount as the bank writes it, in EUR: text with two decimals, never a floating-point number."""
    if not isinstance(text, str) or not re.fullmatch(r"-?[0-9]{1,12}\.[0-9]{2}", text):
        raise Refused(f'an amount is text like "-119.00", not {text!r}')
    return decimal.Decimal(text)


def read_batch(raw):
    """The batch, checked whole: one wrong entry refuses all of it."""

    def no_duplicates(pairs):
        if len({key for key, _ in pairs}) != len(pairs):
            raise Refused("a key is there twice")
        return dict(pairs)

    if len(raw) > MOST_BYTES:
        raise Refused(f"a batch has at most {MOST_BYTES} bytes")
    try:
        batch = json.loads(raw, object_pairs_hook=no_duplicates)
    except (ValueError, RecursionError) as error:
        raise Refused(f"the batch is not JSON: {error}") from None
    shape = isinstance(batch, dict) and set(batch) == {"batch", "prepared-by", "entries"}
    if not shape or not isinstance(batch["entries"], list) or not batch["entries"]:
        raise Refused("a batch has 'batch', 'prepared-by' and 'entries', at least one")
    for name in ("batch", "prepared-by"):
        if not isinstance(batch[name], str) or not re.fullmatch(r"[A-Za-z0-9-]{1,40}", batch[name]):
            raise Refused(f"{name}: letters, digits and '-', at most 40, not {batch[name]!r}")
    for entry in batch["entries"]:
        check_entry(entry)
    ids = [entry["id"] for entry in batch["entries"]]
    if len(set(ids)) != len(ids):
        raise Refused("two entries of the batch have the same id")
    return batch


def check_entry(entry):
    if not isinstance(entry, dict) or set(entry) != {"id", "date", "text", "lines"}:
        raise Refused(f"an entry has 'id', 'date', 'text' and 'lines', not {entry!r:.80}")
    if not isinstance(entry["id"], str) or not re.fullmatch(r"[A-Za-z0-9-]{1,40}", entry["id"]):
        raise Refused(f"an id is letters, digits and '-', at most 40, not {entry['id']!r:.80}")
    name = entry["id"]
    try:
        if datetime.date.fromisoformat(entry["date"]).isoformat() != entry["date"]:
            raise ValueError
    except (TypeError, ValueError):
        raise Refused(f"{name}: a date is YYYY-MM-DD, not {entry['date']!r:.80}") from None
    if not isinstance(entry["text"], str) or not entry["text"].isprintable() or len(entry["text"]) > 140:
        raise Refused(f"{name}: a text is printable and at most 140 long")
    if not isinstance(entry["lines"], list) or len(entry["lines"]) < 2:
        raise Refused(f"{name}: an entry has two lines or more")
    total = decimal.Decimal(0)
    for line in entry["lines"]:
        if not isinstance(line, dict) or set(line) != {"account", "amount"}:
            raise Refused(f"{name}: a line has 'account' and 'amount'")
        if not isinstance(line["account"], str) or not re.fullmatch(r"[0-9]{4}", line["account"]):
            raise Refused(f"{name}: an account has four digits, not {line['account']!r:.80}")
        value = amount(line["amount"])
        if value == 0:
            raise Refused(f"{name}: a line of nothing")
        total += value
    if total != 0:
        raise Refused(f"{name}: debit and credit differ by {total}")


def turnover(entries):
    """The sum of the debit sides, in EUR."""
    values = (amount(line["amount"]) for entry in entries for line in entry["lines"])
    return sum((value for value in values if value > 0), decimal.Decimal(0))


def approval_of(batch, ledger):
    """The person who approved a large batch in the ledger; Held while nobody other than its preparer has."""
    answer = ledger.get(f"/v1/batches/{batch['batch']}/approval")
    by = answer.get("by") if isinstance(answer, dict) and answer.get("approved") is True else None
    if not isinstance(by, str) or not by or by.lower() == batch["prepared-by"].lower():
        raise Held(f"batch {batch['batch']} needs the approval of a person other than {batch['prepared-by']}")
    return by


def plan(batch, ledger):
    """The entries that the ledger does not have. One that it has with other contents refuses the batch."""
    new = []
    for entry in batch["entries"]:
        known = ledger.get(f"/v1/entries/{entry['id']}")
        if known is None:
            new.append(entry)
        elif known != entry:
            raise Refused(f"{entry['id']}: the ledger has this entry with other contents")
    return new


def sync(batch, ledger, apply):
    new = plan(batch, ledger)
    approved_by = None
    if len(batch["entries"]) > MOST_ENTRIES or turnover(batch["entries"]) > MOST_TOTAL:
        approved_by = approval_of(batch, ledger)
    for entry in new if apply else []:
        ledger.put(f"/v1/entries/{entry['id']}", entry)
    return {
        "batch": batch["batch"],
        "entries": len(batch["entries"]),
        "new": len(new),
        "posted": len(new) if apply else 0,
        "turnover": f"{turnover(new):.2f}",
        "approved-by": approved_by,
    }


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the token to a host that is not on the list."""

    def redirect_request(self, *_):
        return None


class Ledger:
    """The ledger's interface, over TLS. Reading what is not there gives None."""

    def __init__(self, environment, open_url=urllib.request.build_opener(NoRedirect).open, wait=time.sleep):
        with open(os.path.join(HERE, "hosts.json"), encoding="utf-8") as file:
            hosts = json.load(file)
        if environment.get("ENVIRONMENT") not in hosts:
            raise Refused(f"ENVIRONMENT is one of {', '.join(sorted(hosts))}")
        self.base = "https://" + hosts[environment["ENVIRONMENT"]]["LEDGER_HOST"]
        self.token, self.open_url, self.wait = environment.get("LEDGER_TOKEN", ""), open_url, wait

    def get(self, path):
        text = self.send("GET", path, None)
        try:
            return None if text is None else json.loads(text)
        except ValueError:
            raise Refused(f"GET {path}: the answer is not JSON") from None

    def put(self, path, entry):
        """The ledger takes an id once; the same entry again changes nothing."""
        if self.send("PUT", path, json.dumps(entry, sort_keys=True).encode()) is None:
            raise Refused(f"PUT {path}: the ledger answered 404")

    def send(self, method, path, body):
        headers = {"Authorization": "Bearer " + self.token, "Content-Type": "application/json"}
        for attempt in range(TRIES):
            request = urllib.request.Request(self.base + path, body, headers, method=method)
            try:
                with self.open_url(request, timeout=TIMEOUT) as answer:
                    return answer.read(MOST_BYTES)
            except urllib.error.HTTPError as error:
                if error.code == 404:
                    return None
                if error.code not in (429, 502, 503, 504):
                    raise Refused(f"{method} {path}: the ledger answered {error.code}") from None
            except (urllib.error.URLError, TimeoutError):
                pass
            if attempt + 1 < TRIES:
                self.wait(2**attempt)
        raise Refused(f"{method} {path}: no answer after {TRIES} tries")


def main(arguments, environment, ledger=None):
    apply = arguments[:1] == ["--apply"]
    paths = arguments[1:] if apply else arguments
    if len(paths) != 1 or paths[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 64
    try:
        with open(paths[0], "rb") as file:
            batch = read_batch(file.read(MOST_BYTES + 1))
        done = sync(batch, ledger or Ledger(environment), apply)
    except (Refused, OSError) as reason:
        print(f"refused: {reason}", file=sys.stderr)
        return 1
    except Held as reason:
        print(f"held: {reason}", file=sys.stderr)
        return 3
    print(json.dumps(done, sort_keys=True))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
