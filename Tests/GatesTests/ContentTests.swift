import Facts
import Gates
import Testing

@Suite("content")
struct ContentTests {
  @Test("names, sizes, links and the manifest", arguments: rows)
  func judged(_ row: Row) throws { try row.check(Content.self) }

  static let rows: [Row] = [
    .unmet("a finding", "workflow.stray-file", from: .landing) { $0.facts.content = .known([mild, stray]) },
    .unmet("of a release", "workflow.stray-file", from: .release) { $0.facts.content = .known([stray]) },
    .unmet("of the policy", "workflow.stray-file", from: .policyLanding) { $0.facts.content = .known([stray]) },
    .unmet("of an adoption", "workflow.stray-file", from: .adoption) { $0.facts.content = .known([stray]) },
    .undecided("it is not known", "git.missing-object", from: .landing) { $0.facts.content = .unknown(because: lost) },
    .met("a warning alone", from: .landing) { $0.facts.content = .known([mild]) },
    .met("nothing", "in order", from: .landing),
    .notAsked("a rollback", from: .rollback),
    .notAsked("a kill", from: .kill),
    .notAsked("a resume", from: .resume),
    .notAsked("new commits", from: .commits),
  ]
}
