import Diagnostics
import Gates
import Testing

/// One row of a table: a scene with one thing changed, and what the requirement has to answer.
struct Row: Sendable, CustomTestStringConvertible {
  enum Kind: String, Sendable {
    case unmet, undecided, met, notAsked
  }

  let testDescription: String
  let start: Scene.Start
  let kind: Kind
  /// Of the first finding.
  let rule: String
  /// What the findings, or the words of what is met, must say.
  let words: [String]
  let edit: @Sendable (inout Scene) throws -> Void

  static func unmet(
    _ name: String, _ rule: String, _ words: String..., from start: Scene.Start,
    _ edit: @escaping @Sendable (inout Scene) throws -> Void
  ) -> Row {
    Row(testDescription: "unmet: \(name)", start: start, kind: .unmet, rule: rule, words: words, edit: edit)
  }

  static func undecided(
    _ name: String, _ rule: String, _ words: String..., from start: Scene.Start,
    _ edit: @escaping @Sendable (inout Scene) throws -> Void
  ) -> Row {
    Row(testDescription: "undecided: \(name)", start: start, kind: .undecided, rule: rule, words: words, edit: edit)
  }

  static func met(
    _ name: String, _ words: String..., from start: Scene.Start,
    _ edit: @escaping @Sendable (inout Scene) throws -> Void = { _ in }
  ) -> Row {
    Row(testDescription: "met: \(name)", start: start, kind: .met, rule: "", words: words, edit: edit)
  }

  static func notAsked(
    _ name: String, from start: Scene.Start, _ edit: @escaping @Sendable (inout Scene) throws -> Void = { _ in }
  ) -> Row {
    Row(testDescription: "not asked: \(name)", start: start, kind: .notAsked, rule: "", words: [], edit: edit)
  }

  /// Judges the scene and compares; a denial must also be one of the whole verdict.
  func check(_ requirement: any Requirement.Type) throws {
    var scene = try Scene(start)
    try edit(&scene)
    let verdict = scene.verdict()
    let answer = verdict.items.first { $0.requirement == requirement.id }?.answer
    var said = ""
    switch (answer, kind) {
    case (nil, .notAsked): return
    case (.met(let words)?, .met): said = words
    case (.unmet(let findings)?, .unmet), (.undecided(let findings)?, .undecided):
      #expect(verdict.outcome != .passed)
      if kind == .unmet { #expect(verdict.outcome == .held) }
      #expect(findings.first?.rule.id == rule)
      said = findings.map(\.words).joined(separator: "\n")
    default: Issue.record("\(requirement.id) answers \(answer.map { "\($0)" } ?? "nothing: it is not asked")")
    }
    for word in words { #expect(said.contains(word), "no \(word) in:\n\(said)") }
  }
}

extension Finding {
  /// Everything that a reader of the finding sees.
  var words: String { ([what] + (place.map { ["\($0)"] } ?? []) + because + next).joined(separator: "\n") }
}
