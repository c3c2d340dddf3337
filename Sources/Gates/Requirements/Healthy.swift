package import Diagnostics
import Facts
import Vocabulary

/// `healthy`: a rollback goes to a version that was released there by a release that passed, and is not recalled.
package struct Healthy: Requirement {
  package static let id = "healthy"
  package static let asks = "The version was released there before by a release that passed, and is not recalled."
  package static let rules: [Rule] = [.healthyNever, .healthyDoubtful, .healthyRecalled]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { matter.question.act == .rollback }

  package func judge(_ matter: Matter) -> Answer {
    guard case .known(let past) = matter.facts.past else { return unknown(matter.facts.past) }
    let environment = matter.question.target.name
    let list = "countersign rollback \(matter.workflow) --env \(environment)"
    let stays = past.filter { $0.version == matter.question.version }
    guard !stays.isEmpty else {
      return .unmet([
        Finding(
          .healthyNever, "\(matter.question.label) was never released to \(environment)",
          because: ["a rollback goes back to what ran there and was in order"],
          steps: [Step(.releaseManager, Releaser().able(matter), "\(list) lists what can be chosen")])
      ])
    }
    for stay in stays {
      if case .recalled = stay.health { return .unmet([finding(stay, matter, list)]) }
    }
    for stay in stays where stay.health == .healthy { return .met("released there at \(stay.date)") }
    for stay in stays {
      if case .undecided(let because) = stay.health { return .undecided([because]) }
    }
    return .unmet(stays.prefix(1).map { finding($0, matter, list) })
  }

  private func finding(_ stay: PastRelease, _ matter: Matter, _ list: String) -> Finding {
    switch stay.health {
    case .recalled(let by, let why):
      Finding(
        .healthyRecalled, "\(matter.question.label) was recalled by \(by)", because: [visible(why)],
        steps: [Step(.releaseManager, Releaser().able(matter), "\(list) lists what can be chosen")])
    case .doubtful(let because):
      Finding(
        .healthyDoubtful, "the release of \(matter.question.label) at \(stay.date) does not count",
        at: Place("commit \(stay.commit.prefix(12))"), because: [because],
        steps: [Step(.releaseManager, Releaser().able(matter), "\(list) lists what can be chosen")])
    case .healthy, .undecided:
      Finding(.healthyDoubtful, "the release of \(matter.question.label) does not count")
    }
  }
}

extension Rule {
  package static let healthyNever = Rule(
    "healthy.never-released", "A rollback names a version that was never released there.",
    "Only what was released to the same environment, by a release that passed its gate, can be rolled back to.")
  static let healthyDoubtful = Rule(
    "healthy.doubtful", "A rollback names a version whose release there did not pass.",
    "The release is judged again as it was then; one that would not have passed gives no healthy version.")
  static let healthyRecalled = Rule(
    "healthy.recalled", "A rollback names a recalled version.",
    "A recall bars a version from being rolled back to as well.")
}
