/// What a runbook says, as far as a machine can tell: which parts it has.
package struct Runbook: Hashable, Sendable {
  /// No runbook is larger, in bytes.
  package static let sizeLimit = 1 << 20

  /// What somebody who is woken at night has to find.
  package enum Part: String, Hashable, Sendable, CaseIterable {
    case pause
    case rollBack = "roll back"
    case fallBack = "fall back to hand work"

    /// One of them, in a heading, in whatever letter case, makes it the heading of this part.
    package var words: [String] {
      switch self {
      case .pause: ["pause", "pausing", "stop", "halt", "suspend", "disable", "switch off", "kill"]
      case .rollBack: ["roll back", "rollback", "roll-back", "rolling back", "revert", "restore"]
      case .fallBack: ["fall back", "fallback", "fall-back", "falling back", "manual", "by hand", "hand work"]
      }
    }
  }

  /// From the workflow's directory on.
  package let path: String
  package let parts: Set<Part>

  package init(path: String, parts: Set<Part>) {
    self.path = path
    self.parts = parts
  }

  /// Reads a text: Markdown, AsciiDoc or reStructuredText, or anything else with headings of theirs.
  package init(path: String, text: String) {
    var parts: Set<Part> = []
    for section in Self.sections(of: text) where section.hasText {
      parts.formUnion(Part.allCases.filter { part in part.words.contains { Self.says(section.heading, $0) } })
    }
    self.init(path: path, parts: parts)
  }

  private struct Section {
    let heading: String
    /// Of the heading: a deeper one belongs to it.
    let level: Int
    var hasText = false
  }

  /// Every heading with whether anything stands below it. What lies in fences is no heading.
  private static func sections(of text: String) -> [Section] {
    var sections: [Section] = []
    var open: [Int] = []
    var fence: Substring?
    var last: Substring?
    func tell() {
      for index in open { sections[index].hasText = true }
    }
    func begin(_ heading: Substring, _ level: Int) {
      open.removeAll { sections[$0].level >= level }
      sections.append(Section(heading: heading.lowercased(), level: level))
      open.append(sections.count - 1)
    }
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let words = trimmed(line)
      if let mark = fence {
        if words.hasPrefix(mark), words.allSatisfy({ $0 == mark.first }) {
          fence = nil
        } else if !words.isEmpty {
          tell()
        }
        continue
      }
      if words.hasPrefix("```") || words.hasPrefix("~~~"), !isUnderline(words, of: last) {
        if last != nil { tell() }
        fence = words.prefix { $0 == words.first }
        last = nil
        continue
      }
      if let (heading, level) = marked(words) {
        if last != nil { tell() }
        begin(heading, level)
        last = nil
      } else if isUnderline(words, of: last), let heading = last {
        begin(heading, words.first == "=" ? 1 : 2)
        last = nil
      } else {
        // What may turn out to be a heading is told as text one line later.
        if last != nil { tell() }
        last = words.isEmpty ? nil : words
      }
    }
    if last != nil { tell() }
    return sections
  }

  /// `## Pause`, `== Pause`: one to six marks, a blank, and words.
  private static func marked(_ line: Substring) -> (Substring, Int)? {
    guard let mark = line.first, mark == "#" || mark == "=" else { return nil }
    let level = line.prefix { $0 == mark }.count
    let rest = line.dropFirst(level)
    guard level <= 6, rest.first == " " || rest.first == "\t" else { return nil }
    let heading = trimmed(rest)
    return heading.isEmpty ? nil : (heading, level)
  }

  /// A line of nothing but `=`, `-` or `~`, three or more, below a line of words.
  private static func isUnderline(_ line: Substring, of above: Substring?) -> Bool {
    guard let above, !above.isEmpty, let mark = line.first, "=-~".contains(mark) else { return false }
    return line.count >= 3 && line.allSatisfy { $0 == mark }
  }

  /// Whether a heading has these words as words: `Unstoppable` does not say `stop`.
  private static func says(_ heading: String, _ words: String) -> Bool {
    let bytes = Array(heading.utf8)
    if bytes.allSatisfy({ $0 < 0x80 }) { return says(bytes, Array(words.utf8)) }
    var rest = heading[...]
    while let found = rest.firstRange(of: words) {
      let before = found.lowerBound == heading.startIndex ? nil : heading[heading.index(before: found.lowerBound)]
      let after = found.upperBound == heading.endIndex ? nil : heading[found.upperBound]
      if !(before?.isLetter ?? false), !(after?.isLetter ?? false) { return true }
      rest = heading[found.upperBound...]
    }
    return false
  }

  /// The same for a heading in ASCII, which nearly all are.
  private static func says(_ heading: [UInt8], _ words: [UInt8]) -> Bool {
    let isLetter = { (byte: UInt8) in (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
    guard heading.count >= words.count else { return false }
    for start in 0...(heading.count - words.count) where heading[start...].starts(with: words) {
      let end = start + words.count
      let isInside = (start > 0 && isLetter(heading[start - 1])) || (end < heading.count && isLetter(heading[end]))
      if !isInside { return true }
    }
    return false
  }

  private static func trimmed(_ line: Substring) -> Substring {
    let start = line.drop(while: \.isWhitespace)
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return start[...end]
  }
}
