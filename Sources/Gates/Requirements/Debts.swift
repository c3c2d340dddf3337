package import Diagnostics
import Evidence
package import Facts
package import PolicyModel
package import Vocabulary

/// `debt`: what an earlier release was let off has been looked at by somebody else since.
package struct Debts: Requirement {
  package static let id = "debt"
  package static let asks =
    "The last release there used no exception, or somebody else has reviewed what it let through."
  package static let rules: [Rule] = [.debtOpen, .debtRejected, .debtUndecided]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { matter.question.act == .release }

  package func judge(_ matter: Matter) -> Answer {
    guard case .known(let debts) = matter.facts.debts else { return unknown(matter.facts.debts) }
    var unmet: [Finding] = []
    var undecided: [Finding] = []
    var paid: [String] = []
    for debt in debts {
      let standing = Self.standing(
        debt, of: matter.workflow, at: matter.question.target, matter.policy, yes: matter.latestDate(isNo: false),
        no: matter.latestDate(isNo: true), now: matter.now)
      switch standing {
      case .paid(let by): paid.append("that of exception \(debt.exception.prefix(12)) is paid by \(by)")
      case .open(let finding): unmet.append(finding)
      case .undecided(let finding): undecided.append(finding)
      }
    }
    if !unmet.isEmpty { return .unmet(unmet + undecided) }
    if !undecided.isEmpty { return .undecided(undecided) }
    return .met(paid.isEmpty ? "none" : paid.joined(separator: ", "))
  }

  package enum Standing: Hashable, Sendable {
    case paid(by: String)
    case open(Finding)
    case undecided(Finding)
  }

  /// Whether a debt is paid, by what was said up to a moment.
  package static func standing(
    _ debt: Debt, of workflow: String, at target: Target, _ policy: Policy, yes: Timestamp, no: Timestamp,
    now: Timestamp
  ) -> Standing {
    // What was said before the release is no look at what it let through.
    let reviews = ExceptionReviews(
      debt.evidence.filter { $0.statement.repository == policy.repository }, of: debt.exception, workflow: workflow,
      target: target, since: debt.date, yes: yes, no: no, now: now)
    if let unsure = reviews.undecided {
      return .undecided(
        Finding(.debtUndecided, "it cannot be told whether a debt is paid", at: unsure.place, because: [unsure.what]))
    }
    let able = payers(of: debt, workflow, policy)
    if let (person, comment) = reviews.reject.filter({ able.contains($0.key) }).min(by: { $0.key < $1.key }) {
      return .open(
        Finding(
          .debtRejected, "\(person) does not agree to \(what(debt, workflow, target))", at: place(debt),
          because: comment.isEmpty ? [] : ["\(person): \(comment)"],
          next: [
            "countersign rollback \(workflow) --env \(target.name), or \(person) agrees: \(command(debt, workflow, target))"
          ]))
    }
    if let person = able.first(where: reviews.approve.contains) { return .paid(by: person) }
    return .open(open(debt, workflow, target, policy, able, reviews))
  }

  /// People who could pay a debt, sorted: everyone with a role but those who had a part in it.
  package static func payers(of debt: Debt, _ workflow: String, _ policy: Policy) -> [String] {
    policy.people.keys.filter { debt.barred[$0] == nil && !policy.roles(of: $0, for: workflow).isEmpty }.sorted()
  }

  private static func open(
    _ debt: Debt, _ workflow: String, _ target: Target, _ policy: Policy, _ able: [String], _ reviews: ExceptionReviews
  ) -> Finding {
    let who = debt.barred.sorted { $0.key < $1.key }.map { "\($0.key) cannot: \($0.value)" }
    return Finding(
      .debtOpen, "the debt of \(what(debt, workflow, target)) is open", at: place(debt),
      because: ["it went through under exception \(debt.exception.prefix(12)), and nobody else has looked at it"] + who,
      next: able.isEmpty
        ? ["nobody is left who could: a policy owner gives one more person a role"]
        : ["\(able.joined(separator: " or ")): \(command(debt, workflow, target))"])
  }

  private static func what(_ debt: Debt, _ workflow: String, _ target: Target) -> String {
    "the release of \(debt.version.map { "\(workflow)@\($0.shortName)" } ?? "\(workflow) (removed)") to \(target.name)"
  }

  package static func command(_ debt: Debt, _ workflow: String, _ target: Target) -> String {
    "countersign approve \(workflow) --debt \(debt.exception.prefix(12)) --env \(target.name)"
  }

  private static func place(_ debt: Debt) -> Place { Place("commit \(debt.commit.prefix(12))") }

  /// Who had a part in a release that used an exception, and how: signed or approved the exception, wrote the release, or had
  /// a hand in what was released.
  package static func barred(_ question: Question, _ facts: Facts, _ policy: Policy, now: Timestamp)
    -> Fact<[String: String]>
  {
    let matter = Matter(question, facts: facts, policy: policy, now: now)
    switch (Hands.disqualified(matter), Excepted.look(matter)) {
    case (.unknown(let because), _), (_, .unsure(let because)): return .unknown(because: because)
    case (.known(let hands), let look):
      var barred = hands
      if case .party(let party, _) = facts.actor {
        for person in Hands.people(party, policy) { barred[person] = "wrote the release" }
      }
      if case .counts(let found) = look {
        for person in found.by { barred[person] = "approved the exception" }
        for person in found.by.prefix(1) { barred[person] = "signed the exception" }
      }
      return .known(barred)
    }
  }
}

extension Rule {
  package static let debtOpen = Rule(
    "debt.open", "The last release there used an exception, and nobody else has looked at it yet.",
    """
    Break-glass leaves a debt: a review, after the release, that names the exception. Nobody pays it who signed or approved the \
    exception, wrote the release or had a hand in what was released. Until then the next release of the workflow there is held, \
    and what was released is no version to roll back to. A rollback, a kill and a resume are never held by it.
    """)
  static let debtRejected = Rule(
    "debt.rejected", "Somebody looked at what an exception let through, and says no.",
    "The debt stays open until the same person agrees. Roll back, and release through the gate.")
  static let debtUndecided = Rule(
    "debt.undecided", "It cannot be told whether a debt is paid.", "What cannot be decided blocks.")
}
