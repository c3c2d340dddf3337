/// Tells where a definition holds a secret that belongs elsewhere, by the name beside it: nothing is known of the value but
/// that it is written out.
enum Literals {
  /// Whether what is called so is meant to be secret: `API_KEY`, `authentication.token`, `Authorization`.
  static func isSecretName(_ name: String) -> Bool {
    let letters = letters(of: name)
    guard letters.utf8.count <= 60, !harmless.contains(where: letters.hasSuffix) else { return false }
    if exact.contains(letters) { return true }
    return endings.contains(where: letters.hasSuffix)
  }

  /// Letters and digits alone, small.
  private static func letters(of name: String) -> String {
    guard name.utf8.allSatisfy({ $0 < 0x80 }) else { return name.lowercased().filter { $0.isLetter || $0.isNumber } }
    let bytes = name.utf8.lazy.filter { Ascii.isWord($0) && $0 != UInt8(ascii: "_") }
    return String(decoding: bytes.map { Ascii.isLetter($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  /// Whether a value is written out: it holds no template, and is not what people put where a secret will be.
  static func isWrittenOut(_ value: String, _ templates: Templates) -> Bool {
    guard value.utf8.count >= 4, !templates.holds(value) else { return false }
    let lower = value.lowercased()
    if lower.allSatisfy({ "x*.-_ ".contains($0) }) || ["true", "false", "null", "none"].contains(lower) {
      return false
    }
    return !placeholders.contains { lower.contains($0) }
  }

  private static let exact: Set<String> = [
    "auth", "authorization", "proxyauthorization", "pwd", "pass", "passphrase", "cookie",
  ]

  private static let endings = [
    "password", "passwd", "passphrase", "secret", "token", "apikey", "accesskey", "secretkey", "privatekey",
    "clientsecret", "accesskeyid", "authkey", "signingkey", "encryptionkey", "authorization", "connectionstring",
  ]

  /// Names of what stands beside a secret.
  private static let harmless = [
    "nexttoken", "pagetoken", "continuationtoken", "tasktoken", "maxtoken", "csrftoken", "idempotencytoken",
    "clientrequesttoken", "clienttoken", "starttoken", "canceltoken", "cancellationtoken",
  ]

  private static let placeholders = [
    "your", "<", "placeholder", "changeme", "change-me", "example", "redacted", "xxxx", "insert", "replace", "enter ",
    "secretname", "todo",
  ]
}
