import Crypto
import CryptoExtras
import Cryptography
import Testing

private let message = Array("the message".utf8)

@Suite("hex and base64")
struct TextForms {
  @Test(
    "known values",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func known(_ text: String, _ encoded: String) {
    #expect(Base64.encode(Array(text.utf8)) == encoded)
    #expect(Base64.decode(encoded) == Array(text.utf8))
  }

  @Test(
    "what base64 does not write is not read",
    arguments: [
      "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm8", "Zm9v\n", " Zm9v", "Zm 9v", "Zm9v====", "=", "====", "Z===",
      "Zg==Zg==",
      "Zg=a", "Zm9-", "Zm9_", "Zm9\u{e4}",
    ])
  func refused(_ text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test("every length and every byte comes back")
  func roundTrip() {
    let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    for length in 0...bytes.count {
      let part = Array(bytes.prefix(length))
      #expect(Base64.decode(Base64.encode(part)) == part)
      #expect(Hex.decode(Hex.encode(part)) == part)
    }
  }

  @Test("what hex does not write is not read", arguments: ["a", "AB", "0x", "a ", "ä"])
  func refusedHex(_ text: String) {
    #expect(Hex.decode(text) == nil)
  }

  @Test("hex digits")
  func hex() { #expect(Hex.encode([0, 0x0f, 0xa5, 0xff]) == "000fa5ff") }
}

@Suite("digests")
struct Digesting {
  @Test("SHA-256 and SHA-512 of abc (FIPS 180-2, appendices B.1 and C.1)")
  func known() {
    #expect(
      SHA256Digest.hex(of: Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      SHA512Digest.hex(of: Array("abc".utf8))
        == "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    )
  }

  @Test("pieces give the digest of the whole")
  func pieces() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
    for size in [1, 63, 64, 65, 999, 1000] {
      var hasher = SHA256Hasher()
      var rest = bytes[...]
      while !rest.isEmpty {
        hasher.update(rest.prefix(size))
        rest = rest.dropFirst(size)
      }
      #expect(hasher.hex() == SHA256Digest.hex(of: bytes))
    }
    var hasher = SHA256Hasher()
    #expect(hasher.bytes() == SHA256Digest.bytes(of: []))
    hasher.update(bytes)
    #expect(hasher.hex() == SHA256Digest.hex(of: bytes))
  }
}

@Suite("raw signatures")
struct RawSignatures {
  @Test("Ed25519: good, and every bit of change is not")
  func ed25519() throws {
    let key = Curve25519.Signing.PrivateKey()
    let signature = Array(try key.signature(for: message))
    let point = Array(key.publicKey.rawRepresentation)
    #expect(try RawVerification.ed25519(key: point, signature: signature, message: message))
    #expect(try !RawVerification.ed25519(key: point, signature: signature, message: message + [0]))
    for index in signature.indices {
      #expect(try !RawVerification.ed25519(key: point, signature: flipped(signature, index), message: message))
    }
    let other = Array(Curve25519.Signing.PrivateKey().publicKey.rawRepresentation)
    #expect(try !RawVerification.ed25519(key: other, signature: signature, message: message))
    #expect(try !RawVerification.ed25519(key: point, signature: Array(signature.dropLast()), message: message))
    #expect(try !RawVerification.ed25519(key: point, signature: signature + [0], message: message))
    #expect(throws: KeyError.malformed) {
      try RawVerification.ed25519(key: point + [0], signature: signature, message: message)
    }
  }

  @Test("ECDSA on each curve: good, and every change is not", arguments: RawVerification.Curve.allCases)
  func ecdsa(_ curve: RawVerification.Curve) throws {
    let (point, signature) = try signed(curve)
    let r = Array(signature.prefix(curve.width))
    let s = Array(signature.suffix(curve.width))
    #expect(try RawVerification.ecdsa(curve: curve, point: point, r: r, s: s, message: message))
    #expect(try !RawVerification.ecdsa(curve: curve, point: point, r: s, s: r, message: message))
    #expect(try !RawVerification.ecdsa(curve: curve, point: point, r: [], s: s, message: message))
    #expect(try !RawVerification.ecdsa(curve: curve, point: point, r: [0] + r, s: s, message: message))
    #expect(try !RawVerification.ecdsa(curve: curve, point: point, r: r, s: s, message: message + [0]))
    for index in r.indices {
      #expect(try !RawVerification.ecdsa(curve: curve, point: point, r: flipped(r, index), s: s, message: message))
      #expect(try !RawVerification.ecdsa(curve: curve, point: point, r: r, s: flipped(s, index), message: message))
    }
    #expect(throws: KeyError.malformed) {
      try RawVerification.ecdsa(curve: curve, point: flipped(point, 5), r: r, s: s, message: message)
    }
    #expect(throws: KeyError.malformed) {
      try RawVerification.ecdsa(curve: curve, point: Array(point.dropLast()), r: r, s: s, message: message)
    }
  }

  @Test("RSA with both digests: good, and every change is not", arguments: RawVerification.Hash.allCases)
  func rsa(_ hash: RawVerification.Hash) throws {
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let numbers = try key.publicKey.getKeyPrimitives()
    let n = Array(numbers.modulus)
    let e = Array(numbers.publicExponent)
    let signature =
      switch hash {
      case .sha256: try key.signature(for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
      case .sha512: try key.signature(for: SHA512.hash(data: message), padding: .insecurePKCS1v1_5)
      }
    let bytes = Array(signature.rawRepresentation)
    let other: RawVerification.Hash = hash == .sha256 ? .sha512 : .sha256
    #expect(try RawVerification.rsa(n: n, e: e, signature: bytes, hash: hash, message: message))
    #expect(try !RawVerification.rsa(n: n, e: e, signature: bytes, hash: other, message: message))
    #expect(try !RawVerification.rsa(n: n, e: e, signature: bytes, hash: hash, message: message + [0]))
    #expect(try !RawVerification.rsa(n: n, e: e, signature: [0] + bytes, hash: hash, message: message))
    for index in stride(from: 0, to: bytes.count, by: 17) {
      #expect(try !RawVerification.rsa(n: n, e: e, signature: flipped(bytes, index), hash: hash, message: message))
    }
    #expect(throws: KeyError.size(bits: 1024)) {
      try RawVerification.rsa(
        n: Array(n.prefix(128)).settingTop(), e: e, signature: bytes, hash: hash, message: message)
    }
    #expect(throws: KeyError.malformed) {
      try RawVerification.rsa(n: [0] + n, e: e, signature: bytes, hash: hash, message: message)
    }
    #expect(throws: KeyError.malformed) {
      try RawVerification.rsa(n: n, e: [], signature: bytes, hash: hash, message: message)
    }
  }

  private func signed(_ curve: RawVerification.Curve) throws -> (point: [UInt8], signature: [UInt8]) {
    switch curve {
    case .p256:
      let key = P256.Signing.PrivateKey()
      return (Array(key.publicKey.x963Representation), Array(try key.signature(for: message).rawRepresentation))
    case .p384:
      let key = P384.Signing.PrivateKey()
      return (Array(key.publicKey.x963Representation), Array(try key.signature(for: message).rawRepresentation))
    case .p521:
      let key = P521.Signing.PrivateKey()
      return (Array(key.publicKey.x963Representation), Array(try key.signature(for: message).rawRepresentation))
    }
  }
}

private func flipped(_ bytes: [UInt8], _ index: Int) -> [UInt8] {
  var changed = bytes
  changed[index] ^= 1
  return changed
}

extension [UInt8] {
  /// The same number with its highest bit set.
  fileprivate func settingTop() -> [UInt8] {
    var changed = self
    changed[0] |= 0x80
    return changed
  }
}
