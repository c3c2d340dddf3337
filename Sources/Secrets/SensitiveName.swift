/// What a name of a key, header, variable or field says of the value beside it.
enum SensitiveName: Hashable {
  /// Chosen by people: short ones count.
  case password
  /// Made by machines: long and of many letters.
  case token
  /// `Authorization`: a scheme and what follows it.
  case authorization

  /// Nil for a name behind which no secret belongs: `maxTokens`, `secretName`, `tokenUrl`.
  init?(_ name: String) {
    var name = name
    guard let known = name.withUTF8({ unsafe SensitiveName($0) }) else { return nil }
    self = known
  }

  /// The same for the bytes of a name: nothing is allocated, as a definition has a name in each line.
  init?(_ name: UnsafeBufferPointer<UInt8>) {
    let known = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * NameWords.most) {
      unsafe SensitiveName(NameWords(of: name, in: $0))
    }
    guard let known else { return nil }
    self = known
  }

  private init?(_ words: borrowing NameWords) {
    guard words.count > 0, words.count <= 12 else { return nil }
    for index in 0..<words.count where unsafe Self.derived.has(words[index]) { return nil }
    let joined = unsafe words.joined
    let last = unsafe words[words.count - 1]
    if unsafe Self.digests.has(last) || Self.actions.has(joined) { return nil }
    for index in 0..<words.count where unsafe Self.harmless.has(words.joined(from: index)) { return nil }
    if unsafe Self.auth.has(last) {
      self = words.count == 1 ? .authorization : .token
    } else if let known = unsafe Self.kind(of: joined, last: last) {
      self = known
    } else if words.isShouted, words.count > 1, let known = unsafe Self.shouted(words, last: last) {
      self = known
    } else {
      return nil
    }
  }

  private static func kind(of joined: UnsafeBufferPointer<UInt8>, last: UnsafeBufferPointer<UInt8>) -> SensitiveName? {
    if unsafe authorizations.endsIn(joined) { return .authorization }
    if unsafe passwords.endsIn(joined) || shortPasswords.has(last) { return .password }
    return unsafe tokens.endsIn(joined) || shortTokens.has(last) ? .token : nil
  }

  /// Names of variables of the environment: `BANK_KEY`, and `API_KEY_BANK`, where the last word says whose it is.
  private static func shouted(_ words: borrowing NameWords, last: UnsafeBufferPointer<UInt8>) -> SensitiveName? {
    let before = unsafe words[words.count - 2]
    if unsafe keys.has(last) { return unsafe openKeys.has(before) ? nil : .token }
    if unsafe aspects.has(last) { return nil }
    return unsafe kind(of: words.joined(upTo: words.count - 1), last: before)
  }

  private static let keys = Endings("key")
  /// Keys that open nothing.
  private static let openKeys = Endings(
    "public", "primary", "foreign", "partition", "sort", "cache", "object", "idempotency", "row", "item", "group",
    "order",
    "lookup", "hash", "map", "dict", "json", "host", "known", "ssm", "bucket", "kms", "issue", "project", "config",
    "env",
    "unique", "index", "gpg", "restore", "price", "site", "message", "event", "feature", "flag", "data", "record")
  /// Words behind the name of a secret that make it the name of something else.
  private static let aspects = Endings(
    "id", "ids", "name", "names", "url", "uri", "urls", "path", "file", "files", "dir", "type", "types", "expiry",
    "expires",
    "expiration", "ttl", "header", "headers", "prefix", "suffix", "count", "limit", "length", "size", "max", "min",
    "ref",
    "reference", "arn", "version", "var", "variable", "field", "label", "title", "format", "store", "service",
    "endpoint",
    "param", "parameter", "position", "location", "description", "index", "status", "scope", "scopes", "issuer",
    "audience",
    "algorithm", "alg", "policy", "provider", "source", "backend", "engine", "manager", "host", "port", "user",
    "username",
    "email", "owner", "required", "enabled", "disabled", "timeout", "seconds", "minutes", "hours", "days", "age",
    "rotation",
    "link", "page", "regex", "pattern", "hint", "help", "error", "message", "template", "key", "sha", "sum", "date",
    "time",
    "at", "in", "on", "used", "usage", "budget", "price", "cost", "rate", "bytes", "env", "set", "get", "update",
    "address",
    "contract", "symbol", "amount", "balance", "supply", "decimals", "mint", "network", "chain", "standard")

  /// Words that say that the value was made of the secret and is none, wherever they stand.
  private static let derived = Endings("hashed", "encrypted", "sealed", "cipher", "ciphertext", "masked")
  /// The same at the end of a name.
  private static let digests = Endings("checksum", "hash", "digest", "sha", "md", "fingerprint")
  /// Whole names of what is done, and of what others mean by such words.
  private static let actions = Endings(
    "gettoken", "fetchtoken", "generatetoken", "createtoken", "getsecret", "createsecret", "clienttoken",
    "requesttoken",
    "synctoken", "pagetoken", "starttoken", "updatepassword", "setpassword", "checkpassword", "confirmpassword",
    "verifypassword")
  /// The last words of a name.
  private static let harmless = Endings(
    "clientrequesttoken", "nexttoken", "nextpagetoken", "tasktoken", "continuationtoken", "cancellationtoken",
    "csrftoken", "xsrftoken",
    "nextsynctoken", "stoptoken", "endtoken", "eostoken", "bostoken", "padtoken", "masktoken", "septoken",
    "publickey", "publickeytoken", "forgotpassword", "resetpassword", "changepassword", "showpassword", "missingtoken",
    "deadtoken", "invalidtoken", "expiredtoken", "idempotencytoken", "refreshtokenexpired", "perpass", "bypass",
    "compass",
    "uniquetoken", "pertoken", "setcookie", "nocookie")
  private static let authorizations = Endings("authorization")
  private static let auth = Endings("auth")
  private static let passwords = Endings(
    "password", "passwd", "passphrase", "passcode", "passwort", "userpass", "dbpass", "sshpass", "smtppass", "kennwort",
    "contrasena",
    "motdepasse", "senha", "wachtwoord")
  private static let shortPasswords = Endings("pwd", "pass", "pw")
  private static let tokens = Endings(
    "token", "secret", "apikey", "accesskey", "secretkey", "privatekey", "authkey", "signingkey", "encryptionkey",
    "masterkey", "accountkey", "sharedkey", "subscriptionkey", "functionskey", "functionkey", "hmackey", "servicekey",
    "deploykey", "integrationkey", "routingkey", "credentials", "sessionkey", "storagekey", "appkey", "applicationkey",
    "clientkey", "serverkey", "writekey", "restkey", "rolekey", "anonkey", "webhookkey", "licensekey", "consumerkey",
    "secretaccesskeyid", "signaturekey", "apisecretkey", "apitoken", "xkey", "secretkeybase", "cookie", "secrets",
    "credential")
  private static let shortTokens = Endings("pat", "bearer", "sas", "jwt", "apikey", "pfx")
}

/// Names such as `X-Api-Key` and `DB.PASSWORD.PROD` as lower-case words, what only says which one left out. It lives in memory
/// that its maker lends.
@safe struct NameWords: ~Copyable {
  /// So many bytes of a name are looked at.
  static let most = 120

  /// The words one after the other, and behind `most` bytes where each begins.
  private let memory: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0
  /// Written in capitals, as variables of the environment are.
  private(set) var isShouted = true
  private var end = 0

  /// `memory`: twice `most` bytes.
  init(of name: UnsafeBufferPointer<UInt8>, in memory: UnsafeMutableBufferPointer<UInt8>) {
    unsafe self.memory = memory
    var wasLower = false
    var isOpen = false
    for index in 0..<min(name.count, Self.most) {
      let byte = unsafe name[index]
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        if wasLower { isOpen = false }
        wasLower = false
        append(byte | 0x20, &isOpen)
      case UInt8(ascii: "a")...UInt8(ascii: "z"):
        isShouted = false
        wasLower = true
        append(byte, &isOpen)
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        wasLower = true
        if isOpen { append(byte, &isOpen) }
      default:
        isOpen = false
        wasLower = false
      }
    }
    while count > 1, unsafe Self.isWhich(self[count - 1]) {
      count -= 1
      end = start(count)
    }
    // A number behind the last word is none of it.
    while end > 0, unsafe Self.isDigit(memory[end - 1]) { end -= 1 }
  }

  /// All words in one.
  var joined: UnsafeBufferPointer<UInt8> { unsafe UnsafeBufferPointer(rebasing: memory[..<end]) }

  /// All words from one of them on.
  func joined(from word: Int) -> UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(rebasing: memory[start(word)..<end])
  }

  /// All words before one of them.
  func joined(upTo word: Int) -> UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(rebasing: memory[..<start(word)])
  }

  subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
    let next = index + 1 < count ? start(index + 1) : end
    return unsafe UnsafeBufferPointer(rebasing: memory[start(index)..<next])
  }

  private func start(_ word: Int) -> Int { unsafe Int(memory[Self.most + word]) }

  private mutating func append(_ letter: UInt8, _ isOpen: inout Bool) {
    if !isOpen {
      unsafe memory[Self.most + count] = UInt8(end)
      count += 1
      isOpen = true
    }
    unsafe memory[end] = letter
    end += 1
  }

  /// Words that say which one of several, `v2` among them.
  private static func isWhich(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    if unsafe word.count > 1 && word[0] == UInt8(ascii: "v") && word.dropFirst().allSatisfy(isDigit) { return true }
    return unsafe which.has(word)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static let which = Endings(
    "value", "val", "text", "plain", "plaintext", "prod", "production", "dev", "test", "staging", "stage", "live",
    "sandbox", "default", "string", "literal", "raw", "base64", "b64", "old", "new", "primary", "secondary")
}

/// A set of words in lower case, by their last letters.
struct Endings: Sendable {
  private let words: [[[UInt8]]]

  init(_ words: String...) { self.init(words) }

  init(_ words: some Sequence<String>) {
    var byLast = [[[UInt8]]](repeating: [], count: 256)
    for word in words {
      if let last = word.utf8.last { byLast[Int(last)].append(Array(word.utf8)) }
    }
    self.words = byLast
  }

  /// Whether a text ends in one of them.
  func endsIn(_ text: UnsafeBufferPointer<UInt8>) -> Bool { unsafe isThere(text, whole: false) }

  /// Whether a text is one of them.
  func has(_ text: UnsafeBufferPointer<UInt8>) -> Bool { unsafe isThere(text, whole: true) }

  private func isThere(_ text: UnsafeBufferPointer<UInt8>, whole: Bool) -> Bool {
    guard text.count > 0 else { return false }
    for word in words[Int(unsafe text[text.count - 1])] {
      guard whole ? word.count == text.count : word.count <= text.count else { continue }
      let offset = text.count - word.count
      var index = word.count - 1
      while index >= 0, unsafe word[index] == text[offset + index] { index -= 1 }
      if index < 0 { return true }
    }
    return false
  }
}
