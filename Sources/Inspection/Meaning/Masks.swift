import Cryptography

/// What of definitions is secret, and what is shown in its place. Inspection does not find it: whoever shows gives it.
package struct Masks: Sendable {
  /// A secret as it may stand in what is shown, and the keyed hash that stands for it.
  package struct Secret: Hashable, Sendable {
    package let bytes: [UInt8]
    package let hash: String

    package init(_ bytes: [UInt8], hash: String) {
      self.bytes = bytes
      self.hash = hash
    }
  }

  /// The key of hashes: equal secrets read equal under it, and without it no list of words tells which they are.
  let key: [UInt8]
  /// By their first bytes, the longest first.
  private var secrets: [[UInt8]: [Secret]] = [:]

  /// Of a hash so many digits are shown.
  private static let digits = 8
  /// What is shorter stands in too many other words.
  private static let shortest = 4
  private static let ellipsis = Array("…".utf8)

  package init(_ secrets: [Secret] = [], key: [UInt8] = []) {
    self.key = key
    for secret in Set(secrets) where secret.bytes.count >= Self.shortest {
      self.secrets[Array(secret.bytes.prefix(Self.shortest)), default: []].append(secret)
    }
    for head in self.secrets.keys {
      self.secrets[head]?.sort { ($1.bytes.count, $0.hash) < ($0.bytes.count, $1.hash) }
    }
  }

  /// Shows what `body` shows without these secrets.
  package func showing<Value>(_ body: () throws -> Value) rethrows -> Value {
    try Shown.$masks.withValue(self, operation: body)
  }

  /// `(secret, hash 1b17869e)`.
  package static func shown(_ hash: String) -> String { "(secret, hash \(hash.prefix(digits)))" }

  func hash(_ text: some StringProtocol) -> String {
    String(KeyedDigest.hex(of: Array(text.utf8), key: key).prefix(Self.digits))
  }

  /// The text without the secrets; the beginning of one before `…` is one, too.
  func hiding(_ text: String) -> String {
    secrets.isEmpty ? text : String(decoding: hiding(Array(text.utf8)), as: UTF8.self)
  }

  /// The bytes without the secrets.
  ///
  /// - Parameter isCut: whether the bytes may end within one.
  package func hiding(_ bytes: [UInt8], isCut: Bool = false) -> [UInt8] {
    if secrets.isEmpty || bytes.count < Self.shortest { return bytes }
    var shown: [UInt8] = []
    var at = 0
    while at < bytes.count {
      if let (secret, end) = match(at, in: bytes, isCut) {
        shown += Array(Self.shown(secret.hash).utf8)
        at = end
      } else {
        shown.append(bytes[at])
        at += 1
      }
    }
    return shown
  }

  private func match(_ start: Int, in bytes: [UInt8], _ isCut: Bool) -> (Secret, end: Int)? {
    guard start + Self.shortest <= bytes.count,
      let candidates = secrets[Array(bytes[start..<start + Self.shortest])]
    else { return nil }
    for secret in candidates {
      var count = 0
      while count < secret.bytes.count, start + count < bytes.count, bytes[start + count] == secret.bytes[count] {
        count += 1
      }
      let end = start + count
      if count == secret.bytes.count || isCut && end == bytes.count || bytes[end...].starts(with: Self.ellipsis) {
        return (secret, end)
      }
    }
    return nil
  }
}
