import Crypto

/// HMAC-SHA-256: a digest that says something only to who has the key. Source: RFC 2104.
package enum KeyedDigest {
  /// 64 lower-case hexadecimal digits.
  package static func hex(of bytes: [UInt8], key: [UInt8]) -> String {
    Hex.encode(Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key))))
  }
}
