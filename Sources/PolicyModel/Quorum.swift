import Diagnostics

/// What the policy asks of people somewhere, and who could do it: a gate's approvals, or an act at an environment.
package struct Quorum: Hashable, Sendable {
  /// How it is done: by signing a statement, or a commit.
  package enum Hand: Hashable, Sendable {
    case statement, commit
  }

  /// `'policy'`, `'main' for 'high' in area 'finance'`, `'kill' of environment 'prod'`.
  package let asked: String
  /// The gate for a change of the policy itself.
  package let isOfPolicy: Bool
  package let hand: Hand
  /// Whether whoever made the change fills no slot.
  package let barsAuthors: Bool
  /// For each slot, who could fill it, sorted; each is filled by another one.
  package let candidates: [[String]]

  package init(asked: String, isOfPolicy: Bool, hand: Hand, barsAuthors: Bool, candidates: [[String]]) {
    self.asked = asked
    self.isOfPolicy = isOfPolicy
    self.hand = hand
    self.barsAuthors = barsAuthors
    self.candidates = candidates
  }

  /// Everybody who could fill a slot, sorted.
  package var everyone: [String] { Set(candidates.flatMap(\.self)).sorted() }

  /// Whether all slots can be filled.
  /// - Parameters:
  ///   - able: whose key can do it.
  ///   - authors: who could make a change at all.
  package func canBeFilled(able: Set<String>, authors: Set<String>) -> Bool {
    let left = candidates.map { $0.filter(able.contains) }
    guard barsAuthors else { return mostFilled(left) == left.count }
    return authors.contains { author in
      let others = left.map { slot in slot.filter { $0 != author } }
      return mostFilled(others) == others.count
    }
  }
}

extension Policy {
  /// Everything that needs people: what no change of the policy may make impossible.
  package var quorums: [Quorum] {
    let review = PolicyReview(policy: self, places: PolicyPlaces(source: PolicyReading.source, text: nil))
    var quorums = review.allApprovals().flatMap { use, approvals in
      let scopes: [Area?] = use.isInAreas ? [nil] + areas.values.sorted { $0.name < $1.name } : [nil]
      return scopes.map { area in
        Quorum(
          asked: use.description + (area.map { " in area '\($0.name)'" } ?? ""), isOfPolicy: !use.isInAreas,
          hand: .statement, barsAuthors: use.barsAuthors, candidates: approvals.slots.map { holders(of: $0, in: area) })
      }
    }
    // A gate that asks for nobody still takes somebody who makes the change.
    if let gate = policyGate, gate.approvals == nil {
      quorums.append(
        Quorum(asked: "'policy'", isOfPolicy: true, hand: .statement, barsAuthors: true, candidates: []))
    }
    for environment in environments {
      let acts = [("release", environment.release), ("rollback", environment.rollback), ("kill", environment.kill)]
      quorums += acts.map { act, roles in
        let services = services.values.filter { !Set($0.roles).isDisjoint(with: roles) }.map(\.name)
        return Quorum(
          asked: "'\(act)' of environment '\(environment.name)'", isOfPolicy: false, hand: .commit, barsAuthors: false,
          candidates: [(holders(of: .any(roles), in: nil) + services).sorted()])
      }
    }
    return quorums
  }

  /// Who fills a slot, sorted; who has left fills none.
  private func holders(of slot: Slot, in area: Area?) -> [String] {
    people.values.filter { person in
      guard !person.roles.isEmpty else { return false }
      let held = roles(of: person, in: area)
      return switch slot {
      case .role(let role): held.contains(role)
      case .any(let roles): !held.isDisjoint(with: roles)
      case .person(let name): person.name == name
      }
    }.map(\.name).sorted()
  }
}
