package import Diagnostics

extension Manifest {
  /// An identity, a destination or a secret, and where the manifest names it.
  package struct Holding: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      case identity, destination, secret
    }

    package let kind: Kind
    /// The identity, the host, or where the secret is kept.
    package let name: String
    /// nil: the setting at the top.
    package let environment: String?
    package let place: Place

    /// `the identity 'svc-pay'`.
    package var thing: String {
      switch kind {
      case .identity: "the identity '\(visible(name))'"
      case .destination: "the destination '\(visible(name))'"
      case .secret: "the secret at '\(visible(name))'"
      }
    }

    fileprivate var setting: String { environment.map { "environment '\($0)'" } ?? "the general setting" }
  }

  /// What one setting uses and another had named before.
  package struct Shared: Hashable, Sendable {
    package let thing: String
    /// `environment 'test'`, at `place`.
    package let user: String
    package let owner: String
    package let place: Place
  }

  /// Of the setting at the top first, then of each environment by name.
  package var holdings: [Holding] {
    general.holdings + environments.sorted { $0.key < $1.key }.flatMap { $0.value.holdings }
  }

  /// What two settings share and must not; the general setting counts as one.
  package var shared: [Shared] {
    var owners: [String: Holding] = [:]
    var found: [Shared] = []
    for holding in holdings {
      guard let owner = owners[holding.thing] else {
        owners[holding.thing] = holding
        continue
      }
      // One setting may name a secret's place twice: for two names of it.
      guard owner.environment != holding.environment else { continue }
      found.append(
        Shared(thing: holding.thing, user: holding.setting, owner: owner.setting, place: holding.place))
    }
    return found
  }
}
