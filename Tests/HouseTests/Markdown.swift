/// The targets of the links in Markdown that lead to files, without what follows `#`.
func fileLinks(in markdown: String) -> [String] {
  var links: [String] = []
  for (index, part) in prose(markdown).split(separator: "](", omittingEmptySubsequences: false).enumerated()
  where index > 0 {
    let target = part.prefix { $0 != ")" && $0 != " " && !$0.isNewline }
    let file = target.prefix { $0 != "#" }
    if !file.isEmpty, !file.contains("://"), !file.hasPrefix("mailto:") { links.append(String(file)) }
  }
  return links
}

/// Markdown without its code blocks.
private func prose(_ markdown: String) -> String {
  var isInBlock = false
  return markdown.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
    if line.hasPrefix("```") {
      isInBlock.toggle()
      return false
    }
    return !isInBlock
  }.joined(separator: "\n")
}

/// The rows of the first table whose heading begins with these cells; nil when there is none.
func table(_ heading: [String], in markdown: String) -> [[String]]? {
  var rows: [[String]]?
  for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
    let cells = cells(of: line)
    if rows == nil {
      if Array(cells.prefix(heading.count)) == heading { rows = [] }
    } else if cells.isEmpty {
      break
    } else if !cells.allSatisfy({ $0.allSatisfy { "-:".contains($0) } }) {
      rows?.append(cells)
    }
  }
  return rows
}

private func cells(of line: Substring) -> [String] {
  guard line.hasPrefix("|"), line.hasSuffix("|"), line.count > 1 else { return [] }
  return line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map { cell in
    var text = cell
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

/// What stands between backticks.
func codeSpans(in text: String) -> [String] {
  text.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
    .map { String($0.element) }
}
