import Diagnostics
package import Facts
package import PolicyModel
package import Vocabulary
import Workflows

/// A question with all that judging it needs.
package struct Matter: Sendable {
  package let question: Question
  /// What is known; of the evidence only what speaks of what is asked, in the order of its dates.
  package private(set) var facts: Facts
  package let policy: Policy
  package private(set) var now: Timestamp
  /// The environment of the target; nil for main, and for one that the policy does not have.
  package let environment: Environment?
  /// The highest of its classes; nil for what has no class: kill, resume, rollback, adoption, policy.
  package private(set) var risk: RiskClass?
  /// Why the class is higher than what the manifests declare and compute to; empty where it is not.
  package private(set) var raised: [String] = []
  /// All classes whose gates are asked.
  package private(set) var classes: Set<RiskClass> = []
  /// Whose review raised the class; nil where none did.
  private(set) var raisedBy: String?
  /// What the policy asks here beside what is always asked; nil holds (see `RiskGate`).
  package private(set) var gate: Gate?
  /// The approvals that are asked, from the gate or from what resume and adoption name.
  package private(set) var approvals: Approvals?

  package init(_ question: Question, facts: Facts, policy: Policy, now: Timestamp) {
    self.question = question
    self.facts = Relevance.of(facts, to: question, policy: policy)
    self.policy = policy
    self.now = now
    let environment: Environment? =
      if case .environment(let name) = question.target { policy.environment(named: name) } else { nil }
    self.environment = environment
    switch question.act {
    case .landing where question.isOfPolicy:
      risk = nil
      gate = policy.policyGate
      approvals = gate?.approvals
    case .landing: classify(policy.main)
    case .release where question.isOfPolicy:
      // The policy lies on main and nowhere else: no environment has a gate for it.
      risk = nil
      gate = nil
      approvals = nil
    case .release: classify(environment?.gates)
    case .resume:
      risk = nil
      gate = nil
      approvals = environment?.resume
    case .adoption:
      risk = nil
      gate = nil
      approvals = policy.policyGate?.approvals
    case .rollback, .kill, .freeze, .commits:
      risk = nil
      gate = nil
      approvals = nil
    }
  }

  /// Sets the class and what follows from it: the highest of what the manifests and inspection compute to, and of what the
  /// standing approvals were given for, so that history, which inspects nothing, asks what the door asked. The gates of all of them
  /// are asked: a word can add to what is asked, never take from it.
  private mutating func classify(_ table: GateTable?) {
    // The door asks what history asks, and what inspection finds besides.
    var (classes, reasons) = Classifying.classed(facts, policy: policy, isAtDoor: false)
    risk = classes.max()
    if case .known(let evidence) = facts.evidence {
      let computed = risk ?? .low
      for (person, reviewed) in Reviews(self, evidence: evidence).classes.sorted(by: { $0.key < $1.key })
      where reviewed > computed && mayRaise(person, table) {
        classes.insert(reviewed)
        guard reviewed > risk ?? .low else { continue }
        risk = reviewed
        reasons = ["\(person) reviewed it as class \(reviewed.rawValue)"]
        raisedBy = person
      }
    }
    if question.isAtDoor {
      let found = Classifying.classed(facts, policy: policy, isAtDoor: true)
      classes.formUnion(found.classes)
      if let highest = found.classes.max(), highest >= risk ?? .low, !found.raised.isEmpty {
        risk = highest
        reasons = found.raised
        raisedBy = nil
      }
    }
    raised = reasons
    gate = table?.gate(for: classes)
    self.classes = classes
    approvals = gate?.approvals
  }

  /// Whoever could approve this for any class, and had no hand in it. The word of others is none, as their no is.
  private func mayRaise(_ person: String, _ table: GateTable?) -> Bool {
    if case .known(let hands) = Hands.disqualified(self), hands[person] != nil { return false }
    let slots = RiskClass.allCases.flatMap { table?.gate(for: $0)?.approvals?.slots ?? [] }
    return slots.contains { mayFill($0, person) }
  }

  /// The same at a later moment.
  func at(_ moment: Timestamp) -> Matter {
    var later = self
    later.now = moment
    return later
  }

  /// The same, if the release named this exception.
  func naming(_ exception: String) -> Matter {
    guard case .known(let use) = facts.exception else { return self }
    var other = self
    other.facts.exception = .known(ExceptionUse(named: exception, usedBy: use.usedBy))
    return other
  }

  /// The latest date of a statement that counts.
  ///
  /// A release and a resume name the journal that they know, and a no that lies in it was known, whatever the dates say: a
  /// release that is dated back must not leave it out. Everything else counts what was signed up to the moment of judging.
  func latestDate(isNo: Bool) -> Timestamp {
    switch question.act {
    case .release, .resume: isNo ? Timestamp(seconds: .max) : now + Skew.commits
    case .landing, .commits, .rollback, .kill, .freeze, .adoption: now
    }
  }

  var workflow: String { question.workflow }
  var isMove: Bool { question.act == .landing || question.act == .release }

  /// People who may fill a slot by role or by name, sorted; who left fills none.
  func people(for slot: Slot) -> [String] {
    policy.people.values.filter { mayFill(slot, $0.name) }.map(\.name).sorted()
  }

  func mayFill(_ slot: Slot, _ person: String) -> Bool {
    policy.may(person, fill: slot, for: workflow)
  }

  /// What whoever raised the class by a review can do about it; nil where nobody did.
  var takingBack: Step? {
    raisedBy.map { person in
      Step(
        .reviewer, [person],
        "or review it as what it is: countersign withdraw \(label) \(forTarget) -m TEXT, then approve it")
    }
  }

  /// What to write after a command to mean this target.
  var forTarget: String { "--for \(question.target.name)" }
}
