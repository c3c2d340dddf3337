"""Made-up values, and the marks in a case that stand for them.

A mark is `<<kind>>` or `<<kind:what it needs>>`, and may lie in another: `<<base64:token=<<!github>>>>`. One with `!` is the
secret. All values come from a seed made of the case's name, so that a case stays the same when others come or go.
"""

import base64
import json
import random
import re
import string
import urllib.parse

LETTERS = string.ascii_letters + string.digits
UPPER = string.ascii_uppercase + string.digits
WORDS = ["Kranich", "Hafen", "Winter", "Laterne", "Quitte", "Bruecke", "Falke", "Garten", "Mantel", "Sommer"]

# Known from documentation and emulators, so no secrets. In pieces, so that this file holds none of them.
SAMPLES = {
    "aws-id": ["AKI", "AIOSFO", "DNN7EX", "AMPLE"],
    "aws-secret": ["wJalrX", "UtnFEMI", "/K7MDENG", "/bPxRfi", "CYEXAM", "PLEKEY"],
    "stripe": ["sk", "_te", "st_4eC39H", "qLyjWDar", "jtT1zd", "p7dc"],
    "jwt": [
        "eyJhbGci", "OiJIUzI1", "NiIsInR5", "cCI6IkpX", "VCJ9.eyJ", "zdWIiOiI", "xMjM0NTY", "3ODkwIiw", "ibmFtZSI",
        "6IkpvaG4", "gRG9lIiw", "iaWF0Ijo", "xNTE2MjM", "5MDIyfQ.", "SflKxwRJ", "SMeKKF2Q", "T4fwpMeJ", "f36POk6y",
        "JV_adQss", "w5c",
    ],
    "azurite": [
        "Eby8vdM0", "2xNOcqFl", "qUwJPLlm", "EtlCDXJ1", "OUzFT50u", "SRZ6IFsu", "Fq2UVErC", "z4I6tq/K", "1SZFPTOt",
        "r/KBHBek", "soGMGw==",
    ],
    "rfc6750": ["mF_9.B5f", "-4.1JqM"],
    "rfc2617": ["QWxhZGRp", "bjpvcGVu", "IHNlc2Ft", "ZQ=="],
}

# A secret that is told by its form alone.
FORMS = re.compile(
    r"gh[a-z]_|glp[a-z]+-|xox[a-z]-|sk[-_]|SG\.|pat-|pat\w{14}\.|AI" + r"za|np[a-z]_|eyJ|AK" + r"IA[A-Z2-7]{16}$|\d{10}:AA"
    r"|-----BEGIN|.*\"service_account\""
)


def encoded(data):
    return base64.b64encode(data).decode("ascii")


def in_lines(text, width=60):
    return "\n".join(text[start : start + width] for start in range(0, len(text), width))


# What goes around another text.
WRAPPINGS = {
    "join": lambda text: text.replace("|", ""),
    "base64": lambda text: encoded(text.encode()),
    "base64-url": lambda text: base64.urlsafe_b64encode(text.encode()).decode("ascii").rstrip("="),
    "base64-lines": lambda text: in_lines(encoded(text.encode())),
    "base64-mark": lambda text: encoded(b"\xef\xbb\xbf" + text.encode()),
    "base64-utf16le": lambda text: encoded(text.encode("utf-16-le")),
    "base64-utf16le-mark": lambda text: encoded(b"\xff\xfe" + text.encode("utf-16-le")),
    "base64-utf16be-mark": lambda text: encoded(b"\xfe\xff" + text.encode("utf-16-be")),
    "percent": lambda text: urllib.parse.quote(text, safe=""),
    "percent-all": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "json": lambda text: json.dumps(text)[1:-1],
    "references": lambda text: "".join(f"&#{ord(letter)};" for letter in text),
    "unicode-escapes": lambda text: "".join(f"\\u{ord(letter):04x}" for letter in text),
    "hex-digits": lambda text: text.encode().hex(),
}


class MadeUp:
    """A stream of made-up values."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def letters(self, alphabet, count):
        return "".join(self.random.choice(alphabet) for _ in range(int(count)))

    def data(self, count):
        return bytes(self.random.randrange(256) for _ in range(int(count)))

    def token(self, count="40"):
        return self.letters(LETTERS, count)

    def hex(self, count="40"):
        return self.letters("0123456789abcdef", count)

    def upper(self, count="16"):
        return self.letters(UPPER, count)

    def digits(self, count="8"):
        return self.letters("123456789", count)

    def bytes(self, count="64"):
        return encoded(self.data(count))

    def uuid(self):
        return "-".join(self.hex(count) for count in (8, 4, 4, 4, 12))

    def password(self):
        """As a person makes one."""
        word, other = self.random.choice(WORDS), self.random.choice(WORDS)
        return word + self.random.choice("!-+.") + str(self.random.randint(10, 99)) + other[:3].lower()

    def strong(self):
        """As a program makes one."""
        return self.letters(LETTERS + "!+-.", 18) + "7a"

    def aws(self):
        return "AKI" + "A" + self.letters(string.ascii_uppercase + "234567", 16)

    def github(self):
        return "gh" + "p_" + self.token(36)

    def gitlab(self):
        return "glp" + "at-" + self.token(20)

    def slack(self):
        return "xox" + "b-" + self.digits(12) + "-" + self.digits(13) + "-" + self.token(24)

    def stripe(self):
        return "sk_" + "live_" + self.token(32)

    def openai(self):
        return "sk-" + "proj-" + self.token(74) + "T3Bl" + "bkFJ" + self.token(74)

    def anthropic(self):
        return "sk-" + "ant-api03-" + self.token(93) + "AA"

    def sendgrid(self):
        return "SG" + "." + self.token(22) + "." + self.token(43)

    def hubspot(self):
        return "pat-" + "eu1-" + self.uuid()

    def telegram(self):
        return self.digits(10) + ":AA" + self.token(33)

    def airtable(self):
        return "pat" + self.token(14) + "." + self.hex(64)

    def google(self):
        return "AIz" + "aSy" + self.token(33)

    def npm(self):
        return "np" + "m_" + self.token(36)

    def jwt(self):
        return "eyJhbGci" + "OiJSUzI1" + "NiJ9" + ".eyJ" + self.token(60) + "." + self.token(86)

    def pem(self, kind):
        dashes = "-" * 5
        lines = [self.token(64), self.token(64), self.token(48)]
        return "\n".join([f"{dashes}BEGIN {kind}{dashes}", *lines, f"{dashes}END {kind}{dashes}"])

    def private(self, kind="OPENSSH"):
        return self.pem(kind + " PRIVATE" + " KEY")

    def private_block(self, by):
        """In a block scalar, whose first line is indented already."""
        return self.private().replace("\n", "\n" + " " * int(by))

    def json_account(self):
        """Of a service account, in one line."""
        return json.dumps({"type": "service_account", "private_key": self.pem("PRIVATE" + " KEY"), "project_id": "acme"})

    def sample(self, name):
        return "".join(SAMPLES[name])


MARK = re.compile(r"<<(!?)([a-z][a-z0-9-]*)(?::((?:(?!<<|>>).)*))?>>", re.DOTALL)


def fill_text(text, made, secrets):
    """The text with its marks filled, the innermost first; the secrets are added to the list."""

    def value(mark):
        is_secret, kind, needs = mark.groups()
        if kind in WRAPPINGS:
            made_up = WRAPPINGS[kind](needs)
        else:
            make = getattr(made, kind.replace("-", "_"))
            made_up = make() if needs is None else make(needs)
        if is_secret:
            secrets.append(made_up)
        return made_up

    while True:
        text, count = MARK.subn(value, text)
        if count == 0:
            return text


def fill(body, made, secrets):
    """A text, or what JSON is made of, with all marks in it filled."""
    if isinstance(body, str):
        return fill_text(body, made, secrets)
    if isinstance(body, dict):
        return {fill_text(key, made, secrets): fill(value, made, secrets) for key, value in body.items()}
    if isinstance(body, list):
        return [fill(value, made, secrets) for value in body]
    return body
