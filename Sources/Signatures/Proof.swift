import Cryptography

/// The innermost part of a signature: what the key's algorithm made. Source: RFC 4253, 5656, 8332, 8709, PROTOCOL.u2f.
enum Proof: Hashable, Sendable {
  case plain([UInt8])
  case numbers(r: [UInt8], s: [UInt8])
  case rsa(RawVerification.Hash, [UInt8])
  case security(Touch, [UInt8])
  case securityNumbers(Touch, r: [UInt8], s: [UInt8])

  /// What a security key adds to what it signs.
  struct Touch: Hashable, Sendable {
    let flags: UInt8
    /// Four bytes, big-endian.
    let counter: [UInt8]

    /// Source: CTAP 2, flag UP.
    var userWasPresent: Bool { flags & 1 == 1 }
  }

  init(_ bytes: [UInt8], by key: SSHPublicKey) throws(SignatureError) {
    var reader = WireReader(bytes)
    guard let algorithm = reader.text() else { throw .field("the signature's algorithm") }
    guard let inner = reader.string() else { throw .field("the signature's bytes") }
    switch key.material {
    case .rsa(let n, _):
      let hashes: [String: RawVerification.Hash] = ["rsa-sha2-256": .sha256, "rsa-sha2-512": .sha512]
      guard let hash = hashes[algorithm] else { throw .algorithm(algorithm, key: key.algorithm) }
      guard inner.count <= n.count else { throw .field("the signature's bytes") }
      // Some agents drop leading zeros; OpenSSH puts them back, too.
      self = .rsa(hash, [UInt8](repeating: 0, count: n.count - inner.count) + inner)
    case _ where algorithm != key.algorithm:
      throw .algorithm(algorithm, key: key.algorithm)
    case .ed25519:
      self = .plain(try Self.edwards(inner))
    case .ecdsa:
      let (r, s) = try Self.pair(inner)
      self = .numbers(r: r, s: s)
    case .securityEd25519:
      self = .security(try Self.touch(from: &reader), try Self.edwards(inner))
    case .securityECDSA:
      let (r, s) = try Self.pair(inner)
      self = .securityNumbers(try Self.touch(from: &reader), r: r, s: s)
    }
    guard reader.isAtEnd else { throw .leftOver("the signature's fields") }
  }

  private static func edwards(_ bytes: [UInt8]) throws(SignatureError) -> [UInt8] {
    guard bytes.count == 64 else { throw .field("the signature's bytes") }
    return bytes
  }

  private static func pair(_ bytes: [UInt8]) throws(SignatureError) -> (r: [UInt8], s: [UInt8]) {
    var reader = WireReader(bytes)
    guard let r = reader.positive(), let s = reader.positive() else { throw .field("the signature's numbers") }
    guard reader.isAtEnd else { throw .leftOver("the signature's numbers") }
    return (r, s)
  }

  private static func touch(from reader: inout WireReader) throws(SignatureError) -> Touch {
    guard let flags = reader.byte() else { throw .field("the security key's flags") }
    guard let counter = reader.take(4) else { throw .field("the security key's counter") }
    return Touch(flags: flags, counter: counter)
  }
}
