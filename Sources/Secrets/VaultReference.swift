/// A reference to a secret that is kept elsewhere, by the form that says so.
package struct VaultReference: Hashable, Sendable {
  /// Who keeps it.
  package enum Keeper: String, Hashable, Sendable, CaseIterable {
    case hashicorp = "HashiCorp Vault"
    case aws = "AWS Secrets Manager or Parameter Store"
    case azure = "Azure Key Vault"
    case google = "Google Secret Manager"
    case onePassword = "1Password"
    case doppler = "Doppler"
    case infisical = "Infisical"
    case sops = "SOPS"
    case kubernetes = "a Kubernetes secret"
    case actions = "GitHub Actions secrets"
    case engine = "the engine's own store"
    case environment = "the environment of the process"
  }

  package let keeper: Keeper

  /// Nil for what is no reference. Only whole values count: a secret with a reference beside it is no reference.
  package init?(_ text: String) { self.init(Array(text.utf8)) }

  init?(_ value: [UInt8]) {
    guard value.count >= 5, value.count <= 2_048 else { return nil }
    let low = Placeholder.folded(value)
    for (head, keeper) in Self.schemes
    where low.count > head.utf8.count && low.starts(with: head.utf8) {
      // `vault://`, a path, and nothing that would be a second value.
      guard value.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { return nil }
      self.keeper = keeper
      return
    }
    for (head, tail, keeper) in Self.wrapped
    where low.starts(with: head.utf8) && low.reversed().starts(with: tail.utf8.reversed()) {
      let inner = value.dropFirst(head.utf8.count).dropLast(tail.utf8.count)
      guard !inner.isEmpty, inner.allSatisfy(Self.isPart) else { continue }
      // What stands in for a variable that is not set is no reference.
      if Placeholder.fallback(of: value[...]) != nil { return nil }
      self.keeper = keeper
      return
    }
    return nil
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x20: true
    default: "_-./:'\"[]$#@=,~".utf8.contains(byte)
    }
  }

  private static let schemes: [(String, Keeper)] = [
    ("vault://", .hashicorp), ("vault:", .hashicorp), ("ref+vault://", .hashicorp),
    ("aws-sm://", .aws), ("aws-ssm://", .aws), ("ssm://", .aws), ("secretsmanager://", .aws),
    ("ref+awssecrets://", .aws),
    ("arn:aws:secretsmanager:", .aws), ("arn:aws:ssm:", .aws),
    ("arn:aws-us-gov:secretsmanager:", .aws),
    ("arn:aws-cn:secretsmanager:", .aws),
    ("azure-kv://", .azure), ("azurekeyvault://", .azure), ("keyvault://", .azure),
    ("ref+azurekeyvault://", .azure),
    ("gcp-sm://", .google), ("gcpsm://", .google), ("sm://", .google),
    ("ref+gcpsecrets://", .google),
    ("op://", .onePassword), ("doppler://", .doppler), ("infisical://", .infisical),
    ("sops://", .sops),
    ("k8s://", .kubernetes), ("secretkeyref:", .kubernetes), ("ref+k8s://", .kubernetes),
    ("env:", .environment),
  ]

  private static let wrapped: [(String, String, Keeper)] = [
    ("${{ secrets.", "}}", .actions), ("${{secrets.", "}}", .actions),
    ("{{resolve:secretsmanager:", "}}", .aws), ("{{resolve:ssm-secure:", "}}", .aws),
    ("@microsoft.keyvault(", ")", .azure),
    ("{{secrets.", "}}", .engine), ("{{ secrets.", "}}", .engine), ("={{ $secrets.", "}}", .engine),
    ("={{$secrets.", "}}", .engine), ("={{ $vars.", "}}", .engine), ("={{$vars.", "}}", .engine),
    ("={{ $env.", "}}", .environment), ("={{$env.", "}}", .environment),
    ("={{ $credentials.", "}}", .engine),
    ("@parameters(", ")", .engine), ("@{parameters(", "}", .engine), ("@appsetting(", ")", .engine),
    ("@{appsetting(", "}", .engine), ("[parameters(", "]", .engine), ("${ $secret.", "}", .engine),
    ("${$secret.", "}", .engine), ("${ $secrets.", "}", .engine), ("secrets.", "", .engine),
    ("=secrets.", "", .engine),
    ("{{workflow.parameters.", "}}", .engine), ("${", "}", .environment), ("$(", ")", .environment),
  ]
}
