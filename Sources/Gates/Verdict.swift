package import Diagnostics
package import Facts
package import Vocabulary

/// What one requirement answers, always with reasons.
package enum Answer: Hashable, Sendable {
  /// How it is met, in one line.
  case met(String)
  case unmet([Finding])
  /// It could not be decided; it blocks exactly as unmet does.
  case undecided([Finding])
  /// It would hold, and an exception lifts it: how, in one line, and what it would have said.
  case lifted(String, [Finding])

  /// Why it holds; nothing where it does not.
  package var findings: [Finding] {
    switch self {
    case .met, .lifted: []
    case .unmet(let findings), .undecided(let findings): findings
    }
  }

  /// The same answer, each of its findings with steps that say whose they are.
  func assigned(to part: Step.Part?, _ people: [String]) -> Answer {
    switch self {
    case .met, .lifted: self
    case .unmet(let findings): .unmet(part.map { part in findings.map { $0.assigned(to: part, people) } } ?? findings)
    case .undecided(let findings): .undecided(findings.map { $0.assigned(to: .anyone) })
    }
  }
}

/// What the gate says about one question.
package struct Verdict: Hashable, Sendable {
  package enum Outcome: String, Hashable, Sendable, CaseIterable {
    case passed, held, undecided
  }

  package struct Item: Hashable, Sendable {
    /// The requirement's id.
    package let requirement: String
    package let answer: Answer

    package init(requirement: String, answer: Answer) {
      self.requirement = requirement
      self.answer = answer
    }
  }

  package let question: Question
  /// The class of the change; nil where none was computed: a kill, a rollback, or too little is known.
  package let risk: RiskClass?
  /// Why the class is higher than what the manifests declare and compute to; empty where it is not.
  package let raised: [String]
  /// The moment that it was judged at.
  package let now: Timestamp
  package let items: [Item]
  /// The earliest moment at which it could pass as far as time alone holds it; nil when time holds nothing, or for ever.
  package let earliest: Timestamp?
  /// Ways past what holds it that the policy has for an emergency, one line each.
  package let emergency: [String]
  /// What is done once nothing holds it any more; nil where that never comes, or nothing is to be done.
  package let then: Step?

  package init(
    question: Question, risk: RiskClass?, now: Timestamp, items: [Item], earliest: Timestamp?, emergency: [String] = [],
    then: Step? = nil, raised: [String] = []
  ) {
    self.raised = raised
    self.emergency = emergency
    self.then = then
    self.question = question
    self.risk = risk
    self.now = now
    self.items = items
    self.earliest = earliest
  }

  /// Passed needs at least one requirement, and every one met. One that is surely unmet holds, whatever else is unknown.
  package var outcome: Outcome {
    var outcome: Outcome = items.isEmpty ? .held : .passed
    for item in items {
      switch item.answer {
      case .met, .lifted: continue
      case .unmet: return .held
      case .undecided: outcome = .undecided
      }
    }
    return outcome
  }

  package var findings: [Finding] { items.flatMap(\.answer.findings) }

  /// The same verdict without one requirement, which cannot be judged yet.
  package func without(_ requirement: String) -> Verdict {
    Verdict(
      question: question, risk: risk, now: now, items: items.filter { $0.requirement != requirement },
      earliest: earliest, emergency: emergency, then: then, raised: raised)
  }
}
