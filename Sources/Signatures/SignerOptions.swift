import Diagnostics
import Vocabulary

/// The options of one line of `allowed_signers`. Source: ssh-keygen(1), ALLOWED SIGNERS.
struct SignerOptions {
  private(set) var namespaces: [String]?
  private(set) var validAfter: Timestamp?
  private(set) var validBefore: Timestamp?

  init() {}

  init(_ field: ArraySlice<UInt8>, in line: SignerLine, at column: Int) throws(Finding) {
    for (option, offset) in Self.parts(of: field) {
      try read(option, in: line, at: column + offset)
    }
    if let validAfter, let validBefore, validAfter >= validBefore {
      throw line.finding(
        .signersOption, "the key would end before it begins", at: column,
        because: ["valid-after is \(validAfter), valid-before is \(validBefore)"],
        next: ["set valid-before to a later moment"])
    }
  }

  private mutating func read(_ option: ArraySlice<UInt8>, in line: SignerLine, at column: Int) throws(Finding) {
    let equals = option.firstIndex(of: UInt8(ascii: "=")) ?? option.endIndex
    let name = String(decoding: option[..<equals], as: UTF8.self)
    let value = Self.unquoted(option[equals...].dropFirst())
    switch name.lowercased() {
    case "cert-authority":
      throw line.finding(
        .signersAuthority, "the option 'cert-authority' is not accepted", at: column,
        because: ["whoever holds that key could speak for anyone, without a line that a reviewer sees"],
        next: ["list each person's own public key"])
    case "namespaces" where namespaces == nil:
      namespaces = try Self.namespaces(value, in: line, at: column)
    case "valid-after" where validAfter == nil:
      validAfter = try Self.moment(value, of: name, in: line, at: column)
    case "valid-before" where validBefore == nil:
      validBefore = try Self.moment(value, of: name, in: line, at: column)
    case "namespaces", "valid-after", "valid-before":
      throw line.finding(
        .signersOption, "the option '\(visible(name))' stands twice", at: column, next: ["keep the one that is meant"])
    default:
      throw Self.unknown(name, in: line, at: column)
    }
  }

  private static func unknown(_ name: String, in line: SignerLine, at column: Int) -> Finding {
    let known = ["namespaces", "valid-after", "valid-before"]
    let meant = closest(to: name, among: known).map { "did you mean '\($0)'?" }
    return line.finding(
      .signersOption, "'\(visible(String(name.prefix(64))))' is neither an option nor a kind of key", at: column,
      because: ["known options are 'namespaces', 'valid-after', 'valid-before'"],
      next: [meant ?? "write the key's kind, then the key, as in the .pub file"])
  }

  private static func namespaces(
    _ value: ArraySlice<UInt8>?, in line: SignerLine, at column: Int
  ) throws(Finding) -> [String] {
    guard let value, !value.isEmpty else {
      throw line.finding(
        .signersOption, "the option 'namespaces' has no value in quotes", at: column,
        next: ["write namespaces=\"git,countersign\""])
    }
    var names: [String] = []
    for name in value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      if name.contains(where: { "*?!".utf8.contains($0) }) {
        throw line.finding(
          .signersWildcard, "the namespace '\(visible(bytes: name))' is a pattern", at: column,
          because: ["a key's purposes are listed, not matched"], next: ["write namespaces=\"git,countersign\""])
      }
      guard !name.isEmpty, name.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
        throw line.finding(
          .signersOption, "'\(visible(bytes: name))' is not a namespace", at: column,
          next: ["write namespaces=\"git,countersign\", without space"])
      }
      names.append(String(decoding: name, as: UTF8.self))
    }
    return names
  }

  private static func moment(
    _ value: ArraySlice<UInt8>?, of name: String, in line: SignerLine, at column: Int
  ) throws(Finding) -> Timestamp {
    guard let value else {
      throw line.finding(
        .signersOption, "the option '\(visible(name))' has no value in quotes", at: column,
        next: ["write \(visible(name))=\"20270101Z\""])
    }
    if let moment = Timestamp(signers: value) { return moment }
    let shown = visible(bytes: value)
    if Timestamp(signers: value + [UInt8(ascii: "Z")]) != nil {
      throw line.finding(
        .signersLocalTime, "the time '\(shown)' is local time", at: column,
        because: ["without Z it means another moment on each machine"], next: ["write \(visible(name))=\"\(shown)Z\""])
    }
    throw line.finding(
      .signersOption, "'\(shown)' is not a time", at: column,
      because: ["a time is YYYYMMDDZ, YYYYMMDDHHMMZ or YYYYMMDDHHMMSSZ, in UTC"],
      next: ["write \(visible(name))=\"20270101Z\""])
  }

  /// The options of a field, apart by commas outside quotes, with their offsets.
  static func parts(of field: ArraySlice<UInt8>) -> [(ArraySlice<UInt8>, Int)] {
    var parts: [(ArraySlice<UInt8>, Int)] = []
    var start = field.startIndex
    var quoted = false
    for index in field.indices {
      if field[index] == UInt8(ascii: "\"") { quoted.toggle() }
      if field[index] == UInt8(ascii: ","), !quoted {
        parts.append((field[start..<index], start - field.startIndex))
        start = index + 1
      }
    }
    return parts + [(field[start...], start - field.startIndex)]
  }

  /// What stands between one pair of quotes; nil for anything else.
  private static func unquoted(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let quote = UInt8(ascii: "\"")
    guard value.count >= 2, value.first == quote, value.last == quote else { return nil }
    let inner = value.dropFirst().dropLast()
    return inner.contains { $0 == quote || $0 == UInt8(ascii: "\\") } ? nil : inner
  }
}

extension Timestamp {
  /// Reads exactly `YYYYMMDDZ`, `YYYYMMDDHHMMZ` or `YYYYMMDDHHMMSSZ`.
  fileprivate init?(signers text: ArraySlice<UInt8>) {
    let text = Array(text)
    guard [9, 13, 15].contains(text.count), text.last == UInt8(ascii: "Z") else { return nil }
    let digits = String(decoding: text.dropLast(), as: UTF8.self) + String(repeating: "0", count: 15 - text.count)
    let parts = [(0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14)].map { from, to in
      String(digits.dropFirst(from).prefix(to - from))
    }
    self.init(rfc3339: "\(parts[0])-\(parts[1])-\(parts[2])T\(parts[3]):\(parts[4]):\(parts[5])Z")
  }
}
