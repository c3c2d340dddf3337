import Cryptography

extension SSHSignature {
  /// Why this is not a signature by its key over the message; nil when it is one.
  ///
  /// Says nothing about whose key it is, and nothing about the namespace.
  package func fault(over message: [UInt8]) -> String? {
    do throws(KeyError) {
      return try fault(inSigned: signedBytes(for: message))
    } catch {
      switch error {
      case .malformed: return "its key is not one that exists on its curve"
      case .size(let bits): return "its RSA key has \(bits) bits, and 2048 to 8192 are accepted"
      }
    }
  }

  private func fault(inSigned bytes: [UInt8]) throws(KeyError) -> String? {
    let holds: Bool
    switch (key.material, proof) {
    case (.ed25519(let point), .plain(let signature)):
      holds = try RawVerification.ed25519(key: point, signature: signature, message: bytes)
    case (.ecdsa(let curve, let point), .numbers(let r, let s)):
      holds = try RawVerification.ecdsa(curve: curve, point: point, r: r, s: s, message: bytes)
    case (.rsa(let n, let e), .rsa(let hash, let signature)):
      holds = try RawVerification.rsa(n: n, e: e, signature: signature, hash: hash, message: bytes)
    case (.securityEd25519(let point, let application), .security(let touch, let signature)):
      guard touch.userWasPresent else { return Self.untouched }
      let message = touch.wrapped(bytes, application: application)
      holds = try RawVerification.ed25519(key: point, signature: signature, message: message)
    case (.securityECDSA(let point, let application), .securityNumbers(let touch, let r, let s)):
      guard touch.userWasPresent else { return Self.untouched }
      let message = touch.wrapped(bytes, application: application)
      holds = try RawVerification.ecdsa(curve: .p256, point: point, r: r, s: s, message: message)
    default:
      holds = false
    }
    return holds ? nil : "the signature does not fit the key and what was signed"
  }

  private static let untouched = "the security key signed without being touched"
}

extension Proof.Touch {
  /// What a security key signs. Source: OpenSSH PROTOCOL.u2f, "SSH U2F Signatures".
  fileprivate func wrapped(_ bytes: [UInt8], application: [UInt8]) -> [UInt8] {
    SHA256Digest.bytes(of: application) + [flags] + counter + SHA256Digest.bytes(of: bytes)
  }
}
