import CountersignCLI
import Diagnostics
import Testing

/// How a command ends that stops at a finding: decided for every rule, once.
@Suite("house: exit statuses")
struct EndingTests {
  @Test("every rule of the catalogue is decided", arguments: Catalogue.rules.map(\.id))
  func closed(id: String) {
    #expect(Ending.decision(on: id) != nil)
  }

  @Test("no topic is decided twice, and none that no rule has")
  func topics() {
    let topics = Set(Catalogue.rules.map { String($0.id.prefix { $0 != "." }) })
    #expect(Ending.holding.isDisjoint(with: Ending.leavingOpen.union(Ending.misusing)))
    #expect(Ending.leavingOpen.isDisjoint(with: Ending.misusing))
    #expect(Ending.holding.union(Ending.leavingOpen).union(Ending.misusing).subtracting(topics) == [])
    let ids = Set(Catalogue.rules.map(\.id))
    #expect(Set(Ending.exceptions.keys).isSubset(of: ids))
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let ids: [String]
    let status: Int32
  }

  static let rows = [
    Row(
      testDescription: "what somebody may not do is held",
      ids: ["recall.role", "review.stranger", "releaser.role", "approvals.missing", "push.rewinds"], status: 1),
    Row(
      testDescription: "nothing to do is held", ids: ["promote.nothing", "land.nothing", "healthy.never-released"],
      status: 1),
    Row(testDescription: "a no of the server is held", ids: ["remote.refused"], status: 1),
    Row(
      testDescription: "what cannot be told is undecided",
      ids: ["approvals.undecided", "git.not-found", "remote.unreachable", "statement.malformed", "policy.missing"],
      status: 2),
    Row(
      testDescription: "a name that is not known is undecided",
      ids: ["selection.workflow", "selection.version", "class.no-environment"], status: 2),
    Row(
      testDescription: "a command line that does not read is wrong usage",
      ids: ["usage.command", "usage.range", "usage.time"], status: 64),
  ]

  @Test("exit statuses", arguments: rows)
  func statuses(row: Row) {
    for id in row.ids { #expect(Ending.decision(on: id)?.status == row.status, "\(id)") }
  }

  @Test("a rule that nobody decided on is undecided")
  func unknown() {
    #expect(Ending.decision(on: "nobody.knows") == nil)
  }
}
