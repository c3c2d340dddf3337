/// Tells what stands in for a secret from a secret: references, expressions, samples, fillers.
enum Placeholder {
  /// Whether a value that a name marks could be the secret itself.
  static func isPlausible(_ value: [UInt8], for name: SensitiveName) -> Bool {
    let value = bare(value)
    guard value.count >= (name == .password ? 6 : 10), value.count <= 8_192, !stands(in: value)
    else { return false }
    let form = Form(value)
    if form.others > value.count / 4 { return false }
    // Application passwords, as they are shown: `abcd efgh ijkl mnop`.
    if name == .password, isInGroups(value) { return entropy(of: value) >= 3.0 }
    if form.spaces > 0, form.spaces > 1 || form.digits == 0 { return false }
    if isReference(value, form) { return false }
    let bits = entropy(of: value)
    switch name {
    case .password:
      let classes = [form.lower, form.upper, form.digits, form.marks].filter { $0 > 0 }.count
      if form.digits == 0 && form.marks == 0 {
        return value.count >= 10 && form.isMixed && bits >= 3.2
      }
      if isWords(value, form) { return false }
      return classes >= 2 && bits >= 2.2
    case .token, .authorization:
      if isWords(value, form) { return false }
      if value.count < 12 {
        return form.digits > 0 && form.lower > 0 && form.upper + form.marks > 1 && bits >= 2.9
      }
      if form.digits == 0 {
        return form.isMixed && value.count >= 20 && bits >= 3.9 && form.marks * 6 < value.count
      }
      return bits >= (value.count >= 16 ? 2.9 : 2.7)
        && form.digits + form.upper + form.lower > value.count / 2
    }
  }

  /// What stands in for a variable that is not set, as shells and compose files write it: `${DB_PASSWORD:-literal}`. Nil for every
  /// other value.
  static func fallback(of value: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard value.starts(with: "${".utf8), value.last == UInt8(ascii: "}") else { return nil }
    let inner = value.dropFirst(2).dropLast()
    let name = inner.prefix(while: isNameLetter)
    var rest = inner.dropFirst(name.count)
    if rest.first == UInt8(ascii: ":") { rest.removeFirst() }
    guard !name.isEmpty, let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "=") else {
      return nil
    }
    return rest.dropFirst()
  }

  /// Without quotes, an expression's sign at the front that holds a literal, the scheme of a header, and the variable that it stands
  /// in for.
  static func bare(_ value: [UInt8]) -> [UInt8] {
    var rest = unquoted(value[...])
    // n8n: `=Bearer abc` is a text that holds no expression.
    if rest.first == UInt8(ascii: "=") { rest.removeFirst() }
    var nesting = 0
    while nesting < 8, let inner = fallback(of: rest) {
      rest = unquoted(inner)
      nesting += 1
    }
    for scheme in schemes
    where rest.count > scheme.count && rest.prefix(scheme.count).lazy.map(folded).elementsEqual(scheme) {
      rest.removeFirst(scheme.count)
      while rest.first == 0x20 { rest.removeFirst() }
      break
    }
    return Array(rest)
  }

  private static func unquoted(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = value
    while let first = rest.first,
      first <= 0x20 || first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    {
      rest.removeFirst()
    }
    while let last = rest.last,
      last <= 0x20 || last == UInt8(ascii: "\"") || last == UInt8(ascii: "'")
    {
      rest.removeLast()
    }
    return rest
  }

  private static let schemes = [
    "bearer ", "basic ", "token ", "apikey ", "api-key ", "key ", "splunk ", "bot ", "sso-key ",
  ].map {
    Array($0.utf8)
  }

  /// Whether a value of a form that says what it is stands for another: a documented sample, a filler, an expression.
  static func stands(in value: [UInt8]) -> Bool {
    if value.isEmpty || isExpression(value) || isDerived(value) { return true }
    let low = folded(value)
    if fillers.contains(low) { return true }
    // In a long value a short word stands by chance.
    if low.count <= 120 {
      if sampleWords.areAny(in: low) || shortWords.possible(in: low).contains(where: { containsWord(low, $0) }) {
        return true
      }
    }
    var distinct: [UInt8] = []
    for byte in low where byte != UInt8(ascii: "-") && byte != UInt8(ascii: "_") && !distinct.contains(byte) {
      distinct.append(byte)
      if distinct.count > 3 { break }
    }
    if distinct.count <= 3 { return true }
    if isRun(low) || isRepeated(low) || KnownSamples.has(value) { return true }
    return VaultReference(value) != nil
  }

  /// What was made of a secret and is none: values of SOPS, of sealed secrets, of ansible-vault, and hashes of passwords.
  private static func isDerived(_ value: [UInt8]) -> Bool {
    for head in derived where value.starts(with: head) { return true }
    // bitnami's kubeseal: base64 of a version, a length and what is encrypted.
    return value.count >= 180 && value.starts(with: "Ag".utf8)
      && value.allSatisfy { isNameLetter($0) && $0 != UInt8(ascii: "_") || "+/=".utf8.contains($0) }
  }

  private static let derived = [
    "ENC[AES256_GCM,data:", "$ANSIBLE_VAULT", "$2a$", "$2b$", "$2y$", "$argon2", "$1$", "$5$", "$6$", "$y$", "$scrypt$",
    "$pbkdf2",
    "pbkdf2_sha", "pbkdf2:", "scrypt:", "{SSHA", "{SHA", "{CRYPT}", "{bcrypt}", "SCRAM-SHA-",
  ].map { Array($0.utf8) }

  /// Text with an expression, a variable or a template of any engine in it.
  static func isExpression(_ value: [UInt8]) -> Bool {
    if marks.areAny(in: value) { return true }
    guard let first = value.first, let last = value.last else { return true }
    if first == UInt8(ascii: "<"), last == UInt8(ascii: ">") { return true }
    if first == UInt8(ascii: "["), last == UInt8(ascii: "]") { return true }
    if first == UInt8(ascii: "%"), last == UInt8(ascii: "%"), value.count > 2 { return true }
    if first == UInt8(ascii: "{"), last == UInt8(ascii: "}") { return true }
    if value.starts(with: "!vault".utf8) || value.starts(with: "!secret".utf8) || value.starts(with: "!env".utf8) {
      return true
    }
    if first == UInt8(ascii: "$"), value.count > 2, "$.[".utf8.contains(value[1]), isJSONPath(value) { return true }
    if first == UInt8(ascii: "$"), value.count > 1,
      isNameLetter(value[1]) || value[1] == UInt8(ascii: "$")
    {
      // `$Summer2024!` is a password, `$BANK_TOKEN` and `$json.token` are references.
      return value.dropFirst().allSatisfy {
        isNameLetter($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "$")
      }
    }
    if first == UInt8(ascii: "@"), value.count > 1, value[1] != UInt8(ascii: "@") {
      return contains(value, Array("(".utf8))
    }
    return false
  }

  /// `$.creds[0].password`, `$['token']`, `$$.Execution.Id`: a place in JSON.
  private static func isJSONPath(_ value: [UInt8]) -> Bool {
    value.dropFirst().allSatisfy { isNameLetter($0) || "$.[]'\"*:,-?@() ".utf8.contains($0) }
  }

  private static let marks = Fragments([
    "{{", "%{", "}}", "${", "$(", "@{", "<%", "%>", "#{", "$json", "$node", "$env", "$vars", "$secret",
    "$credentials", "{%",
    "%}",
    "process.env", "os.environ", "getenv", "secrets.", "msg.payload", "@parameters(",
    "@appsetting(", "@variables(",
    "[parameters(", "[concat(", "listkeys(", "reference(", "resolve:", "!ref", "fn::", "env.",
    "env(", "env[", "vault(",
    "__rl",
  ])

  private static let fillers: Set<[UInt8]> = Set(
    [
      "password", "passwort", "passwd", "secret", "token", "apikey", "api_key", "api-key", "none",
      "null", "nil",
      "undefined",
      "true", "false", "string", "required", "optional", "admin", "test", "test123", "test1234",
      "password1",
      "password123",
      "passw0rd", "12345678", "123456789", "1234567890", "123456", "abc123", "abcdef", "qwerty",
      "foobar", "foo", "bar",
      "hunter2",
      "guest", "root", "user", "default", "empty", "unknown", "hidden", "masked", "removed",
      "bearer", "basic",
      "authorization",
      "secretkey", "mysecret", "mypassword", "mytoken", "supersecret", "super-secret", "p@ssw0rd",
      "p@ssword",
      "pass1234", "1password",
      "secret123", "s3cr3t", "letmein",
    ].map { Array($0.utf8) })

  private static let sampleWords = Fragments([
    "example", "xxxx", "changeme", "change_me", "change-me", "change.me", "placeholder", "your_",
    "your-", "your ",
    "yourapi",
    "yourtoken", "yoursecret", "yourkey", "yourpass", "youraccess", "redacted", "replace", "insert",
    "sample",
    "<your",
    "enter_", "enter-", "put_your", "fill_in", "fillme", "tobechanged", "to-be-", "notarealkey",
    "not-a-real",
    "aaaaaaaa", "00000000", "11111111", "****", "....", "____", "----", "sk-xxx", "abcdefgh",
    "12345678", "deadbeef",
    "my-secret", "my_secret", "my-api", "my_api", "my-token", "my_token", "my-pass", "my_pass",
    "test-token",
    "test_token", "mock-", "mock_",
    "goes-here", "goes_here", "-here", "_here", "tk_none", "n8n_blank", "blank_value", "removed_",
    "hidden_",
    "credential_", "••", "some-secret", "some_secret", "somesecret", "some-token", "some_token",
    "the-secret",
  ])

  /// Short ones, which count where no letter stands before or behind them.
  private static let shortWords = Fragments(["todo", "fixme", "fake", "dummy", "lorem"])

  /// `abcdefghij`, `0123456789`, `zyxw`: each letter next to the one before it, for most of the value.
  private static func isRun(_ value: [UInt8]) -> Bool {
    var steps = 0
    for (earlier, later) in zip(value, value.dropFirst()) where abs(Int(later) - Int(earlier)) <= 1 { steps += 1 }
    return value.count >= 6 && steps * 4 >= value.count * 3
  }

  /// A short piece again and again.
  private static func isRepeated(_ value: [UInt8]) -> Bool {
    for period in [1, 2, 3, 4, 5] where value.count >= 3 * period {
      var same = 0
      for index in period..<value.count where value[index] == value[index - period] { same += 1 }
      if same * 10 >= (value.count - period) * 9 { return true }
    }
    return false
  }

  /// Four or six groups of four letters and digits.
  private static func isInGroups(_ value: [UInt8]) -> Bool {
    let groups = value.split(separator: 0x20, omittingEmptySubsequences: false)
    guard groups.count == 4 || groups.count == 6 else { return false }
    return groups.allSatisfy { $0.count == 4 && $0.allSatisfy { isNameLetter($0) && $0 != UInt8(ascii: "_") } }
  }

  /// A path, a URL, a name of something else, an ARN, a call.
  private static func isReference(_ value: [UInt8], _ form: Form) -> Bool {
    if contains(value, Array("://".utf8)) { return true }
    guard let first = value.first else { return true }
    if first == UInt8(ascii: "/") || first == UInt8(ascii: "~") || first == UInt8(ascii: ".") {
      // What is made by a machine may begin so, too.
      let isMade = value.count >= 24 && form.isMixed && form.digits > 1 && form.dots == 0
      return form.digits * 5 < value.count && !(isMade && value.count { $0 == UInt8(ascii: "/") } <= 3)
    }
    let low = folded(value)
    for head in [
      "arn:", "projects/", "secret/", "secrets/", "kv/", "urn:", "did:", "file:", "op:", "ref+",
    ] {
      if low.starts(with: head.utf8) { return true }
    }
    // A call: `getToken(id)`, `config.get(`
    if let open = value.firstIndex(of: UInt8(ascii: "(")) {
      let close = value.lastIndex(of: UInt8(ascii: ")"))
      let isName = value[..<open].allSatisfy { isNameLetter($0) && !isDigit($0) || $0 == UInt8(ascii: ".") }
      if value.last == UInt8(ascii: ")") || value.last == UInt8(ascii: ";") { return true }
      // Cut off, or with more of it behind.
      if open >= 3, isName, close.map({ ".;,[?".utf8.contains(value[$0 + 1]) }) ?? true { return true }
    }
    // `response.body.accessToken`
    if form.dots > 0, form.digits <= 1,
      value.allSatisfy({ isNameLetter($0) || $0 == UInt8(ascii: ".") })
    {
      let parts = value.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      return parts.allSatisfy { ($0.first.map { !isDigit($0) }) ?? false }
    }
    return false
  }

  /// Only words with `-`, `_`, `.`, `:` or `/` between them, at most a number behind: a name, not a secret.
  private static func isWords(_ value: [UInt8], _ form: Form) -> Bool {
    let parts = value.split { "-_.:/, @".utf8.contains($0) }
    guard !parts.isEmpty else { return true }
    if parts.count == 1, form.digits == 0, form.marks == 0 { return !form.isMixed }
    guard parts.count > 1 else { return false }
    return parts.allSatisfy { part in
      let letters = part.prefix { !isDigit($0) }
      let digits = part.dropFirst(letters.count)
      guard digits.count <= 4, digits.allSatisfy(isDigit) else { return false }
      let isOneCase =
        letters.allSatisfy { $0 & 0x20 != 0 } || letters.allSatisfy { $0 & 0x20 == 0 }
        || letters.dropFirst().allSatisfy { $0 & 0x20 != 0 }
      return isOneCase && letters.count <= 14 && letters.allSatisfy { $0 >= 0x41 }
    }
  }

  static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    guard let first = part.first, part.count <= text.count else { return false }
    var index = 0
    while index <= text.count - part.count {
      if text[index] == first, text[index..<index + part.count].elementsEqual(part) { return true }
      index += 1
    }
    return false
  }

  private static func containsWord(_ text: [UInt8], _ word: [UInt8]) -> Bool {
    guard word.count <= text.count else { return false }
    for index in 0...(text.count - word.count)
    where text[index..<index + word.count].elementsEqual(word) {
      let isFree = { (byte: UInt8) in !(byte >= 0x61 && byte <= 0x7a || isDigit(byte)) }
      if index > 0 && !isFree(text[index - 1]) { continue }
      if index + word.count < text.count && !isFree(text[index + word.count]) { continue }
      return true
    }
    return false
  }

  static func folded(_ value: some Sequence<UInt8>) -> [UInt8] { value.map(folded) }

  private static func folded(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  private static func isNameLetter(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte >= 0x41 && byte <= 0x5a || byte >= 0x61 && byte <= 0x7a
      || byte == UInt8(ascii: "_")
  }
}

/// How many bytes of which class a value has.
private struct Form {
  var lower = 0
  var upper = 0
  var digits = 0
  var marks = 0
  var spaces = 0
  var dots = 0
  var others = 0

  init(_ value: [UInt8]) {
    for byte in value {
      switch byte {
      case 0x61...0x7a: lower += 1
      case 0x41...0x5a: upper += 1
      case 0x30...0x39: digits += 1
      case 0x20, 0x09, 0x0a, 0x0d: spaces += 1
      case 0x21...0x7e:
        marks += 1
        if byte == UInt8(ascii: ".") { dots += 1 }
      default: others += 1
      }
    }
  }

  /// Upper and lower case through each other, not only a capital in front.
  var isMixed: Bool { upper >= 2 && lower >= 2 }
}
