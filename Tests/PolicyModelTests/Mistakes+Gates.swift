let gateMistakes = [
  gate("no map", "▸1", "policy.wrong-type", "'low' is a map; here is the number 1"),
  Mistake("a gate with nothing", "main:\n  low:▸ # later\n", "policy.wrong-type", "'low' is a map; here is nothing"),
  gate(
    "a misspelt setting", "{ ▸aprovals: 1 }", "policy.unknown-key", "'low' has no setting 'aprovals'",
    "did you mean 'approvals'?"),
  gate(
    "a soak on main", "{ ▸soak: 4h }", "policy.unknown-key", "'low' has no setting 'soak'",
    "'approvals', 'tests', 'separate', 'window'"),
  gate("no approvals in numbers", "{ approvals: ▸0 }", "policy.out-of-range", "from 1 to 20"),
  gate("fewer than no approvals", "{ approvals: ▸-1 }", "policy.out-of-range", "the number -1"),
  gate("too many approvals", "{ approvals: ▸21 }", "policy.out-of-range", "from 1 to 20"),
  gate("approvals without bounds", "{ approvals: ▸99999999999999999999 }", "policy.out-of-range", "from 1 to 20"),
  gate(
    "approvals in words", "{ approvals: ▸two }", "policy.wrong-type",
    "a count, a list of slots or a map; here is the text 'two'"),
  gate(
    "approvals in quotes", "{ approvals: ▸\"2\" }", "policy.wrong-type",
    "a count, a list of slots or a map; here is the text '2'"),
  gate("approvals as a fraction", "{ approvals: ▸1.5 }", "policy.wrong-type", "the text '1.5'"),
  gate("no slots", "{ approvals: ▸[] }", "policy.empty", "'approvals' is empty"),
  gate("an empty map of approvals", "{ approvals: ▸{} }", "policy.empty", "write 'count' or 'slots'"),
  gate(
    "a role without a count", "{ approvals: { role: ▸reviewer, slots: [maria] } }", "policy.missing-key",
    "a 'role' and no 'count'"),
  gate(
    "a count in words", "{ approvals: { count: ▸three } }", "policy.wrong-type",
    "'count' is a whole number; here is the text 'three'"),
  gate(
    "a count in quotes", "{ approvals: { count: ▸\"3\" } }", "policy.wrong-type",
    "'count' is a whole number; here is the text '3'", "without quotes: 3"),
  gate(
    "a count of nobody's role", "{ approvals: { count: 1, role: ▸auditor } }", "policy.unknown-name",
    "'auditor', which nobody holds", "roles are 'author'"),
  gate("a count of a person", "{ approvals: { count: 1, role: ▸maria } }", "policy.unknown-name", "names a person"),
  gate(
    "a misspelt slot", "{ approvals: [reviewer, ▸secruity] }", "policy.unknown-name", "neither a role nor a person",
    "did you mean 'security'?"),
  gate("a service in a slot", "{ approvals: [▸ci] }", "policy.unknown-name", "'ci' is neither a role nor a person"),
  gate("a number in a slot", "{ approvals: [▸1] }", "policy.wrong-type", "a role, a person or a map with 'any'"),
  gate("a list in a slot", "{ approvals: [▸[reviewer]] }", "policy.wrong-type", "here is a list"),
  gate(
    "a misspelt any", "{ approvals: [{ any: [reviewer], ▸anny: [reviewer] }] }", "policy.unknown-key",
    "has no setting 'anny'"),
  gate("an empty map for a slot", "{ approvals: [▸{}] }", "policy.missing-key", "has no 'any'"),
  gate("any of none", "{ approvals: [{ any: ▸[] }] }", "policy.empty", "'any' is empty"),
  gate("any of an unknown role", "{ approvals: [{ any: [reviewer, ▸auditor] }] }", "policy.unknown-name", "'auditor'"),
  gate(
    "any of a person", "{ approvals: [{ any: [reviewer, ▸maria] }] }", "policy.unknown-name", "names a person, 'maria'"),
  gate("too many slots", "{ approvals: ▸{ count: 20, slots: [maria] } }", "policy.out-of-range", "asks for 21 people"),
  gate(
    "tests as a text", "{ tests: ▸unit }", "policy.wrong-type", "a list of suites or a map; here is the text 'unit'"),
  gate("no tests", "{ tests: ▸[] }", "policy.empty", "'tests' is empty"),
  gate("tests without suites", "{ tests: ▸{ within: 7d } }", "policy.missing-key", "'tests' has no 'suites'"),
  gate("a suite in capitals", "{ tests: [▸Unit] }", "policy.malformed", "name of a suite", "write 'unit'"),
  gate("a suite twice", "{ tests: [unit, ▸unit] }", "policy.repeated", "'unit' twice"),
  gate("tests of any age", "{ tests: { suites: [unit], within: ▸0s } }", "policy.out-of-range", "1s at least"),
  gate(
    "tests of an age in words", "{ tests: { suites: [unit], within: ▸a week } }", "policy.malformed", "length of time",
    "30s, 15m, 4h, 7d, 2w"),
  gate(
    "tests of an age without a unit", "{ tests: { suites: [unit], within: ▸7 } }", "policy.wrong-type",
    "here is the number 7"),
  gate(
    "an unknown act", "{ separate: [author, ▸aprover] }", "policy.unknown-value", "no act: 'aprover'",
    "did you mean 'approver'?"),
  gate("one act", "{ separate: ▸[author] }", "policy.out-of-range", "it takes two"),
  gate("an act twice", "{ separate: [author, approver, ▸author] }", "policy.repeated", "'author' twice"),
  gate("an unknown window", "{ window: ▸office-hours }", "policy.unknown-name", "no window", "there is none"),
  Mistake(
    "a class that does not exist", "main: { ▸hihg: {} }\n", "policy.unknown-key", "'main' has no setting 'hihg'",
    "did you mean 'high'?"),
  Mistake("an integration branch that cannot be", "main: { branch: ▸a..b }\n", "policy.branch", "'a..b'"),
  Mistake(
    "a policy gate with tests", "policy: { ▸tests: [unit] }\n", "policy.unknown-key", "'policy' has no setting 'tests'"),
  Mistake(
    "a count without a reviewer",
    whole: head.replacing("[author, reviewer]", with: "[author]").replacing("[reviewer, policy-owner]", with: "[]")
      + "main: { low: { approvals: ▸1 } }\n", "policy.unknown-name", ["the role 'reviewer', which nobody holds"]),
]

private func gate(_ name: String, _ value: String, _ rule: String, _ words: String...) -> Mistake {
  Mistake("a gate with " + name, whole: head + "main:\n  low: \(value)\n", rule, words)
}

let environmentMistakes = [
  env(
    "a misspelt setting", "{ branch: e/p, release: [author], ▸rolback: [author] }", "policy.unknown-key",
    "environment 'prod' has no setting 'rolback'", "did you mean 'rollback'?"),
  env("no branch", "▸{ release: [author] }", "policy.missing-key", "environment 'prod' has no 'branch'"),
  env("no release", "▸{ branch: e/p }", "policy.missing-key", "environment 'prod' has no 'release'"),
  env("no one to release", "{ branch: e/p, release: ▸[] }", "policy.empty", "'release' is empty"),
  env("no one to kill", "{ branch: e/p, release: [author], kill: ▸[] }", "policy.empty", "'kill' is empty"),
  env(
    "an unknown role", "{ branch: e/p, release: [▸autor] }", "policy.unknown-name",
    "the role 'autor', which nobody holds", "did you mean 'author'?"),
  env(
    "a person for a role", "{ branch: e/p, release: [▸lena] }", "policy.unknown-name",
    "names a person, 'lena', where a role is asked for"),
  env(
    "an unknown environment before it", "{ branch: e/p, after: ▸tset, release: [author] }", "policy.unknown-name",
    "no environment", "known are 'prod'"),
  env("itself before it", "{ branch: e/p, after: ▸prod, release: [author] }", "policy.circle", "'prod' after 'prod'"),
  env(
    "the branch main", "{ branch: ▸main, release: [author] }", "policy.branch", "'main'",
    "apart from the integration branch"),
  env("the branch Main", "{ branch: ▸Main, release: [author] }", "policy.branch", "'Main'"),
  env("a branch below main", "{ branch: ▸main/prod, release: [author] }", "policy.branch", "git cannot hold"),
  env("a full ref", "{ branch: ▸refs/heads/prod, release: [author] }", "policy.branch", "leave 'refs/heads/' out"),
  env("a branch with dots", "{ branch: ▸env/..prod, release: [author] }", "policy.branch", "cannot be a branch"),
  env("a locked branch", "{ branch: ▸env/prod.lock, release: [author] }", "policy.branch", "cannot be a branch"),
  env("a branch with a space", "{ branch: ▸env prod, release: [author] }", "policy.branch", "cannot be a branch"),
  env("a branch like an option", "{ branch: ▸-d, release: [author] }", "policy.branch", "cannot be a branch"),
  env("the branch HEAD", "{ branch: ▸HEAD, release: [author] }", "policy.branch", "cannot be a branch"),
  env("a branch with two slashes", "{ branch: ▸env//prod, release: [author] }", "policy.branch", "single slashes"),
  env(
    "a resume without approvals", "{ branch: e/p, release: [author], resume: ▸{} }", "policy.missing-key",
    "'resume' has no 'approvals'"),
  env(
    "a resume of nothing", "{ branch: e/p, release: [author], resume: { approvals: ▸0 } }", "policy.out-of-range",
    "from 1 to 20"),
  env(
    "break-glass for ever", "{ branch: e/p, release: [author], break-glass: ▸{ approvals: 1 } }", "policy.missing-key",
    "'break-glass' has no 'for'"),
  env(
    "break-glass for a moment", "{ branch: e/p, release: [author], break-glass: { approvals: 1, for: ▸1s } }",
    "policy.out-of-range", "1m at least"),
  env(
    "a soak in words", "{ branch: e/p, release: [author], low: { soak: ▸a day } }", "policy.malformed",
    "'soak' is a length of time; here is the text 'a day'"),
  env(
    "a soak of centuries", "{ branch: e/p, release: [author], low: { soak: ▸4000d } }", "policy.malformed",
    "at most ten years"),
  env(
    "a soak below nought", "{ branch: e/p, release: [author], low: { soak: ▸-4h } }", "policy.malformed",
    "length of time"),
  Mistake(
    "an environment called main", "environments: { ▸main: { branch: e/p, release: [author] } }\n", "policy.malformed",
    "'main' cannot be the name of an environment"),
  Mistake(
    "an environment called all", "environments: { ▸all: { branch: e/p, release: [author] } }\n", "policy.malformed",
    "'all' cannot be the name of an environment"),
  Mistake(
    "an environment in capitals", "environments: { ▸Prod: { branch: e/p, release: [author] } }\n", "policy.malformed",
    "write 'prod'"),
  Mistake(
    "two environments with one branch",
    "environments:\n  a: { branch: env/a, release: [author] }\n  b: { branch: ▸env/A, release: [author] }\n",
    "policy.branch", "'env/A'", "'env/a'"),
  Mistake(
    "a branch below another",
    "environments:\n  a: { branch: env, release: [author] }\n  b: { branch: ▸env/b, release: [author] }\n",
    "policy.branch", "git cannot hold"),
  Mistake(
    "an environment on the integration branch",
    "main: { branch: trunk }\nenvironments: { a: { branch: ▸trunk, release: [author] } }\n", "policy.branch", "'trunk'"),
]

private func env(_ name: String, _ value: String, _ rule: String, _ words: String...) -> Mistake {
  Mistake("an environment with " + name, whole: head + "environments:\n  prod: \(value)\n", rule, words)
}
