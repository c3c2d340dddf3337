"""Runs one suite of this workflow: python3 tests/run.py SUITE

The suite is tests/SUITE.py, of the standard library's unittest. Where $COUNTERSIGN_JUNIT names a file, a JUnit
report is written there. Exit status 0: at least one test ran, and every one of them passed.
"""

import os
import re
import sys
import unittest
import xml.etree.ElementTree as xml

sys.dont_write_bytecode = True  # the directory is the version: nothing may be left in it
HERE = os.path.dirname(os.path.abspath(__file__))


class Result(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.cases = []

    def add(self, test, outcome, text=""):
        name = test.id().split(".", 1)[1]
        self.cases.append((name, outcome, text))
        print(f"{'ok' if outcome == 'passed' else outcome:8} {name}")
        if text:
            print(text)

    def addSuccess(self, test):
        self.add(test, "passed")

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.add(test, "failure", self._exc_info_to_string(error, test))

    def addError(self, test, error):
        super().addError(test, error)
        self.add(test, "error", self._exc_info_to_string(error, test))

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.add(test, "skipped", reason)

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self.add(subtest, "failure", self._exc_info_to_string(error, test))


def junit(suite, cases):
    """The same results give the same bytes: no times, no host name."""

    def count(outcome):
        return str(sum(1 for case in cases if case[1] == outcome))

    root = xml.Element(
        "testsuite",
        name=suite,
        tests=str(len(cases)),
        failures=count("failure"),
        errors=count("error"),
        skipped=count("skipped"),
    )
    for name, outcome, text in cases:
        case = xml.SubElement(root, "testcase", classname=suite, name=re.sub(r"[^\x20-\x7e]", "?", name))
        if outcome != "passed":
            detail = xml.SubElement(case, outcome, message=outcome)
            detail.text = re.sub(r"[^\n\x20-\x7e]", "?", text)
    xml.indent(root)
    return xml.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def main(arguments):
    if len(arguments) != 1 or not os.path.isfile(os.path.join(HERE, arguments[0] + ".py")):
        print(__doc__, file=sys.stderr)
        return 64
    suite = arguments[0]
    sys.path.insert(0, HERE)
    result = Result()
    unittest.defaultTestLoader.loadTestsFromName(suite).run(result)
    path = os.environ.get("COUNTERSIGN_JUNIT")
    if path:
        with open(path, "wb") as report:
            report.write(junit(suite, result.cases))
    passed = bool(result.cases) and all(outcome == "passed" for _, outcome, _ in result.cases)
    print(f"{suite}: {len(result.cases)} tests, {'all passed' if passed else 'NOT passed'}")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
