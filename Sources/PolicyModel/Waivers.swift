package import Diagnostics
package import Vocabulary

/// All waivers of one `.countersign`, and what is not in order about them.
package struct Waivers: Hashable, Sendable {
  /// Those that read, in the order of their files' names.
  package let all: [Waiver]
  /// Why a file is no waiver. It then waives nothing.
  package let findings: [Finding]

  package static let none = Waivers(files: [])

  /// By file name and content.
  package init(files: [(name: String, bytes: [UInt8])]) {
    var all: [Waiver] = []
    var findings: [Finding] = []
    for file in files.sorted(by: { $0.name < $1.name }) {
      let read = Waiver.read(file.bytes, source: "\(Waiver.directory)/\(file.name)")
      findings += read.findings
      guard let waiver = read.waiver else { continue }
      if let twin = all.first(where: { $0.accepts(the: waiver) }) {
        findings.append(
          Finding(
            .waiverTwice, "it accepts what \(twin.place) accepts", at: waiver.place, next: ["delete one of the two"]))
      }
      all.append(waiver)
    }
    self.all = all
    self.findings = findings
  }

  /// What remains of findings about one workflow: what a waiver in force accepts is a note that says by whom and until when.
  ///
  /// A waiver counts up to its day, if its owner is a person of the policy who has not left.
  package func applied(to findings: [Finding], of workflow: String, policy: Policy, now: Timestamp) -> Applied {
    let today = CivilDate(daysSinceEpoch: floorDivide(now.seconds, 86_400).quotient)
    var used: Set<Waiver> = []
    let told = findings.map { finding -> Finding in
      guard let fingerprint = finding.fingerprint else { return finding }
      let matching = all.filter {
        $0.rule == finding.rule.id && $0.workflow == workflow && $0.fingerprint == fingerprint
      }
      used.formUnion(matching)
      guard let waiver = matching.first(where: { $0.isInForce(policy, today) }) else {
        return matching.first.map { finding.adding(because: $0.noForce(policy, today)) } ?? finding
      }
      return Finding(
        finding.rule, finding.what, at: finding.place, level: .note,
        because: finding.because + [
          "accepted until \(waiver.expires) by \(waiver.owner): \(visible(waiver.reason)) (\(waiver.place))"
        ], fingerprint: fingerprint)
    }
    return Applied(findings: told, used: used)
  }

  package struct Applied: Hashable, Sendable {
    package let findings: [Finding]
    /// Those whose finding is there, in force or not.
    package let used: Set<Waiver>
  }

  /// What is not in order about waivers that read.
  ///
  /// - Parameter used: those that matched.
  /// - Parameter workflows: those whose findings were looked for; others' waivers are not called unused. nil: all that there are.
  /// - Parameter topics: of the rules that were asked: `inspection`.
  package func concerns(
    policy: Policy, now: Timestamp, used: Set<Waiver>, workflows: Set<String>?, topics: Set<String>
  ) -> [Finding] {
    let today = CivilDate(daysSinceEpoch: floorDivide(now.seconds, 86_400).quotient)
    return all.flatMap { waiver -> [Finding] in
      var found: [Finding] = []
      if !waiver.isAnswered(policy) {
        let isKnown = policy.people[waiver.owner] != nil
        found.append(
          Finding(
            .waiverOwner,
            isKnown ? "\(waiver.owner) has left" : "'\(visible(waiver.owner))' is nobody the policy knows",
            at: waiver.place, level: .warning, because: ["a waiver that nobody answers for does not count"],
            next: ["somebody of the policy takes it over, or it is deleted"]))
      }
      if waiver.expires < today {
        found.append(
          Finding(
            .waiverExpired, "it ended on \(waiver.expires)", at: waiver.place, level: .warning,
            because: ["\(waiver.rule) of \(waiver.workflow) counts again"],
            next: ["mend what was found and delete the file, or have it decided anew"]))
      } else if !waiver.isNear(today) {
        found.append(
          Finding(
            .waiverLong, "it would last until \(waiver.expires)", at: waiver.place, level: .warning,
            because: ["a waiver counts for a year at most, so this one does not count yet"],
            next: ["give it a nearer date"]))
      }
      let isAsked = topics.contains(waiver.topic) && (workflows?.contains(waiver.workflow) ?? true)
      if isAsked, !used.contains(waiver) {
        found.append(
          Finding(
            .waiverUnused, "\(waiver.workflow) has no finding of \(waiver.rule) with this fingerprint",
            at: waiver.place,
            level: .warning, because: ["it was mended, or what is found is another one now"], next: ["delete the file"])
        )
      }
      return found
    }
  }
}

extension Waiver {
  fileprivate var topic: String { String(rule.prefix { $0 != "." }) }

  fileprivate func accepts(the other: Waiver) -> Bool {
    rule == other.rule && workflow == other.workflow && fingerprint == other.fingerprint
  }

  fileprivate func isAnswered(_ policy: Policy) -> Bool { policy.people[owner].map { !$0.roles.isEmpty } ?? false }

  fileprivate func isNear(_ today: CivilDate) -> Bool {
    expires.daysSinceEpoch - today.daysSinceEpoch <= Self.longest
  }

  /// Why it lets nothing be, for who thinks that it does.
  fileprivate func noForce(_ policy: Policy, _ today: CivilDate) -> String {
    if expires < today { return "it was accepted until \(expires) by \(owner), and is no more (\(place))" }
    return isAnswered(policy)
      ? "a waiver that lasts for more than a year does not count yet (\(place))"
      : "a waiver that nobody answers for does not count (\(place))"
  }

  fileprivate func isInForce(_ policy: Policy, _ today: CivilDate) -> Bool {
    isAnswered(policy) && today <= expires && isNear(today)
  }
}
