import Cryptography
package import Diagnostics

/// A secret that was found: what is known of it, without it. No value of this type holds the secret's bytes.
package struct SecretFinding: Hashable, Sendable {
  /// How sure it is.
  package enum Confidence: String, Hashable, Sendable, CaseIterable {
    /// Its own form says what it is.
    case certain
    /// Where it stands says so, and it looks like one.
    case likely
  }

  /// What it was wrapped in, from the outside in.
  package enum Wrapping: String, Hashable, Sendable, CaseIterable {
    case base64
    case percent = "percent-encoding"
    case utf16 = "UTF-16"
  }

  /// The id of the secret rule: `github-token`.
  package let rule: String
  /// In words: `GitHub personal access token`.
  package let kind: String
  package let confidence: Confidence
  /// In bytes of the text that was given; of the whole wrapping when it was wrapped.
  package let range: Range<Int>
  /// From 1; the column in code points.
  package let line: Int
  package let column: Int
  /// Where in the definition: steps by their names where they have some, `/nodes/[Pay]/parameters/token`. Nil in plain text.
  package let pointer: String?
  package let via: [Wrapping]
  /// A few letters and the length: `ghp_… (40 characters)`.
  package let preview: String
  /// 16 hexadecimal digits under the scanner's key: equal for equal secrets, and nothing to look up.
  package let hash: String
  /// 32 hexadecimal digits for waivers: of rule, secret, file and pointer; no line and no commit.
  package let fingerprint: String
  /// How to take it out of where it stands.
  package let removal: String
  /// How to replace it at its issuer.
  package let rotation: String
  /// The words of a comment on its line that asks to let it be, whether or not anybody honours that.
  package let allowComment: String?
}

extension SecretFinding {
  /// The hash that a secret of these bytes has under a key: what a finding has whose range is the secret itself.
  package static func hash(of bytes: [UInt8], key: [UInt8]) -> String { SecretBytes(bytes).hash(key: key) }

  /// As a finding at a file, commit or ref; `steps` come before what is said of taking out and rotating.
  package func finding(at source: String, level: Finding.Level = .error, steps: [String] = [])
    -> Finding
  {
    var because = ["it is \(preview), hash \(hash), fingerprint \(fingerprint)"]
    if let pointer { because.append("it stands at \(visible(pointer))") }
    if !via.isEmpty {
      because.append("it is wrapped in \(via.map(\.rawValue).joined(separator: ", then "))")
    }
    if let allowComment {
      because.append(
        "the comment '\(visible(allowComment))' on its line counts only where the policy permits it"
      )
    }
    return Finding(
      confidence == .certain ? .secretFound : .secretLikely, "there is a secret: \(kind) [\(rule)]",
      at: Place(source, line: line, column: column), level: level, because: because,
      next: steps + [removal, rotation], fingerprint: fingerprint)
  }
}

extension ScanOutcome.Allowed {
  /// As a note at a file, commit or ref that says what lets it be.
  package func note(at source: String) -> Finding {
    let found = finding.finding(at: source)
    return Finding(
      found.rule, found.what, at: found.place, level: .note, because: found.because + ["it is let be by \(because)"],
      fingerprint: found.fingerprint)
  }
}

/// A secret's bytes while they are looked at. Nothing that prints or mirrors a value shows them.
struct SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var count: Int { bytes.count }
  var description: String { "(a secret of \(bytes.count) bytes)" }
  var debugDescription: String { description }
  var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }

  /// At most four letters, an eighth of it, and only of what is long enough that they give nothing away.
  var preview: String {
    let shown = bytes.count < 20 ? 0 : min(4, bytes.count / 8)
    let head = visible(
      bytes: bytes.prefix(shown).map { $0 >= 0x21 && $0 < 0x7f ? $0 : UInt8(ascii: "?") })
    return "\(head)… (\(bytes.count) characters)"
  }

  func isSame(as other: SecretBytes) -> Bool { bytes == other.bytes }

  /// Lends the bytes to a test that keeps nothing of them.
  func satisfies(_ test: ([UInt8]) -> Bool) -> Bool { test(bytes) }

  func hash(key: [UInt8]) -> String { String(KeyedDigest.hex(of: bytes, key: key).prefix(16)) }

  func fingerprint(rule: String, place: String, key: [UInt8]) -> String {
    let inner = KeyedDigest.hex(of: bytes, key: Array("countersign secret".utf8) + key)
    let all = Array("countersign.secret.1\0\(rule)\0\(place)\0\(inner)".utf8)
    return String(SHA256Digest.hex(of: all).prefix(32))
  }
}
