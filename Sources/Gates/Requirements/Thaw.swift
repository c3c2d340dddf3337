import Calendars
package import Diagnostics
import Facts
import PolicyModel
package import Vocabulary

/// `freeze`: no freeze covers the environment today.
package struct Thaw: Requirement {
  package static let id = "freeze"
  package static let asks = "No freeze of the policy covers the environment at this moment."
  package static let rules: [Rule] = [.freezeOn, .freezeUndecided]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { matter.question.act == .release }

  package func judge(_ matter: Matter) -> Answer {
    var unmet: [Finding] = []
    var undecided: [Finding] = []
    for freeze in matter.policy.freezes where freeze.environments.contains(matter.question.target.name) {
      switch matter.facts.zones[freeze.zone] {
      case nil:
        undecided.append(
          Finding(
            .freezeUndecided, "the time zone \(visible(freeze.zone)) of freeze '\(freeze.name)' was not read",
            next: ["install the time zone database (tzdata), then ask again"]))
      case .unknown(let because): undecided.append(because)
      case .known(let rules) where freeze.covers(matter.now, in: rules): unmet.append(frozen(freeze, rules, matter))
      case .known: continue
      }
    }
    if !unmet.isEmpty { return .unmet(unmet + undecided) }
    return undecided.isEmpty ? .met("no freeze") : .undecided(undecided)
  }

  private func frozen(_ freeze: Freeze, _ rules: ZoneRules, _ matter: Matter) -> Finding {
    Finding(
      .freezeOn, "\(matter.question.target.name) is frozen: \(freeze.name)",
      because: ["from \(freeze.from) until \(freeze.until), \(freeze.zone), both days included"],
      next: ["wait until \(freeze.end(in: rules)); a rollback and a kill are never held by it"])
  }

  package func earliest(_ matter: Matter) -> Timestamp? {
    matter.policy.freezes.compactMap { freeze -> Timestamp? in
      guard freeze.environments.contains(matter.question.target.name),
        case .known(let rules)? = matter.facts.zones[freeze.zone], freeze.covers(matter.now, in: rules)
      else { return nil }
      return freeze.end(in: rules)
    }.max()
  }
}

extension Rule {
  static let freezeOn = Rule(
    "freeze.on", "The environment is frozen.",
    "The policy's 'freezes' name days on which nothing is released. Rollback and kill go on.")
  static let freezeUndecided = Rule(
    "freeze.undecided", "It cannot be told whether a freeze is on.",
    "The time zone of a freeze could not be read; that blocks.")
}
