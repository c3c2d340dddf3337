import Evidence
import Facts
import PolicyModel
import Vocabulary

/// The ways past a held release that the policy has for an emergency.
enum Emergency {
  /// Said only where the policy has break-glass, all that holds can be lifted, and no debt is open.
  static func ways(past items: [Verdict.Item], _ matter: Matter) -> [String] {
    guard matter.question.act == .release, let rule = matter.environment?.breakGlass,
      case .known(let use) = matter.facts.exception, case .met = Debts().judge(matter)
    else { return [] }
    let holding = items.filter { item in
      switch item.answer {
      case .met: false
      // One exception has to lift it all: what another lifts is named anew.
      case .unmet, .undecided, .lifted: Requirements.isLiftable(item.requirement)
      }
    }
    guard holding.contains(where: { !$0.answer.findings.isEmpty }), !isHeldAnyway(items) else { return [] }
    let lifted = holding.map(\.requirement)
    let environment = matter.question.target.name
    if use.named == nil, let id = exception(lifting: lifted, matter) {
      return [
        "exception \(id.prefix(12)) lifts \(lifted.joined(separator: ", ")): countersign promote \(matter.workflow) "
          + "--env \(environment) --exception \(id.prefix(12)) --ticket TICKET -m WHY"
      ]
    }
    let people = Set(rule.approvals.slots.flatMap { matter.people(for: $0) }).sorted()
    guard !people.isEmpty else { return [] }
    let lifts = lifted.map { "--lift \($0)" }.joined(separator: " ")
    return [
      "\(people.joined(separator: " or ")): countersign break-glass \(matter.workflow) --env \(environment) \(lifts) "
        + "--until \(rule.duration.short) --ticket TICKET -m WHY; it leaves a debt"
    ]
  }

  /// Whether something holds that no exception lifts: then one would be signed for nothing. What only says how the release is
  /// written, and by whom, is mended by writing it.
  private static func isHeldAnyway(_ items: [Verdict.Item]) -> Bool {
    items.contains { item in
      switch item.answer {
      case .met, .lifted: false
      case .unmet, .undecided:
        !Requirements.isLiftable(item.requirement)
          && ![Metadata.id, Releaser.id, Excepted.id].contains(item.requirement)
      }
    }
  }

  /// An exception in the journal that would let it through, as far as exceptions can; the first of several.
  private static func exception(lifting holding: [String], _ matter: Matter) -> String? {
    guard case .known(let evidence) = matter.facts.evidence else { return nil }
    for testimony in evidence {
      guard case .exception(let exception) = testimony.statement.predicate,
        Set(holding).isSubset(of: exception.lifts)
      else { continue }
      if case .counts(let found) = Excepted.look(matter.naming(testimony.id)) { return found.id }
    }
    return nil
  }
}

extension Span {
  /// In one unit, as a command line takes it.
  fileprivate var short: String {
    for (unit, length) in [("d", Int64(86_400)), ("h", 3600), ("m", 60)] where seconds % length == 0 {
      return "\(seconds / length)\(unit)"
    }
    return "\(seconds)s"
  }
}
