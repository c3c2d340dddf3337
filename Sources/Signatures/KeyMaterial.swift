import Cryptography

/// The numbers in a public key. Source: RFC 8709, RFC 5656, RFC 4253, OpenSSH PROTOCOL.u2f.
enum KeyMaterial: Hashable, Sendable {
  case ed25519([UInt8])
  case ecdsa(RawVerification.Curve, point: [UInt8])
  case rsa(n: [UInt8], e: [UInt8])
  case securityEd25519([UInt8], application: [UInt8])
  case securityECDSA(point: [UInt8], application: [UInt8])
}

extension KeyMaterial {
  init(_ algorithm: String, from reader: inout WireReader) throws(SignatureError) {
    switch algorithm {
    case "ssh-ed25519":
      self = .ed25519(try Self.edwardsPoint(from: &reader))
    case "ecdsa-sha2-nistp256":
      self = .ecdsa(.p256, point: try Self.point(.p256, from: &reader))
    case "ecdsa-sha2-nistp384":
      self = .ecdsa(.p384, point: try Self.point(.p384, from: &reader))
    case "ecdsa-sha2-nistp521":
      self = .ecdsa(.p521, point: try Self.point(.p521, from: &reader))
    case "ssh-rsa":
      guard let e = reader.positive() else { throw .field("the key's exponent") }
      guard let n = reader.positive(), let first = n.first else { throw .field("the key's modulus") }
      let bits = n.count * 8 - first.leadingZeroBitCount
      guard bits >= 2048 else { throw .keyTooShort(bits: bits) }
      self = .rsa(n: n, e: e)
    case "sk-ssh-ed25519@openssh.com":
      let point = try Self.edwardsPoint(from: &reader)
      self = .securityEd25519(point, application: try Self.application(from: &reader))
    case "sk-ecdsa-sha2-nistp256@openssh.com":
      let point = try Self.point(.p256, from: &reader)
      self = .securityECDSA(point: point, application: try Self.application(from: &reader))
    case _ where algorithm.hasSuffix("-cert-v01@openssh.com"):
      throw .certificate(algorithm)
    default:
      throw .keyKind(algorithm)
    }
  }

  private static func edwardsPoint(from reader: inout WireReader) throws(SignatureError) -> [UInt8] {
    guard let point = reader.string(), point.count == 32 else { throw .field("the key's point") }
    return point
  }

  private static func point(
    _ curve: RawVerification.Curve, from reader: inout WireReader
  ) throws(SignatureError) -> [UInt8] {
    guard let name = reader.string(), name.elementsEqual(curve.sshName.utf8) else { throw .field("the key's curve") }
    guard let point = reader.string(), point.count == 1 + 2 * curve.width, point.first == 4 else {
      throw .field("the key's point")
    }
    return point
  }

  private static func application(from reader: inout WireReader) throws(SignatureError) -> [UInt8] {
    guard let application = reader.string(), !application.isEmpty else { throw .field("the key's application") }
    return application
  }
}

extension RawVerification.Curve {
  /// Source: RFC 5656, section 10.1.
  fileprivate var sshName: String {
    switch self {
    case .p256: "nistp256"
    case .p384: "nistp384"
    case .p521: "nistp521"
    }
  }
}
