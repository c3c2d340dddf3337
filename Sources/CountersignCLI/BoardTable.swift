import Diagnostics
import Gathering
import PolicyModel
import Reporting
import StrictJSON
import Vocabulary

/// A board as a matrix: a row per workflow, a column per target, below a row what waits; never wider than 100 columns.
struct BoardTable {
  static let width = 100
  /// Narrower than a version with its mark, an age and a short name, a column says nothing.
  private static let leastColumn = 15
  private static let mainColumn = 8

  let board: Board
  let colours: Bool

  func text(_ names: [String]) -> String {
    var text = ""
    let longest = names.map(\.count).max() ?? 8
    let first = min(26, max(8, longest))
    // Main shows a version and nothing beside it; the environments share what is left.
    let column = (Self.width - first - Self.mainColumn - 1) / max(1, board.targets.count - 1) - 1
    let rows = column >= Self.leastColumn
    let widths = board.targets.map { $0 == "main" ? Self.mainColumn : min(column, 26) }
    if rows { text += line([("workflow", first)] + zip(board.targets, widths).map { ($0, $1) }) }
    for name in names {
      text += rows ? row(name, first, widths) : block(name)
      // Hundreds may not have been judged; the last line counts them.
      for note in board.notes[name] ?? [] where note.kind != .unjudged {
        text += wrapped("\(note.target): \(note.text)")
      }
    }
    if names.isEmpty { text += "no workflow has landed yet\n" }
    for notice in board.notices { text += wrapped(notice, indent: "") }
    return text
  }

  /// A name that is too long stands on a line of its own, whole.
  private func row(_ name: String, _ first: Int, _ widths: [Int]) -> String {
    let cells = zip(board.targets, widths).map { (cell(name, $0), $1) }
    if name.count <= first { return line([(name, first)] + cells) }
    return name + "\n" + line([("", first)] + cells)
  }

  /// Where there are too many targets for columns: a line for each.
  private func block(_ name: String) -> String {
    let first = min(30, board.targets.map(\.count).max() ?? 8)
    return name + "\n" + board.targets.map { "  " + line([(fitted($0, first), first), (cell(name, $0), 60)]) }.joined()
  }

  private func cell(_ name: String, _ target: String) -> String {
    let isKilled = board.isKilled(name, target)
    guard let cell = board.cells[target]?[name] else {
      return isKilled ? "- KILLED" : "-"
    }
    let isMain = board.cells["main"]?[name]?.version == cell.version
    var words = [String(cell.version.dirHash.prefix(8)) + (isMain && target != "main" ? "*" : "")]
    if isKilled {
      words.append("KILLED")
    } else if let arrival = cell.arrival {
      words += [Board.age(board.now - arrival.date), arrival.by]
    }
    return words.joined(separator: " ")
  }

  private func line(_ cells: [(text: String, width: Int)]) -> String {
    let line = cells.map { cell in
      let text = fitted(cell.text, cell.width)
      return text + String(repeating: " ", count: cell.width - text.count)
    }.joined(separator: " ")
    return painted(String(line.reversed().drop { $0 == " " }.reversed())) + "\n"
  }

  /// Cut where it does not fit, which shows.
  private func fitted(_ text: String, _ width: Int) -> String {
    text.count <= width ? text : String(text.prefix(width - 1)) + "…"
  }

  /// Words of a sentence below a row, in lines that fit.
  private func wrapped(_ text: String, indent: String = "    ") -> String {
    var lines: [String] = []
    var line = indent
    for word in text.split(separator: " ").map({ fitted(String($0), Self.width - indent.count - 2) }) {
      if line.count + word.count + 1 > Self.width, line.contains(where: { $0 != " " }) {
        lines.append(line)
        line = indent + "  "
      }
      line += (line.last == " " || line.isEmpty ? "" : " ") + word
    }
    return painted((lines + [line]).joined(separator: "\n")) + "\n"
  }

  /// What must not be overlooked, where colour helps.
  private func painted(_ text: String) -> String {
    guard colours else { return text }
    return text.replacing("KILLED", with: "\u{1b}[31mKILLED\u{1b}[0m")
      .replacing("FROZEN", with: "\u{1b}[34mFROZEN\u{1b}[0m")
  }
}

extension Board {
  func json(_ names: [String], at moment: Timestamp?, debts: OpenDebts) -> String {
    let rows = names.map { name in
      JSON.object([
        .init("workflow", .string(name)),
        .init("targets", .object(targets.map { JSON.Member($0, json(name, $0)) })),
        .init(
          "notes",
          .array(
            (notes[name] ?? []).map { note in
              .object([
                .init("target", .string(note.target)), .init("kind", .string(note.kind.rawValue)),
                .init("text", .string(note.text)),
              ])
            })),
      ])
    }
    return JSON.object([
      .init("schema", .string("urn:countersign:status:v1")), .init("at", .string(now.description)),
      .init("looksBack", .bool(moment != nil)), .init("workflows", .array(rows)),
      .init("notices", .array(notices.map { .string($0) })),
      .init("freezes", freezes), .init("debts", debts.json),
    ]).written(pretty: true) + "\n"
  }

  private func json(_ name: String, _ target: String) -> JSON {
    let cell = cells[target]?[name]
    guard cell != nil || isKilled(name, target) else { return .null }
    let kill = kill(name, target)
    return .object([
      .init("version", JSONReport.version(cell?.version)),
      .init("since", cell?.arrival.map { .string($0.date.description) } ?? .null),
      .init("by", cell?.arrival.map { .string($0.by) } ?? .null),
      .init("killed", .bool(isKilled(name, target))),
      .init("killedSince", kill.map { .string($0.date.description) } ?? .null),
      .init("killedBy", kill.map { .string($0.by) } ?? .null),
    ])
  }
}
