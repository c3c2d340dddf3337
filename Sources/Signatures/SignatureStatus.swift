/// What is known of one signature. Unknown, unchecked and wrong are never folded into one.
package enum SignatureStatus: Hashable, Sendable {
  case good(Signer)
  /// It is not a signature by its key over this, or not made for this purpose.
  case bad(because: String)
  /// A real signature, by a key on no line.
  case unknownKey(fingerprint: String)
  /// A real signature, by a known key that may not sign this, or not at that time, or not now.
  case notValidThen(fingerprint: String, because: String)
  case revoked(fingerprint: String)
  case absent
  /// Nobody knows; it counts as little as a bad one.
  case notChecked(because: String)
}

/// For whom a good signature speaks.
package struct Signer: Hashable, Sendable {
  /// Every address that holds for this key, purpose and time, each once, in the order of the file.
  package let principals: [String]
  package let key: SSHPublicKey

  package init(principals: [String], key: SSHPublicKey) {
    self.principals = principals
    self.key = key
  }
}
