package import Diagnostics
package import Inspection
package import Secrets

extension SecretSearch {
  /// What a look for what must not be shown has found.
  package struct Hidden: Sendable {
    package internal(set) var secrets: [Masks.Secret] = []
    /// Why there may be more.
    package internal(set) var undecided: [Finding] = []

    package static func += (left: inout Hidden, right: Hidden) {
      left.secrets += right.secrets
      left.undecided += right.undecided
    }
  }

  package func masks(_ hidden: Hidden) -> Masks { Masks(hidden.secrets, key: options.key) }

  /// The secrets of a text, let be or not, in the forms in which it may be shown: as they are written, and without escapes.
  package func hidden(in bytes: [UInt8], as subject: ScanSubject) -> Hidden {
    var hidden = Hidden()
    for (range, hash) in ranges(in: bytes, as: subject, &hidden.undecided) {
      let text = Array(bytes[range])
      let inner = own(text) == hash ? [text] : inner(of: text, hash, as: subject)
      for secret in inner {
        for form in Self.forms(secret).union(Self.written(secret)) {
          hidden.secrets.append(Masks.Secret(form, hash: hash))
        }
      }
      // What no escapes stand in the way of is hidden as a whole, under a hash of all of it: what is changed in it does not read equal.
      if inner.isEmpty {
        for form in Self.forms(text) { hidden.secrets.append(Masks.Secret(form, hash: own(text))) }
      }
    }
    return hidden
  }

  /// Of a line that is shown in part, eight digits under the key of all hashes.
  func hash(of line: ArraySlice<UInt8>) -> String { String(own(Array(line)).prefix(8)) }

  private func own(_ bytes: [UInt8]) -> String { SecretFinding.hash(of: bytes, key: options.key) }

  /// The secret itself, where its range is a text around it that is written with escapes, such as JSON within a string; none where it is
  /// wrapped in something else.
  private func inner(of text: [UInt8], _ hash: String, as subject: ScanSubject) -> [[UInt8]] {
    var texts: Set<[UInt8]> = []
    var last: Set<[UInt8]> = [text]
    for _ in 0..<2 {
      last = Set(last.flatMap { [Unescaping.backslashes($0), Unescaping.percents($0), Unescaping.entities($0)] })
      texts.formUnion(last)
    }
    var found: Set<[UInt8]> = []
    var undecided: [Finding] = []
    for plain in texts where plain != text {
      let isQuoted = plain.count > 2 && plain.first == UInt8(ascii: "\"") && plain.last == plain.first
      let plain = isQuoted ? Array(plain.dropFirst().dropLast()) : plain
      for (range, other) in ranges(in: plain, as: subject, &undecided)
      where other == hash && own(Array(plain[range])) == hash {
        found.insert(Array(plain[range]))
      }
    }
    return found.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// A secret as strings of JSON, in each other too, and texts of XML have it.
  private static func written(_ secret: [UInt8]) -> Set<[UInt8]> {
    let once = secret.flatMap { "\"\\".utf8.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] }
    let twice = once.flatMap { "\"\\".utf8.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] }
    let marks: [UInt8: String] = [0x26: "&amp;", 0x3c: "&lt;", 0x3e: "&gt;", 0x22: "&quot;"]
    return [once, twice, secret.flatMap { marks[$0].map { Array($0.utf8) } ?? [$0] }]
  }

  /// A sentence without those secrets, and without what is found in it as it is shown.
  func shown(_ text: String, _ masks: Masks) -> String {
    let bytes = Array(text.utf8)
    let masked = masks.hiding(bytes)
    let shown = hiding(secretsIn: masked) ?? masked
    return shown == bytes ? text : String(decoding: shown, as: UTF8.self)
  }

  /// A text without the secrets that are found in it as it is shown; nil: that cannot be told.
  package func hiding(secretsIn text: [UInt8]) -> [UInt8]? {
    var undecided: [Finding] = []
    var shown = text
    var open = shown.count
    // From the end on; two in one wrapping share its range.
    for (range, hash) in ranges(in: text, as: .other, &undecided).reversed() {
      let end = min(range.upperBound, open)
      guard range.lowerBound < end, !Self.isMask(text[range]) else { continue }
      let whole = own(Array(text[range]))
      shown.replaceSubrange(
        range.lowerBound..<end, with: Array(Masks.shown(whole == hash ? hash : whole).utf8))
      open = range.lowerBound
    }
    return undecided.isEmpty ? shown : nil
  }

  /// What stands for a secret stands where one stood, and is none.
  private static func isMask(_ bytes: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.contains("(secret, hash ") || text.contains("characters, hash ")
  }

  /// In the order of their places.
  private func ranges(
    in bytes: [UInt8], as subject: ScanSubject, _ undecided: inout [Finding]
  ) -> [(range: Range<Int>, hash: String)] {
    undecided += problems
    guard let scanner else { return [] }
    guard bytes.count <= Self.sizeLimit else {
      undecided.append(Finding(.secretUndecided, "it is too large to be looked at for secrets"))
      return []
    }
    do throws(SecretsError) {
      let outcome = try scanner.scan(bytes, as: subject)
      undecided += outcome.undecided.map {
        Finding(.secretUndecided, "not everything could be looked at for secrets", because: [$0])
      }
      return (outcome.findings + outcome.allowed.map(\.finding)).map { ($0.range, $0.hash) }
        .sorted { $0.range.lowerBound < $1.range.lowerBound }
    } catch {
      undecided.append(Finding(.secretUndecided, "secrets cannot be looked for", because: [error.message]))
      return []
    }
  }

  /// A secret as it is written, and as it reads without the escapes of JSON and YAML, of XML and of URLs; of several lines each.
  static func forms(_ bytes: [UInt8]) -> Set<[UInt8]> {
    var forms: Set<[UInt8]> = [bytes]
    // Code within JSON has escapes within escapes.
    for _ in 0..<2 {
      for form in forms {
        forms.formUnion([Unescaping.backslashes(form), Unescaping.percents(form), Unescaping.entities(form)])
      }
    }
    for form in forms where form.contains(UInt8(ascii: "\n")) {
      for line in form.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
        let line = Array(line.drop { $0 == 0x20 || $0 == 0x09 })
        if line.count >= shortestLine { forms.insert(line) }
      }
    }
    return forms
  }

  /// Shorter lines stand in other texts, too.
  private static let shortestLine = 8
}

/// Ways in which definitions write characters.
private enum Unescaping {
  static func backslashes(_ bytes: [UInt8]) -> [UInt8] {
    replaced(bytes, UInt8(ascii: "\\")) { rest in
      guard let letter = rest.dropFirst().first else { return nil }
      switch letter {
      case UInt8(ascii: "n"): return ([0x0a], 2)
      case UInt8(ascii: "r"): return ([0x0d], 2)
      case UInt8(ascii: "t"): return ([0x09], 2)
      case UInt8(ascii: "u"): return scalar(rest.dropFirst(2).prefix(4), of: 4, radix: 16).map { ($0, 6) }
      case UInt8(ascii: "x"): return scalar(rest.dropFirst(2).prefix(2), of: 2, radix: 16).map { ($0, 4) }
      default: return ([letter], 2)
      }
    }
  }

  static func percents(_ bytes: [UInt8]) -> [UInt8] {
    replaced(bytes, UInt8(ascii: "%")) { rest in
      let digits = rest.dropFirst().prefix(2)
      guard digits.count == 2, let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) else { return nil }
      return ([byte], 3)
    }
  }

  private static let named: [String: String] = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]

  static func entities(_ bytes: [UInt8]) -> [UInt8] {
    replaced(bytes, UInt8(ascii: "&")) { rest in
      guard let end = rest.prefix(10).firstIndex(of: UInt8(ascii: ";")) else { return nil }
      let name = rest[(rest.startIndex + 1)..<end]
      let length = end - rest.startIndex + 1
      if let text = named[String(decoding: name, as: UTF8.self)] { return (Array(text.utf8), length) }
      guard name.first == UInt8(ascii: "#") else { return nil }
      let isHex = name.dropFirst().first == UInt8(ascii: "x")
      let digits = name.dropFirst(isHex ? 2 : 1)
      return scalar(digits, of: digits.count, radix: isHex ? 16 : 10).map { ($0, length) }
    }
  }

  private static func scalar(_ digits: ArraySlice<UInt8>, of count: Int, radix: Int) -> [UInt8]? {
    guard digits.count == count, let value = UInt32(String(decoding: digits, as: UTF8.self), radix: radix),
      let scalar = Unicode.Scalar(value)
    else { return nil }
    return Array(String(Character(scalar)).utf8)
  }

  /// - Parameter read: what stands for what begins with `mark`, and how many bytes it takes.
  private static func replaced(
    _ bytes: [UInt8], _ mark: UInt8, _ read: (ArraySlice<UInt8>) -> (text: [UInt8], length: Int)?
  ) -> [UInt8] {
    guard bytes.contains(mark) else { return bytes }
    var text: [UInt8] = []
    var rest = bytes[...]
    while let first = rest.first {
      if first == mark, let (plain, length) = read(rest) {
        text += plain
        rest = rest.dropFirst(length)
      } else {
        text.append(first)
        rest = rest.dropFirst()
      }
    }
    return text
  }
}
