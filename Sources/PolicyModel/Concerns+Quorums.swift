import Diagnostics
import Vocabulary

extension PolicyReview {
  /// Roles that must act somewhere and that no person, or for releases no service either, could act in.
  func unheldRoles() -> [Finding] {
    let people = Set(
      policy.people.values.flatMap(\.roles)
        + policy.areas.values.flatMap { area in
          area.roles.filter { !$0.value.isEmpty }.map(\.key)
        })
    let parties = people.union(policy.services.values.flatMap(\.roles))
    var uses: [(role: String, use: String, path: [String], holders: Set<String>)] = []
    for (use, approvals) in allApprovals() {
      uses += approvals.slots.flatMap(roles).map { ($0, use.description, use.path, people) }
    }
    for (use, gate) in allGates() where gate.tests != nil {
      uses.append((Self.tester, "'tests' of \(use)", Array(use.path.dropLast()) + ["tests"], parties))
    }
    for environment in policy.environments {
      let acts = [("release", environment.release), ("rollback", environment.rollback), ("kill", environment.kill)]
      for (act, roles) in acts {
        let path = ["environments", environment.name, act]
        uses += roles.map { ($0, "'\(act)' of environment '\(environment.name)'", path, parties) }
      }
    }
    uses += policy.recall.map { ($0, "'recall'", ["recall"], parties) }
    var seen: Set<String> = []
    return uses.filter { !$0.holders.contains($0.role) && seen.insert($0.role).inserted }.map { role, use, path, _ in
      warning(
        .policyUnheldRole, "nobody could act as '\(role)'", at: path, because: ["\(use) needs it"],
        next: ["give the role to a person under 'people', or name another role"])
    }
  }

  /// The role of whoever records runs.
  private static let tester = "tester"

  /// Gates that ask for more people than there are, in general or in an area; whoever releases is one more, where the gate
  /// keeps them apart from the approvers.
  func quorums() -> [Finding] {
    let areas = policy.areas.values.sorted { $0.name < $1.name }
    let scopes = ([nil] + areas).map { Scope(area: $0?.name, holders: holders(in: $0)) }
    return allApprovals().compactMap { use, approvals in
      for scope in use.isInAreas ? scopes[...] : scopes.prefix(1) {
        var candidates = approvals.slots.map { slot in
          if case .person(let name) = slot {
            [name]
          } else {
            Set(roles(of: slot).flatMap { scope.holders[$0] ?? [] }).sorted()
          }
        }
        // A role that nobody holds at all is told by its own rule.
        if scope.area == nil, candidates.contains(where: \.isEmpty) { return nil }
        let releasers = Set(use.releasers.flatMap { scope.holders[$0] ?? [] }).sorted()
        if !releasers.isEmpty { candidates.append(releasers) }
        let filled = mostFilled(candidates)
        guard filled < candidates.count else { continue }
        let within = scope.area.map { " in area '\($0)'" } ?? ""
        return warning(
          .policyQuorum, "\(use) asks for \(candidates.count) people and \(filled) could be found\(within)",
          at: use.path,
          because: releasers.isEmpty
            ? ["each slot is filled by another person"]
            : ["each slot is filled by another person", "'separate' keeps whoever releases apart from them"],
          next: ["give the roles to more people, or ask for fewer"])
      }
      return nil
    }
  }

  /// Environments whose break-glass leaves nobody to look at what it let through.
  func unpayableDebts() -> [Finding] {
    let present = policy.people.values.filter { !$0.roles.isEmpty }
    return policy.environments.compactMap { environment in
      guard let slots = environment.breakGlass?.approvals.slots.count, present.count <= slots else { return nil }
      return warning(
        .policyUnpayableDebt,
        "nobody would be left to pay the debt of 'break-glass' of environment '\(environment.name)'",
        at: ["environments", environment.name, "break-glass"],
        because: ["an exception there takes \(slots) of \(present.count) people, and none of them pays"],
        next: ["give a role to one more person, or ask for fewer"])
    }
  }

  /// Role to the people who hold it, in an area or outside of any.
  private func holders(in area: Area?) -> [String: [String]] {
    var holders: [String: [String]] = [:]
    for person in policy.people.values where !person.roles.isEmpty {
      for role in policy.roles(of: person, in: area) { holders[role, default: []].append(person.name) }
    }
    return holders
  }

  /// Every place where the policy asks for approvals.
  func allApprovals() -> [(use: ApprovalUse, approvals: Approvals)] {
    var found: [(ApprovalUse, Approvals?)] = allGates().map { ($0.use, $0.gate.approvals) }
    for environment in policy.environments {
      let name = "environment '\(environment.name)'"
      let path = ["environments", environment.name]
      found.append((ApprovalUse("'resume' of \(name)", path + ["resume"], barsAuthors: false), environment.resume))
      found.append(
        (
          ApprovalUse("'break-glass' of \(name)", path + ["break-glass"], barsAuthors: false),
          environment.breakGlass?.approvals
        ))
    }
    return found.compactMap { use, approvals in approvals.map { (use, $0) } }
  }

  /// Every gate, by where its approvals are asked for.
  private func allGates() -> [(use: ApprovalUse, gate: Gate)] {
    var found = gates(of: policy.main).map {
      (ApprovalUse("'main' for '\($0.name)'", ["main", $0.name, "approvals"]), $0.gate)
    }
    if let gate = policy.policyGate {
      found.append((ApprovalUse("'policy'", ["policy", "approvals"], isInAreas: false), gate))
    }
    for environment in policy.environments {
      for (name, gate) in gates(of: environment.gates) {
        let isApart = gate.separate.contains(.approver) && gate.separate.contains(.releaser)
        // A service that releases is nobody's double.
        let byService = policy.services.values.contains { !Set($0.roles).isDisjoint(with: environment.release) }
        let use = ApprovalUse(
          "environment '\(environment.name)' for '\(name)'", ["environments", environment.name, name, "approvals"],
          releasers: isApart && !byService ? environment.release : [])
        found.append((use, gate))
      }
    }
    return found
  }

  private func roles(of slot: Slot) -> [String] {
    switch slot {
    case .role(let role): [role]
    case .any(let roles): roles
    case .person: []
    }
  }
}

/// An area, or nil for what lies outside of any, and who holds which role there.
private struct Scope {
  let area: String?
  let holders: [String: [String]]
}

/// Where approvals are asked for.
struct ApprovalUse: CustomStringConvertible {
  let description: String
  /// The keys that lead to it.
  let path: [String]
  /// Whether areas have a say: not in the policy itself.
  let isInAreas: Bool
  /// The roles of whoever releases, where that must be somebody else; else empty.
  let releasers: [String]
  /// Whether whoever made a change fills no slot for it: so it is at every gate of a change.
  let barsAuthors: Bool

  init(
    _ description: String, _ path: [String], isInAreas: Bool = true, releasers: [String] = [], barsAuthors: Bool = true
  ) {
    self.description = description
    self.path = path
    self.isInAreas = isInAreas
    self.barsAuthors = barsAuthors
    self.releasers = releasers
  }
}

/// How many slots can be filled by distinct people: a maximum matching, by augmenting paths.
///
/// Each slot gives the people who could fill it.
package func mostFilled(_ candidates: [[String]]) -> Int {
  var slotOf: [String: Int] = [:]
  func place(_ slot: Int, _ tried: inout Set<String>) -> Bool {
    for person in candidates[slot] where tried.insert(person).inserted {
      guard let holder = slotOf[person] else {
        slotOf[person] = slot
        return true
      }
      if place(holder, &tried) {
        slotOf[person] = slot
        return true
      }
    }
    return false
  }
  return candidates.indices.count { slot in
    var tried: Set<String> = []
    return place(slot, &tried)
  }
}
