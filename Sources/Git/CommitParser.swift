/// Why bytes are not a commit at all, in words that follow "because".
package struct NotACommit: Error, Hashable, Sendable {
  package let because: String
}

extension Commit {
  /// Reads the raw bytes of a commit; `id` is believed. Source of the form: git, commit.c and fsck.c.
  package init(id: ObjectID, parsing raw: [UInt8]) throws(NotACommit) {
    var parser = CommitParser(raw)
    try parser.readFixedHeaders()
    parser.readOtherHeaders()
    parser.checkMessage()
    let message = Array(raw[parser.messageStart...])
    self.init(
      id: id, tree: parser.tree, parents: parser.parents, author: parser.author, committer: parser.committer,
      message: message, signature: parser.signature, signedPayload: parser.payload, problems: parser.problems)
  }
}

/// The state of reading one commit, line by line.
private struct CommitParser {
  private let raw: [UInt8]
  private var position = 0
  /// The number of the line that begins at `position`, from 1.
  private var line = 1

  private(set) var tree = ObjectID.zero
  private(set) var parents: [ObjectID] = []
  private(set) var author = Ident(name: "", email: "", seconds: 0)
  private(set) var committer = Ident(name: "", email: "", seconds: 0)
  private(set) var signature: [UInt8]?
  private(set) var problems: [CommitProblem] = []
  private(set) var messageStart = 0
  private var signatureRange: Range<Int>?

  init(_ raw: [UInt8]) { self.raw = raw }

  /// The bytes without the first signature header.
  var payload: [UInt8] {
    guard let range = signatureRange else { return raw }
    return Array(raw[..<range.lowerBound]) + raw[range.upperBound...]
  }

  mutating func readFixedHeaders() throws(NotACommit) {
    guard let value = take("tree"), let id = ObjectID(hex: raw[value]) else {
      throw NotACommit(because: "it does not begin with the id of a tree")
    }
    tree = id
    while let value = take("parent") {
      guard let id = ObjectID(hex: raw[value]) else { throw NotACommit(because: "line \(line - 1) names no parent") }
      parents.append(id)
    }
    guard let value = take("author") else { throw NotACommit(because: "no author follows the parents") }
    author = ident(value, .author)
    guard let value = take("committer") else { throw NotACommit(because: "no committer follows the author") }
    committer = ident(value, .committer)
    if parents.count > ReadingLimits.parents { problems.append(.tooManyParents(parents.count)) }
    if Set(parents).count < parents.count {
      var seen: Set<ObjectID> = []
      for parent in parents where !seen.insert(parent).inserted { problems.append(.repeatedParent(parent)) }
    }
  }

  mutating func readOtherHeaders() {
    var names: Set<String> = []
    while position < raw.count, raw[position] != newline {
      let first = line
      let start = position
      let end = endOfLine(from: position)
      let space = raw[start..<end].firstIndex(of: UInt8(ascii: " ")) ?? end
      let name = String(decoding: raw[start..<space], as: UTF8.self)
      advance(past: end)
      skipContinuation()
      let repeated = !names.insert(name).inserted
      other(name, value: min(space + 1, end)..<position, line: first, repeated: repeated, start: start)
    }
    if position < raw.count {
      messageStart = position + 1
    } else {
      messageStart = raw.count
      problems.append(.noMessage)
    }
  }

  mutating func checkMessage() {
    if raw[..<min(messageStart, raw.count)].contains(0) { problems.append(.nulInHeader) }
    let message = raw[messageStart...]
    if message.contains(0) { problems.append(.nulInMessage) }
    if !message.allSatisfy({ $0 < 0x80 }), String(validating: message, as: UTF8.self) == nil {
      problems.append(.messageNotUTF8)
    }
  }

  private mutating func other(_ name: String, value: Range<Int>, line: Int, repeated: Bool, start: Int) {
    switch name {
    case "gpgsig" where signature == nil:
      signature = unfolded(value)
      signatureRange = start..<position
    case "gpgsig": problems.append(.secondSignature(line: line))
    case "gpgsig-sha256": problems.append(.sha256Signature(line: line))
    case "mergetag": problems.append(.mergeTag(line: line))
    case "encoding" where !repeated:
      let encoding = String(decoding: raw[value].prefix { $0 != newline }, as: UTF8.self)
      if encoding.lowercased() != "utf-8" && encoding.lowercased() != "utf8" { problems.append(.encoding(encoding)) }
      if signature != nil { problems.append(.misplacedHeader(name, line: line)) }
    case "tree", "parent", "author", "committer": problems.append(.misplacedHeader(name, line: line))
    default: problems.append(repeated ? .repeatedHeader(name, line: line) : .unknownHeader(name, line: line))
    }
  }

  /// The value of the header in the next line, if that is its name; the line is then passed.
  private mutating func take(_ name: StaticString) -> Range<Int>? {
    let length = name.utf8CodeUnitCount
    guard position + length < raw.count, raw[position + length] == UInt8(ascii: " ") else { return nil }
    let matches = name.withUTF8Buffer { wanted in unsafe raw[position..<position + length].elementsEqual(wanted) }
    guard matches else { return nil }
    let end = endOfLine(from: position)
    guard end < raw.count else { return nil }
    let value = position + length + 1..<end
    advance(past: end)
    return value
  }

  private func endOfLine(from start: Int) -> Int {
    var index = start
    while index < raw.count, raw[index] != newline { index += 1 }
    return index
  }

  private mutating func advance(past end: Int) {
    position = min(end + 1, raw.count)
    line += 1
  }

  private mutating func skipContinuation() {
    while position < raw.count, raw[position] == UInt8(ascii: " ") { advance(past: endOfLine(from: position)) }
  }

  /// The value with the space removed that begins each continuation line.
  private func unfolded(_ value: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(value.count)
    var startsLine = false
    for byte in raw[value] {
      if startsLine {
        startsLine = false
        if byte == UInt8(ascii: " ") { continue }
      }
      text.append(byte)
      startsLine = byte == newline
    }
    return text
  }

  private mutating func ident(_ value: Range<Int>, _ role: CommitProblem.Role) -> Ident {
    var reader = IdentReader(Array(raw[value]), role)
    let ident = reader.read()
    problems += reader.problems
    return ident
  }
}

let newline = UInt8(ascii: "\n")
