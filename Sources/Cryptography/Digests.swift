import Crypto

/// SHA-256 of bytes at hand.
package enum SHA256Digest {
  /// 64 lower-case hexadecimal digits.
  package static func hex(of bytes: [UInt8]) -> String { Hex.encode(Self.bytes(of: bytes)) }

  /// 32 bytes.
  package static func bytes(of bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }
}

/// SHA-512 of bytes at hand.
package enum SHA512Digest {
  /// 128 lower-case hexadecimal digits.
  package static func hex(of bytes: [UInt8]) -> String { Hex.encode(Self.bytes(of: bytes)) }

  /// 64 bytes.
  package static func bytes(of bytes: [UInt8]) -> [UInt8] { Array(SHA512.hash(data: bytes)) }
}

/// The hash that names git's objects. It finds damage; two texts with one hash can be made, so it proves nothing about who wrote them.
package enum ObjectHash {
  /// 20 bytes: SHA-1 of a header and of what follows it.
  package static func bytes(of header: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
    var state = Insecure.SHA1()
    state.update(data: header)
    state.update(data: bytes)
    return Array(state.finalize())
  }
}

/// SHA-256 of bytes that come in pieces.
package struct SHA256Hasher: Sendable {
  private var state = SHA256()

  package init() {}

  package mutating func update(_ bytes: [UInt8]) { state.update(data: bytes) }

  package mutating func update(_ bytes: ArraySlice<UInt8>) { state.update(data: bytes) }

  /// The digest of all so far, 32 bytes; more may follow.
  package func bytes() -> [UInt8] { Array(state.finalize()) }

  /// The digest of all so far, 64 lower-case hexadecimal digits; more may follow.
  package func hex() -> String { Hex.encode(bytes()) }
}
