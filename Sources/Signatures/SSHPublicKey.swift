import Cryptography

/// A public key as OpenSSH writes it. Two are equal when their bytes are.
package struct SSHPublicKey: Hashable, Sendable {
  /// `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`, `sk-ssh-ed25519@openssh.com` …
  package let algorithm: String
  /// What stands in base64 in a `.pub` file.
  package let blob: [UInt8]
  let material: KeyMaterial

  /// - Throws: when it is not exactly one key of a kind that is verified here.
  package init(blob: [UInt8]) throws(SignatureError) {
    guard blob.count <= Self.longest else { throw .tooLarge }
    var reader = WireReader(blob)
    guard let algorithm = reader.text() else { throw .field("the kind of the key") }
    material = try KeyMaterial(algorithm, from: &reader)
    guard reader.isAtEnd else { throw .leftOver("the key") }
    self.algorithm = algorithm
    self.blob = blob
  }

  /// Reads `ssh-ed25519 AAAA… comment`: one line, as in a `.pub` file, with or without its newline.
  package init(text: String) throws(SignatureError) {
    var line = Array(text.utf8)[...]
    if line.last == UInt8(ascii: "\n") { line = line.dropLast() }
    if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
    guard !line.contains(where: { $0 < 0x20 && $0 != UInt8(ascii: "\t") }) else { throw .field("the key's one line") }
    try self.init(fields: LineFields(line))
  }

  /// Reads the rest of a line: kind, base64, and a comment that says nothing.
  init(fields: LineFields) throws(SignatureError) {
    var fields = fields
    guard let kind = fields.next(), let encoded = fields.next() else { throw .field("the key after its kind") }
    let said = String(decoding: kind, as: UTF8.self)
    guard encoded.count <= Self.longest * 4 / 3 + 4 else { throw .tooLarge }
    guard let blob = Base64.decode(Array(encoded)) else { throw .notBase64 }
    try self.init(blob: blob)
    guard algorithm.utf8.elementsEqual(kind) else { throw .keyName(said: said, holds: algorithm) }
  }

  /// `SHA256:` and the digest in base64 without padding, as `ssh-keygen -l` shows it.
  package var fingerprint: String { Self.fingerprint(ofBlob: blob) }

  /// `ssh-ed25519 AAAA…`, without a comment.
  package var text: String { "\(algorithm) \(Base64.encode(blob))" }

  static func fingerprint(ofBlob blob: [UInt8]) -> String {
    let digest = Base64.encode(SHA256Digest.bytes(of: blob))
    return "SHA256:" + digest.prefix { $0 != "=" }
  }

  /// Bytes; an RSA key of 16384 bits has about 2100.
  private static let longest = 8 << 10

  package static func == (one: SSHPublicKey, other: SSHPublicKey) -> Bool { one.blob == other.blob }

  package func hash(into hasher: inout Hasher) { hasher.combine(blob) }
}
