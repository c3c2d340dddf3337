import Crypto
import Cryptography
import Signatures
import Testing

/// Signatures built field by field, so that each field can be wrong alone.
struct Maker {
  var magic = Array("SSHSIG".utf8)
  var version: UInt32 = 1
  var key: [UInt8]
  var namespace = "git"
  var reserved: [UInt8] = []
  var hash = "sha512"
  var tail: [UInt8] = []

  static func number(_ value: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
  static func string(_ bytes: some Collection<UInt8>) -> [UInt8] { number(UInt32(bytes.count)) + bytes }

  /// What a key signs for this message; the reserved field is taken to be empty, as OpenSSH does.
  var signed: [UInt8] {
    let digest = hash == "sha256" ? SHA256Digest.bytes(of: message) : SHA512Digest.bytes(of: message)
    return Array("SSHSIG".utf8) + Self.string(namespace.utf8) + Self.string([]) + Self.string(hash.utf8)
      + Self.string(digest)
  }

  func blob(_ signature: [UInt8]) -> [UInt8] {
    magic + Self.number(version) + Self.string(key) + Self.string(namespace.utf8) + Self.string(reserved)
      + Self.string(hash.utf8) + Self.string(signature) + tail
  }
}

private let edwards = Curve25519.Signing.PrivateKey()
private let edwardsBlob = Maker.string("ssh-ed25519".utf8) + Maker.string(Array(edwards.publicKey.rawRepresentation))

@Suite("SSH signatures")
struct SSHSignatureTests {
  private func good(_ change: (inout Maker) -> Void = { _ in }) throws -> [UInt8] {
    var maker = Maker(key: edwardsBlob)
    change(&maker)
    let raw = Array(try edwards.signature(for: maker.signed))
    return maker.blob(Maker.string("ssh-ed25519".utf8) + Maker.string(raw))
  }

  @Test("the twin without a fault is good")
  func honest() throws {
    let signature = try SSHSignature(blob: try good())
    #expect(signature.fault(over: message) == nil)
    #expect(signature.fault(over: message + [0]) != nil)
    #expect(try SSHSignature(armored: signature.armored()) == signature)
  }

  @Test("each field is strict")
  func fields() throws {
    #expect(throws: SignatureError.notSSHSIG) { try SSHSignature(blob: try good { $0.magic = Array("SSHSIg".utf8) }) }
    #expect(throws: SignatureError.version(2)) { try SSHSignature(blob: try good { $0.version = 2 }) }
    #expect(throws: SignatureError.version(0)) { try SSHSignature(blob: try good { $0.version = 0 }) }
    #expect(throws: SignatureError.field("the namespace")) { try SSHSignature(blob: try good { $0.namespace = "" }) }
    #expect(throws: SignatureError.field("the namespace")) {
      try SSHSignature(blob: try good { $0.namespace = "git\0" })
    }
    #expect(throws: SignatureError.reservedUsed) { try SSHSignature(blob: try good { $0.reserved = [0] }) }
    #expect(throws: SignatureError.hash("sha1")) { try SSHSignature(blob: try good { $0.hash = "sha1" }) }
    #expect(throws: SignatureError.hash("SHA512")) { try SSHSignature(blob: try good { $0.hash = "SHA512" }) }
    #expect(throws: SignatureError.leftOver("the signature")) { try SSHSignature(blob: try good { $0.tail = [0] }) }
    #expect(throws: SignatureError.leftOver("the key")) { try SSHSignature(blob: try good { $0.key.append(0) }) }
    #expect(throws: SignatureError.keyKind("ssh-dss")) {
      try SSHSignature(blob: try good { $0.key = Maker.string("ssh-dss".utf8) })
    }
    #expect(throws: SignatureError.tooLarge) { try SSHSignature(blob: [UInt8](repeating: 0, count: 1 << 20)) }
  }

  @Test("the inner signature is strict")
  func inner() throws {
    let maker = Maker(key: edwardsBlob)
    let raw = Array(try edwards.signature(for: maker.signed))
    let name = Maker.string("ssh-ed25519".utf8)
    #expect(throws: SignatureError.field("the signature's bytes")) {
      try SSHSignature(blob: maker.blob(name + Maker.string(raw + [0])))
    }
    #expect(throws: SignatureError.leftOver("the signature's fields")) {
      try SSHSignature(blob: maker.blob(name + Maker.string(raw) + [1]))
    }
    #expect(throws: SignatureError.algorithm("ssh-rsa", key: "ssh-ed25519")) {
      try SSHSignature(blob: maker.blob(Maker.string("ssh-rsa".utf8) + Maker.string(raw)))
    }
    #expect(throws: SignatureError.field("the signature's algorithm")) { try SSHSignature(blob: maker.blob([])) }
  }

  @Test("the order of the group added to Ed25519's number is refused")
  func malleable() throws {
    let maker = Maker(key: edwardsBlob)
    let raw = unreduced(Array(try edwards.signature(for: maker.signed)))
    let signature = try SSHSignature(blob: maker.blob(Maker.string("ssh-ed25519".utf8) + Maker.string(raw)))
    #expect(signature.fault(over: message) != nil)
  }

  @Test("an ECDSA key must name its own curve, and its numbers have one form")
  func ecdsa() throws {
    let key = P256.Signing.PrivateKey()
    let point = Array(key.publicKey.x963Representation)
    func keyBlob(_ kind: String, _ curve: String) -> [UInt8] {
      Maker.string(kind.utf8) + Maker.string(curve.utf8) + Maker.string(point)
    }
    #expect(throws: SignatureError.field("the key's curve")) {
      try SSHPublicKey(blob: keyBlob("ecdsa-sha2-nistp256", "nistp384"))
    }
    #expect(throws: SignatureError.field("the key's point")) {
      try SSHPublicKey(blob: keyBlob("ecdsa-sha2-nistp384", "nistp384"))
    }
    let maker = Maker(key: keyBlob("ecdsa-sha2-nistp256", "nistp256"))
    let raw = Array(try key.signature(for: maker.signed).rawRepresentation)
    let r = mpint(Array(raw.prefix(32)))
    let s = mpint(Array(raw.suffix(32)))
    func blob(_ numbers: [UInt8]) -> [UInt8] {
      maker.blob(Maker.string("ecdsa-sha2-nistp256".utf8) + Maker.string(numbers))
    }
    #expect(try SSHSignature(blob: blob(Maker.string(r) + Maker.string(s))).fault(over: message) == nil)
    for numbers in [
      Maker.string([0] + r) + Maker.string(s), Maker.string(r) + Maker.string([0] + s),
      Maker.string([]) + Maker.string(s),
      Maker.string([0xff]) + Maker.string(s), Maker.string([0]) + Maker.string(s),
    ] {
      #expect(throws: SignatureError.field("the signature's numbers")) { try SSHSignature(blob: blob(numbers)) }
    }
    #expect(throws: SignatureError.leftOver("the signature's numbers")) {
      try SSHSignature(blob: blob(Maker.string(r) + Maker.string(s) + [0]))
    }
    var off = maker
    off.key[off.key.count - 1] ^= 1
    let moved = off.blob(Maker.string("ecdsa-sha2-nistp256".utf8) + Maker.string(Maker.string(r) + Maker.string(s)))
    #expect(try SSHSignature(blob: moved).fault(over: message) == "its key is not one that exists on its curve")
  }

  @Test("the armor is strict")
  func armor() throws {
    let armored = String(decoding: try SSHSignature(blob: try good()).armored(), as: UTF8.self)
    let lines = armored.split(separator: "\n").map(String.init)
    func refused(_ text: String) {
      #expect(throws: SignatureError.self, "\(text)") { try SSHSignature(armored: Array(text.utf8)) }
    }
    #expect(throws: Never.self) { try SSHSignature(armored: Array(armored.dropLast().utf8)) }
    let oneLine = "\(lines[0])\n\(lines.dropFirst().dropLast().joined())\n\(lines[lines.count - 1])"
    #expect(throws: Never.self) { try SSHSignature(armored: Array(oneLine.utf8)) }
    refused("")
    refused(" " + armored)
    refused("\n" + armored)
    refused(armored + "\n")
    refused(armored + "x")
    refused(armored + armored)
    refused(armored.split(separator: "\n").joined(separator: "\r\n"))
    refused(lines.joined(separator: "\n\n"))
    refused(lines.joined(separator: " \n"))
    refused("\(lines[0])\nA\(lines.dropFirst().joined(separator: "\n"))")
    refused("\(lines[0])\n\(lines[lines.count - 1])")
    refused("-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----")
  }

  @Test("bytes by chance and signatures changed by chance never crash, and none is good")
  func chance() throws {
    var dice = Dice(2)
    let blob = try good()
    let armored = try SSHSignature(blob: blob).armored()
    for round in 0..<4000 {
      var bytes = round % 2 == 0 ? blob : armored
      if round % 5 == 0 {
        bytes = (0..<Int.random(in: 0...300, using: &dice)).map { _ in UInt8.random(in: 0...255, using: &dice) }
      }
      for _ in 0..<Int.random(in: 1...4, using: &dice) {
        switch Int.random(in: 0..<4, using: &dice) {
        case 0: bytes.insert(UInt8.random(in: 0...255, using: &dice), at: Int.random(in: 0...bytes.count, using: &dice))
        case 1 where !bytes.isEmpty: bytes.remove(at: Int.random(in: 0..<bytes.count, using: &dice))
        case 2: bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &dice)))
        default:
          if let index = bytes.indices.randomElement(using: &dice) {
            bytes[index] = bytes[index] ^ UInt8.random(in: 1...255, using: &dice)
          }
        }
      }
      if bytes == blob || bytes == armored || bytes == armored.dropLast() { continue }
      do throws(SignatureError) {
        let signature = round % 2 == 0 ? try SSHSignature(blob: bytes) : try SSHSignature(armored: bytes)
        #expect(signature.fault(over: message) != nil || signature.blob == blob)
      } catch {
        #expect(!error.message.isEmpty)
      }
    }
  }
}

@Suite("security keys")
struct SecurityKeyTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let curve: Bool
    let flags: UInt8
    var testDescription: String { "\(curve ? "ECDSA" : "Ed25519"), flags \(flags)" }
  }

  static let rows = [0, 1, 4, 5, 0xfe, 0xff].flatMap { flags in
    [false, true].map { Row(curve: $0, flags: UInt8(flags)) }
  }

  @Test("a signature counts when the key was touched, and only then", arguments: rows)
  func touch(_ row: Row) throws {
    let made = try Self.made(row)
    let signature = try SSHSignature(blob: made.blob)
    if row.flags & 1 == 1 {
      #expect(signature.fault(over: message) == nil)
    } else {
      #expect(signature.fault(over: message) == "the security key signed without being touched")
    }
    #expect(signature.fault(over: message + [0]) != nil)

    let sandbox = try Sandbox()
    defer { sandbox.end() }
    let signers = "maria@acme.example \(signature.key.text)\n"
    let accepted = try sandbox.sshAccepts(
      signature.armored(), message: message, signers: signers, principal: "maria@acme.example", at: noon)
    #expect(accepted)
    #expect(keyring(signers).check(signature.armored()).isGood == (row.flags & 1 == 1))
  }

  @Test("flags, counter and application are under the signature", arguments: [false, true])
  func covered(_ curve: Bool) throws {
    let made = try Self.made(Row(curve: curve, flags: 1))
    for index in 1...5 {
      var blob = made.blob
      blob[blob.count - index] ^= 4
      #expect(try SSHSignature(blob: blob).fault(over: message) != nil)
    }
    var other = made.blob
    let application = Array("ssh:".utf8)
    let at = try #require(other.indices.first { other[$0...].starts(with: application) })
    other[at + 3] = UInt8(ascii: ";")
    #expect(try SSHSignature(blob: other).fault(over: message) != nil)
    #expect(throws: SignatureError.self) { try SSHSignature(blob: Array(made.blob.dropLast())) }
  }

  private static func made(_ row: Row) throws -> (blob: [UInt8], key: [UInt8]) {
    let application = Array("ssh:".utf8)
    let counter: [UInt8] = [0, 0, 1, 7]
    let tail = [row.flags] + counter
    if row.curve {
      let key = P256.Signing.PrivateKey()
      let kind = "sk-ecdsa-sha2-nistp256@openssh.com"
      let maker = Maker(
        key: Maker.string(kind.utf8) + Maker.string("nistp256".utf8)
          + Maker.string(Array(key.publicKey.x963Representation)) + Maker.string(application))
      let bytes = SHA256Digest.bytes(of: application) + tail + SHA256Digest.bytes(of: maker.signed)
      let raw = Array(try key.signature(for: bytes).rawRepresentation)
      let numbers = Maker.string(mpint(Array(raw.prefix(32)))) + Maker.string(mpint(Array(raw.suffix(32))))
      return (maker.blob(Maker.string(kind.utf8) + Maker.string(numbers) + tail), maker.key)
    }
    let key = Curve25519.Signing.PrivateKey()
    let kind = "sk-ssh-ed25519@openssh.com"
    let maker = Maker(
      key: Maker.string(kind.utf8) + Maker.string(Array(key.publicKey.rawRepresentation)) + Maker.string(application))
    let bytes = SHA256Digest.bytes(of: application) + tail + SHA256Digest.bytes(of: maker.signed)
    let raw = Array(try key.signature(for: bytes))
    return (maker.blob(Maker.string(kind.utf8) + Maker.string(raw) + tail), maker.key)
  }
}

/// The shortest form of a number in SSH's format, without its length.
func mpint(_ bytes: [UInt8]) -> [UInt8] {
  let number = Array(bytes.drop { $0 == 0 })
  return (number.first ?? 0) >= 0x80 ? [0] + number : number
}

/// The second form of an Ed25519 signature, which a strict reader refuses: the group's order added to its number.
func unreduced(_ signature: [UInt8]) -> [UInt8] {
  var raw = signature
  // 2^252 + 27742317777372353535851937790883648493, little-endian. Source: RFC 8032, section 5.1.
  let order: [UInt8] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0,
    0, 0, 0,
    0, 0, 0, 0, 0, 0, 0x10,
  ]
  var carry = 0
  for index in 0..<32 {
    let sum = Int(raw[32 + index]) + Int(order[index]) + carry
    raw[32 + index] = UInt8(sum & 255)
    carry = sum >> 8
  }
  return raw
}
