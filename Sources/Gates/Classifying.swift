import Diagnostics
package import Facts
package import PolicyModel
package import Vocabulary
package import Workflows

/// How high a change is classed: the highest that either end declares or computes to, so that it cannot lower its own gate.
package enum Classifying {
  package static func risk(_ facts: Facts, policy: Policy) -> RiskClass {
    let ends = [facts.manifest, facts.baseManifest].compactMap { risk(ofEnd: $0, policy: policy) }
    return ends.max() ?? policy.risk.unknown
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
  static func unread(_ facts: Facts) -> Finding? {
    for end in [facts.manifest, facts.baseManifest] {
      if case .unknown(let because) = end, !isOfContent(because) { return because }
    }
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
