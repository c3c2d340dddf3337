import Glibc
import TestSupport
import Testing

/// Commands with what came of them, written down with names in place of what changes from run to run.
struct Transcript {
  private let team: Team
  private var text = ""

  init(_ team: Team) { self.team = team }

  /// Runs a command and notes it.
  func run(_ person: Person, _ words: String...) throws -> Transcript {
    let outcome = try team.run(person, Team.binary, words)
    var next = self
    let shown = words.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
    next.text += "\(person.rawValue)$ countersign \(shown)\n"
    next.text += Self.section("stdout", outcome.stdout) + Self.section("stderr", outcome.stderr)
    next.text += "status \(outcome.status)\n\n"
    return next
  }

  private static func section(_ name: String, _ bytes: [UInt8]) -> String {
    bytes.isEmpty ? "" : "--- \(name)\n" + String(decoding: bytes, as: UTF8.self)
  }

  /// Compares with the golden file, or writes it and says so.
  func compare(
    _ name: String, file: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let path = "\(folder)/Golden/\(name).txt"
    let now = settled
    if getenv("COUNTERSIGN_RECORD") != nil {
      try team.sandbox.write(path, now)
      Issue.record(
        "recorded \(name).txt: look at it, then run without COUNTERSIGN_RECORD", sourceLocation: sourceLocation)
      return
    }
    let golden = String(decoding: try team.sandbox.read(path), as: UTF8.self)
    #expect(golden == now, "\(Self.difference(golden, now))", sourceLocation: sourceLocation)
  }

  /// Lines that only one side has.
  private static func difference(_ golden: String, _ now: String) -> String {
    let old = golden.split(separator: "\n", omittingEmptySubsequences: false)
    let new = now.split(separator: "\n", omittingEmptySubsequences: false)
    return "\n"
      + new.difference(from: old).map { change in
        switch change {
        case .remove(let line, let text, _): "- \(line + 1): \(text)"
        case .insert(let line, let text, _): "+ \(line + 1): \(text)"
        }
      }.joined(separator: "\n")
  }

  /// The text with names for the sandbox, ids, times, ages and keys; the same id has the same name throughout.
  private var settled: String {
    var names: [(id: Substring, name: String)] = []
    let text = text.replacing(team.sandbox.path, with: "<dir>")
      .replacing(/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z/, with: "<time>")
      .replacing(/SHA256:[A-Za-z0-9+\/]{43}/, with: "<key>")
      .replacing(/\ [0-9]{1,4}[smhd](\ +|\n)/) { $0.output.1.hasPrefix("\n") ? " <age>\n" : " <age> " }
      // A second more may be a digit more: what fills up the column is no part of what is said.
      .replacing(/<age> ([a-z]+)\ +/) { "<age> \($0.output.1) " }
    return text.replacing(/\b[0-9a-f]{8,64}\b/) { match in
      let id = match.output
      if let known = names.first(where: { $0.id.hasPrefix(id) || id.hasPrefix($0.id) }) { return known.name }
      names.append((id, "<id\(names.count + 1)>"))
      return "<id\(names.count)>"
    }
  }
}
