import Diagnostics
import Evidence
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Releases
import Vocabulary

extension Reviewing {
  /// Signs that what an exception let through was looked at since, by somebody who had no part in it.
  func payDebt(
    of workflow: String, exception short: String, in name: String, _ place: borrowing Workplace
  ) throws(Finding) -> Ending {
    let environment = try place.environment(name, policy)
    let stored = try BreakingGlass.find(short, of: workflow, in: environment, place)
    let now = desk.clock()
    let debts = try OpenDebts.all(of: workflow, in: environment, place, main, snapshot, policy, now: now)
    guard let debt = debts.first(where: { $0.exception == stored.id }) else {
      throw Finding(
        .reviewNoDebt, "exception \(stored.id.prefix(12)) has left no debt in \(environment.name) that is open",
        because: ["no release that passed has used it, or it was paid, as a later release shows"],
        next: ["countersign log \(workflow)"])
    }
    let target = Target.environment(environment.name)
    if case .paid(let by) = Debts.standing(
      debt, of: workflow, at: target, policy, yes: now, no: now + Skew.receipt, now: now)
    {
      throw Finding(
        .reviewNoDebt, "the debt of exception \(stored.id.prefix(12)) is paid by \(by)",
        next: ["there is nothing to do"])
    }
    let payers = Debts.payers(of: debt, workflow, policy)
    if let person = try place.actor(desk, snapshot, at: now).person, !payers.contains(person) {
      throw Finding(
        .reviewNoPeer, "\(person) cannot pay the debt of exception \(stored.id.prefix(12))",
        because: [debt.barred[person] ?? "\(person) has no role for \(workflow)"],
        next: [
          payers.isEmpty
            ? "nobody is left who could: a policy owner gives one more person a role"
            : "\(payers.joined(separator: " or ")) can: \(Debts.command(debt, workflow, target))"
        ])
    }
    return try answer(stored, of: workflow, place)
  }

  /// Signs, before it is used, that an exception is right: where the policy asks for more people than whoever signed it.
  func approveException(
    of workflow: String, exception short: String, in name: String, _ place: borrowing Workplace
  ) throws(Finding) -> Ending {
    let environment = try place.environment(name, policy)
    guard let rule = environment.breakGlass else { throw Excepted.notAllowed(.environment(environment.name)) }
    let stored = try BreakingGlass.find(short, of: workflow, in: environment, place)
    let now = desk.clock()
    let debts = try OpenDebts.all(of: workflow, in: environment, place, main, snapshot, policy, now: now)
    if let debt = debts.first(where: { $0.exception == stored.id }) {
      throw Finding(
        .reviewNoPeer, "exception \(stored.id.prefix(12)) is used already, by commit \(debt.commit.prefix(12))",
        next: [Debts.command(debt, workflow, .environment(environment.name))])
    }
    if case .exception(let exception) = stored.statement.predicate, exception.until <= now {
      throw Finding(
        .reviewNoPeer, "exception \(stored.id.prefix(12)) ended at \(exception.until)",
        next: ["somebody who may signs another: countersign break-glass \(workflow) --env \(environment.name)"])
    }
    if let person = try place.actor(desk, snapshot, at: now).person,
      !rule.approvals.slots.contains(where: { policy.may(person, fill: $0, for: workflow) })
    {
      throw Finding(
        .reviewNoPeer, "\(person) has none of the roles that break-glass takes in \(environment.name)",
        because: ["it takes \(rule.approvals.slots.map(\.label).joined(separator: " and "))"],
        next: ["somebody with such a role approves it"])
    }
    return try answer(stored, of: workflow, place)
  }

  /// Shows what an exception is about, and signs a review that names it.
  private func answer(
    _ stored: StoredStatement, of workflow: String, _ place: borrowing Workplace
  ) throws(Finding) -> Ending {
    guard case .exception(let exception) = stored.statement.predicate,
      let subject = stored.statement.subjects.first, case .version(let version) = subject.digest
    else { throw Finding(.selectionException, "\(stored.id.prefix(12)) is no exception") }
    func placed(_ version: Version) -> Placed {
      Placed(workflow: workflow, path: subject.path, version: version, commit: nil)
    }
    let base = exception.base.map(placed)
    let new = exception.removes ? nil : placed(version)
    let risk = place.collector.risk(of: workflow, from: base, to: new, policy)
    try show(workflow, exception.target, base: base, new: new, risk: risk, isShown: false, place)
    place.console.talk(
      "exception \(stored.id.prefix(12)) lifts \(exception.lifts.map { visible($0) }.joined(separator: ", ")) until "
        + "\(exception.until): \(visible(exception.why)) (\(visible(exception.ticket)))")
    return try sign(
      [
        Review.Entry(
          workflow: workflow, target: exception.target, removes: exception.removes, base: exception.base, risk: risk,
          exception: stored.id)
      ], [subject], place)
  }
}

extension Rule {
  static let reviewNoDebt = Rule(
    "review.no-debt", "There is no open debt of this exception.",
    "Only the last release that passed can owe one, and only where it used an exception. Nothing was signed.")
  static let reviewNoPeer = Rule(
    "review.no-peer", "A review by this person, or at this moment, would count for nothing.",
    "Who signed or approved an exception, wrote the release or had a hand in the change cannot pay its debt. Nothing was signed."
  )
}
