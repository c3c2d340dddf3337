import Diagnostics
package import Facts
package import PolicyModel
package import Vocabulary
package import Workflows

/// How high a change is classed: the highest that either end declares or computes to, so that it cannot lower its own gate.
package enum Classifying {
  package static func risk(_ facts: Facts, policy: Policy) -> RiskClass {
    classed(facts, policy: policy, isAtDoor: true).risk
  }

  /// The class, and what raised it above what the manifests declare and compute to; empty where nothing did.
  ///
  /// Away from the doors it is the class of the manifests alone: the reviews say the rest.
  static func classed(_ facts: Facts, policy: Policy, isAtDoor: Bool) -> (risk: RiskClass, raised: [String]) {
    let ends = [facts.manifest, facts.baseManifest].compactMap { risk(ofEnd: $0, policy: policy) }
    let declared = ends.max() ?? policy.risk.unknown
    guard isAtDoor else { return (declared, []) }
    let found = inspected(facts.meaning, policy)
    guard let risk = found.risk, risk > declared else { return (declared, []) }
    return (risk, found.reasons)
  }

  /// The highest class that what was found computes to, and the reasons for it; nil where nobody inspected or nothing raises.
  private static func inspected(_ fact: Fact<Meaning?>, _ policy: Policy) -> (risk: RiskClass?, reasons: [String]) {
    let meaning: Meaning
    switch fact {
    case .known(nil): return (nil, [])
    case .known(let found?): meaning = found
    case .unknown(let because): return (policy.risk.unknown, [because.what])
    }
    var found: [(risk: RiskClass, reasons: [String])] = []
    if let obstacle = meaning.obstacle { found.append((policy.risk.unknown, ["not understood: \(obstacle)"])) }
    for rule in policy.risk.raise {
      let changes = rule.meaning.flatMap { meaning.changes[$0] ?? [] }
      let deeds = rule.does.flatMap { deed in
        meaning.deeds[deed].map { ["\(deed.rawValue): done by \($0.prefix(3).joined(separator: ", "))"] } ?? []
      }
      if !(changes + deeds).isEmpty { found.append((rule.to, changes + deeds)) }
    }
    guard let highest = found.map(\.risk).max() else { return (nil, []) }
    var seen: Set<String> = []
    return (highest, found.filter { $0.risk == highest }.flatMap(\.reasons).filter { seen.insert($0).inserted })
  }

  /// nil when there is nothing at this end.
  private static func risk(ofEnd end: Fact<Manifest?>, policy: Policy) -> RiskClass? {
    switch end {
    case .known(nil): nil
    case .known(let manifest?): risk(of: manifest, policy: policy)
    case .unknown: policy.risk.unknown
    }
  }

  /// Why an end cannot be classed at all; nil when both can. A manifest that is there and does not read is classed as
  /// unknown; of one that nobody could look at, nothing can be said, and the true class may be higher.
  static func unread(_ facts: Facts, isAtDoor: Bool) -> Finding? {
    for end in [facts.manifest, facts.baseManifest] {
      if case .unknown(let because) = end, !isOfContent(because) { return because }
    }
    if isAtDoor, case .unknown(let because) = facts.meaning { return because }
    return nil
  }

  private static func isOfContent(_ because: Finding) -> Bool {
    let topic = because.rule.id.prefix { $0 != "." }
    return because.rule.id == "workflow.no-manifest" || topic == "manifest"
      || (topic == "yaml" && because.rule.id != "yaml.out-of-memory")
  }

  package static func risk(of manifest: Manifest, policy: Policy) -> RiskClass {
    var risk = manifest.risk ?? policy.risk.unknown
    for rule in policy.risk.raise where raises(rule, manifest) { risk = max(risk, rule.to) }
    return risk
  }

  private static func raises(_ rule: RaiseRule, _ manifest: Manifest) -> Bool {
    rule.actions.contains { manifest.actions.contains($0) } || rule.data.contains { manifest.data.contains($0) }
  }
}
