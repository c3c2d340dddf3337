import Synchronization

/// Takes out of what is about to be shown each secret that the built-in rules know by its form.
///
/// It asks no policy and no team's rules, and needs no database: a text without a word that could be one costs a walk over its bytes,
/// and the patterns are made only where there is such a word. So it holds where nothing else could be read.
package final class Discretion: Sendable {
  /// What stands for a secret.
  package static let mark = "(secret)"
  /// A word of more bytes is hidden as a whole.
  private static let longest = 64 << 10
  private static let ellipsis = Array("…".utf8)
  private static let keyMark = Array("-----BEGIN".utf8)

  private struct Known {
    /// Made when a word is first looked at.
    var forms: [Form] = []
    /// Words that were looked at.
    var words: [[UInt8]: [Range<Int>]] = [:]
  }

  private struct Form {
    let rule: SecretRule
    let pattern: Pattern
  }

  private let known = Mutex(Known())

  package init() {}

  /// The text without secrets; mostly as it is.
  package func shown(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var hidden: [Range<Int>] = []
    // Words from blank to blank, or from quote to quote.
    var before = 0..<0
    var start = 0
    var index = 0
    while index <= bytes.count {
      let byte = index < bytes.count ? bytes[index] : 0
      guard Self.divides(byte) else {
        index += 1
        continue
      }
      let word = start..<index
      if !word.isEmpty, Self.mayHold(bytes[word]) {
        let from = Self.isScheme(bytes[before]) ? before.lowerBound : start
        hidden += ranges(in: Array(bytes[from..<index])).map { from + $0.lowerBound..<from + $0.upperBound }
      } else if bytes[word].starts(with: Self.keyMark), let key = Self.key(in: bytes, from: word) {
        hidden.append(key)
      }
      before = byte == 0x20 ? word : 0..<0
      index += 1
      // The letter of a colour's code is no part of the word behind it.
      if byte == 0x1b, index < bytes.count, bytes[index] == UInt8(ascii: "[") {
        index += 1
        while index < bytes.count, bytes[index] < 0x40 { index += 1 }
        index = min(index + 1, bytes.count)
      }
      start = index
    }
    return hidden.isEmpty ? text : Self.text(bytes, without: hidden)
  }

  private static func text(_ bytes: [UInt8], without hidden: [Range<Int>]) -> String {
    var shown: [UInt8] = []
    var index = 0
    for range in hidden.sorted(by: { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) }) {
      guard range.upperBound > index else { continue }
      if range.lowerBound >= index {
        shown += bytes[index..<range.lowerBound]
        if !bytes[range.upperBound...].starts(with: ellipsis) { shown += mark.utf8 }
      }
      index = range.upperBound
    }
    return String(decoding: shown + bytes[index...], as: UTF8.self)
  }

  /// A private key, from behind its name up to where it ends, or what quotes it.
  private static func key(in bytes: [UInt8], from start: Range<Int>) -> Range<Int>? {
    let name = Array("PRIVATE KEY".utf8)
    let most = min(start.upperBound + 30, bytes.count - name.count)
    guard start.upperBound < most,
      let begin = (start.upperBound..<most).first(where: { bytes[$0...].starts(with: name) })
    else { return nil }
    var end = begin + name.count
    let last = min(bytes.count, end + 8_192)
    while end < last, bytes[end] >= 0x20 || bytes[end] == 0x0a || bytes[end] == 0x0d,
      !"\"'`<>".utf8.contains(bytes[end])
    {
      if bytes[end] == UInt8(ascii: "-"),
        bytes[end...].starts(with: "-----END".utf8) || bytes[end...].starts(with: keyMark)
      {
        break
      }
      end += 1
    }
    return begin + name.count..<end
  }

  /// What stands before a token and belongs to it.
  private static func isScheme(_ word: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: word.suffix(16), as: UTF8.self).lowercased()
    return ["bearer", "accesskey", "flyv1"].contains { text.hasSuffix($0) }
  }

  private static func divides(_ byte: UInt8) -> Bool { byte <= 0x20 || "\"'`<>".utf8.contains(byte) }

  /// Whether a word is worth the rules: letters and digits by turns that are no hash and no id, or an address that says who may call it.
  private static func mayHold(_ word: ArraySlice<UInt8>) -> Bool {
    guard word.count >= 12 else { return false }
    var run = Run()
    var isLogin = 0
    for (index, byte) in zip(word.indices, word) {
      if run.takes(byte) { continue }
      if run.isMachineMade || run.mayBeCut && word[index...].starts(with: ellipsis) { return true }
      run = Run(behind: byte)
      // `://`, then `:`, then `@`.
      switch (byte, isLogin) {
      case (UInt8(ascii: ":"), 0) where word[index...].starts(with: "://".utf8):
        if word[index...].prefix(80).contains("hook".utf8) { return true }
        isLogin = 1
      case (UInt8(ascii: ":"), 1): isLogin = 2
      case (UInt8(ascii: "@"), 2): return true
      default: break
      }
      // The fingerprint of a key is known by its beginning.
      if byte == UInt8(ascii: ":"), word[..<index].suffix(6).elementsEqual("SHA256".utf8) { return false }
    }
    return run.isMachineMade
  }

  /// Letters, digits, `_` and `-` without a break.
  private struct Run {
    private var count = 0
    private var turns = 0
    /// Whether it has hexadecimal digits alone, in one part or as a UUID has them: so hashes and ids are written.
    private var isID: Bool
    private var last = Kind.other
    private var dashes: [Int] = []

    private enum Kind { case letter, digit, other }

    init(behind byte: UInt8 = 0) {
      // `mlsn.` and a hexadecimal number
      isID = byte != UInt8(ascii: ".")
    }

    /// Random letters and digits take turns; a name has its numbers at the end.
    var isMachineMade: Bool { count >= 16 && turns >= 2 && !namesSomething }
    /// Whether it may be the beginning of such a one.
    var mayBeCut: Bool { count >= 8 && turns >= 2 && !namesSomething }

    private var namesSomething: Bool { isID && [8, 13, 18, 23].starts(with: dashes) }

    /// False where the byte ends it.
    mutating func takes(_ byte: UInt8) -> Bool {
      let kind: Kind
      switch byte {
      case 0x30...0x39: kind = .digit
      case 0x41...0x5a, 0x61...0x7a:
        kind = .letter
        if byte | 0x20 > UInt8(ascii: "f") { isID = false }
      case UInt8(ascii: "-"):
        kind = .other
        if isID { dashes.append(count) }
      // Markdown writes `\_`.
      case UInt8(ascii: "_"), UInt8(ascii: "\\"):
        kind = .other
        isID = false
      default: return false
      }
      if kind != last, kind != .other, last != .other { turns += 1 }
      last = kind
      count += 1
      return true
    }
  }
}

extension Discretion {
  /// Where the secrets of a word are.
  private func ranges(in word: [UInt8]) -> [Range<Int>] {
    guard word.count <= Self.longest else { return [0..<word.count] }
    return known.withLock { known in
      if let ranges = known.words[word] { return ranges }
      if known.forms.isEmpty {
        for rule in BuiltInKinds.all where rule.hasPattern && Self.judges(rule.check) {
          do throws(SecretsError) {
            known.forms.append(Form(rule: rule, pattern: try Pattern(rule.pattern, rule: rule.id)))
          } catch {
            // A test holds that PCRE2 takes them all.
            return [0..<word.count]
          }
        }
      }
      var ranges = Self.find(known.forms, in: word) + Self.cut(word)
      if word.contains(UInt8(ascii: "\\")) {
        let plain = word.indices.filter { word[$0] != UInt8(ascii: "\\") }
        ranges += Self.find(known.forms, in: plain.map { word[$0] })
          .map { plain[$0.lowerBound]..<plain[$0.upperBound - 1] + 1 }
      }
      known.words[word] = ranges
      return ranges
    }
  }

  /// What stands before `…` and may be the beginning of a secret: the rules know whole ones.
  private static func cut(_ word: [UInt8]) -> [Range<Int>] {
    var cut: [Range<Int>] = []
    var run = Run()
    var start = 0
    for (index, byte) in word.enumerated() where !run.takes(byte) {
      if run.mayBeCut, word[index...].starts(with: ellipsis) { cut.append(start..<index) }
      run = Run(behind: byte)
      start = index + 1
    }
    return cut
  }

  /// Whether the form alone, or a name in the same word, says what it is.
  private static func judges(_ check: ValueCheck) -> Bool {
    switch check {
    case .distinctive, .named, .password, .value: true
    case .basic, .assignment, .team: false
    }
  }

  private static func find(_ forms: [Form], in word: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    for form in forms {
      // Each has as much as it can need in so short a text.
      let steps = Steps(1_000_000 + 512 * word.count)
      var start = 0
      while start < word.count {
        let outcome = unsafe word.withUnsafeBufferPointer {
          unsafe form.pattern.first(in: $0, from: start, to: word.count, paying: steps)
        }
        guard case .found(let whole, let secret) = outcome else {
          // What is not decided is not shown.
          if case .limit = outcome { return [0..<word.count] }
          break
        }
        if isMeant(Array(word[secret]), by: form.rule) { found.append(secret) }
        start = max(whole.upperBound, start + 1)
      }
    }
    return found
  }

  private static func isMeant(_ value: [UInt8], by rule: SecretRule) -> Bool {
    guard !value.isEmpty, entropy(of: value) >= rule.minimumEntropy else { return false }
    switch rule.check {
    case .distinctive, .named: return !Placeholder.stands(in: value)
    case .password: return value.count >= 6 && Placeholder.isPlausible(value, for: .password)
    case .value: return Placeholder.isPlausible(value, for: .token)
    case .basic, .assignment, .team: return false
    }
  }
}
