import Crypto

/// HMAC with SHA-256: whoever has the key wrote the bytes.
package enum Authentication {
  /// 32 bytes.
  package static func tag(_ bytes: ArraySlice<UInt8>, key: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
  }

  /// Whether the tag belongs to the bytes; takes the same time whatever differs.
  package static func isTag(_ tag: ArraySlice<UInt8>, of bytes: ArraySlice<UInt8>, key: [UInt8]) -> Bool {
    HMAC<SHA256>.isValidAuthenticationCode(tag, authenticating: bytes, using: SymmetricKey(data: key))
  }
}
