let manifestMistakes: [ManifestMistake] = manifestRootMistakes + manifestSettingMistakes

private let manifestRootMistakes = [
  ManifestMistake("nothing", whole: "# later\n", "yaml.empty", ["empty"]),
  ManifestMistake("an anchor", "actions: ▸&a []\n", "yaml.anchor", "anchor"),
  ManifestMistake("a duplicate key", "▸title: Other\n", "yaml.duplicate-key", "'title'"),
  ManifestMistake("a list", whole: "▸- 1\n", "manifest.wrong-type", ["the manifest is a map; here is a list"]),
  ManifestMistake(
    "an unknown setting", "▸ower: maria\n", "manifest.unknown-key", "the manifest has no setting 'ower'",
    "did you mean 'owner'?"),
  ManifestMistake(
    "no name", whole: "▸title: T\nengine: n8n\ndefinition: flow.json\n", "manifest.missing-key",
    ["the manifest has no 'workflow'"]),
  ManifestMistake(
    "no title", whole: "▸workflow: vendor-payment\nengine: n8n\ndefinition: flow.json\n", "manifest.missing-key",
    ["no 'title'"]),
  ManifestMistake(
    "no engine", whole: "▸workflow: vendor-payment\ntitle: T\ndefinition: flow.json\n", "manifest.missing-key",
    ["no 'engine'"]),
  ManifestMistake(
    "no definition", whole: "▸workflow: vendor-payment\ntitle: T\nengine: n8n\n", "manifest.missing-key",
    ["no 'definition'"]),
  replaced(
    "the name of another directory", "workflow: vendor-payment", "workflow: ▸vendor-payments", "manifest.workflow-name",
    "the directory is 'vendor-payment'", "write 'workflow: vendor-payment'"),
  replaced(
    "the reserved name policy", "workflow: vendor-payment", "workflow: ▸policy", "manifest.workflow-name",
    "cannot be the name", "reserved"),
  replaced(
    "the reserved name all", "workflow: vendor-payment", "workflow: ▸all", "manifest.workflow-name",
    "cannot be the name"),
  replaced(
    "a name in capitals", "workflow: vendor-payment", "workflow: ▸Vendor-Payment", "manifest.malformed",
    "name of a workflow", "write 'vendor-payment'"),
  replaced(
    "a name that is a number", "workflow: vendor-payment", "workflow: ▸7", "manifest.wrong-type",
    "a text; here is the number 7"),
  replaced("an empty title", "Pay approved vendor invoices", "▸\"  \"", "manifest.empty", "'title' is empty"),
  replaced(
    "a title of two lines", "Pay approved vendor invoices", "▸\"a\\nb\"", "manifest.malformed", "cannot be seen",
    "\\u{a}"),
  replaced(
    "a title that turns around", "Pay approved vendor invoices", "▸\"a\\u202Eb\"", "manifest.malformed", "\\u{202e}"),
  replaced(
    "a title without end", "Pay approved vendor invoices", "▸" + String(repeating: "a", count: 201),
    "manifest.out-of-range", "201 characters", "200 at most"),
  replaced(
    "a misspelt engine", "n8n", "▸n8m", "manifest.unknown-value", "no engine: 'n8m'", "did you mean 'n8n'?",
    "'github-actions'"),
  replaced("an engine like no other", "n8n", "▸zapier", "manifest.unknown-value", "they are 'n8n'", "'script'"),
  replaced("an absolute definition", "flow.json", "▸/etc/passwd", "manifest.malformed", "relative path"),
  replaced("a definition that climbs", "flow.json", "▸../other/flow.json", "manifest.malformed", "relative path"),
  replaced("a definition that climbs later", "flow.json", "▸a/../../flow.json", "manifest.malformed", "relative path"),
  replaced(
    "a definition with a dot", "flow.json", "▸./flow.json", "manifest.malformed", "relative path", "'flow.json'"),
  replaced("a definition with two slashes", "flow.json", "▸a//flow.json", "manifest.malformed", "single slashes"),
  replaced("a definition with a backslash", "flow.json", "▸a\\flow.json", "manifest.malformed", "relative path"),
  replaced(
    "the manifest for a definition", "flow.json", "▸workflow.yaml", "manifest.malformed",
    "another file than the manifest"),
  ManifestMistake(
    "a runbook that climbs", "runbook: ▸../RUNBOOK.md\n", "manifest.malformed", "'runbook' is a relative path"),
  ManifestMistake("an owner in capitals", "owner: ▸Maria\n", "manifest.malformed", "name of a person", "write 'maria'"),
  ManifestMistake("an owner of nothing", "owner:▸\n", "manifest.wrong-type", "'owner' is a text; here is nothing"),
  ManifestMistake("escalation to a text", "escalation: ▸jonas\n", "manifest.wrong-type", "'escalation' is a list"),
  ManifestMistake("escalation twice", "escalation: [jonas, ▸jonas]\n", "manifest.repeated", "'jonas' twice"),
  ManifestMistake(
    "a misspelt class", "risk: ▸hihg\n", "manifest.unknown-value", "no risk class: 'hihg'", "did you mean 'high'?"),
  ManifestMistake(
    "a misspelt action", "actions: [▸paymnt]\n", "manifest.unknown-value", "no action: 'paymnt'",
    "did you mean 'payment'?"),
  ManifestMistake("an action twice", "actions: [payment, ▸payment]\n", "manifest.repeated", "'payment' twice"),
  ManifestMistake("data in capitals", "data: [▸PII]\n", "manifest.malformed", "name of a kind of data", "write 'pii'"),
  ManifestMistake(
    "a permission of nothing", "permissions: [▸\"\"]\n", "manifest.empty", "an item of 'permissions' is empty"),
  ManifestMistake("uses itself", "uses: [▸vendor-payment]\n", "manifest.self-use", "names the workflow itself"),
  ManifestMistake("uses everything", "uses: [▸all]\n", "manifest.malformed", "reserved"),
  ManifestMistake("uses a path", "uses: [▸../notify]\n", "manifest.malformed", "name of a workflow"),
  ManifestMistake("uses twice", "uses: [notify, ▸notify]\n", "manifest.repeated", "'notify' twice"),
  ManifestMistake("tests in a list", "tests: ▸[unit]\n", "manifest.wrong-type", "'tests' is a map; here is a list"),
  ManifestMistake("a suite in capitals", "tests: { ▸Unit: npm test }\n", "manifest.malformed", "name of a suite"),
  ManifestMistake("a suite without a command", "tests: { unit: ▸\"\" }\n", "manifest.empty", "suite 'unit' is empty"),
  ManifestMistake(
    "a suite that is switched on", "tests: { unit: ▸true }\n", "manifest.wrong-type",
    "suite 'unit' is a text; here is the boolean true"),
  ManifestMistake(
    "a command that hides", "tests: { unit: ▸\"npm \\u202E test\" }\n", "manifest.malformed", "\\u{202e}"),
  ManifestMistake(
    "retries in words", "limits: { retries: ▸three }\n", "manifest.wrong-type",
    "'retries' is a whole number; here is the text 'three'"),
  ManifestMistake(
    "retries in quotes", "limits: { retries: ▸\"3\" }\n", "manifest.wrong-type", "here is the text '3'",
    "without quotes: 3"),
  ManifestMistake("fewer than no retries", "limits: { retries: ▸-1 }\n", "manifest.out-of-range", "from 0 to 100"),
  ManifestMistake("retries without end", "limits: { retries: ▸1000 }\n", "manifest.out-of-range", "from 0 to 100"),
  ManifestMistake("no time", "limits: { timeout: ▸0s }\n", "manifest.out-of-range", "1s at least"),
  ManifestMistake(
    "a time without a unit", "limits: { timeout: ▸30 }\n", "manifest.wrong-type", "here is the number 30"),
  ManifestMistake(
    "a misspelt limit", "limits: { ▸retry: 3 }\n", "manifest.unknown-key", "'limits' has no setting 'retry'",
    "'timeout', 'retries'"),
  ManifestMistake(
    "a human nowhere", "human-approval: ▸{ when: always }\n", "manifest.missing-key", "'human-approval' has no 'step'"),
  ManifestMistake(
    "a human of yes", "human-approval: ▸true\n", "manifest.wrong-type",
    "'human-approval' is a map; here is the boolean true"),
]

private let manifestSettingMistakes = [
  ManifestMistake("an identity with a space", "identity: ▸svc vendor\n", "manifest.malformed", "without spaces"),
  ManifestMistake(
    "a destination with a scheme", "destinations: [▸https://api.bank.example]\n", "manifest.malformed", "is a host",
    "without scheme"),
  ManifestMistake(
    "a destination with a path", "destinations: [▸api.bank.example/v1]\n", "manifest.malformed", "is a host"),
  ManifestMistake(
    "a destination in capitals", "destinations: [▸API.bank.example]\n", "manifest.malformed", "lower-case"),
  ManifestMistake(
    "a destination with a wildcard", "destinations: [▸\"*.bank.example\"]\n", "manifest.malformed", "wildcard"),
  ManifestMistake(
    "a destination with a strange port", "destinations: [▸\"api.bank.example:99999\"]\n", "manifest.malformed",
    "is a host"),
  ManifestMistake(
    "a destination twice", "destinations: [a.example, ▸a.example]\n", "manifest.repeated", "'a.example' twice"),
  ManifestMistake(
    "secrets in a map", "secrets: ▸{ A: \"vault://a\" }\n", "manifest.wrong-type", "'secrets' is a list; here is a map"),
  ManifestMistake(
    "a secret without a place", "secrets: [▸{ name: A }]\n", "manifest.missing-key", "a secret has no 'from'"),
  ManifestMistake(
    "a secret with a value", "secrets: [{ name: A, from: \"env:A\", ▸value: x }]\n", "manifest.unknown-key",
    "a secret has no setting 'value'"),
  ManifestMistake(
    "a secret with a strange name", "secrets: [{ name: ▸\"a b\", from: \"env:A\" }]\n", "manifest.malformed",
    "the name of a secret"),
  ManifestMistake(
    "two secrets of one name", "secrets: [{ name: A, from: \"env:A\" }, { name: ▸A, from: \"env:B\" }]\n",
    "manifest.repeated", "two secrets are called 'A'"),
  ManifestMistake(
    "a secret that never ages", "secrets: [{ name: A, from: \"env:A\", rotate: ▸0d }]\n", "manifest.out-of-range",
    "1s at least"),
  ManifestMistake(
    "an environment called main", "environments: { ▸main: {} }\n", "manifest.malformed",
    "'main' cannot be the name of an environment"),
  ManifestMistake("an environment called all", "environments: { ▸all: {} }\n", "manifest.malformed", "'all' cannot be"),
  ManifestMistake(
    "an environment of nothing", "environments: { test: ▸}\n", "manifest.wrong-type",
    "environment 'test' is a map; here is nothing"),
  ManifestMistake(
    "an environment with permissions", "environments: { test: { ▸permissions: [] } }\n", "manifest.unknown-key",
    "environment 'test' has no setting 'permissions'"),
  ManifestMistake(
    "an environment with a literal secret", "environments: { test: { secrets: [{ name: A, from: ▸hunter2 }] } }\n",
    "manifest.literal-secret", "rotate it"),
]

private func replaced(_ name: String, _ old: String, _ new: String, _ rule: String, _ words: String...)
  -> ManifestMistake
{
  ManifestMistake(name, whole: manifestHead.replacing(old, with: new), rule, words)
}
