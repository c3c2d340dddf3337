extension String {
  /// Where a secret is issued.
  static func at(_ place: String) -> String {
    "revoke it at its issuer (\(place)), make a new one there and keep that in a vault"
  }

  /// What to do, where there is no one place for it.
  static func said(_ what: String) -> String { what }
}
