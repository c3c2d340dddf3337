"""What all counts share: the answer, a walk through values, hosts of addresses, circles in ways."""
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

ADDRESS = re.compile(
    r"\b(?:https?|wss?|mqtts?|ftps?|sftp|grpc|tcp|smtps?|ssh|amqps?|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|rediss?)"
    r"://[^\s\"'`<>)\]},;|\\]+", re.I)
# Names of forms, not places.
NAMESPACES = re.compile(r"(?:^|\.)(?:w3|xmlsoap|json-schema|openxmlformats|schema)\.org$|^schemas?\..*(?:microsoft|azure)\.com$")


@dataclass
class Counted:
    steps: int = 0
    hosts: set = field(default_factory=set)
    secrets: set = field(default_factory=set)
    open: int = 0
    circles: int = 0


def text_of(data):
    """The text of a file, whatever mark of its bytes it begins with."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def walk(value, path=()):
    """Every value in a value, with the keys that lead there; `*` in lists."""
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, path + (str(key),))
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner, path + ("*",))


def get(value, *keys):
    """What stands under keys in each other; None where one is not there."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def host(text):
    """The host of an address, None where an expression decides it or there is none."""
    if not isinstance(text, str) or text.startswith("file:"):
        return None
    text = text.strip()
    if re.match(r"\w+:/[^/]", text):
        return None
    if "://" not in text:
        text = "//" + text
    try:
        name = urlsplit(text).hostname
    except ValueError:
        return None
    if not name or any(mark in name for mark in "{}$<>()*%\\=+@ ") or name.endswith("."):
        return None
    return name.lower()


def in_text(text, comment=None):
    """Hosts of the addresses in a text; lines that begin with a comment's mark do not count."""
    for line in text.splitlines():
        if comment and line.lstrip().startswith(comment):
            continue
        for found in ADDRESS.findall(line):
            authority = re.split(r"[/?#]", found.split("://", 1)[1])[0]
            name = None if any(mark in authority for mark in "{$(`") else host(found.rstrip(".:!"))
            if name and not NAMESPACES.search(name):
                yield name


class Ways:
    """Ways between steps. A step is come into and gone out of; one that holds others is passed through them."""

    def __init__(self):
        self.following = {}

    def go(self, before, after):
        """A way that is taken when a step is done."""
        self.link((before, "out"), (after, "in"))

    def fail(self, before, after):
        """A way that is taken before it is done."""
        self.link((before, "in"), (after, "in"))

    def step(self, name):
        self.link((name, "in"), (name, "out"))

    def hold(self, outer, inner, first=None):
        """A run comes from the outer step into the first of the inner ones, and out of it behind the last."""
        inner = list(inner)
        arrived = {after[0] for before, afters in self.following.items() for after in afters if before[0] != after[0]}
        for name in inner:
            if name == first or first is None and name not in arrived:
                self.link((outer, "in"), (name, "in"))
            if not {after[0] for after in self.following.get((name, "out"), ())}:
                self.link((name, "out"), (outer, "out"))

    def link(self, before, after):
        self.following.setdefault(before, set()).add(after)

    def circles(self):
        """Sets of steps each of which leads to all of them."""
        reached = {}
        for start in self.following:
            seen, waiting = set(), list(self.following[start])
            while waiting:
                place = waiting.pop()
                if place not in seen:
                    seen.add(place)
                    waiting += self.following.get(place, ())
            reached[start] = seen
        return len({
            frozenset(other for other in seen if start in reached.get(other, ()))
            for start, seen in reached.items() if start in seen})
