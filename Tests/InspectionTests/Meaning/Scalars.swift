/// Every scalar of a definition's text, with the text as it is when that one is another.
struct Scalars {
  struct Other: Sendable {
    /// The keys that lead to it, joined by dots; in YAML and XML the nearest.
    let path: String
    let text: String
  }

  /// Where a scalar stands, by its bytes, in JSON with its quotes.
  struct Place: Sendable {
    let path: String
    let range: Range<Int>
  }

  private(set) var others: [Other] = []
  private(set) var places: [Place] = []

  init(json text: String) {
    var reading = JSONReading(bytes: Array(text.utf8))
    reading.read("")
    others = reading.others
    places = reading.places
  }

  /// Of YAML in block style those on a line with their key.
  init(yaml text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard let match = line.firstMatch(of: /^([ -]*)([A-Za-z][\w.-]*):\s+([^\s#|>{\[&*"'][^#]*)$/) else { continue }
      others.append(Other(path: String(match.2), text: Self.replacing(index, in: lines, with: line + "x")))
      places.append(Place(path: String(match.2), range: Self.range(match.3, in: text)))
    }
  }

  /// Of XML the attributes.
  init(xml text: String) {
    for match in text.matches(of: /([\w:.-]+)="([^"]*)"/) {
      let end = text.index(before: match.range.upperBound)
      others.append(Other(path: String(match.1), text: text[..<end] + "x" + text[end...]))
      places.append(Place(path: String(match.1), range: Self.range(match.2, in: text)))
    }
  }

  private static func range(_ part: Substring, in text: String) -> Range<Int> {
    let start = text.utf8.distance(from: text.startIndex, to: part.startIndex)
    return start..<(start + part.utf8.count)
  }

  private static func replacing(_ index: Int, in lines: [Substring], with line: some StringProtocol) -> String {
    var lines = lines
    lines[index] = Substring(line)
    return lines.joined(separator: "\n")
  }
}

/// Enough of a reader of JSON to find the scalars of a text that is in order.
private struct JSONReading {
  let bytes: [UInt8]
  var at = 0
  var others: [Scalars.Other] = []
  var places: [Scalars.Place] = []

  mutating func read(_ path: String) {
    skip()
    guard at < bytes.count else { return }
    switch bytes[at] {
    case UInt8(ascii: "{"): readMembers(path)
    case UInt8(ascii: "["): readElements(path)
    case UInt8(ascii: "\""):
      let start = at
      _ = string()
      add(path, start..<at, Array(bytes[start..<(at - 1)]) + Array("x\"".utf8))
    default:
      let start = at
      while at < bytes.count, !" \n\r\t,]}".utf8.contains(bytes[at]) { at += 1 }
      let word = String(decoding: bytes[start..<at], as: UTF8.self)
      let other = word == "true" ? "false" : word == "false" ? "true" : word == "0" ? "7" : word + "1"
      if word != "null" { add(path, start..<at, Array(other.utf8)) }
    }
  }

  private mutating func readMembers(_ path: String) {
    at += 1
    skip()
    while at < bytes.count, bytes[at] != UInt8(ascii: "}") {
      let key = string()
      skip()
      at += 1
      read(path.isEmpty ? key : "\(path).\(key)")
      skip()
      if bytes[at] == UInt8(ascii: ",") { at += 1 }
      skip()
    }
    at += 1
  }

  private mutating func readElements(_ path: String) {
    at += 1
    skip()
    var index = 0
    while at < bytes.count, bytes[at] != UInt8(ascii: "]") {
      read("\(path).\(index)")
      index += 1
      skip()
      if bytes[at] == UInt8(ascii: ",") { at += 1 }
      skip()
    }
    at += 1
  }

  private mutating func string() -> String {
    let start = at + 1
    at += 1
    while bytes[at] != UInt8(ascii: "\"") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
    at += 1
    return String(decoding: bytes[start..<(at - 1)], as: UTF8.self)
  }

  private mutating func skip() { while at < bytes.count, " \n\r\t".utf8.contains(bytes[at]) { at += 1 } }

  private mutating func add(_ path: String, _ range: Range<Int>, _ other: [UInt8]) {
    places.append(.init(path: path, range: range))
    let text = Array(bytes[..<range.lowerBound]) + other + bytes[range.upperBound...]
    others.append(.init(path: path, text: String(decoding: text, as: UTF8.self)))
  }
}
