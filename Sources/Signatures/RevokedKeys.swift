import Cryptography
package import Diagnostics

/// Keys that are compromised: a plain list of public keys, one a line, as `ssh-keygen -Y verify -r` takes it.
package struct RevokedKeys: Hashable, Sendable {
  /// No key is revoked: there is no such file.
  package static let none = RevokedKeys(blobs: [], unreadable: nil)

  private let blobs: Set<[UInt8]>
  /// Why the list is not known to be whole; then no key can be called unrevoked.
  package let unreadable: String?

  package func contains(_ key: SSHPublicKey) -> Bool { blobs.contains(key.blob) }

  package var isEmpty: Bool { blobs.isEmpty }
}

extension RevokedKeys {
  /// Reads a file. A line that is refused has a finding, and makes the whole list unreadable: it could hide a key.
  ///
  /// Kinds of keys that are not verified here may be listed.
  package static func read(_ bytes: [UInt8], source: String) -> (keys: RevokedKeys, findings: [Finding]) {
    if bytes.starts(with: "SSHKRL\n\0".utf8) {
      let finding = Finding(
        .revokedKRL, "the file is a binary key revocation list", at: Place(source),
        because: ["a reviewer cannot read what it revokes"],
        next: ["list the compromised public keys, one a line, as their .pub files hold them"])
      return (RevokedKeys(blobs: [], unreadable: "\(visible(source)) is a binary key revocation list"), [finding])
    }
    var blobs: Set<[UInt8]> = []
    var findings: [Finding] = []
    for (number, line) in KeyFile.lines(of: bytes) where !KeyFile.isSilent(line) {
      if let blob = blob(in: line) {
        blobs.insert(blob)
      } else {
        findings.append(
          Finding(
            .revokedLine, "the line is not a public key", at: Place(source, line: number),
            because: ["while a line cannot be read, every signature is undecided: it could name its key"],
            next: ["write the line of the key's .pub file, beginning with its kind"]))
      }
    }
    let place = findings.first?.place
    return (RevokedKeys(blobs: blobs, unreadable: place.map { "\($0) is not a public key" }), findings)
  }

  /// The key's bytes; nil when it is not a whole key.
  private static func blob(in line: ArraySlice<UInt8>) -> [UInt8]? {
    if KeyFile.control(in: line) != nil { return nil }
    do throws(SignatureError) {
      return try SSHPublicKey(fields: LineFields(line)).blob
    } catch {
      switch error {
      // Never good here, so that revoking it changes nothing and hides nothing.
      case .keyTooShort, .keyKind: return blobOfOtherKind(in: line)
      default: return nil
      }
    }
  }

  private static func blobOfOtherKind(in line: ArraySlice<UInt8>) -> [UInt8]? {
    var fields = LineFields(line)
    guard let kind = fields.next(), let encoded = fields.next(), let blob = Base64.decode(Array(encoded)) else {
      return nil
    }
    var reader = WireReader(blob)
    guard let name = reader.string(), name.elementsEqual(kind), !reader.isAtEnd else { return nil }
    return blob
  }
}
