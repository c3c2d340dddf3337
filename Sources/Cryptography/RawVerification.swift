import Crypto
import CryptoExtras

/// A public key that is none.
package enum KeyError: Error, Hashable, Sendable {
  /// The numbers are not a key of that kind: a wrong length, a point off the curve, an even modulus …
  case malformed
  /// RSA below 2048 bits, or above the 8192 that the library takes.
  case size(bits: Int)
}

/// One signature by one key over one message, without any format around them.
///
/// Each function answers whether the signature is good; a signature of a wrong length or out of range is not.
package enum RawVerification {
  package enum Curve: Hashable, Sendable, CaseIterable {
    case p256
    case p384
    case p521
  }

  package enum Hash: Hashable, Sendable, CaseIterable {
    case sha256
    case sha512
  }

  /// - Parameters:
  ///   - key: 32 bytes.
  ///   - signature: 64 bytes.
  package static func ed25519(
    key: [UInt8], signature: [UInt8], message: [UInt8]
  ) throws(KeyError) -> Bool {
    guard key.count == 32 else { throw .malformed }
    let key = try parsed { try Curve25519.Signing.PublicKey(rawRepresentation: key) }
    return signature.count == 64 && key.isValidSignature(signature, for: message)
  }

  /// The message is hashed with the curve's own digest: SHA-256, SHA-384, SHA-512.
  /// - Parameters:
  ///   - point: uncompressed, as ANSI X9.63 writes it: 4, x, y.
  ///   - r: big-endian, without a sign, at most as long as the curve's order.
  ///   - s: like `r`.
  package static func ecdsa(
    curve: Curve, point: [UInt8], r: [UInt8], s: [UInt8], message: [UInt8]
  ) throws(KeyError) -> Bool {
    guard point.count == 1 + 2 * curve.width, point.first == 4 else { throw .malformed }
    let signature = padded(r, to: curve.width).flatMap { r in padded(s, to: curve.width).map { r + $0 } }
    switch curve {
    case .p256:
      let key = try parsed { try P256.Signing.PublicKey(x963Representation: point) }
      guard
        let signature = signature.flatMap({ raw in made { try P256.Signing.ECDSASignature(rawRepresentation: raw) } })
      else { return false }
      return key.isValidSignature(signature, for: SHA256.hash(data: message))
    case .p384:
      let key = try parsed { try P384.Signing.PublicKey(x963Representation: point) }
      guard
        let signature = signature.flatMap({ raw in made { try P384.Signing.ECDSASignature(rawRepresentation: raw) } })
      else { return false }
      return key.isValidSignature(signature, for: SHA384.hash(data: message))
    case .p521:
      let key = try parsed { try P521.Signing.PublicKey(x963Representation: point) }
      guard
        let signature = signature.flatMap({ raw in made { try P521.Signing.ECDSASignature(rawRepresentation: raw) } })
      else { return false }
      return key.isValidSignature(signature, for: SHA512.hash(data: message))
    }
  }

  /// RSASSA-PKCS1-v1_5, 2048 to 8192 bits.
  /// - Parameters:
  ///   - n: big-endian, without leading zeros.
  ///   - e: big-endian, without leading zeros.
  ///   - signature: as long as `n`.
  package static func rsa(
    n: [UInt8], e: [UInt8], signature: [UInt8], hash: Hash, message: [UInt8]
  ) throws(KeyError) -> Bool {
    guard let first = n.first, first != 0, let least = e.first, least != 0 else { throw .malformed }
    let bits = n.count * 8 - first.leadingZeroBitCount
    guard (2048...8192).contains(bits) else { throw .size(bits: bits) }
    let key = try parsed { try _RSA.Signing.PublicKey(n: n, e: e) }
    guard signature.count == n.count else { return false }
    let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
    return switch hash {
    case .sha256: key.isValidSignature(signature, for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
    case .sha512: key.isValidSignature(signature, for: SHA512.hash(data: message), padding: .insecurePKCS1v1_5)
    }
  }

  private static func parsed<Key>(_ read: () throws -> Key) throws(KeyError) -> Key {
    do {
      return try read()
    } catch {
      throw .malformed
    }
  }

  private static func made<Signature>(_ read: () throws -> Signature) -> Signature? {
    do {
      return try read()
    } catch {
      return nil
    }
  }

  /// Nil when it is longer than `width`.
  private static func padded(_ number: [UInt8], to width: Int) -> [UInt8]? {
    number.count > width ? nil : [UInt8](repeating: 0, count: width - number.count) + number
  }
}

extension RawVerification.Curve {
  /// Bytes of a coordinate, and of `r` and `s`.
  package var width: Int {
    switch self {
    case .p256: 32
    case .p384: 48
    case .p521: 66
    }
  }
}
