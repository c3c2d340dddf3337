"""Gives a person a role in the finance systems for a time: provision.py check | grant

The request is read from the environment: PERSON, ROLE, DAYS, TICKET, REQUESTER; `grant` also needs IDP_HOST and
IDP_TOKEN. Exit status 0: allowed, or given. 1: refused, with the reason on standard error. 64: wrong usage.
"""

import json
import os
import re
import sys
import time
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
TIMEOUT = 20  # seconds
TRIES = 3  # the first one and two more


class Refused(Exception):
    pass


def request_from(environment):
    request = {}
    for name, form in [
        ("person", r"[a-z][a-z0-9.-]{1,62}"),
        ("role", r"[a-z][a-z-]{1,62}"),
        ("days", r"[0-9]{1,3}"),
        ("ticket", r"OPS-[0-9]{1,9}"),
        ("requester", r"[A-Za-z0-9][A-Za-z0-9.-]{0,62}"),
    ]:
        value = environment.get(name.upper(), "")
        if not re.fullmatch(form, value):
            raise Refused(f"{name}: {value!r} is missing or not of the form {form}")
        request[name] = value
    return request


def check(request, rules, held=()):
    """Raises Refused unless the role may be given; `held` are the roles that the person has."""
    if request["role"] not in rules["roles"]:
        raise Refused(f"role: {request['role']!r} is not one of {', '.join(rules['roles'])}")
    if not 1 <= int(request["days"]) <= rules["longest-days"]:
        raise Refused(f"days: 1 to {rules['longest-days']}, not {request['days']}")
    if request["person"].lower() == request["requester"].lower():
        raise Refused("nobody asks for access for themselves")
    for pair in rules["never-together"]:
        if request["role"] in pair:
            other = pair[1 - pair.index(request["role"])]
            if other in held:
                raise Refused(f"{request['person']} has {other}, which is never together with {request['role']}")


def grant(request, rules, directory):
    """What was done: 'given', or 'held already' when the same ticket gave it before."""
    held = directory.get(f"/v1/people/{request['person']}/roles")
    if not isinstance(held, list) or not all(isinstance(each, dict) and "role" in each for each in held):
        raise Refused("the directory's answer is not a list of roles; nothing was given")
    check(request, rules, [each["role"] for each in held])
    if any(each["role"] == request["role"] and each.get("ticket") == request["ticket"] for each in held):
        return "held already"
    directory.put(
        f"/v1/people/{request['person']}/roles/{request['role']}",
        {"days": int(request["days"]), "ticket": request["ticket"], "requester": request["requester"]},
    )
    return "given"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the token to a host that is not on the list."""

    def redirect_request(self, *_):
        return None


class Directory:
    """The identity provider, over TLS."""

    def __init__(self, host, token, open_url=urllib.request.build_opener(NoRedirect).open, wait=time.sleep):
        with open(os.path.join(HERE, "hosts.json"), encoding="utf-8") as file:
            allowed = {each["IDP_HOST"] for each in json.load(file).values()}
        if host not in allowed:
            raise Refused(f"IDP_HOST: {host!r} is not one of {', '.join(sorted(allowed))}")
        self.base, self.token, self.open_url, self.wait = "https://" + host, token, open_url, wait

    def get(self, path):
        return json.loads(self.send("GET", path, None))

    def put(self, path, value):
        self.send("PUT", path, json.dumps(value).encode())

    def send(self, method, path, body):
        for attempt in range(TRIES):
            headers = {"Authorization": "Bearer " + self.token, "Content-Type": "application/json"}
            request = urllib.request.Request(self.base + path, body, headers, method=method)
            try:
                with self.open_url(request, timeout=TIMEOUT) as answer:
                    return answer.read(1 << 20)
            except urllib.error.HTTPError as error:
                if error.code not in (429, 503):
                    raise Refused(f"{method} {path}: the directory answered {error.code}") from None
            except (urllib.error.URLError, TimeoutError):
                pass
            if attempt + 1 < TRIES:
                self.wait(2**attempt)
        raise Refused(f"{method} {path}: no answer after {TRIES} tries")


def main(arguments, environment):
    if arguments not in (["check"], ["grant"]):
        print(__doc__, file=sys.stderr)
        return 64
    try:
        with open(os.path.join(HERE, "roles.json"), encoding="utf-8") as file:
            rules = json.load(file)
        request = request_from(environment)
        check(request, rules)
        done = "allowed"
        if arguments == ["grant"]:
            directory = Directory(environment.get("IDP_HOST", ""), environment.get("IDP_TOKEN", ""))
            done = grant(request, rules, directory)
    except Refused as reason:
        print(f"refused: {reason}", file=sys.stderr)
        return 1
    print(json.dumps({"done": done, **request}, sort_keys=True))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
