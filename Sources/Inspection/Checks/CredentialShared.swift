package import Diagnostics
import Workflows

/// A credential that other workflows use, too.
package struct CredentialShared: Check {
  package static let rules: [Rule] = [.inspectionCredentialShared]
  package static let confidence = Confidence.high
  package static let controls = Controls(
    "identities: dedicated, never shared", cwe: [522, 250], csf: ["PR.AA-01", "PR.AA-05"], iso: ["5.16", "5.18"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    guard let neighbours = subject.neighbours else { return [] }
    let name = subject.manifest.workflow
    var told: Set<[String]> = []
    var found: [Observation] = []
    for holding in subject.manifest.holdings where holding.kind == .secret {
      let users = neighbours.users(ofSecret: holding.name, besides: name)
      guard !users.isEmpty, told.insert([holding.name]).inserted else { continue }
      found.append(
        Observation(
          .inspectionCredentialShared, level(users, subject), words("the secret at '\(visible(holding.name))'", users),
          place: holding.place, key: ["secret", holding.name] + users.map(\.workflow),
          because: [Self.because], next: Self.next))
    }
    for (model, step) in subject.steps {
      for credential in step.credentials {
        let users = neighbours.users(of: credential, engine: model.engine, besides: name)
        let reference = credential.reference.value ?? ""
        guard !users.isEmpty, told.insert([credential.type, reference]).inserted else { continue }
        found.append(
          Observation(
            .inspectionCredentialShared, level(users, subject),
            words("the credential '\(visible(credential.name ?? reference))'", users), at: credential.spot, in: subject,
            key: ["credential", credential.type, reference] + users.map(\.workflow), because: [Self.because],
            next: Self.next))
      }
    }
    return found
  }

  private static let because = "what one may do the others may do, and none can be stopped without the others"
  private static let next = ["give each workflow a credential of its own"]

  private func words(_ thing: String, _ users: [Neighbours.User]) -> String {
    "\(named(users.map { visible($0.workflow) })) \(users.count == 1 ? "uses" : "use") \(thing), too"
  }

  /// Workflows of one owner share more often, and with less harm.
  private func level(_ users: [Neighbours.User], _ subject: Subject) -> Finding.Level {
    let isOfOne = users.allSatisfy { $0.owner != nil && $0.owner == subject.manifest.owner }
    return isOfOne
      ? subject.level(low: .note, medium: .note, high: .warning)
      : subject.level(low: .note, medium: .warning, high: .error)
  }
}

extension Rule {
  static let inspectionCredentialShared = Rule(
    "inspection.credential-shared", "Two workflows prove themselves with one credential.",
    """
    A shared credential cannot be taken from one of them, and its use cannot be traced to one. It weighs more where different people \
    answer for the workflows. 'countersign check' of a whole tree sees it; what looks at one workflow alone does not. Sharing between \
    environments is the requirement 'apart'.
    """)
}
