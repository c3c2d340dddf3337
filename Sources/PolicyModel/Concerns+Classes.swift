import Diagnostics
import Vocabulary

extension PolicyReview {
  /// Gates of a class that ask for less than that of a lower one at the same target, most often because `all` stands for what was
  /// forgotten. A class without a gate is held, and asks for the most.
  func lessForMore() -> [Finding] {
    var targets: [(name: String, table: GateTable, path: [String])] = [("main", policy.main, ["main"])]
    targets += policy.environments.map { ("environment '\($0.name)'", $0.gates, ["environments", $0.name]) }
    return targets.flatMap { target in
      var told: Set<String> = []
      return RiskClass.allCases.compactMap { risk -> Finding? in
        guard let gate = target.table.gate(for: risk) else { return nil }
        let name = target.table.byClass[risk] == nil ? "all" : risk.rawValue
        for lower in RiskClass.allCases.reversed() where lower < risk {
          guard let other = target.table.gate(for: lower) else { continue }
          let less = lacks(gate, other)
          guard !less.isEmpty, told.insert(name).inserted else { continue }
          return warning(
            .policyLessForMore,
            "\(target.name) asks less of class '\(risk.rawValue)' than of class '\(lower.rawValue)'",
            at: target.path + [name],
            because: less
              + (name == "all" ? ["'all' stands for '\(risk.rawValue)', which has no gate of its own"] : []),
            next: ["ask at least as much of '\(risk.rawValue)', or leave its gate out: then it is held"])
        }
        return nil
      }
    }
  }

  /// What a gate does not ask and another does.
  private func lacks(_ gate: Gate, _ other: Gate) -> [String] {
    var lacks: [String] = []
    let slots = (own: gate.approvals?.slots ?? [], others: other.approvals?.slots ?? [])
    if slots.own.count < slots.others.count {
      lacks.append("approvals: \(slots.own.count) instead of \(slots.others.count)")
    } else {
      let open = slots.others.filter { !slots.own.contains($0) }.map(\.label)
      if !open.isEmpty { lacks.append("approvals: without \(open.joined(separator: " and "))") }
    }
    let suites = (other.tests?.suites ?? []).filter { gate.tests?.suites.contains($0) != true }
    if !suites.isEmpty { lacks.append("tests: without \(suites.map { "'\($0)'" }.joined(separator: ", "))") }
    if suites.isEmpty, let within = other.tests?.within, gate.tests?.within.map({ $0 > within }) ?? true {
      lacks.append("tests: \(gate.tests?.within.map { "within \($0)" } ?? "of any age") instead of within \(within)")
    }
    if let soak = other.soak, soak > gate.soak ?? Span(seconds: 0) {
      lacks.append("soak: \(gate.soak.map { "\($0)" } ?? "none") instead of \(soak)")
    }
    let acts = other.separate.filter { !gate.separate.contains($0) }.map(\.rawValue)
    if !acts.isEmpty { lacks.append("separate: without \(acts.joined(separator: ", "))") }
    if let window = other.windows.first, gate.windows.isEmpty { lacks.append("window: none instead of '\(window)'") }
    return lacks
  }
}
