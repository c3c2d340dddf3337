package import Vocabulary

/// What is known of one OpenPGP signature; the cases mean what they mean in `SignatureStatus`.
package enum OpenPGPStatus: Hashable, Sendable {
  case good(OpenPGPSigner)
  case bad(because: String)
  /// The id or fingerprint as gpg names it.
  case unknownKey(id: String)
  /// The key or the signature had expired.
  case notValidThen(id: String, because: String)
  case revoked(id: String)
  case notChecked(because: String)
}

/// For whom a good OpenPGP signature speaks.
package struct OpenPGPSigner: Hashable, Sendable {
  /// The owner under whose name the key was given.
  package let owner: String
  /// Of the primary key, upper-case hexadecimal.
  package let fingerprint: String
  /// The date inside the signature.
  package let madeAt: Timestamp

  package init(owner: String, fingerprint: String, madeAt: Timestamp) {
    self.owner = owner
    self.fingerprint = fingerprint
    self.madeAt = madeAt
  }
}
