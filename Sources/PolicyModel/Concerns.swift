import Calendars
package import Diagnostics
import Vocabulary

extension PolicyReading {
  /// What a policy says and can hardly mean: it can be read, and some gate would hold for ever. Warnings, but for freezes that
  /// overlap: of two that say two things about one day, one is wrong.
  ///
  /// - Parameter text: the policy's own text, for places with a line; nil gives the file alone.
  package static func concerns(
    of policy: Policy, source: String = PolicyReading.source, text: [UInt8]? = nil
  ) -> [Finding] {
    let review = PolicyReview(policy: policy, places: PolicyPlaces(source: source, text: text))
    return review.placeholder() + review.gateless() + review.lessForMore() + review.unheldRoles() + review.quorums()
      + review.acts()
      + review.unpayableDebts() + review.soaks() + review.leftPeople() + review.leftSlots() + review.unusedWindows()
      + review.overlappingFreezes()
  }

  /// Where the first window or freeze stands that names a time zone.
  package static func place(
    ofZone zone: String, in policy: Policy, source: String = PolicyReading.source, text: [UInt8]?
  ) -> Place {
    let places = PolicyPlaces(source: source, text: text)
    if let window = policy.windows.values.filter({ $0.zone == zone }).map(\.name).min() {
      return places.place(["windows", window, "zone"])
    }
    if let index = policy.freezes.firstIndex(where: { $0.zone == zone }) {
      return places.place(["freezes", "\(index)", "zone"])
    }
    return Place(source)
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
  let places: PolicyPlaces

  /// - Parameter path: the keys that lead to the setting.
  func warning(
    _ rule: Rule, _ what: String, at path: [String], level: Finding.Level = .warning, because: [String] = [],
    next: [String]
  ) -> Finding {
    Finding(rule, what, at: places.place(path), level: level, because: because, next: next)
  }

  func placeholder() -> [Finding] {
    guard policy.repository.allSatisfy({ $0 == "0" || $0 == "-" }) else { return [] }
    return [
      warning(
        .policyPlaceholder, "the repository's id is the one of the template", at: ["repository"],
        because: ["statements made here would count in every repository that has kept it"],
        next: ["write a random UUID, as `countersign init` does"])
    ]
  }

  func gateless() -> [Finding] {
    var targets: [(String, GateTable, path: [String])] = [("'main'", policy.main, ["main"])]
    targets += policy.environments.map { ("environment '\($0.name)'", $0.gates, ["environments", $0.name]) }
    var findings = targets.filter { $0.1.byClass.isEmpty && $0.1.all == nil }.map { target in
      warning(
        .policyNoGate, "\(target.0) has no gate", at: target.path, because: ["a missing gate holds"],
        next: ["write a gate for each risk class that may pass, or 'all'"])
    }
    if policy.policyGate == nil {
      findings.append(
        warning(
          .policyNoGate, "'policy' has no gate", at: ["policy"], because: ["no change of .countersign could ever land"],
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
          at: ["environments", environment.name, name, "soak"],
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
            at: ["areas", area.name, "roles", role],
            because: ["'roles: []' marks someone who has left, and no area gives them anything back"],
            next: ["take '\(name)' out of the area, or give them a role"])
        }
      }
    }
  }

  /// Slots for a person who has left: nobody can fill them.
  func leftSlots() -> [Finding] {
    allApprovals().flatMap { use, approvals in
      approvals.slots.compactMap { slot in
        guard case .person(let name) = slot, policy.people[name]?.roles.isEmpty == true else { return nil }
        return warning(
          .policyLeftPerson, "\(use) asks for '\(name)', who has left", at: use.path,
          because: ["'roles: []' marks someone who has left, and whoever left approves nothing"],
          next: ["name somebody else, or a role"])
      }
    }
  }

  func unusedWindows() -> [Finding] {
    let tables = [policy.main] + policy.environments.map(\.gates)
    let used = Set((tables.flatMap(gates).map(\.gate) + [policy.policyGate].compactMap { $0 }).flatMap(\.windows))
    return policy.windows.keys.sorted().filter { !used.contains($0) }.map { name in
      warning(
        .policyUnusedWindow, "no gate names the window '\(name)'", at: ["windows", name],
        because: ["it limits nothing"],
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
          at: ["freezes", "\(index)"], level: .error,
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
