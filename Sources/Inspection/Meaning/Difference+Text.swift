import Diagnostics
package import Vocabulary

extension ChangeWeight {
  /// What stands before a line in a text.
  package var mark: String {
    switch self {
    case .grave: "!"
    case .notable: "*"
    case .slight: "-"
    }
  }
}

extension Difference {
  /// How many changes of one kind a text shows; the rest is counted. What is grave is never left out.
  package static let mostOfAKind = 20

  /// A line, and whether it is about something grave.
  package struct Line: Hashable, Sendable {
    package let text: String
    package let weight: ChangeWeight?
    package let isDetail: Bool
  }

  /// A line for each change with its details below, the gravest first, then the notes. Never empty.
  package var lines: [Line] {
    var lines: [Line] = []
    for group in groups {
      let most = group[0].kind.weight == .grave ? group.count : Difference.mostOfAKind
      for change in group.prefix(most) {
        lines.append(
          Line(text: "\(change.kind.weight.mark) \(change.what)", weight: change.kind.weight, isDetail: false))
        lines += change.details.map { Line(text: "    \($0)", weight: change.kind.weight, isDetail: true) }
      }
      if let last = group.last, group.count > most {
        let rest = "and \(group.count - most) more of the kind \(last.kind.rawValue)"
        lines.append(Line(text: "\(last.kind.weight.mark) \(rest)", weight: last.kind.weight, isDetail: false))
      }
    }
    if changes.isEmpty { lines.append(Line(text: "nothing changed in what it does", weight: nil, isDetail: false)) }
    return lines + notes.map { Line(text: "  \($0)", weight: nil, isDetail: false) }
  }

  private var groups: [[Change]] {
    var groups: [[Change]] = []
    for change in changes {
      if groups.last?.last?.kind == change.kind {
        groups[groups.count - 1].append(change)
      } else {
        groups.append([change])
      }
    }
    return groups
  }

  /// The same as a list for a merge request.
  package var markdown: String {
    lines.map { line in
      let text = markdownEscaped(line.text.drop { "!*- ".contains($0) })
      if line.isDetail { return "  - \(text)" }
      return line.weight == .grave ? "- **\(text)**" : "- \(text)"
    }.joined(separator: "\n") + "\n"
  }
}
