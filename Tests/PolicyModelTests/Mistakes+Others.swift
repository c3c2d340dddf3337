let otherMistakes = [
  Mistake("commits in a list", "commits: ▸[]\n", "policy.wrong-type", "'commits' is a map; here is a list"),
  Mistake(
    "signed as yes", "commits: { signed: ▸yes }\n", "policy.wrong-type",
    "'signed' is true or false; here is the text 'yes'"),
  Mistake("signed in quotes", "commits: { signed: ▸\"true\" }\n", "policy.wrong-type", "without quotes: true"),
  Mistake("signed as True", "commits: { signed: ▸True }\n", "policy.wrong-type", "here is the text 'True'"),
  Mistake("a reason of no length", "commits: { why: { min-length: ▸0 } }\n", "policy.out-of-range", "from 1 to 1000"),
  Mistake(
    "a reason with zeros", "commits: { why: { min-length: ▸015 } }\n", "policy.wrong-type", "here is the text '015'"),
  Mistake("a reason without a length", "commits: { why: ▸{} }\n", "policy.missing-key", "'why' has no 'min-length'"),
  Mistake(
    "a ticket that is open", "commits: { ticket: ▸\"(OPS\" }\n", "policy.ticket-pattern", "'(OPS'",
    "a '(' is not closed, at character 1"),
  Mistake(
    "a ticket that looks around", "commits: { ticket: ▸\"(?=OPS).*\" }\n", "policy.ticket-pattern", "'(?' is not among"),
  Mistake("a ticket with anchors", "commits: { ticket: ▸\"^OPS$\" }\n", "policy.ticket-pattern", "'^'"),
  Mistake("a ticket of nothing", "commits: { ticket: ▸\"\" }\n", "policy.empty", "'ticket' is empty"),
  Mistake(
    "a ticket as a list", "commits: { ticket: ▸[OPS] }\n", "policy.wrong-type", "'ticket' is a text; here is a list"),

  Mistake(
    "an unknown class", "risk: { unknown: ▸hihg }\n", "policy.unknown-value", "no risk class: 'hihg'",
    "'low', 'medium', 'high', 'critical'", "did you mean 'high'?"),
  Mistake(
    "a rule without a class", "risk: { raise: [▸{ when: { actions: [payment] } }] }\n", "policy.missing-key",
    "has no 'to'"),
  Mistake("a rule without a condition", "risk: { raise: [▸{ to: high }] }\n", "policy.missing-key", "has no 'when'"),
  Mistake(
    "a rule that never applies", "risk: { raise: [{ to: high, when: ▸{} }] }\n", "policy.empty",
    "'actions', 'data', 'meaning' or 'does'"),
  Mistake(
    "a rule for an unknown action", "risk: { raise: [{ to: high, when: { actions: [▸paymnt] } }] }\n",
    "policy.unknown-value", "no action: 'paymnt'", "did you mean 'payment'?"),
  Mistake(
    "a rule for a kind of change that is none",
    "risk: { raise: [{ to: high, when: { meaning: [▸new-destinaton] } }] }\n", "policy.unknown-value",
    "did you mean 'new-destination'?"),
  Mistake(
    "a rule for no kind of change", "risk: { raise: [{ to: high, when: { meaning: ▸[] } }] }\n", "policy.empty",
    "is empty"),
  Mistake(
    "a rule for a deed that is none", "risk: { raise: [{ to: high, when: { does: [▸pay] } }] }\n",
    "policy.unknown-value", "is no deed"),
  Mistake(
    "a rule for a deed twice", "risk: { raise: [{ to: high, when: { does: [payment, ▸payment] } }] }\n",
    "policy.repeated", "payment"),
  Mistake(
    "a rule for no action", "risk: { raise: [{ to: high, when: { actions: ▸[] } }] }\n", "policy.empty",
    "'actions' is empty"),
  Mistake(
    "a rule for data in capitals", "risk: { raise: [{ to: high, when: { data: [▸PII] } }] }\n", "policy.malformed",
    "write 'pii'"),

  Mistake(
    "an area without workflows", "areas: { a: ▸{ roles: { reviewer: [maria] } } }\n", "policy.missing-key",
    "area 'a' has no 'workflows'"),
  Mistake(
    "an area of no workflows", "areas: { a: { workflows: ▸[], roles: { reviewer: [maria] } } }\n", "policy.empty",
    "'workflows' is empty"),
  Mistake(
    "an area without roles", "areas: { a: { workflows: [a], roles: ▸{} } }\n", "policy.empty", "at least one role"),
  Mistake(
    "an area with an unknown person", "areas: { a: { workflows: [a], roles: { reviewer: [▸mario] } } }\n",
    "policy.unknown-name", "no person", "did you mean 'maria'?"),
  Mistake(
    "an area with a service", "areas: { a: { workflows: [a], roles: { tester: [▸ci] } } }\n", "policy.unknown-name",
    "no person of this policy: 'ci'"),
  Mistake(
    "an area with a strange glob", "areas: { a: { workflows: [▸\"vendor-?\"], roles: { reviewer: [maria] } } }\n",
    "policy.malformed", "'*' stands for any characters"),

  Mistake("a recall by nobody", "recall: ▸[]\n", "policy.empty", "'recall' is empty"),
  Mistake("a recall by an unknown role", "recall: [▸secruity]\n", "policy.unknown-name", "did you mean 'security'?"),
  Mistake("a review at once", "reviews: { access: ▸0d }\n", "policy.out-of-range", "1s at least"),
  Mistake("a review of something else", "reviews: { ▸acces: 90d }\n", "policy.unknown-key", "did you mean 'access'?"),

  window("no zone", "▸{ days: daily, hours: \"09:00-16:00\" }", "policy.missing-key", "window 'w' has no 'zone'"),
  window(
    "a zone that climbs", "{ zone: ▸../etc/passwd, days: daily, hours: \"09:00-16:00\" }", "policy.malformed",
    "time zone"),
  window(
    "an offset for a zone", "{ zone: ▸+02:00, days: daily, hours: \"09:00-16:00\" }", "policy.malformed",
    "'Europe/Berlin'"),
  window(
    "an unknown day", "{ zone: UTC, days: ▸mon-thr, hours: \"09:00-16:00\" }", "policy.unknown-value",
    "no such day: 'mon-thr'"),
  window(
    "a day in full", "{ zone: UTC, days: [mon, ▸tues], hours: \"09:00-16:00\" }", "policy.unknown-value",
    "did you mean 'tue'?"),
  window("no days", "{ zone: UTC, days: ▸[], hours: \"09:00-16:00\" }", "policy.empty", "'days' is empty"),
  window(
    "a day twice", "{ zone: UTC, days: ▸\"mon-wed,tue\", hours: \"09:00-16:00\" }", "policy.repeated", "a day twice"),
  window(
    "days as a number", "{ zone: UTC, days: ▸5, hours: \"09:00-16:00\" }", "policy.wrong-type",
    "a text or a list of days; here is the number 5"),
  window("hours in words", "{ zone: UTC, days: daily, hours: ▸morning }", "policy.malformed", "09:00-16:00"),
  window(
    "hours without zeros", "{ zone: UTC, days: daily, hours: ▸\"9:00-16:00\" }", "policy.malformed", "range of hours"),
  window(
    "an hour that does not exist", "{ zone: UTC, days: daily, hours: ▸\"09:00-24:01\" }", "policy.malformed", "24:00"),
  window(
    "hours over midnight", "{ zone: UTC, days: daily, hours: ▸\"22:00-06:00\" }", "policy.out-of-range", "never opens",
    "within one day"),
  window("no hours", "{ zone: UTC, days: daily, hours: ▸\"09:00-09:00\" }", "policy.out-of-range", "never opens"),

  freeze(
    "no name", "▸{ zone: UTC, from: 2026-12-20, until: 2027-01-04, environments: [prod] }", "policy.missing-key",
    "a freeze has no 'name'"),
  freeze(
    "a day that does not exist", "{ name: f, zone: UTC, from: ▸2026-02-30, until: 2027-01-04, environments: [prod] }",
    "policy.malformed", "a day that exists", "2026-02-30"),
  freeze(
    "an end before its beginning", "{ name: f, zone: UTC, from: 2026-12-20, until: ▸2026-12-19, environments: [prod] }",
    "policy.out-of-range", "ends before it begins"),
  freeze(
    "an unknown environment", "{ name: f, zone: UTC, from: 2026-12-20, until: 2027-01-04, environments: [▸prd] }",
    "policy.unknown-name", "did you mean 'prod'?"),
  freeze(
    "no environments", "{ name: f, zone: UTC, from: 2026-12-20, until: 2027-01-04, environments: ▸[] }", "policy.empty",
    "'environments' is empty"),
  freeze(
    "the name of another",
    "{ name: f, zone: UTC, from: 2026-12-20, until: 2027-01-04, environments: [prod] }\n  - { name: ▸f, zone: UTC, from: 2027-12-20, until: 2028-01-04, environments: [prod] }",
    "policy.repeated", "two freezes are called 'f'"),

  Mistake("a size without a unit", "limits: { file-size: ▸5 }\n", "policy.wrong-type", "here is the number 5"),
  Mistake("a size in other units", "limits: { file-size: ▸5MiB }\n", "policy.malformed", "500KB or 5MB"),
  Mistake("a size beyond reason", "limits: { file-size: ▸900MB }\n", "policy.out-of-range", "from 1KB to 64MB"),
  Mistake("no size", "limits: { file-size: ▸0KB }\n", "policy.out-of-range", "from 1KB to 64MB"),
  Mistake("no files", "limits: { files: ▸0 }\n", "policy.out-of-range", "from 1 to 10000"),
]

private func window(_ name: String, _ value: String, _ rule: String, _ words: String...) -> Mistake {
  Mistake("a window with " + name, whole: head + "windows:\n  w: \(value)\n", rule, words)
}

private func freeze(_ name: String, _ value: String, _ rule: String, _ words: String...) -> Mistake {
  Mistake("a freeze with " + name, whole: head + environment + "freezes:\n  - \(value)\n", rule, words)
}
