/// What a name of a key, header, variable or field says of the value beside it.
enum SensitiveName: Hashable {
  /// Chosen by people: short ones count.
  case password
  /// Made by machines: long and of many letters.
  case token
  /// `Authorization`: a scheme and what follows it.
  case authorization

  /// Nil for a name behind which no secret belongs: `maxTokens`, `secretName`, `tokenUrl`.
  init?(_ name: some StringProtocol) {
    let words = Self.words(of: name)
    guard let last = words.last, words.count <= 12 else { return nil }
    if words.contains(where: Self.derived.contains) { return nil }
    let joined = words.joined()
    if Self.harmless.contains(where: joined.hasSuffix) { return nil }
    if joined.hasSuffix("authorization") || joined == "auth" && words.count == 1 {
      self = .authorization
    } else if Self.passwords.contains(where: joined.hasSuffix) || Self.shortPasswords.contains(last) {
      self = .password
    } else if Self.tokens.contains(where: joined.hasSuffix) || Self.shortTokens.contains(last) {
      self = .token
    } else {
      return nil
    }
  }

  /// `X-Api-Key`, `dbPassword_v2` and `DB.PASSWORD.PROD` as lower-case words, what only says which one left out.
  static func words(of name: some StringProtocol) -> [String] {
    var words: [String] = []
    var word = ""
    var wasLower = false
    for byte in name.utf8.prefix(120) {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        if wasLower, !word.isEmpty {
          words.append(word)
          word = ""
        }
        wasLower = false
        word.unicodeScalars.append(UnicodeScalar(byte | 0x20))
      case UInt8(ascii: "a")...UInt8(ascii: "z"):
        wasLower = true
        word.unicodeScalars.append(UnicodeScalar(byte))
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        wasLower = true
        if !word.isEmpty { word.unicodeScalars.append(UnicodeScalar(byte)) }
      default:
        if !word.isEmpty { words.append(word) }
        word = ""
        wasLower = false
      }
    }
    if !word.isEmpty { words.append(word) }
    while words.count > 1, let last = words.last,
      which.contains(last) || last.first == "v" && Int(last.dropFirst()) != nil
    {
      words.removeLast()
    }
    if let last = words.popLast() {
      var end = Substring(last)
      while let digit = end.last, digit.isNumber { end.removeLast() }
      words.append(String(end))
    }
    return words
  }

  private static let which: Set<String> = [
    "value", "val", "text", "plain", "plaintext", "prod", "production", "dev", "test", "staging",
    "stage", "live",
    "sandbox", "default", "string", "literal", "raw", "base64", "b64", "old", "new", "primary",
    "secondary",
  ]
  /// Words that say that the value was made of the secret and is none.
  private static let derived: Set<String> = [
    "checksum", "hash", "hashed", "digest", "sha", "md", "fingerprint", "encrypted", "sealed",
    "cipher", "ciphertext", "masked",
  ]
  private static let harmless = [
    "nexttoken", "pagetoken", "tasktoken", "continuationtoken", "cancellationtoken", "csrftoken",
    "xsrftoken",
    "synctoken", "starttoken", "stoptoken", "endtoken", "eostoken", "bostoken", "padtoken",
    "masktoken", "septoken",
    "publickey", "publickeytoken", "forgotpassword", "resetpassword", "changepassword",
    "showpassword", "usetoken",
    "hastoken", "requiretoken", "hassecret", "usesecret", "nosecret", "confirmpassword",
    "verifypassword",
    "updatepassword",
    "missingtoken", "deadtoken", "invalidtoken", "expiredtoken", "idempotencytoken",
    "refreshtokenexpired",
    "clienttoken", "requesttoken", "perpass", "bypass", "compass", "gettoken", "fetchtoken",
    "generatetoken",
    "createtoken",
    "getsecret", "createsecret", "checkpassword", "setpassword", "uniquetoken", "pertoken",
  ]
  private static let passwords = [
    "password", "passwd", "passphrase", "passcode", "passwort", "userpass", "dbpass", "smtppass",
  ]
  private static let shortPasswords: Set<String> = ["pwd", "pass", "pw"]
  private static let tokens = [
    "token", "secret", "apikey", "accesskey", "secretkey", "privatekey", "authkey", "signingkey",
    "encryptionkey",
    "masterkey", "accountkey", "sharedkey", "subscriptionkey", "functionskey", "functionkey",
    "hmackey", "servicekey",
    "deploykey", "integrationkey", "routingkey", "credentials", "sessionkey", "storagekey",
    "appkey", "applicationkey",
    "clientkey", "serverkey", "writekey", "restkey", "rolekey", "anonkey", "webhookkey",
    "licensekey", "consumerkey",
    "secretaccesskeyid", "apisecretkey", "apitoken", "xkey",
  ]
  private static let shortTokens: Set<String> = ["pat", "bearer", "sas", "jwt", "apikey", "pfx"]
}
