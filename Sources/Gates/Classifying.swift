import Diagnostics
package import Facts
package import PolicyModel
package import Vocabulary
package import Workflows

/// How high a change is classed: the highest that either end declares or computes to, so that it cannot lower its own gate.
package enum Classifying {
  package static func risk(_ facts: Facts, policy: Policy) -> RiskClass {
    classes(facts, policy: policy).max() ?? policy.risk.unknown
  }

  /// The classes whose gates are asked at the doors, whatever reviews add.
  package static func classes(_ facts: Facts, policy: Policy) -> Set<RiskClass> {
    classed(facts, policy: policy, isAtDoor: true).classes
  }

  /// The classes whose gates a change has to pass, and what raised it above what the manifests declare and compute to; no reasons where
  /// nothing did. The highest is its class.
  ///
  /// A gate of a higher class may ask less, and whoever raises a class must not get rid of what is asked: what the base is and what the
  /// policy finds at the other end stay asked beside what the change declares.
  /// Away from the doors they are the classes of the manifests alone: the reviews say the rest.
  static func classed(_ facts: Facts, policy: Policy, isAtDoor: Bool) -> (classes: Set<RiskClass>, raised: [String]) {
    var (classes, floor) = ofManifests(facts, policy)
    guard isAtDoor else { return (classes, []) }
    let found = inspected(facts.meaning, policy)
    guard let risk = found.risk, floor.map({ risk >= $0 }) ?? true else { return (classes, []) }
    let declared = classes.max()
    classes.insert(risk)
    return (classes, declared.map { risk > $0 } ?? true ? found.reasons : [])
  }

  /// Whether anything that inspection could find would add a class.
  package static func isOpenToInspection(_ facts: Facts, policy: Policy) -> Bool {
    let (classes, floor) = ofManifests(facts, policy)
    let possible =
      policy.risk.raise.filter { !($0.meaning.isEmpty && $0.does.isEmpty) }.map(\.to) + [policy.risk.unknown]
    return possible.contains { risk in !classes.contains(risk) && floor.map { risk >= $0 } ?? true }
  }

  /// The classes by the manifests, and that of the base; nil where there is none.
  private static func ofManifests(_ facts: Facts, _ policy: Policy) -> (classes: Set<RiskClass>, base: RiskClass?) {
    let base = classes(ofEnd: facts.baseManifest, policy).max()
    var classes = classes(ofEnd: facts.manifest, policy)
    if let base { classes = classes.filter { $0 >= base }.union([base]) }
    return (classes.isEmpty ? [policy.risk.unknown] : classes, base)
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

  /// Empty when there is nothing at this end.
  private static func classes(ofEnd end: Fact<Manifest?>, _ policy: Policy) -> Set<RiskClass> {
    switch end {
    case .known(nil): return []
    case .unknown: return [policy.risk.unknown]
    case .known(let manifest?):
      // What it declares does not stand in place of what it computes to.
      let computed = computed(manifest, policy)
      return Set([risk(of: manifest, policy: policy)] + [computed].compactMap { $0 })
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
    max(manifest.risk ?? policy.risk.unknown, computed(manifest, policy) ?? .low)
  }

  /// The highest class that the policy's rules give to what the manifest names; nil where none does.
  private static func computed(_ manifest: Manifest, _ policy: Policy) -> RiskClass? {
    policy.risk.raise.filter { raises($0, manifest) }.map(\.to).max()
  }

  private static func raises(_ rule: RaiseRule, _ manifest: Manifest) -> Bool {
    rule.actions.contains { manifest.actions.contains($0) } || rule.data.contains { manifest.data.contains($0) }
  }
}
