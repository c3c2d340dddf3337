import Diagnostics
import PolicyModel
import Testing

@Suite("Concerns about a policy that can be read")
struct ConcernTests {
  @Test("are warnings with rule and words; freezes that overlap are errors", arguments: concerns)
  func told(_ concern: Concern) throws {
    let found = PolicyReading.concerns(of: try readPolicy(concern.policy)).filter { $0.rule.id == concern.rule }
    #expect(found.count == 1)
    let finding = try #require(found.first)
    #expect(finding.level == (concern.rule == "policy.freezes-overlap" ? .error : .warning))
    #expect(finding.place?.source == ".countersign/policy.yaml")
    #expect(PolicyRules.all.contains(finding.rule))
    for word in concern.words { #expect(finding.words.contains(word), "no \(word) in:\n\(finding.words)") }
  }

  @Test("the example of the design gives none")
  func none() throws {
    #expect(PolicyReading.concerns(of: try readPolicy(designExample)) == [])
  }

  @Test("name the line and the column of what they are about", arguments: concerns)
  func placed(_ concern: Concern) throws {
    let found = PolicyReading.concerns(of: try readPolicy(concern.policy), text: Array(concern.policy.utf8))
    let place = try #require(found.first { $0.rule.id == concern.rule }?.place)
    guard let at = concern.at else {
      #expect(place.line == nil, "what is not there has no line")
      return
    }
    let line = try #require(place.line)
    let lines = concern.policy.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[line - 1].dropFirst((place.column ?? 0) - 1).hasPrefix(at), "\(place): \(lines[line - 1])")
  }

  @Test("two areas that claim one workflow are an error, which only names can show")
  func claimedTwice() throws {
    let areas = """
      areas:
        pay: { workflows: ["vendor-*"], roles: { reviewer: [maria] } }
        new: { workflows: ["*-payment"], roles: { reviewer: [jonas] } }

      """
    let policy = try readPolicy(head + areas)
    let findings = PolicyReading.concerns(of: policy, workflows: ["vendor-payment", "vendor-list", "refund-payment"])
    #expect(findings.map(\.rule.id) == ["policy.claimed-twice"])
    #expect(findings.first?.level == .error)
    #expect(findings.first?.what == "2 areas claim the workflow 'vendor-payment'")
    #expect(findings.first?.because == ["area 'new' claims '*-payment'", "area 'pay' claims 'vendor-*'"])
    #expect(PolicyReading.concerns(of: policy, workflows: ["vendor-list", "policy"]) == [])
  }

  @Test(
    "people are matched to slots, one each",
    arguments: [
      ([["a"], ["b"]], 2), ([["a"], ["a"]], 1), ([["a", "b"], ["a"]], 2), ([["a", "b"], ["b", "c"], ["a"]], 3),
      ([["a", "b"], ["a", "b"], ["a", "b"]], 2), ([[], ["a"]], 1), ([], 0),
      ([["a", "b", "c"], ["a"], ["a", "b"]], 3),
    ] as [([[String]], Int)])
  func matching(candidates: [[String]], filled: Int) {
    #expect(mostFilled(candidates) == filled)
  }
}

struct Concern: Sendable, CustomTestStringConvertible {
  let name: String
  let policy: String
  let rule: String
  let words: [String]
  /// What stands where the place points; nil where there is nothing to point at.
  let at: String?

  init(_ name: String, _ policy: String, _ rule: String, at: String?, _ words: String...) {
    self.at = at
    self.name = name
    self.policy = policy
    self.rule = rule
    self.words = words
  }

  var testDescription: String { name }
}

private let concerns = [
  Concern(
    "the template's id", designExample.replacing(id, with: "00000000-0000-0000-0000-000000000000"),
    "policy.placeholder", at: "repository", "template"),
  Concern(
    "no gate on main", designExample.replacing("main:  ", with: "main: {}\nwas:  ").lines(dropping: "was", count: 4),
    "policy.no-gate", at: "main", "'main' has no gate"),
  Concern(
    "no gate for the policy", designExample.lines(dropping: "policy: ", count: 1), "policy.no-gate", at: nil,
    "'policy' has no gate", "count: 2"),
  Concern(
    "an environment without gates", designExample.replacing(", all: {} }", with: " }"), "policy.no-gate", at: "dev",
    "environment 'dev' has no gate"),
  Concern(
    "a role that only a service has",
    designExample.replacing("[reviewer, security], tests: [unit, contract]", with: "[reviewer, tester]"),
    "policy.unheld-role", at: "approvals", "nobody could act as 'tester'", "'main' for 'high' needs it"),
  Concern(
    "a role that an area gives to nobody",
    designExample.replacing("{ reviewer: [maria, jonas] }", with: "{ auditor: [] }").replacing(
      "recall: [", with: "recall: [auditor, "), "policy.unheld-role", at: "recall", "'auditor'", "'recall' needs it"),
  Concern(
    "a quorum beyond the people", designExample.replacing("count: 2, role", with: "count: 4, role"), "policy.quorum",
    at: "approvals",
    "'policy' asks for 4 people and 3 could be found"),
  Concern(
    "one person in two slots", designExample.replacing("approvals: [on-call]", with: "approvals: [on-call, lena]"),
    "policy.quorum", at: "break-glass", "'break-glass' of environment 'prod' asks for 2 people and 1"),
  Concern(
    "a debt that nobody could pay",
    designExample.replacing("approvals: [on-call]", with: "approvals: [maria, jonas, sofia, lena]"),
    "policy.unpayable-debt", at: "break-glass", "environment 'prod'", "takes 4 of 4 people"),
  Concern(
    "a quorum that an area cannot fill", designExample.replacing("[maria, jonas] }", with: "[maria] }"),
    "policy.quorum", at: "resume", "'resume' of environment 'prod'", "in area 'finance'"),
  Concern(
    "'all' that takes in the highest class",
    designExample.replacing(", contract] }   #", with: ", contract] }\n  all: { approvals: 1 }   #"),
    "policy.less-for-more", at: "all", "main asks less of class 'critical' than of class 'high'",
    "approvals: 1 instead of 2", "tests: without 'unit', 'contract'", "'all' stands for 'critical'"),
  Concern(
    "a higher class that soaks for less time", designExample.replacing("soak: 4h", with: "soak: 48h"),
    "policy.less-for-more", at: "high", "environment 'prod' asks less of class 'high' than of class 'medium'",
    "soak: 1d instead of 2d"),
  Concern(
    "a higher class whose tests may be older", designExample.replacing("within: 7d", with: "within: 60d"),
    "policy.less-for-more", at: "high", "tests: within 60d instead of within 30d"),
  Concern(
    "a lower class with a window and separate acts",
    designExample.replacing("soak: 4h,", with: "soak: 4h, window: office-hours, separate: [author, requester],")
      .replacing(", window: office-hours }", with: " }"),
    "policy.less-for-more", at: "high", "window: none instead of 'office-hours'", "separate: without requester"),
  Concern(
    "a soak without a place", designExample.replacing("all: {} }", with: "all: { soak: 1h } }"),
    "policy.soak-without-source", at: "soak", "environment 'dev' asks 'all' for a soak of 1h"),
  Concern(
    "an area of someone who has left",
    designExample.replacing("roles: [author, reviewer] }", with: "roles: [] }").replacing(
      "[author, release-manager]", with: "[release-manager]"), "policy.left-person", at: "reviewer",
    "gives 'reviewer' to 'maria'"),
  Concern(
    "a window that no gate names", designExample.replacing(", window: office-hours", with: ""), "policy.unused-window",
    at: "office-hours",
    "no gate names the window 'office-hours'"),
  Concern(
    "two freezes at once",
    designExample.replacing(
      "environments: [prod] } ]",
      with:
        "environments: [prod] }, { name: new-year, zone: UTC, from: 2027-01-04, until: 2027-01-05, environments: [dev, prod] } ]"
    ), "policy.freezes-overlap", at: "{ name: new-year", "'year-end' and 'new-year'", "'prod' from 2027-01-04"),
  Concern(
    "a quorum that leaves nobody to release",
    designExample.replacing("[reviewer, security], tests: { suites", with: "[lena], tests: { suites"), "policy.quorum",
    at: "approvals", "environment 'prod' for 'high' asks for 2 people and 1", "whoever releases"),
  Concern(
    "a slot for somebody who has left",
    designExample.replacing("roles: [security, policy-owner] }", with: "roles: [] }").replacing(
      "recall: [security, release-manager]", with: "recall: [release-manager]"
    ).replacing(
      "[reviewer, security], tests: [unit", with: "[reviewer, sofia], tests: [unit"
    ).replacing(
      "[reviewer, security], tests: { suites", with: "[reviewer], tests: { suites"), "policy.left-person",
    at: "approvals", "'main' for 'high' asks for 'sofia', who has left"),
  Concern(
    "tests that nobody may record", designExample.replacing("roles: [tester]", with: "roles: [builder]"),
    "policy.unheld-role", at: "tests", "nobody could act as 'tester'", "'tests' of 'main' for 'medium' needs it"),
  Concern(
    "a kill that nobody in an area could write",
    designExample.replacing("{ reviewer: [maria, jonas] }", with: "{ on-call: [] }").replacing(
      "kill: [release-manager, on-call]", with: "kill: [on-call]"), "policy.nobody-can", at: "roles",
    "nobody could kill in environment 'prod' in area 'finance'", "'on-call'"),
  Concern(
    "a rollback that in an area only somebody could write who has left",
    designExample.replacing("{ reviewer: [maria, jonas] }", with: "{ on-call: [maria] }").replacing(
      "rollback: [release-manager, on-call]", with: "rollback: [on-call]"
    ).replacing(
      "roles: [author, reviewer] }", with: "roles: [] }"
    ).replacing("[author, release-manager]", with: "[release-manager]"),
    "policy.nobody-can", at: "roles", "nobody could roll back in environment 'prod'"),
  Concern(
    "a resume that only services have the roles for",
    designExample.replacing("roles: [tester]", with: "roles: [tester, deployer]").replacing(
      "release: [release-manager]       #", with: "release: [deployer]       #"
    ).replacing(
      "kill: [release-manager, on-call]", with: "kill: [deployer]"), "policy.nobody-can", at: "resume",
    "nobody could resume in environment 'prod'", "written by a person"),
]

extension String {
  /// Without the line that begins with `start` and those that follow it, `count` in all.
  fileprivate func lines(dropping start: String, count: Int) -> String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false)
    if let first = lines.firstIndex(where: { $0.hasPrefix(start) }) { lines.removeSubrange(first..<first + count) }
    return lines.joined(separator: "\n")
  }
}
