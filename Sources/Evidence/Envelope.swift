import Cryptography
package import Diagnostics
import StrictJSON

/// A DSSE envelope: the payload as bytes, and who signed them. Source: secure-systems-lab/dsse, envelope.md and protocol.md.
package struct Envelope: Hashable, Sendable {
  package static let payloadType = "application/vnd.in-toto+json"
  /// The SSHSIG namespace of statements; a signature made for git or a file is never one.
  package static let namespace = "countersign"
  /// No statement is larger, in bytes.
  package static let sizeLimit = 1 << 20

  /// Base64 makes four bytes of three, and there is the signature beside it.
  package static let fileLimit = 2 * sizeLimit
  static let limits = JSONLimits(bytes: fileLimit, depth: 8, nodes: 100)

  /// The statement, byte for byte what was signed.
  package let payload: [UInt8]
  /// An SSHSIG blob over `preAuthentication(payload)`.
  package let signature: [UInt8]
  /// A hint for readers, never trusted.
  package let keyID: String

  package init(payload: [UInt8], signature: [UInt8], keyID: String) {
    self.payload = payload
    self.signature = signature
    self.keyID = keyID
  }

  /// What is signed: `DSSEv1 SP LEN(type) SP type SP LEN(body) SP body`, lengths in decimal bytes.
  package static func preAuthentication(_ payload: [UInt8]) -> [UInt8] {
    Array("DSSEv1 \(payloadType.utf8.count) \(payloadType) \(payload.count) ".utf8) + payload
  }

  /// The file that goes into a journal: one line of JSON.
  package func written() -> [UInt8] {
    let json = JSON.object([
      .init("payload", .string(Base64.encode(payload))),
      .init("payloadType", .string(Envelope.payloadType)),
      .init(
        "signatures",
        .array([.object([.init("keyid", .string(keyID)), .init("sig", .string(Base64.encode(signature)))])])),
    ])
    return Array((json.written(pretty: false) + "\n").utf8)
  }

  /// Whether a file that was read as this envelope is the one that `written` makes.
  ///
  /// Only canonical base64 was read: where a text of the right length ends at its quote, no other could stand there.
  package func isWritten(_ file: [UInt8]) -> Bool {
    let key = JSON.string(keyID).written(pretty: false).utf8
    var rest = file[...]
    func take(_ words: some Collection<UInt8>, base64 count: Int) -> Bool {
      guard rest.starts(with: words) else { return false }
      rest = rest.dropFirst(words.count + (count + 2) / 3 * 4)
      return true
    }
    return take(Self.front, base64: payload.count) && take(Self.middle.dropLast(), base64: 0) && take(key, base64: 0)
      && take(Self.beforeSignature.dropFirst(), base64: signature.count) && rest.elementsEqual(Self.back)
  }

  // What stands around the payload, the key's id and the signature, with the quotes of all three.
  private static let front = Array("{\"payload\":\"".utf8)
  private static let middle = Array(
    "\",\"payloadType\":\"\(Envelope.payloadType)\",\"signatures\":[{\"keyid\":\"".utf8)
  private static let beforeSignature = Array("\",\"sig\":\"".utf8)
  private static let back = Array("\"}]}\n".utf8)

  /// The envelope's name in a journal: SHA-256 of its file, 64 hex digits.
  package static func id(of file: [UInt8]) -> String { SHA256Digest.hex(of: file) }
}

extension Envelope {
  /// Reads an envelope with exactly one signature and nothing that is not expected. Throws a finding that says what is off.
  package init(reading file: [UInt8], named name: String) throws(Finding) {
    if let known = Envelope(plain: file) {
      self = known
      return
    }
    let place = Place("statement \(visible(String(name.prefix(12))))")
    let node: JSONNode
    do throws(JSONError) {
      node = try StrictJSON.read(file, limits: Envelope.limits)
    } catch {
      throw Finding(.statementMalformed, "the envelope is not strict JSON: \(error.message)", at: place)
    }
    var fields = JSONFields(node, place: place, what: "the envelope")
    let type = try fields.string("payloadType")
    guard type == Envelope.payloadType else {
      throw Finding(.statementMalformed, "the envelope's payload is of type '\(visible(type))'", at: place)
    }
    let signatures = try fields.array("signatures")
    let payload = try fields.base64("payload")
    try fields.end()
    guard signatures.count == 1, let only = signatures.first else {
      throw Finding(.statementMalformed, "an envelope has one signature, this one has \(signatures.count)", at: place)
    }
    var inner = JSONFields(only, place: place, what: "the signature")
    self.init(payload: payload, signature: try inner.base64("sig"), keyID: try inner.string("keyid"))
    try inner.end()
  }

  /// What JSON would be read as, of a file as nearly all are: as `written` makes it, nothing in it escaped. nil: read it as JSON.
  private init?(plain file: [UInt8]) {
    guard file.count <= Envelope.fileLimit else { return nil }
    var rest = file[...]
    guard let payload = Self.text(behind: Self.front, &rest).flatMap({ Base64.decode($0) }),
      let keyID = Self.text(behind: Self.middle, &rest),
      let signature = Self.text(behind: Self.beforeSignature, &rest).flatMap({ Base64.decode($0) }),
      rest.elementsEqual(Self.back)
    else { return nil }
    self.init(payload: payload, signature: signature, keyID: String(decoding: keyID, as: UTF8.self))
  }

  /// Takes some words, and what follows them up to a quote; nil where another text follows, or one with an escape.
  private static func text(behind words: [UInt8], _ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard rest.starts(with: words) else { return nil }
    let start = rest.startIndex + words.count
    var end = start
    while end < rest.endIndex, rest[end] != UInt8(ascii: "\"") {
      guard (0x20...0x7e).contains(rest[end]), rest[end] != UInt8(ascii: "\\") else { return nil }
      end += 1
    }
    defer { rest = rest[end...] }
    return rest[start..<end]
  }
}
