package import PolicyModel

/// Who signed something, as far as it can be known.
package enum Signatory: Hashable, Sendable {
  /// Signed by a key that speaks for exactly this party, valid when signed and when judged.
  case party(Party, key: String)
  /// There is no signature.
  case absent
  /// There is one and it does not count: broken, by an unknown or revoked key, outside the key's dates.
  case rejected(because: String)
  /// It could not be decided: no tool, a key that speaks for two.
  case undecided(because: String)

  /// The person who signed; nil for a service and whatever does not count.
  package var person: String? {
    if case .party(.person(let name), _) = self { return name }
    return nil
  }
}
