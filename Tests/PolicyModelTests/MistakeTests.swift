import Diagnostics
import Documents
import PolicyModel
import Testing

@Suite("Mistakes in a policy")
struct MistakeTests {
  @Test("is one finding with rule, place and words", arguments: mistakes)
  func reported(_ mistake: Mistake) throws {
    guard case .failure(let errors) = PolicyReading.read(mistake.bytes) else {
      Issue.record("the policy was read")
      return
    }
    #expect(errors.findings.count == 1)
    let finding = try #require(errors.findings.first)
    #expect(finding.rule.id == mistake.rule)
    #expect(finding.level == .error)
    #expect(finding.place?.source == ".countersign/policy.yaml")
    if let place = mistake.place { #expect(finding.lineAndColumn == place) }
    for word in mistake.words { #expect(finding.words.contains(word), "no \(word) in:\n\(finding.words)") }
  }

  @Test("is told in the house's words", arguments: mistakes)
  func told(_ mistake: Mistake) throws {
    guard case .failure(let errors) = PolicyReading.read(mistake.bytes) else { return }
    for finding in errors.findings {
      for word in ["invalid", "failed to", "please", "oops"] { #expect(!finding.words.lowercased().contains(word)) }
      #expect(!finding.what.hasSuffix("."))
      #expect(!finding.words.contains("Optional("))
      #expect((PolicyRules.all + DocumentsRules.all).contains(finding.rule))
    }
  }

  @Test("the head that the mistakes follow is in order")
  func headIsInOrder() {
    #expect(findings(head) == [])
    #expect(findings(head + environment) == [])
  }

  @Test("the example of the design's contract")
  func normative() throws {
    let finding = try #require(findings(head + "main:\n  low: { approvals: { cuont: 2 } }\n").first)
    #expect(finding.what == "'approvals' has no setting 'cuont'")
    #expect(finding.rule.id == "policy.unknown-key")
    #expect(finding.because == ["known settings are 'count', 'role', 'slots'"])
    #expect(finding.next == ["did you mean 'count'?"])
  }

  @Test("all are reported, not only the first")
  func all() {
    let text =
      head + """
        colour: blue
        commits: { signed: yes, why: { min-length: three }, ticket: "(" }
        recall: [secruity]
        windows: { nights: { zone: Europe/Berlin, days: mon, hours: "22:00-06:00" } }
        """
    #expect(
      findings(text).map(\.rule.id) == [
        "policy.unknown-key", "policy.out-of-range", "policy.wrong-type", "policy.wrong-type", "policy.ticket-pattern",
        "policy.unknown-name",
      ])
  }

  @Test("a circle of environments is reported at each of them")
  func circle() {
    let text =
      head + """
        environments:
          a: { branch: env/a, after: c, release: [author] }
          b: { branch: env/b, after: a, release: [author] }
          c: { branch: env/c, after: b, release: [author] }
          d: { branch: env/d, after: c, release: [author] }
          e: { branch: env/e, release: [author] }
        """
    let found = findings(text)
    #expect(found.map(\.rule.id) == ["policy.circle", "policy.circle", "policy.circle"])
    #expect(found.map(\.lineAndColumn) == ["11:30", "12:30", "13:30"])
    #expect(found.first?.because == ["the order is 'a' after 'c' after 'b' after 'a'"])
  }

  @Test("numbers of entries are bounded, so that comparing them is")
  func bounded() {
    let roots = (0...100).map { "r\($0)" }.joined(separator: ", ")
    #expect(findings(head + "workflows: [\(roots)]\n").map(\.rule.id) == ["policy.out-of-range"])
    let environments = (0...100).map { "  e\($0): { branch: env/e\($0), release: [author] }\n" }.joined()
    #expect(findings(head + "environments:\n" + environments).map(\.rule.id) == ["policy.out-of-range"])
  }

  @Test("the largest document that is read takes no long time")
  func large() {
    let people = (0..<5000).map { "  p\($0): { emails: [p\($0)@acme.example], roles: [reviewer] }\n" }.joined()
    let text = "countersign: 1\nrepository: \(id)\npeople:\n" + people
    let clock = ContinuousClock()
    var found: [Finding] = []
    #expect(clock.measure { found = findings(text) } < .seconds(10))
    #expect(found == [])
    let roots = Array(repeating: "r", count: 40_000).joined(separator: ", ")
    #expect(clock.measure { found = findings(head + "workflows: [\(roots)]\n") } < .seconds(20))
    #expect(found.count == 39_999)
  }

  @Test("a person who could not be read does not make roles unknown")
  func noEcho() {
    let text =
      head.replacing("roles: [security, policy-owner]", with: "role: [security, policy-owner]")
      + "recall: [security]\n"
    #expect(findings(text).map(\.rule.id) == ["policy.unknown-key", "policy.missing-key"])
  }

  @Test("the ids of the rules are distinct, in order and begin with the topic")
  func rules() {
    let ids = PolicyRules.all.map(\.id)
    #expect(ids == ids.sorted())
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.hasPrefix("policy.") })
    #expect(PolicyRules.all.allSatisfy { $0.summary.hasSuffix(".") && $0.explanation.count > 40 })
  }
}
