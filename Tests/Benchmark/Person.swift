import Crypto
import Cryptography
import Signatures

/// What went wrong while repositories were made or figures taken.
struct Trouble: Error {
  let what: String

  init(_ what: String) { self.what = what }
}

/// Somebody who signs, with a key that follows from their name alone: the same on every run.
struct Person {
  let name: String
  private let key: Curve25519.Signing.PrivateKey
  /// The public key in the wire format of SSH.
  let blob: [UInt8]

  init(_ name: String) throws {
    self.name = name
    key = try Curve25519.Signing.PrivateKey(rawRepresentation: SHA256Digest.bytes(of: Array("benchmark \(name)".utf8)))
    blob = Self.string(Array("ssh-ed25519".utf8)) + Self.string(Array(key.publicKey.rawRepresentation))
  }

  var email: String { "\(name)@acme.example" }
  var raw: [UInt8] { Array(key.publicKey.rawRepresentation) }
  var publicText: String { "ssh-ed25519 \(Base64.encode(blob))" }
  var fingerprint: String {
    "SHA256:" + Base64.encode(SHA256Digest.bytes(of: blob)).prefix { $0 != "=" }
  }

  func rawSignature(_ message: [UInt8]) throws -> [UInt8] { Array(try key.signature(for: message)) }

  /// An SSHSIG blob. Source: OpenSSH PROTOCOL.sshsig.
  func signature(over message: [UInt8], namespace: String) throws -> [UInt8] {
    let magic = Array("SSHSIG".utf8)
    let space = Self.string(Array(namespace.utf8)) + Self.string([])
    let signed = magic + space + Self.string(Array("sha512".utf8)) + Self.string(SHA512Digest.bytes(of: message))
    let proof = Self.string(Array("ssh-ed25519".utf8)) + Self.string(try rawSignature(signed))
    return magic + [0, 0, 0, 1] + Self.string(blob) + space + Self.string(Array("sha512".utf8)) + Self.string(proof)
  }

  /// The private half as `ssh-keygen` reads it, for commands that sign. Source: OpenSSH PROTOCOL.key.
  var privateFile: String {
    let kind = Self.string(Array("ssh-ed25519".utf8))
    var secret: [UInt8] = [1, 2, 3, 4, 1, 2, 3, 4] + kind + Self.string(raw)
    secret += Self.string(Array(key.rawRepresentation) + raw) + Self.string(Array(name.utf8))
    var pad: UInt8 = 1
    while secret.count % 8 != 0 {
      secret.append(pad)
      pad += 1
    }
    let none = Self.string(Array("none".utf8))
    let whole = Array("openssh-key-v1\0".utf8) + none + none + Self.string([]) + [0, 0, 0, 1]
    var text = "-----BEGIN " + Self.label
    let encoded = Array(Base64.encode(whole + Self.string(blob) + Self.string(secret)).utf8)
    for start in stride(from: 0, to: encoded.count, by: 70) {
      text += String(decoding: encoded[start..<min(start + 70, encoded.count)], as: UTF8.self) + "\n"
    }
    return text + "-----END " + Self.label
  }

  private static let label = "OPENSSH PRIVATE" + " KEY-----\n"

  private static func string(_ bytes: [UInt8]) -> [UInt8] {
    let count = UInt32(bytes.count)
    return [UInt8(count >> 24), UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255)] + bytes
  }
}
