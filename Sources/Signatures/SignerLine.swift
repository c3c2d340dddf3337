import Diagnostics
import Vocabulary

/// One line of `allowed_signers` while it is read.
struct SignerLine {
  private let line: ArraySlice<UInt8>
  private let number: Int
  private let source: String

  init(_ line: ArraySlice<UInt8>, number: Int, source: String) {
    self.line = line
    self.number = number
    self.source = source
  }

  /// Nil when the line is empty or a comment.
  func entry() throws(Finding) -> AllowedSigners.Entry? {
    if KeyFile.isSilent(line) { return nil }
    if let column = KeyFile.control(in: line) {
      throw finding(
        .signersLine, "the line holds a control character", at: column,
        next: ["end lines with a line feed alone, and delete other control characters"])
    }
    var fields = LineFields(line)
    fields.skipSpace()
    let column = fields.column
    guard let names = fields.next() else { return nil }
    let principals = try principals(in: names, at: column)
    fields.skipSpace()
    let beforeKey = fields
    var options = SignerOptions()
    if let second = fields.next(), !SignerLine.looksLikeKey(second) {
      options = try SignerOptions(second, in: self, at: beforeKey.column)
    } else {
      fields = beforeKey
    }
    fields.skipSpace()
    let keyColumn = fields.column
    return AllowedSigners.Entry(
      principals: principals, namespaces: options.namespaces, validAfter: options.validAfter,
      validBefore: options.validBefore, key: try key(in: fields, at: keyColumn),
      place: Place(source, line: number))
  }

  private func principals(in names: ArraySlice<UInt8>, at column: Int) throws(Finding) -> [String] {
    var principals: [String] = []
    for name in names.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      let text = String(decoding: name, as: UTF8.self)
      if let sign = name.first(where: { "*?!".utf8.contains($0) }) {
        throw finding(
          .signersWildcard, "the principal '\(visible(bytes: name))' uses '\(Character(UnicodeScalar(sign)))'",
          at: column, because: ["an address is compared exactly, so that everyone sees for whom a key speaks"],
          next: ["write each address out"])
      }
      guard Self.isAddress(name) else {
        throw finding(
          .signersPrincipal, "'\(visible(bytes: name))' is not an e-mail address", at: column,
          because: ["a line begins with addresses as the policy lists them, apart by commas, without space or quotes"],
          next: ["write, for example: maria@acme.example ssh-ed25519 AAAA…"])
      }
      principals.append(text)
    }
    return principals
  }

  /// Visible ASCII with one `@` that is not at an end; no quotes, no backslash.
  private static func isAddress(_ name: ArraySlice<UInt8>) -> Bool {
    let at = UInt8(ascii: "@")
    return name.allSatisfy { $0 > 0x20 && $0 < 0x7f && !"\"'\\<>()".utf8.contains($0) }
      && name.count { $0 == at } == 1 && name.first != at && name.last != at
  }

  static func looksLikeKey(_ field: ArraySlice<UInt8>) -> Bool {
    ["ssh-", "ecdsa-", "sk-", "rsa-", "webauthn-"].contains { field.starts(with: $0.utf8) }
  }

  private func key(in fields: LineFields, at column: Int) throws(Finding) -> SSHPublicKey {
    do throws(SignatureError) {
      return try SSHPublicKey(fields: fields)
    } catch {
      if case .certificate = error {
        throw finding(
          .signersAuthority, "the line holds a certificate", at: column, because: [error.message],
          next: ["list the person's own public key"])
      }
      throw finding(
        .signersKey, "the key on this line cannot be used", at: column, because: [error.message],
        next: ["copy the whole line of the person's .pub file behind the address"])
    }
  }

  func finding(
    _ rule: Rule, _ what: String, at column: Int, because: [String] = [], next: [String] = []
  ) -> Finding {
    Finding(
      rule, what, at: Place(source, line: number, column: column),
      because: because + ["a line that is refused never counts"], next: next)
  }
}
