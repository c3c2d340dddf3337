import Diagnostics
import PolicyModel
import Testing
import Vocabulary

private let print = "0123456789abcdef0123"

private func text(
  rule: String = "inspection.plain-transport", fingerprint: String = print, owner: String = "sofia",
  expires: String = "2026-12-31"
) -> String {
  """
  rule: \(rule)
  workflow: vendor-payment
  fingerprint: "\(fingerprint)"
  reason: The bank's old gateway is switched off in December
  owner: \(owner)
  expires: \(expires)

  """
}

private func waivers(_ texts: String...) -> Waivers {
  Waivers(files: texts.enumerated().map { ("w\($0.offset).yaml", Array($0.element.utf8)) })
}

private let found = Finding(
  Rule("inspection.plain-transport", "for tests", "for tests"), "'Pay' speaks http", level: .error, fingerprint: print)

@Suite("Waivers: one file")
struct WaiverReadingTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let rule: String
  }

  static let rows = [
    Row(
      testDescription: "no setting is left out", text: "rule: inspection.plain-transport\n", rule: "waiver.missing-key"),
    Row(testDescription: "nothing is added", text: text() + "for: everyone\n", rule: "waiver.unknown-key"),
    Row(testDescription: "nothing stands twice", text: text() + "owner: lena\n", rule: "yaml.duplicate-key"),
    Row(
      testDescription: "what is asked of people cannot be waived", text: text(rule: "approvals.missing"),
      rule: "waiver.malformed"),
    Row(testDescription: "a topic is not a rule", text: text(rule: "inspection"), rule: "waiver.malformed"),
    Row(testDescription: "a line number is no fingerprint", text: text(fingerprint: "14"), rule: "waiver.malformed"),
    Row(testDescription: "a day that does not exist", text: text(expires: "2026-02-30"), rule: "waiver.malformed"),
    Row(testDescription: "no end is no date", text: text(expires: "never"), rule: "waiver.malformed"),
    Row(testDescription: "nothing at all", text: "\n", rule: "yaml.empty"),
    Row(testDescription: "a list", text: "- rule\n", rule: "waiver.wrong-type"),
  ]

  @Test("what is no waiver waives nothing", arguments: rows)
  func refused(row: Row) throws {
    let read = waivers(row.text)
    #expect(read.all.isEmpty)
    #expect(read.findings.contains { $0.rule.id == row.rule })
    #expect(read.findings.allSatisfy { $0.level == .error && $0.place?.source == ".countersign/waivers/w0.yaml" })
    let applied = read.applied(to: [found], of: "vendor-payment", policy: try readPolicy(head), now: now)
    #expect(applied.findings == [found])
  }

  @Test("one that is in order reads")
  func read() throws {
    let read = waivers(text())
    #expect(read.findings.isEmpty)
    #expect(read.all.first?.expires == CivilDate("2026-12-31"))
  }

  @Test("two for one finding are one too many")
  func twice() {
    #expect(waivers(text(), text(expires: "2026-11-30")).findings.map(\.rule.id) == ["waiver.twice"])
  }
}

private let now = Timestamp(rfc3339: "2026-11-29T19:00:00Z") ?? Timestamp(seconds: 0)

@Suite("Waivers: what they accept")
struct WaiverApplyingTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var text = WaiverApplyingTests.fine
    var workflow = "vendor-payment"
    var moment = "2026-11-29T19:00:00Z"
    var isAccepted = false
    var concerns: [String] = []
  }

  static let fine = text()

  static let rows = [
    Row(testDescription: "another rule", text: text(rule: "inspection.not-pinned"), concerns: ["waiver.unused"]),
    Row(
      testDescription: "another fingerprint", text: text(fingerprint: "f123456789abcdef0123"),
      concerns: ["waiver.unused"]),
    Row(testDescription: "another workflow", workflow: "invoice-intake", concerns: ["waiver.unused"]),
    Row(testDescription: "the day after its last", moment: "2027-01-01T00:00:00Z", concerns: ["waiver.expired"]),
    Row(testDescription: "more than a year", text: text(expires: "2027-12-31"), concerns: ["waiver.long"]),
    Row(testDescription: "an owner whom nobody knows", text: text(owner: "nobody"), concerns: ["waiver.owner"]),
    Row(testDescription: "in force", isAccepted: true),
    Row(testDescription: "its last second", moment: "2026-12-31T23:59:59Z", isAccepted: true),
  ]

  @Test("accepted or not", arguments: rows)
  func applied(row: Row) throws {
    let policy = try readPolicy(head)
    let moment = try #require(Timestamp(rfc3339: row.moment))
    let read = waivers(row.text)
    let applied = read.applied(to: [found], of: row.workflow, policy: policy, now: moment)
    #expect(applied.findings.map(\.level) == [row.isAccepted ? .note : .error])
    #expect(applied.findings.first?.because.contains { $0.hasPrefix("accepted until") } == row.isAccepted)
    let concerns = read.concerns(
      policy: policy, now: moment, used: applied.used, workflows: nil, topics: ["inspection"])
    #expect(concerns.map(\.rule.id) == row.concerns)
  }

  @Test("one whose owner left accepts nothing")
  func left() throws {
    let policy = try readPolicy(head.replacing("roles: [security, policy-owner]", with: "roles: []"))
    let read = waivers(text())
    let applied = read.applied(to: [found], of: "vendor-payment", policy: policy, now: now)
    #expect(
      applied.findings == [
        found.adding(because: "a waiver that nobody answers for does not count (.countersign/waivers/w0.yaml)")
      ])
    let concerns = read.concerns(policy: policy, now: now, used: applied.used, workflows: nil, topics: ["inspection"])
    #expect(concerns.map(\.what) == ["sofia has left"])
  }

  @Test("a finding without a fingerprint is never accepted")
  func without() throws {
    let bare = Finding(found.rule, found.what)
    let applied = waivers(text()).applied(to: [bare], of: "vendor-payment", policy: try readPolicy(head), now: now)
    #expect(applied.findings == [bare] && applied.used.isEmpty)
  }

  @Test("what was not looked for is not called unused")
  func scope() throws {
    let policy = try readPolicy(head)
    let read = waivers(text())
    for (workflows, topics) in [(["invoice-intake"], ["inspection"]), (["vendor-payment"], ["secret"])] {
      #expect(
        read.concerns(policy: policy, now: now, used: [], workflows: Set(workflows), topics: Set(topics)).isEmpty)
    }
  }
}
