package import Diagnostics
import Workflows

/// A credential that the manifest's `secrets` do not have.
package struct CredentialUndeclared: Check {
  package static let rules: [Rule] = [.inspectionCredentialUndeclared]
  package static let confidence = Confidence.medium
  package static let controls = Controls(
    "secrets: known, kept in a vault, rotated", cwe: [522], csf: ["PR.AA-01", "ID.AM-08"], iso: ["5.16", "5.17"])

  package init() {}

  package func look(at subject: Subject) -> [Observation] {
    let known = Declared(subject.manifest)
    var order: [String] = []
    var users: [String: [(step: Model.Step, credential: Model.Credential)]] = [:]
    for (_, step) in subject.steps {
      for credential in step.credentials where !credential.isLiteral && !known.has(credential) {
        let key = credential.reference.value ?? "\u{0}"
        if users[key] == nil { order.append(key) }
        users[key, default: []].append((step, credential))
      }
    }
    return order.compactMap { key in
      guard let found = users[key], let first = found.first else { return nil }
      let steps = named(found.map(\.step.label))
      guard first.credential.reference.value != nil else {
        return Observation(
          .inspectionCredentialUndeclared, .note,
          "which credential \(steps) \(Set(found.map(\.step.name)).count == 1 ? "uses" : "use") cannot be told",
          at: first.credential.spot, in: subject, key: ["untold"] + Set(found.map(\.step.name)).sorted())
      }
      let label = first.credential.name.map { "'\(visible($0))'" } ?? "'\(visible(key))'"
      return Observation(
        .inspectionCredentialUndeclared, level(first.credential, subject),
        "\(steps) \(Set(found.map(\.step.name)).count == 1 ? "uses" : "use") the credential \(label), which the manifest does not name",
        at: first.credential.spot, in: subject, key: [first.credential.type, key],
        because: ["what is not in 'secrets' is not rotated, and nobody finds it after an incident"],
        next: [
          "add it to 'secrets', by the name '\(visible(key))' or as the place where it is kept; "
            + "or name the credential after the workflow or its identity"
        ])
    }
  }
}

extension CredentialUndeclared {
  /// A connection, a role or a managed identity is kept by the platform, and there is nothing to rotate.
  fileprivate func level(_ credential: Model.Credential, _ subject: Subject) -> Finding.Level {
    let type = credential.type.lowercased()
    let isKept = ["connection", "role", "identity"].contains { type.contains($0) }
    return subject.level(low: .note, medium: isKept ? .note : .warning, high: isKept ? .warning : .error)
  }
}

/// What the manifest knows of secrets and identities, to be compared with what the engine calls them.
private struct Declared {
  private let names: Set<String>
  /// Parts of a credential's name that make it the workflow's own.
  private let own: [String]

  init(_ manifest: Manifest) {
    let settings = [manifest.general] + manifest.environments.values
    var names: Set<String> = []
    for secret in settings.flatMap(\.secrets) {
      names.insert(Self.plain(secret.name))
      names.insert(Self.plain(secret.from))
      // `vault://kv/finance/bank#token` is found as `bank`, `bank#token` and `finance/bank`.
      let path = secret.from.split(separator: "/").map(String.init)
      if let last = path.last {
        names.insert(Self.plain(last))
        names.insert(Self.plain(String(last.prefix { $0 != "#" })))
        names.insert(Self.plain(path.suffix(2).joined()))
        names.insert(Self.plain(String(path.suffix(2).joined().prefix { $0 != "#" })))
      }
    }
    self.names = names.filter { !$0.isEmpty }
    own = ([manifest.workflow] + settings.compactMap(\.identity)).map(Self.plain)
  }

  func has(_ credential: Model.Credential) -> Bool {
    let words = [credential.reference.value, credential.name].compactMap(\.self)
    return words.contains { word in
      // GitHub makes it anew for each run.
      if word.uppercased() == "GITHUB_TOKEN" { return true }
      let plain = Self.plain(word)
      return names.contains(plain) || own.contains { plain.contains($0) }
    }
  }

  private static func plain(_ word: String) -> String {
    String(word.lowercased().unicodeScalars.filter { ("a"..."z").contains($0) || ("0"..."9").contains($0) })
  }
}

extension Rule {
  static let inspectionCredentialUndeclared = Rule(
    "inspection.credential-undeclared", "A step uses a credential that the manifest does not name.",
    """
    The manifest lists the secrets, where they are kept and how often they are rotated. A credential counts as named when its name or \
    id is that of a secret or of the place where it is kept, or holds the name of the workflow or of its identity.
    """)
}
