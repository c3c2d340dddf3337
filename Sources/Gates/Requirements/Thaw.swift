import Calendars
package import Diagnostics
import Facts
import PolicyModel
package import Vocabulary

/// `freeze`: nothing is frozen now, neither by the policy's days nor by somebody in the middle of an incident.
package struct Thaw: Requirement {
  package static let id = "freeze"
  package static let asks =
    "No freeze covers the environment at this moment: none of the policy, and none of an incident."
  package static let rules: [Rule] = [.freezeOn, .freezeIncident, .freezeUndecided]

  package init() {}

  /// An adoption brings workflows to the environment, too. Rollback, kill and resume are asked only for what is theirs.
  package func isAsked(of matter: Matter) -> Bool {
    matter.question.act == .release || matter.question.act == .adoption
  }

  package func judge(_ matter: Matter) -> Answer {
    var unmet: [Finding] = []
    var undecided: [Finding] = []
    switch matter.facts.freeze {
    case .unknown(let because): undecided.append(because)
    case .known(let freeze?) where matter.now < freeze.until: unmet.append(incident(freeze, matter))
    case .known: break
    }
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

  private func incident(_ freeze: StandingFreeze, _ matter: Matter) -> Finding {
    let name = matter.question.target.name
    let by: String =
      switch freeze.by {
      case .party(let party, _): "by \(party.name)"
      case .absent: "by nobody who signed"
      case .rejected(let because), .undecided(let because): "by somebody who cannot be told: \(because)"
      }
    let roles = (matter.environment?.kill ?? []).map { "'\($0)'" }.joined(separator: " or ")
    return Finding(
      .freezeIncident, "\(name) is frozen until \(freeze.until): \(visible(freeze.why))",
      at: Place("commit \(freeze.commit.prefix(12))"), because: ["frozen \(by) at \(freeze.since)"],
      next: [
        "wait until \(freeze.until); a rollback, a kill and a resume are never held by it",
        "role \(roles) can end it: countersign freeze --env \(name) --lift -m WHY",
      ])
  }

  package func earliest(_ matter: Matter) -> Timestamp? {
    var ends = matter.policy.freezes.compactMap { freeze -> Timestamp? in
      guard freeze.environments.contains(matter.question.target.name),
        case .known(let rules)? = matter.facts.zones[freeze.zone], freeze.covers(matter.now, in: rules)
      else { return nil }
      return freeze.end(in: rules)
    }
    if case .known(let freeze?) = matter.facts.freeze, matter.now < freeze.until { ends.append(freeze.until) }
    return ends.max()
  }
}

extension Rule {
  static let freezeOn = Rule(
    "freeze.on", "The environment is frozen.",
    "The policy's 'freezes' name days on which nothing is released. Rollback and kill go on.")
  static let freezeIncident = Rule(
    "freeze.incident", "Somebody froze the environment in the middle of an incident.",
    """
    'countersign freeze --env ENV --until TIME -m WHY' puts a marker on the environment's branch. It ends by itself, or when \
    somebody with a 'kill' role lifts it. Rollback, kill and resume go on.
    """)
  package static let freezeUndecided = Rule(
    "freeze.undecided", "It cannot be told whether a freeze is on.",
    "The time zone of a freeze, or the marker of an incident's freeze, could not be read; that blocks.")
}
