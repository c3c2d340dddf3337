import Calendars
package import Diagnostics
import Vocabulary

extension PolicyReading {
  /// What a policy says and can hardly mean, as warnings: it can be read, and some gate would hold for ever.
  package static func concerns(of policy: Policy, source: String = PolicyReading.source) -> [Finding] {
    let review = PolicyReview(policy: policy, place: Place(source))
    return review.placeholder() + review.gateless() + review.unheldRoles() + review.quorums() + review.unpayableDebts()
      + review.soaks()
      + review.leftPeople() + review.unusedWindows() + review.overlappingFreezes()
  }

  /// What only the names of the workflows that exist can show: two areas that claim one of them, which is an error.
  package static func concerns(
    of policy: Policy, workflows: [String], source: String = PolicyReading.source
  ) -> [Finding] {
    workflows.sorted().compactMap { workflow in
      let areas = policy.areas(claiming: workflow)
      guard areas.count > 1 else { return nil }
      return Finding(
        .policyClaimedTwice, "\(areas.count) areas claim the workflow '\(visible(workflow))'", at: Place(source),
        because: areas.map { "area '\($0.name)' claims \($0.workflows.map { "'\($0)'" }.joined(separator: ", "))" },
        next: ["narrow the globs, so that one area is left"])
    }
  }
}

/// One look at a policy.
struct PolicyReview {
  let policy: Policy
  let place: Place

  func warning(_ rule: Rule, _ what: String, because: [String] = [], next: [String]) -> Finding {
    Finding(rule, what, at: place, level: .warning, because: because, next: next)
  }

  func placeholder() -> [Finding] {
    guard policy.repository.allSatisfy({ $0 == "0" || $0 == "-" }) else { return [] }
    return [
      warning(
        .policyPlaceholder, "the repository's id is the one of the template",
        because: ["statements made here would count in every repository that has kept it"],
        next: ["write a random UUID, as `countersign init` does"])
    ]
  }

  func gateless() -> [Finding] {
    var targets: [(String, GateTable)] = [("'main'", policy.main)]
    targets += policy.environments.map { ("environment '\($0.name)'", $0.gates) }
    var findings = targets.filter { $0.1.byClass.isEmpty && $0.1.all == nil }.map { target in
      warning(
        .policyNoGate, "\(target.0) has no gate", because: ["a missing gate holds"],
        next: ["write a gate for each risk class that may pass, or 'all'"])
    }
    if policy.policyGate == nil {
      findings.append(
        warning(
          .policyNoGate, "'policy' has no gate", because: ["no change of .countersign could ever land"],
          next: ["write 'policy: { approvals: { count: 2, role: policy-owner } }'"]))
    }
    return findings
  }

  func soaks() -> [Finding] {
    policy.environments.filter { $0.after == nil }.flatMap { environment in
      gates(of: environment.gates).compactMap { name, gate in
        guard let soak = gate.soak, soak > Span(seconds: 0) else { return nil }
        return warning(
          .policySoakWithoutSource, "environment '\(environment.name)' asks '\(name)' for a soak of \(soak)",
          because: ["it has no 'after', so there is no place to soak in"], next: ["add 'after', or delete 'soak'"])
      }
    }
  }

  func leftPeople() -> [Finding] {
    policy.areas.values.sorted { $0.name < $1.name }.flatMap { area in
      area.roles.sorted { $0.key < $1.key }.flatMap { role, people in
        people.filter { policy.people[$0]?.roles.isEmpty == true }.map { name in
          warning(
            .policyLeftPerson, "area '\(area.name)' gives '\(role)' to '\(name)', who has no role in general",
            because: ["'roles: []' marks someone who has left, and the area still lets them act"],
            next: ["take '\(name)' out of the area, or give them a role"])
        }
      }
    }
  }

  func unusedWindows() -> [Finding] {
    let tables = [policy.main] + policy.environments.map(\.gates)
    let used = Set((tables.flatMap(gates).map(\.gate) + [policy.policyGate].compactMap { $0 }).compactMap(\.window))
    return policy.windows.keys.sorted().filter { !used.contains($0) }.map { name in
      warning(
        .policyUnusedWindow, "no gate names the window '\(name)'", because: ["it limits nothing"],
        next: ["write 'window: \(name)' in a gate, or delete it"])
    }
  }

  func overlappingFreezes() -> [Finding] {
    policy.freezes.enumerated().flatMap { index, freeze in
      policy.freezes[..<index].compactMap { other in
        let shared = freeze.environments.filter { other.environments.contains($0) }
        guard !shared.isEmpty, freeze.from <= other.until, other.from <= freeze.until else { return nil }
        return warning(
          .policyFreezesOverlap, "the freezes '\(other.name)' and '\(freeze.name)' share days",
          because: [
            "both freeze \(shared.map { "'\($0)'" }.joined(separator: ", ")) from \(max(freeze.from, other.from))"
          ],
          next: ["let the second begin after \(other.until), or make them one"])
      }
    }
  }

  /// The gates of a table with the names that they have there.
  func gates(of table: GateTable) -> [(name: String, gate: Gate)] {
    let classes = RiskClass.allCases.compactMap { risk in table.byClass[risk].map { (risk.rawValue, $0) } }
    return classes + (table.all.map { [("all", $0)] } ?? [])
  }
}
