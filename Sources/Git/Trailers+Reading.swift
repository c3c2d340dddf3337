extension Trailers {
  /// Reads the trailers of a message. A message without any, or of a title alone, has no entries and no problems.
  package static func read(_ message: [UInt8]) -> Trailers {
    guard let text = String(validating: message, as: UTF8.self) else {
      return Trailers(entries: [], problems: [.notUTF8])
    }
    var reader = TrailerReader(isClean: !message.contains { $0 == UInt8(ascii: "\r") || $0 == 0 })
    reader.read(text)
    return Trailers(entries: reader.entries, problems: reader.problems)
  }
}

/// The state of reading one message.
private struct TrailerReader {
  private struct Line {
    let text: Substring.UnicodeScalarView
    let number: Int
  }

  private(set) var entries: [Trailers.Entry] = []
  private(set) var problems: [TrailerProblem] = []
  private var seen: Set<String> = []
  /// Whether no line holds a carriage return or a NUL.
  private let isClean: Bool

  init(isClean: Bool) { self.isClean = isClean }

  mutating func read(_ text: String) {
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
      Line(text: Substring($0.element).unicodeScalars, number: $0.offset + 1)
    }
    for line in lines where !isClean {
      if line.text.contains("\r") { problems.append(.carriageReturn(line: line.number)) }
      if line.text.contains("\0") { problems.append(.nul(line: line.number)) }
    }
    let block = blocks(lines).joined()
    for line in block.prefix(Trailers.most) { read(line) }
    if let beyond = block.dropFirst(Trailers.most).first { problems.append(.tooMany(line: beyond.number)) }
  }

  /// The paragraphs that are read: the last one that is no title, and the one above a last one of co-authors alone.
  private func blocks(_ lines: [Line]) -> [[Line]] {
    let paragraphs = lines.split { $0.text.allSatisfy(isBlank) }.map(Array.init)
    guard paragraphs.count > 1, let last = paragraphs.last, isTrailers(last) else { return [] }
    let coAuthorsAlone = last.allSatisfy { Key($0.text)?.known == Trailers.coAuthor }
    guard coAuthorsAlone, paragraphs.count > 2 else { return [last] }
    let above = paragraphs[paragraphs.count - 2]
    return isTrailers(above) ? [above, last] : [last]
  }

  /// Prose is no block of trailers; one line with a key that is read, or that looks like one, makes it one.
  private func isTrailers(_ paragraph: [Line]) -> Bool {
    let keys = paragraph.map { Key($0.text) }
    return keys.contains { $0?.known != nil } || keys.allSatisfy { $0?.isWellFormed == true }
  }

  private mutating func read(_ line: Line) {
    if let first = line.text.first, isBlank(first) { return problems.append(.folded(line: line.number)) }
    guard let key = Key(line.text) else { return problems.append(.notATrailer(line: line.number)) }
    if let known = key.known, known != Trailers.coAuthor || !key.isWellFormed, key.bare != known {
      return problems.append(.lookAlike(written: key.bare, known: known, line: line.number))
    }
    guard key.isWellFormed else { return problems.append(.notATrailer(line: line.number)) }
    let name = key.known ?? key.bare
    if key.written != key.bare { problems.append(.spaceBeforeColon(key: name, line: line.number)) }
    let value = trimmed(key.rest)
    if value.isEmpty {
      problems.append(.noValue(key: name, line: line.number))
    } else if let first = key.rest.first, first != " " {
      problems.append(.noSpaceAfterColon(key: name, line: line.number))
    }
    if name != Trailers.coAuthor, !seen.insert(name.lowercased()).inserted {
      problems.append(.repeated(key: name, line: line.number))
    }
    entries.append(Trailers.Entry(key: name, value: value, line: line.number))
  }
}

/// What stands before the first colon of a line, or before a character that looks like one.
private struct Key {
  /// As written, with the spaces before the colon.
  let written: String
  /// Without spaces around it.
  let bare: String
  /// Behind the colon.
  let rest: Substring.UnicodeScalarView
  /// The key that is read and that this is, or looks like.
  let known: String?
  /// Whether it is letters, digits and hyphens of ASCII before a plain colon.
  let isWellFormed: Bool

  private static let known = Dictionary(Trailers.knownKeys.map { ($0.lowercased(), $0) }) { first, _ in first }

  init?(_ line: Substring.UnicodeScalarView) {
    let colon = line.firstIndex { $0 == ":" || !$0.isASCII && Confusables.colons.contains($0) }
    guard let colon else { return nil }
    let before = line[..<colon]
    written = String(before)
    bare = trimmed(before)
    rest = line[line.index(after: colon)...]
    let skeleton = Confusables.skeleton(before)
    known = Self.known[skeleton]
    let isPlain = bare.unicodeScalars.allSatisfy { scalar in
      scalar == "-" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
    }
    isWellFormed = isPlain && !bare.isEmpty && !bare.hasPrefix("-") && line[colon] == ":"
  }
}

private func isBlank(_ scalar: UnicodeScalar) -> Bool { scalar == " " || scalar == "\t" || scalar == "\r" }

private func trimmed(_ text: Substring.UnicodeScalarView) -> String {
  var text = text
  while let first = text.first, isBlank(first) { text.removeFirst() }
  while let last = text.last, isBlank(last) { text.removeLast() }
  return String(text)
}
