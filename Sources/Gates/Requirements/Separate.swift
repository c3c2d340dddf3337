package import Diagnostics
import Facts
import PolicyModel

/// `separate`: those who wrote, asked, approved and release are different people.
package struct Separate: Requirement {
  package static let id = "separate"
  package static let asks = "The acts that the gate lists were done by different people."
  package static let rules: [Rule] = [.separateSame, .separateNobody, .separateUndecided]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { !(matter.gate?.separate.isEmpty ?? true) }

  package func judge(_ matter: Matter) -> Answer {
    guard let acts = matter.gate?.separate else { return .unmet([]) }
    var doers: [(act: Act, people: Set<String>)] = []
    for act in acts where !(act == .releaser && matter.question.act == .landing) {
      switch people(who: act, matter) {
      case .unknown(let because): return .undecided([because])
      case .known(let people): doers.append((act, people))
      }
    }
    if doers.contains(where: { $0.act == .requester && $0.people.isEmpty }) {
      return .unmet([nobody(matter)])
    }
    let findings = overlaps(doers, matter)
    return findings.isEmpty ? .met(acts.map(\.rawValue).joined(separator: ", ") + " differ") : .unmet(findings)
  }

  /// The people behind an act; those behind a service are its operators.
  private func people(who act: Act, _ matter: Matter) -> Fact<Set<String>> {
    switch act {
    case .author:
      switch Hands.disqualified(matter) {
      case .unknown(let because): return .unknown(because: because)
      case .known(let hands): return .known(Set(hands.keys))
      }
    case .approver, .requester:
      switch matter.facts.evidence {
      case .unknown(let because): return .unknown(because: because)
      case .known(let evidence) where act == .approver:
        let reviews = Reviews(matter, evidence: evidence)
        if let undecided = reviews.undecided.first { return .unknown(because: undecided) }
        return .known(Set(reviews.standing.filter { $0.value == .approves }.keys))
      case .known(let evidence):
        switch Submitted.submitters(evidence, matter, for: matter.question.target) {
        case .unknown(let because): return .unknown(because: because)
        case .known(let submitters): return .known(Set(submitters))
        }
      }
    case .releaser:
      switch matter.facts.actor {
      case .party(let party, _): return .known(Set(Hands.people(party, matter.policy)))
      case .undecided(let because):
        return .unknown(because: Finding(.separateUndecided, "it cannot be told who releases", because: [because]))
      // `releaser` holds it.
      case .absent, .rejected: return .known([])
      }
    }
  }

  private func overlaps(_ doers: [(act: Act, people: Set<String>)], _ matter: Matter) -> [Finding] {
    var findings: [Finding] = []
    for (index, one) in doers.enumerated() {
      for other in doers.dropFirst(index + 1) {
        for person in one.people.intersection(other.people).sorted() {
          let instead = instead(of: doers.flatMap(\.people), [one.act, other.act], matter)
          findings.append(
            Finding(
              .separateSame, "\(person) is both \(one.act.rawValue) and \(other.act.rawValue)",
              because: [
                "the gate keeps these apart: " + (matter.gate?.separate.map(\.rawValue) ?? []).joined(separator: ", ")
              ],
              next: instead.isEmpty ? ["somebody else takes one of the two parts"] : [], steps: instead))
        }
      }
    }
    return findings
  }

  /// Who could take over a part without being in two again: of the parts that others can still take.
  private func instead(of doers: [String], _ acts: [Act], _ matter: Matter) -> [Step] {
    func rest(_ part: Step.Part) -> [String] { matter.people(as: part).filter { !doers.contains($0) } }
    var steps: [Step] = []
    if acts.contains(.releaser), let deed = matter.deed, !rest(.releaseManager).isEmpty {
      steps.append(Step(.releaseManager, rest(.releaseManager), deed.what))
    }
    if acts.contains(.approver), !rest(.reviewer).isEmpty {
      steps.append(Step(.reviewer, rest(.reviewer), ApproveCommand.text(matter)))
    }
    return steps
  }

  private func nobody(_ matter: Matter) -> Finding {
    Finding(
      .separateNobody, "nobody submitted \(matter.question.label), so nobody can be told to have asked for it",
      steps: [
        Step(.anyone, [], "whoever asks for it: countersign submit \(matter.workflow) \(matter.forTarget) -m WHY")
      ])
  }
}

extension Rule {
  static let separateSame = Rule(
    "separate.same-person", "One person did two acts that the gate keeps apart.",
    "Segregation of duties: 'separate' lists acts (author, approver, releaser, requester) that different people must do."
  )
  static let separateNobody = Rule(
    "separate.nobody", "An act that the gate keeps apart was done by nobody who can be named.",
    "What nobody did cannot be told apart.")
  static let separateUndecided = Rule(
    "separate.undecided", "It cannot be told who did an act that the gate keeps apart.",
    "What cannot be decided blocks.")
}
