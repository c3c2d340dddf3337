let mistakes: [Mistake] = rootMistakes + peopleMistakes + gateMistakes + environmentMistakes + otherMistakes

private let rootMistakes = [
  Mistake("nothing at all", whole: "", "yaml.empty", ["empty"]),
  Mistake("not YAML", whole: "countersign: 1\npeople: ]\n", "yaml.syntax", []),
  Mistake("an anchor", whole: "countersign: ▸&one 1\n", "yaml.anchor", ["anchor"]),
  Mistake("an alias", whole: "countersign: 1\npeople: ▸*all\n", "yaml.anchor", ["alias"]),
  Mistake("a merge key", whole: "countersign: 1\n▸<<: {}\n", "yaml.merge-key", ["merge key"]),
  Mistake("a tag", whole: "countersign: ▸!!int 1\n", "yaml.tag", ["tag"]),
  Mistake("a tab", whole: "people:\n▸\tmaria: {}\n", "yaml.tab", ["tab"]),
  Mistake("a byte order mark", whole: "▸\u{feff}countersign: 1\n", "yaml.byte-order-mark", ["byte order mark"]),
  Mistake("a line separator", whole: "countersign: 1 #▸\u{2028}\n", "yaml.control-character", ["U+2028"]),
  Mistake("two documents", whole: "countersign: 1\n▸---\ncountersign: 1\n", "yaml.several-documents", ["second"]),
  Mistake("a directive", whole: "%YAML 1.1\n---\ncountersign: 1\n", "yaml.directive", ["directive"]),
  Mistake("a duplicate key", whole: head + "▸countersign: 1\n", "yaml.duplicate-key", ["'countersign'"]),
  Mistake("a list for a key", whole: "▸[a]: 1\n", "yaml.key", ["key"]),
  Mistake("a list for a policy", whole: "▸- 1\n", "policy.wrong-type", ["the policy is a map; here is a list"]),
  Mistake(
    "a text for a policy", whole: "▸policy\n", "policy.wrong-type", ["the policy is a map; here is the text 'policy'"]),
  Mistake("a newer format", whole: "countersign: ▸2\nnew: 1\n", "policy.format", ["format '2'", "newer", "install"]),
  Mistake("a format far away", whole: "countersign: ▸99999999999999999999\n", "policy.format", ["newer"]),
  Mistake("format nought", whole: "countersign: ▸0\n", "policy.format", ["format '0'", "write 'countersign: 1'"]),
  Mistake(
    "the format as a text", whole: "countersign: ▸\"1\"\n", "policy.wrong-type",
    ["a whole number", "without quotes: 1"]),
  Mistake(
    "no format", whole: head.replacing("countersign: 1\n", with: "▸"), "policy.missing-key",
    ["the policy has no 'countersign'"]),
  Mistake(
    "no people", whole: "▸countersign: 1\nrepository: \(id)\n", "policy.missing-key", ["the policy has no 'people'"]),
  Mistake(
    "people without anyone", whole: "countersign: 1\nrepository: \(id)\npeople: ▸{}\n", "policy.empty",
    ["'people' is empty"]),
  Mistake(
    "a repository in words", whole: head.replacing(id, with: "▸acme"), "policy.malformed", ["UUID", "countersign init"]),
  Mistake(
    "a repository in capitals", whole: head.replacing(id, with: "▸" + id.uppercased()), "policy.malformed",
    ["lower-case"]),
  Mistake(
    "a repository that is too short", whole: head.replacing(id, with: "▸" + id.dropLast()), "policy.malformed", ["UUID"]
  ),
  Mistake(
    "an unknown setting", "▸enviroments: {}\n", "policy.unknown-key", "'enviroments'", "did you mean 'environments'?"),
  Mistake(
    "a setting like no other", "▸colour: blue\n", "policy.unknown-key", "'colour'", "known settings are 'countersign'"),
  Mistake("no roots", "workflows: ▸[]\n", "policy.empty", "'workflows' is empty"),
  Mistake("roots as a text", "workflows: ▸workflows\n", "policy.wrong-type", "'workflows' is a list; here is the text"),
  Mistake("an absolute root", "workflows: [▸/workflows]\n", "policy.malformed", "relative path"),
  Mistake(
    "a root that climbs", "workflows: [a/▸../b]\n".replacing("a/▸", with: "▸a/"), "policy.malformed", "relative path"),
  Mistake("a root with a dot", "workflows: [▸./flows]\n", "policy.malformed", "relative path"),
  Mistake("a root with a slash behind", "workflows: [▸flows/]\n", "policy.malformed", "relative path"),
  Mistake(
    "a root with a backslash", "workflows: ['▸a\\b']\n".replacing("'▸", with: "▸'"), "policy.malformed", "relative path"
  ),
  Mistake("the root .countersign", "workflows: [▸.countersign]\n", "policy.malformed", "cannot be a governed root"),
  Mistake("a root in .git", "workflows: [▸.Git/flows]\n", "policy.malformed", "cannot be a governed root"),
  Mistake("a root twice", "workflows: [a, b, ▸a]\n", "policy.repeated", "'workflows' holds 'a' twice"),
  Mistake("a root in a root", "workflows: [flows, ▸flows/pay]\n", "policy.overlap", "'flows/pay'", "'flows'"),
  Mistake("a root around a root", "workflows: [flows/pay, ▸flows]\n", "policy.overlap", "'flows'"),
  Mistake("roots that differ in case", "workflows: [flows, ▸Flows]\n", "policy.overlap", "'Flows'"),
]

private let peopleMistakes = [
  person(
    "a misspelt setting", "{ ▸email: [a@b.example], emails: [c@d.example], roles: [] }", "policy.unknown-key",
    "person 'otto' has no setting 'email'", "did you mean 'emails'?"),
  person("no addresses", "▸{ roles: [] }", "policy.missing-key", "person 'otto' has no 'emails'"),
  person("an empty list of addresses", "{ emails: ▸[], roles: [] }", "policy.empty", "'emails' is empty"),
  person("no roles", "▸{ emails: [o@acme.example] }", "policy.missing-key", "person 'otto' has no 'roles'"),
  person("an address without @", "{ emails: [▸otto], roles: [] }", "policy.malformed", "e-mail address", "'otto'"),
  person("an address with a wildcard", "{ emails: [▸\"*@acme.example\"], roles: [] }", "policy.malformed", "wildcards"),
  person("an address with two @", "{ emails: [▸a@b@c.example], roles: [] }", "policy.malformed", "e-mail address"),
  person("an address with a space", "{ emails: [▸a b@c.example], roles: [] }", "policy.malformed", "e-mail address"),
  person("an address beyond ASCII", "{ emails: [▸ötto@acme.example], roles: [] }", "policy.malformed", "ASCII"),
  person("an address twice", "{ emails: [o@acme.example, ▸o@acme.example], roles: [] }", "policy.repeated", "twice"),
  person(
    "someone else's address", "{ emails: [▸maria@acme.example], roles: [] }", "policy.shared-address", "person 'otto'",
    "person 'maria'", "line 4"),
  person(
    "someone else's address in capitals", "{ emails: [▸MARIA@acme.example], roles: [] }", "policy.shared-address",
    "person 'maria'"),
  person(
    "roles as a text", "{ emails: [o@acme.example], roles: ▸reviewer }", "policy.wrong-type",
    "'roles' is a list; here is the text 'reviewer'"),
  person(
    "a role in capitals", "{ emails: [o@acme.example], roles: [▸Reviewer] }", "policy.malformed", "name of a role",
    "write 'reviewer'"),
  person(
    "a role that is a number", "{ emails: [o@acme.example], roles: [▸1] }", "policy.wrong-type",
    "an item of 'roles' is a text; here is the number 1", "in quotes"),
  person(
    "a role that is a boolean", "{ emails: [o@acme.example], roles: [▸true] }", "policy.wrong-type", "the boolean true"),
  person("a role that is nothing", "{ emails: [o@acme.example], roles: [▸~] }", "policy.wrong-type", "here is nothing"),
  person("a role that is empty", "{ emails: [o@acme.example], roles: [▸\"\"] }", "policy.empty", "is empty"),
  person(
    "a role with a hidden character", "{ emails: [o@acme.example], roles: [▸\"a\\u200Bb\"] }", "policy.malformed",
    "cannot be seen", "\\u{200b}"),
  person("a role twice", "{ emails: [o@acme.example], roles: [a, ▸a] }", "policy.repeated", "'roles' holds 'a' twice"),
  Mistake(
    "a person with nothing", whole: head.replacing("services:\n", with: "  otto:▸ # later\nservices:\n"),
    "policy.wrong-type", ["person 'otto' is a map; here is nothing"]),
  Mistake(
    "a person in capitals", whole: head.replacing("maria: {", with: "▸Maria: {"), "policy.malformed",
    ["'Maria' cannot be the name of a person", "write 'maria'"]),
  Mistake(
    "a person with the name of a role",
    whole: head.replacing("lena: {", with: "▸security: {").replacing("operated-by: [lena]", with: "operated-by: []"),
    "policy.ambiguous-name", ["'security' is a person and a role"]),
  Mistake(
    "an area's role with the name of a person",
    whole: head.replacing("  maria:", with: "  ▸maria:")
      + "areas: { pay: { workflows: [pay], roles: { maria: [jonas] } } }\n", "policy.ambiguous-name", ["'maria'"]),
  Mistake(
    "a service with the name of a person",
    whole: head.replacing("  ci:", with: "  ▸lena:"), "policy.ambiguous-name", ["'lena' is a person and a service"]),
  Mistake(
    "a service without operators",
    whole: head.replacing("ci: {", with: "ci: ▸{").replacing(", operated-by: [lena]", with: ""),
    "policy.missing-key", ["service 'ci' has no 'operated-by'"]),
  Mistake(
    "a service operated by nobody known", whole: head.replacing("operated-by: [lena]", with: "operated-by: [▸lina]"),
    "policy.unknown-name", ["no person", "'lina'", "did you mean 'lena'?"]),
  Mistake(
    "a service with a person's address", whole: head.replacing("[ci@acme.example]", with: "[▸lena@acme.example]"),
    "policy.shared-address", ["service 'ci'", "person 'lena'"]),
]

private func person(_ name: String, _ value: String, _ rule: String, _ words: String...) -> Mistake {
  Mistake(
    "a person with " + name, whole: head.replacing("services:\n", with: "  otto: \(value)\nservices:\n"), rule, words)
}
