import Gates
import Reporting
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `docs/requirements.md` against the code: what each asks, of which acts, and what it says when it holds.
///
/// `COUNTERSIGN_RECORD=1` writes the examples anew, and fails.
@Suite("The page of the requirements")
struct RequirementPageTests {
  private static let path = "docs/requirements.md"

  /// The first denial of each table.
  private static let examples: [String: Row] = [
    "policy": PolicyInForceTests.rows[0], "form": FormTests.rows[0], "content": ContentTests.rows[0],
    "inspection": InspectionPassedTests.rows[0],
    "metadata": MetadataTests.whoAndWhen[0], "owner": OwnerTests.rows[0], "contributors": ContributorsTests.rows[0],
    "submission": SubmittedTests.rows[0], "class": RiskGateTests.rows[0], "approvals": ApprovalTests.who[0],
    "tests": TestsTests.rows[0], "recall": RecalledTests.rows[0], "landed": LandedTests.rows[0],
    "order": OrderTests.rows[0], "after": AfterTests.rows[0], "soak": SoakTests.rows[0],
    "releaser": ReleaserTests.rows[0], "healthy": HealthyTests.rows[0], "killed": KilledTests.rows[0],
    "uses": UsesTests.rows[0], "records": RecordsTests.rows[0], "separate": SeparateTests.rows[0],
    "window": OpeningTests.rows[0], "freeze": ThawTests.rows[0], "runbook": RunbooksTests.rows[0],
    "apart": ApartTests.rows[0], "debt": DebtsTests.rows[0], "break-glass": ExceptedTests.rows[0],
  ]

  @Test("each requirement says what it asks, of what, by which setting, and shows itself holding")
  func sections() throws {
    var sections = try PackageFiles.text(Self.path).components(before: "\n## ")
    #expect(sections.count == Requirements.all.count + 1)
    for (index, kind) in Requirements.all.enumerated() where index + 1 < sections.count {
      let section = sections[index + 1]
      for word in ["- **Asked** ", "- **In the policy:** ", "- **Rules:**"] {
        #expect(section.contains(word), "\(kind.id) does not say \(word)")
      }
      let own = section.components(before: Self.mark)[0]
      let expected = own.trimmed + "\n\n" + (try Self.block(of: kind)) + "\n"
      if getenv("COUNTERSIGN_RECORD") != nil {
        sections[index + 1] = expected
      } else {
        #expect(section.trimmed == expected.trimmed, "\(kind.id): run once with COUNTERSIGN_RECORD=1")
      }
    }
    guard getenv("COUNTERSIGN_RECORD") != nil else { return }
    try PackageFiles.write(sections.joined(separator: "\n## "), to: Self.path)
    Issue.record("recorded the examples in \(Self.path): look at them, then run without COUNTERSIGN_RECORD")
  }

  private static let mark = "\n**It asks:** "

  /// What is generated for one requirement.
  private static func block(of kind: any Requirement.Type) throws -> String {
    let row = try #require(examples[kind.id], "\(kind.id) has no example")
    var scene = try Scene(row.start)
    try row.edit(&scene)
    let verdict = scene.verdict()
    let items = verdict.items.filter { $0.requirement == kind.id }
    #expect(items.contains { if case .met = $0.answer { false } else { true } }, "\(kind.id) does not hold its example")
    let one = Verdict(question: verdict.question, risk: verdict.risk, now: verdict.now, items: items, earliest: nil)
    let lines = TextReport(colours: false).text(one).split(separator: "\n").map { "    \($0)" }
    return "**It asks:** \(kind.asks) For example:\n\n" + lines.joined(separator: "\n")
  }

  struct Act: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let start: Scene.Start

    init(_ name: String, _ start: Scene.Start) {
      testDescription = name
      self.start = start
    }
  }

  static let acts = [
    Act("the new commits of a landing", .commits), Act("landing of a workflow", .landing),
    Act("landing of the policy", .policyLanding), Act("release", .release), Act("rollback", .rollback),
    Act("kill", .kill), Act("freeze", .freeze), Act("resume", .resume), Act("adoption", .adoption),
  ]

  @Test("the table of acts names exactly what is asked of each, where every setting is used", arguments: acts)
  func asked(act: Act) throws {
    let line = try PackageFiles.text(Self.path).split(separator: "\n").first {
      $0.hasPrefix("| \(act.testDescription) |")
    }
    let row = try #require(line, "the table has no row for it")
    let named = row.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
    var scene = try Scene(act.start)
    try scene.policy(
      "high: { approvals: [reviewer, security], tests: [unit, contract] }",
      "high: { approvals: [reviewer, security], tests: [unit, contract], separate: [author, approver], window: office-hours }"
    )
    try scene.policy(
      "policy: { approvals: { count: 2, role: policy-owner } }",
      "policy: { approvals: { count: 2, role: policy-owner }, separate: [author, approver], window: office-hours }")
    #expect(named.map { String($0.element) }.sorted() == scene.verdict().items.map(\.requirement).sorted())
  }
}

extension String {
  /// The parts between a text.
  fileprivate func components(before text: String) -> [String] {
    split(separator: text, omittingEmptySubsequences: false).map(String.init)
  }

  fileprivate var trimmed: String {
    var text = self[...]
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }
}
