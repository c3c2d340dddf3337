import Diagnostics
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import StrictJSON
import Vocabulary

/// What break-glass left to be reviewed, as of a moment.
struct OpenDebts {
  struct Item: Hashable {
    let workflow: String
    let environment: String
    let debt: Debt
    /// People who could pay it, sorted.
    let payers: [String]

    var command: String { Debts.command(debt, workflow, .environment(environment)) }

    /// `report@9f3c2a1b04de in prod`.
    var what: String { "\(workflow)\(debt.version.map { "@\($0.shortName)" } ?? " (removed)") in \(environment)" }
  }

  private(set) var items: [Item] = []
  /// What cannot be told, a finding for each.
  private(set) var unknown: [Finding] = []

  /// The open debts of every environment, by environment and workflow.
  static func read(
    _ place: borrowing Workplace, _ main: MainLine, _ snapshot: PolicySnapshot, _ policy: Policy, at moment: Timestamp
  ) throws(Finding) -> OpenDebts {
    var open = OpenDebts()
    do throws(GitError) {
      for environment in policy.environments {
        guard let tip = try place.collector.tip(ofEnvironmentBranch: environment.branch) else { continue }
        let (start, names) = try place.collector.excepted(from: tip, at: moment)
        for name in names.sorted() {
          try open.add(name, environment, start, place, main, snapshot, policy, at: moment)
        }
      }
    } catch {
      throw error.finding
    }
    return open
  }

  /// The debts of one workflow in one environment, paid or not.
  static func all(
    of workflow: String, in environment: PolicyModel.Environment, _ place: borrowing Workplace, _ main: MainLine,
    _ snapshot: PolicySnapshot, _ policy: Policy, now: Timestamp
  ) throws(Finding) -> [Debt] {
    let debts: Fact<[Debt]>
    do throws(GitError) {
      let tip = try place.collector.tip(ofEnvironmentBranch: environment.branch)
      debts = place.collector.debts(
        of: workflow, path: try path(of: workflow, tip, place, main, policy), in: environment, tip: tip, journal: .tip,
        main: main, snapshot, now: now)
    } catch {
      throw error.finding
    }
    switch debts {
    case .known(let debts): return debts
    case .unknown(let because): throw because
    }
  }

  private mutating func add(
    _ workflow: String, _ environment: PolicyModel.Environment, _ tip: ObjectID?, _ place: borrowing Workplace,
    _ main: MainLine, _ snapshot: PolicySnapshot, _ policy: Policy, at moment: Timestamp
  ) throws(GitError) {
    let debts = place.collector.debts(
      of: workflow, path: try Self.path(of: workflow, tip, place, main, policy), in: environment, tip: tip,
      journal: .tip, main: main, snapshot, now: moment)
    switch debts {
    case .unknown(let because): unknown.append(because)
    case .known(let debts):
      for debt in debts {
        let standing = Debts.standing(
          debt, of: workflow, at: .environment(environment.name), policy, yes: moment, no: moment + Skew.receipt,
          now: moment)
        if case .paid = standing { continue }
        items.append(
          Item(
            workflow: workflow, environment: environment.name, debt: debt,
            payers: Debts.payers(of: debt, workflow, policy)))
      }
    }
  }

  private static func path(
    of workflow: String, _ tip: ObjectID?, _ place: borrowing Workplace, _ main: MainLine, _ policy: Policy
  ) throws(GitError) -> String {
    let held: Placed? = if let tip { try place.collector.placed(workflow, at: tip, policy) } else { nil }
    if let held { return held.path }
    let landed = try place.collector.placed(workflow, at: main.tip, policy)
    return landed?.path ?? "\(policy.roots.first ?? "workflows")/\(workflow)"
  }
}

extension OpenDebts {
  /// A line for each debt.
  var text: String {
    items.map { item in
      "\(item.what) owes a review since \(item.debt.date), of what exception \(item.debt.exception.prefix(12)) let through\n"
        + "  next: \(item.payers.isEmpty ? "nobody is left who could: a policy owner gives one more person a role" : "\(item.payers.joined(separator: " or ")): \(item.command)")\n"
    }.joined()
  }

  var json: JSON {
    .array(
      items.map { item in
        .object([
          .init("workflow", .string(item.workflow)), .init("environment", .string(item.environment)),
          .init("exception", .string(item.debt.exception)), .init("commit", .string(item.debt.commit)),
          .init("since", .string(item.debt.date.description)),
          .init("payers", .array(item.payers.map { .string($0) })),
        ])
      })
  }

  /// Only those of some workflows.
  func only(_ names: [String]) -> OpenDebts { filtered { names.contains($0.workflow) } }

  /// Only those that this person could pay.
  func payable(by person: String) -> OpenDebts { filtered { $0.payers.contains(person) } }

  private func filtered(_ isMeant: (Item) -> Bool) -> OpenDebts {
    var some = self
    some.items = items.filter(isMeant)
    return some
  }
}
