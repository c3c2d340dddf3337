package import Diagnostics
import Facts
import PolicyModel
package import Vocabulary

/// `soak`: the version ran long enough in the environment before.
package struct Soak: Requirement {
  package static let id = "soak"
  package static let asks = "The version stayed in the environment before for the time that the gate names."
  package static let rules: [Rule] = [.soakShort, .soakNowhere]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { (matter.gate?.soak?.seconds ?? 0) > 0 }

  package func judge(_ matter: Matter) -> Answer {
    guard let soak = matter.gate?.soak else { return .unmet([]) }
    guard let before = matter.environment?.after else {
      return .unmet([
        Finding(
          .soakNowhere,
          "the gate asks for a soak of \(soak), and no environment comes before \(matter.question.target.name)",
          at: Place(".countersign/policy.yaml"),
          steps: [Step(.policyOwner, matter.policyOwners, "add 'after' to the environment, or take the soak out")])
      ])
    }
    guard case .known(let stays) = matter.facts.staysBefore else { return unknown(matter.facts.staysBefore) }
    let longest = longest(stays.filter { $0.doubt == nil }, matter)
    if let longest, longest >= soak { return .met("\(longest) in \(before)") }
    // One of which it cannot be told whether it counts may have been long enough.
    for stay in stays.reversed() {
      guard let doubt = stay.doubt, let length = self.longest([stay], matter), length >= soak else { continue }
      return .undecided([doubt])
    }
    let when = earliest(matter)
    return .unmet([
      Finding(
        .soakShort,
        longest.map { "\(matter.question.label) was in \(before) for \($0), the gate asks for \(soak)" }
          ?? "\(matter.question.label) has not begun its soak of \(soak) in \(before)",
        because: when.map { ["it could pass at \($0)"] } ?? [
          "it is not in \(before) now, so that waiting does not help"
        ],
        next: when.map { ["wait until \($0): it takes nobody's word"] } ?? [],
        steps: when == nil
          ? [Step(.releaseManager, releasers(before, matter), matter.promote(matter.label, to: before))] : [])
    ])
  }

  private func releasers(_ before: String, _ matter: Matter) -> [String] {
    matter.policy.environment(named: before).map { matter.releasers(of: $0) } ?? []
  }

  package func earliest(_ matter: Matter) -> Timestamp? {
    guard let soak = matter.gate?.soak, case .known(let stays) = matter.facts.staysBefore,
      longest(stays.filter { $0.doubt == nil }, matter).map({ $0 < soak }) ?? true,
      let current = stays.last(where: { $0.until == nil && $0.doubt == nil })
    else { return nil }
    let moment = current.from + soak
    return moment > matter.now ? moment : nil
  }

  /// The longest stay, as far as it lies before the moment of judging.
  ///
  /// Looking back, one that ended about then lasted up to then: the step that ended it may have come later, dated back by as much as clocks
  /// may differ, and would take away what was right.
  private func longest(_ stays: [Stay], _ matter: Matter) -> Span? {
    let slack = matter.question.isAtDoor ? Span(seconds: 0) : Span(seconds: 2 * Skew.commits.seconds)
    return stays.map { stay -> Span in
      guard let until = stay.until, until + slack < matter.now else { return matter.now - stay.from }
      return until - stay.from
    }.max()
  }
}

extension Rule {
  static let soakShort = Rule(
    "soak.short", "The version has not been in the environment before for long enough.",
    "The soak is measured from its release there, in one stay. It is shown when it could pass at the earliest.")
  static let soakNowhere = Rule(
    "soak.nowhere", "A gate asks for a soak where no environment comes before.",
    "A soak needs 'after' in the same environment.")
}
