import Diagnostics

/// What comes from a definition, in a form that a difference may show: safe for a terminal, short, and no secret in it.
enum Shown {
  /// What is known to be secret, while something is shown.
  @TaskLocal static var masks = Masks()

  static let longest = 100
  /// Longer texts are told by their hashes, in bytes.
  private static let longestCompared = 1 << 18

  /// `'Pay invoice'`.
  static func name(_ text: String) -> String { "'\(cut(shortened(seen(masks.hiding(text))), at: 60))'" }

  /// With twelve digits of a commit's id or an image's digest behind `@`.
  static func shortened(_ text: String) -> String {
    guard text.utf8.count > 40, let at = text.lastIndex(of: "@") else { return text }
    let pin = text[text.index(after: at)...]
    let digits = pin.hasPrefix("sha256:") ? pin.dropFirst(7) : pin
    guard digits.utf8.count >= 40, digits.utf8.allSatisfy(isHex) else { return text }
    return text[...at] + String(pin.prefix(pin.count - digits.count + 12))
  }

  static func value(_ text: String) -> String { text.isEmpty ? "nothing" : cut(safe(text), at: longest) }

  /// What names something and is no secret, however random it looks: a host, a permission, a workflow's id.
  static func naming(_ text: String) -> String {
    text.isEmpty ? "nothing" : cut(seen(rekeyed(masks.hiding(text))), at: longest)
  }

  /// Without what is known to be secret, and without what looks so.
  private static func safe(_ text: String, isNaming: Bool = false) -> String {
    let text = seen(rekeyed(masks.hiding(text)))
    return isNaming ? text : masked(text)
  }

  /// `a -> b`; of two long texts, the places that differ with a little around each.
  ///
  /// - Parameter isNaming: whether they name something and are no secrets, however random they look.
  static func change(_ old: String, _ new: String, isNaming: Bool = false) -> String {
    let (whole, other) = (old, new)
    let (old, new) = (safe(old, isNaming: isNaming), safe(new, isNaming: isNaming))
    // What differs does not read equal, whatever of it is hidden.
    if old == new && whole != other || max(old.utf8.count, new.utf8.count) > longestCompared {
      return "\(digest(whole)) -> \(digest(other))"
    }
    guard max(old.utf8.count, new.utf8.count) > 60, !old.isEmpty, !new.isEmpty else {
      return "\(framed(old)) -> \(framed(new))"
    }
    return Spans(old, new).shown
  }

  static func seconds(_ seconds: Double) -> String {
    for (unit, length) in [("h", 3600.0), ("min", 60.0)] where seconds >= length && seconds / length < 1e9 {
      let number = seconds / length
      if number == number.rounded() { return "\(Int(number)) \(unit)" }
    }
    if seconds == seconds.rounded(), abs(seconds) < 1e15 { return "\(Int(seconds)) s" }
    return "\(seconds) s"
  }

  static func list(_ words: [String], most: Int = 5) -> String {
    let first = words.prefix(most)
    if words.count > most { return first.joined(separator: ", ") + " and \(words.count - most) more" }
    guard let last = first.last, first.count > 1 else { return first.first ?? "" }
    return first.dropLast().joined(separator: ", ") + " and " + last
  }

  /// `1 step`, `3 steps`.
  static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  static func cut(_ text: String, at most: Int) -> String {
    text.utf8.count <= most || text.count <= most ? text : text.prefix(most - 1) + "…"
  }

  /// A text that stands for a secret: what is equal reads equal, what differs differs, and nothing of it is told.
  static func digest(_ text: some StringProtocol) -> String {
    "(\(text.count) characters, hash \(masks.hash(text)))"
  }

  /// With a keyed hash in place of each digest that `digest(_:)` of a definition's text has made: those are looked up in lists of words.
  private static func rekeyed(_ text: String) -> String {
    let mark = "sha256:"
    guard text.contains(mark) else { return text }
    var parts = text.split(separator: mark, omittingEmptySubsequences: false).map(String.init)
    for index in parts.indices.dropFirst() {
      let digits = parts[index].prefix { $0.utf8.allSatisfy(isHex) }
      parts[index] =
        digits.utf8.count == 16 ? "hash:" + masks.hash(digits) + parts[index].dropFirst(16) : mark + parts[index]
    }
    return parts.joined()
  }
}

extension Shown {
  /// The text with whatever looks like a secret replaced by its hash: long words of random letters and digits, and what
  /// stands behind names such as `token=`.
  static func masked(_ text: String) -> String {
    var shown = ""
    var word = ""
    var label = ""
    var isAssigned = false
    func end() {
      defer { word = "" }
      guard !word.isEmpty else { return }
      if secretLabels.contains(label), word.utf8.count >= 4, !isPlaceholder(word) {
        shown += digest(word)
        label = ""
        return
      }
      // A digest tells nothing; another in its place would hide that two of them are the same.
      shown += looksSecret(word) && label != "sha256" ? digest(word) : word
      isAssigned = false
      label = word.lowercased().split(whereSeparator: { "-_.".contains($0) }).last.map(String.init) ?? ""
      if let whole = secretLabels.first(where: { word.lowercased().hasSuffix($0) }) { label = whole }
    }
    for character in text {
      // A password has more letters than a name: shown from its first '!' on it is half told.
      let isInside = !word.isEmpty && (isAssigned || schemes.contains(label)) && secretLabels.contains(label)
      if character.isLetter || character.isNumber || "-_+.".contains(character)
        || isInside && !character.isWhitespace && !"\"'`,;&()[]{}<>\\".contains(character)
      {
        word.append(character)
      } else {
        end()
        // `token=…` and `Bearer …`: a name alone before a word says nothing of it.
        if "=:".contains(character) { isAssigned = true }
        if !"=:\" '".contains(character) || character == " " && !isAssigned && !schemes.contains(label) { label = "" }
        shown.append(character)
      }
    }
    end()
    return shown
  }

  static func isSecretLabel(_ key: String) -> Bool {
    let key = key.lowercased()
    return secretLabels.contains { key.hasSuffix($0) }
  }

  private static let schemes: Set<String> = ["bearer", "basic"]

  private static let secretLabels: Set<String> = [
    "token", "secret", "password", "passwd", "pwd", "apikey", "api_key", "api-key", "sig", "signature", "bearer",
    "basic",
    "authorization", "access_key", "private_key",
  ]

  /// A word that only names where a secret is: `secrets.TOKEN`, `env.TOKEN`, `none`.
  private static func isPlaceholder(_ word: String) -> Bool {
    let first = word.lowercased().prefix { $0 != "." }
    return [
      "secrets", "env", "vars", "inputs", "parameters", "json", "bearer", "basic", "none", "null", "true", "false",
    ]
    .contains(String(first))
  }

  /// Random letters and digits: 16 or more without a break, of them several of each kind. A UUID and a commit's id name things.
  static func looksSecret(_ word: String) -> Bool {
    guard word.utf8.count >= 16, !isUUID(word), !isCommit(word), !Recipients.isAccount(word) else { return false }
    return word.split(whereSeparator: { "-_.+".contains($0) }).contains { part in
      guard part.utf8.count >= 16 else { return false }
      let digits = part.utf8.count { (0x30...0x39).contains($0) }
      let letters = part.utf8.count - digits
      return digits >= 3 && letters >= 3
    }
  }

  private static func isUUID(_ word: String) -> Bool {
    let parts = word.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.utf8.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.utf8.allSatisfy(isHex) }
  }

  private static func isCommit(_ word: String) -> Bool {
    word.utf8.count == 40 && word.utf8.allSatisfy(isHex)
  }

  static func isHexDigit(_ byte: UInt8) -> Bool { isHex(byte) || (0x41...0x46).contains(byte) }

  private static func isHex(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) || (0x41...0x46).contains(byte)
  }
}
