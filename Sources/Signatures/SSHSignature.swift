import Cryptography

/// A signature in the format of `ssh-keygen -Y sign`, read strictly. Source: OpenSSH PROTOCOL.sshsig.
package struct SSHSignature: Hashable, Sendable {
  package enum Hash: String, Hashable, Sendable, CaseIterable {
    case sha256
    case sha512
  }

  /// The key that it says it was made with.
  package let key: SSHPublicKey
  package let namespace: String
  package let hash: Hash
  /// The whole, without armor.
  package let blob: [UInt8]
  let proof: Proof

  /// Reads the bytes inside the armor, which are also what a statement's `sig` holds in base64.
  package init(blob: [UInt8]) throws(SignatureError) {
    guard blob.count <= Self.longest else { throw .tooLarge }
    var reader = WireReader(blob)
    guard reader.take(Self.magic.count) == Self.magic else { throw .notSSHSIG }
    guard let version = reader.number() else { throw .field("the version") }
    guard version == 1 else { throw .version(version) }
    guard let keyBlob = reader.string() else { throw .field("the key") }
    guard let namespace = reader.text(), !namespace.isEmpty, !namespace.utf8.contains(0) else {
      throw .field("the namespace")
    }
    guard let reserved = reader.string() else { throw .field("the reserved field") }
    guard reserved.isEmpty else { throw .reservedUsed }
    guard let hashName = reader.text() else { throw .field("the name of the digest") }
    guard let hash = Hash(rawValue: hashName) else { throw .hash(hashName) }
    guard let signature = reader.string() else { throw .field("the signature") }
    guard reader.isAtEnd else { throw .leftOver("the signature") }
    key = try SSHPublicKey(blob: keyBlob)
    proof = try Proof(signature, by: key)
    self.namespace = namespace
    self.hash = hash
    self.blob = blob
  }

  /// Reads the armor that `ssh-keygen` writes: nothing before it, and after it at most one newline.
  ///
  /// Lines may be of any length, as other programs that sign break them elsewhere.
  package init(armored: [UInt8]) throws(SignatureError) {
    guard armored.count <= Self.longest * 2 else { throw .tooLarge }
    var text = armored[...]
    if text.last == UInt8(ascii: "\n") { text = text.dropLast() }
    guard text.starts(with: Self.begin), text.count > Self.begin.count + Self.end.count,
      text.suffix(Self.end.count).elementsEqual(Self.end)
    else { throw .notArmored }
    let lines = text.dropFirst(Self.begin.count).dropLast(Self.end.count)
    guard let encoded = Self.joined(lines) else { throw .notArmored }
    guard let blob = Base64.decode(encoded) else { throw .notBase64 }
    try self.init(blob: blob)
  }

  /// The armor as `ssh-keygen` writes it: lines of 70, a newline at the end.
  package func armored() -> [UInt8] {
    let encoded = Array(Base64.encode(blob).utf8)
    var text = Self.begin
    for start in stride(from: 0, to: encoded.count, by: 70) {
      text += encoded[start..<min(start + 70, encoded.count)]
      text.append(UInt8(ascii: "\n"))
    }
    return text + Self.end.dropFirst() + [UInt8(ascii: "\n")]
  }

  /// What the key really signs: the namespace and the message's digest.
  func signedBytes(for message: [UInt8]) -> [UInt8] {
    var writer = WireWriter()
    writer.append(Self.magic)
    writer.string(namespace.utf8)
    writer.string([])
    writer.string(hash.rawValue.utf8)
    writer.string(hash == .sha256 ? SHA256Digest.bytes(of: message) : SHA512Digest.bytes(of: message))
    return writer.bytes
  }

  /// The bytes of all lines; nil when one is empty.
  private static func joined(_ lines: ArraySlice<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lines.count)
    var isAtStart = true
    for byte in lines {
      if byte != UInt8(ascii: "\n") {
        bytes.append(byte)
        isAtStart = false
      } else if isAtStart {
        return nil
      } else {
        isAtStart = true
      }
    }
    return isAtStart ? nil : bytes
  }

  private static let magic = Array("SSHSIG".utf8)
  private static let begin = Array("-----BEGIN SSH SIGNATURE-----\n".utf8)
  private static let end = Array("\n-----END SSH SIGNATURE-----".utf8)
  /// Bytes; one by an RSA key of 16384 bits has about 4300.
  private static let longest = 16 << 10
}
