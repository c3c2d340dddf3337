import Facts
import Gates
import PolicyModel
import Testing

@Suite("contributors")
struct ContributorsTests {
  @Test("who had a hand in a change", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Contributors.self) }

  static let rows: [Row] = [
    .unmet("an unknown author (A11)", "contributors.unknown", "author <x@evil.example>", from: .landing) {
      $0.contributed(contribution(.author, "x@evil.example", nil))
    },
    .unmet(
      "an unknown co-author among known people", "contributors.unknown", "co-author <x@evil.example>", from: .landing
    ) {
      $0.contributed(
        contribution(.author, "maria@acme.example", .person("maria")), contribution(.coAuthor, "x@evil.example", nil))
    },
    .unmet("an unknown committer, at a release", "contributors.unknown", "committer", "020202020202", from: .release) {
      $0.contributed(contribution(.committer, "x@evil.example", nil, commit: forty("02")))
    },
    .unmet("an address that hides characters is shown", "contributors.unknown", "\\u{202e}", from: .landing) {
      $0.contributed(contribution(.author, "x\u{202e}@evil.example", nil))
    },
    .unmet("nobody is left", "contributors.none", from: .landing) { $0.contributed() },
    .unmet("of the policy nobody is left", "contributors.none", from: .policyLanding) { $0.contributed() },
    .undecided("they are not known", "git.missing-object", from: .landing) {
      $0.facts.contributions = .unknown(because: lost)
    },
    .met("known people and services", "ci, maria", from: .landing) {
      $0.contributed(
        contribution(.author, "maria@acme.example", .person("maria")),
        contribution(.committer, "ci@acme.example", .service("ci")))
    },
    .notAsked("a rollback", from: .rollback),
    .notAsked("a resume", from: .resume),
    .notAsked("an adoption", from: .adoption),
  ]
}
