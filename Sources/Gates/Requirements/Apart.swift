package import Diagnostics
import Facts
package import PolicyModel
import Vocabulary
package import Workflows

/// `apart`: no environment uses what is another's.
package struct Apart: Requirement {
  package static let id = "apart"
  package static let asks = "No identity, destination or secret of one environment is used in another."
  package static let rules: [Rule] = [.apartShared, .apartGeneral]

  package init() {}

  package func mender(_ matter: Matter) -> Step.Part? { .author }

  package func isAsked(of matter: Matter) -> Bool {
    matter.isMove && !matter.question.isOfPolicy && (matter.question.version != nil || matter.question.isUnread)
  }

  package func judge(_ matter: Matter) -> Answer {
    guard case .known(let found) = matter.facts.manifest else { return unknown(matter.facts.manifest) }
    guard let manifest = found else {
      return .unmet([Finding(.apartShared, "there is no manifest that says what each environment uses")])
    }
    var findings = Self.shared(manifest)
    if (matter.risk ?? .critical) >= .high { findings += Self.general(manifest, matter.policy, level: .error) }
    return findings.isEmpty ? .met("each environment has its own") : .unmet(findings)
  }

  /// What two settings of a manifest share.
  package static func shared(_ manifest: Manifest) -> [Finding] {
    manifest.shared.map { shared in
      Finding(
        .apartShared, "\(shared.user) shares \(shared.thing) with \(shared.owner)", at: shared.place,
        because: ["a test run could reach what production uses"], next: ["the author gives each environment its own"])
    }
  }

  /// Environments that the manifest leaves out use what stands at its top: two of them use the same.
  package static func general(_ manifest: Manifest, _ policy: Policy, level: Finding.Level) -> [Finding] {
    let users = policy.environments.map(\.name).filter { manifest.environments[$0] == nil }
    guard users.count > 1, let first = manifest.general.holdings.first else { return [] }
    let names = users.map { "'\($0)'" }.joined(separator: ", ")
    return [
      Finding(
        .apartGeneral, "the environments \(names) all use \(first.thing)", at: first.place, level: level,
        because: ["the manifest has no setting of its own for them, so each uses the one at its top"],
        next: ["the author names all but one of them under 'environments'"])
    ]
  }
}

extension Rule {
  static let apartShared = Rule(
    "apart.shared", "Two environments share an identity, a destination or a secret.",
    """
    What a test run may reach in production, an untested version can reach too. Give each environment its own identity, \
    destinations and secrets under 'environments'.
    """)
  package static let apartGeneral = Rule(
    "apart.general", "Several environments use the setting at the top of the manifest.",
    """
    Identity, destinations and secrets at the top are for one environment; the others have their own under 'environments'. Of \
    class high and critical the gate holds it, of others 'check' warns.
    """)
}
