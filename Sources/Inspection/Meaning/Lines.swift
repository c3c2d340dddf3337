/// Lines of code, for counting and showing.
enum Lines {
  static let shown = 8

  static func of(_ text: String) -> [Substring] {
    text.lines.filter { !$0.utf8.allSatisfy(Ascii.isBlank) }
  }

  /// The first lines, and how many more there are.
  static func first(of text: String, mark: String = "+") -> [String] { list(of(text).map { "\(mark) " + line($0) }) }

  /// So many, and how many more there are.
  static func list(_ lines: [String]) -> [String] {
    lines.count <= shown
      ? lines : lines.prefix(shown - 1) + ["… and \(lines.count - shown + 1) more lines: --lines shows all"]
  }

  static func line(_ text: Substring) -> String {
    let text = bare(text)
    return Shown.value(String(text.prefix(4_000)) + (text.count > 4_000 ? "…" : ""))
  }

  static func bare(_ text: Substring) -> Substring { text.drop { $0.isWhitespace } }
}

/// How the lines of two texts differ: which went and came, which moved, and which differ in blanks alone.
struct LineChanges {
  private(set) var gone: [Substring] = []
  private(set) var come: [Substring] = []
  /// In both, each behind another line now; nil: it is the first.
  private var moved: [(line: Substring, behind: Substring?)] = []
  /// Where the place in the line says what belongs together.
  private var indented: [(was: Substring, now: Substring)] = []
  private var blanks: [(was: Substring, now: Substring)] = []
  private let texts: (old: String, new: String)

  /// Of more lines, those that moved are not looked for: it takes memory with the square of what differs.
  private static let most = 1_000

  init(_ old: String, _ new: String, language: String) {
    texts = (old, new)
    let (all, others) = (Lines.of(old), Lines.of(new))
    gone = Comparing.surplus(of: all, over: others)
    come = Comparing.surplus(of: others, over: all)
    findMoved(all, others)
    takeBlanks(isPlaceMeant: language.hasPrefix("python"))
  }

  /// Whether two texts are the same but for blanks at their ends.
  static func areAlike(_ old: String, _ new: String) -> Bool { core(old) == core(new) }

  private static func core(_ text: String) -> Substring {
    var text = text[...]
    while text.last?.isWhitespace == true { text.removeLast() }
    while text.first?.isNewline == true { text.removeFirst() }
    return text
  }

  private mutating func findMoved(_ all: [Substring], _ others: [Substring]) {
    var (old, new) = (all[...], others[...])
    while let first = old.first, first == new.first {
      old.removeFirst()
      new.removeFirst()
    }
    while let last = old.last, last == new.last {
      old.removeLast()
      new.removeLast()
    }
    guard old.count + new.count <= Self.most else {
      if gone.isEmpty, come.isEmpty, let first = new.first { moved = [(first, others[..<new.startIndex].last)] }
      return
    }
    var removed: [Substring: Int] = [:]
    let difference = Array(new).difference(from: Array(old))
    for case .remove(_, let line, _) in difference { removed[line, default: 0] += 1 }
    // Of lines that are there more often than before, some are new and none has moved.
    for line in gone { removed[line, default: 0] -= 1 }
    for case .insert(let place, let line, _) in difference {
      guard let count = removed[line], count > 0 else { continue }
      removed[line] = count - 1
      moved.append((line, others[..<(new.startIndex + place)].last))
    }
  }

  /// Takes out the pairs that differ in blanks alone.
  private mutating func takeBlanks(isPlaceMeant: Bool) {
    func letters(_ line: Substring) -> String { line.filter { !$0.isWhitespace } }
    var there = Lists(gone.indices.map { (letters(gone[$0]), $0) })
    var taken: (gone: Set<Int>, come: Set<Int>) = ([], [])
    for (index, now) in come.enumerated() {
      guard let place = there.pop(letters(now), besides: taken.gone) else { continue }
      taken.gone.insert(place)
      taken.come.insert(index)
      if isPlaceMeant, Lines.bare(gone[place]) == Lines.bare(now) {
        indented.append((gone[place], now))
      } else {
        blanks.append((gone[place], now))
      }
    }
    gone = gone.indices.filter { !taken.gone.contains($0) }.map { gone[$0] }
    come = come.indices.filter { !taken.come.contains($0) }.map { come[$0] }
  }

  private static func words(_ text: some StringProtocol) -> Set<Substring> {
    Set(Substring(text).split { !$0.isLetter && !$0.isNumber })
  }
}

extension LineChanges {
  /// `2 lines new, 1 gone; 3 moved`.
  var counts: String {
    var parts: [String] = []
    if !gone.isEmpty || !come.isEmpty { parts.append("\(Shown.count(come.count, "line")) new, \(gone.count) gone") }
    if !moved.isEmpty { parts.append("\(Shown.count(moved.count, "line")) moved") }
    if !indented.isEmpty { parts.append("\(Shown.count(indented.count, "line")) indented otherwise") }
    if !blanks.isEmpty { parts.append("\(Shown.count(blanks.count, "line")) with other blanks") }
    return parts.isEmpty ? "empty lines or line ends alone" : parts.joined(separator: "; ")
  }

  /// What went and what came; of many lines those with the most that is new, of two long ones that took each other's place what
  /// differs in them. Where nothing else differs, the blanks.
  var shown: [String] {
    var entries = moved.map { entry in
      let place = entry.behind.map { "now stands behind: " + Lines.line($0) } ?? "now stands first"
      return Entry(rank: Self.words(entry.line).count, lines: ["~ \(Lines.line(entry.line)) -- \(place)"])
    }
    entries += indented.map { was, now in
      Entry(
        rank: Self.words(now).count,
        lines: ["~ \(Lines.line(now)) -- \(Self.indent(now)) before it instead of \(Self.indent(was))"])
    }
    let others = entries.count
    entries += changed
    if entries.isEmpty {
      entries = blanks.map { Entry(rank: 0, lines: ["~ " + Self.change($0, $1)]) }
    }
    if entries.reduce(0, { $0 + $1.lines.count }) > Lines.shown {
      rank(&entries[others...])
      let ranked = entries.enumerated().sorted { ($1.element.rank, $0.offset) < ($0.element.rank, $1.offset) }
      return Lines.list(ranked.flatMap(\.element.lines))
    }
    let all = entries.flatMap(\.lines)
    return ["~", "-", "+"].flatMap { mark in all.filter { $0.hasPrefix(mark) } }
  }

  private struct Entry {
    /// How many words of it the other text has nowhere.
    var rank: Int
    let lines: [String]
  }

  /// In the order of `gone` and `come`, each rank 0.
  private var changed: [Entry] {
    let pairs = min(gone.count, come.count)
    return (0..<max(gone.count, come.count)).map { index in
      if index < pairs, max(gone[index].utf8.count, come[index].utf8.count) > Shown.longest {
        let words = Shown.change(String(Lines.bare(gone[index])), String(Lines.bare(come[index])))
        return Entry(rank: 0, lines: ["~ " + words])
      }
      let (was, now) = (index < gone.count ? gone[index] : nil, index < come.count ? come[index] : nil)
      return Entry(
        rank: 0, lines: [was.map { "- " + Lines.line($0) }, now.map { "+ " + Lines.line($0) }].compactMap(\.self))
    }
  }

  /// Looks up the ranks of what `changed` says; of few lines nobody asks for them.
  private func rank(_ entries: inout ArraySlice<Entry>) {
    let (old, new) = (Self.words(texts.old), Self.words(texts.new))
    for (index, entry) in zip(0..., entries.indices) where index < max(gone.count, come.count) {
      entries[entry].rank =
        (index < come.count ? Self.words(come[index]).subtracting(old).count : 0)
        + (index < gone.count ? Self.words(gone[index]).subtracting(new).count : 0)
    }
  }

  private static func change(_ old: Substring, _ new: Substring) -> String {
    if Lines.bare(old) == Lines.bare(new) {
      return "\(Lines.line(new)) -- \(indent(new)) before it instead of \(indent(old))"
    }
    return Shown.change(String(Lines.bare(old)), String(Lines.bare(new)))
  }

  /// `4 blanks`, `1 tab`.
  private static func indent(_ line: Substring) -> String {
    let blanks = line.prefix { $0.isWhitespace }
    let tabs = blanks.count { $0 == "\t" }
    let parts = [(tabs, "tab"), (blanks.count - tabs, "blank")].filter { $0.0 > 0 }.map { Shown.count($0.0, $0.1) }
    return parts.isEmpty ? "nothing" : parts.joined(separator: " and ")
  }
}
