import TestSupport
import Testing

@Suite("command line: nothing is signed that nobody would count")
struct SigningWhatCountsTests {
  @Test("a target that is named twice is signed once, and the journal stays readable")
  func twice() throws {
    let team = try Team(.submitted)
    expect(
      try team.countersign(.jonas, "approve", "report", "--for", "main", "--for", "main", "-m", "Yes"), 0,
      out: ["jonas approved report@", " for main"], absent: ["main, main"])
    expect(try team.countersign(.maria, "sync"), 0, out: ["in step with origin"])
    expect(
      try team.countersign(.maria, "gate", "report", "--for", "main"), 1, absent: ["unmet approvals", "malformed"])
  }

  @Test("an approval of what the target holds is none, unless a glob meant more than that")
  func nothingNew() throws {
    let team = try Team(.released)
    let before = try team.statements("greet")
    expect(
      try team.countersign(.jonas, "approve", "greet", "--for", "prod", "--rev", "origin/main"), 2,
      errors: ["prod holds greet@", "an approval is for a change", "[selection.version]"])
    expect(
      try team.countersign(.jonas, "approve", "gr*", "--for", "prod", "--rev", "origin/main"), 2,
      errors: ["prod holds all of it already", "[selection.version]"])
    #expect(try team.statements("greet") == before)
    try team.change(.maria, "polite", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    expect(
      try team.countersign(.jonas, "approve", "*", "--rev", "origin/polite"), 0, out: ["approved greet@"],
      absent: ["spare", "report"])
  }

  @Test("an approval that is over before it is signed is wrong usage", arguments: ["0s", "2020-01-01T00:00:00Z"])
  func over(time: String) throws {
    let team = try Team(.submitted)
    let before = try team.statements("report")
    expect(
      try team.countersign(.jonas, "approve", "report", "--expires", time), 64,
      errors: ["is over already", "[usage.time]"])
    #expect(try team.statements("report") == before)
    expect(try team.countersign(.jonas, "approve", "report", "--expires", "1h"), 0)
  }

  static let blank: [[String]] = [
    ["submit", "report", "-m", ""], ["submit", "report", "-m", " "], ["reject", "report", "-m", ""],
    ["withdraw", "report", "-m", " "], ["recall", "report", "--version", "0123456789ab", "-m", ""],
    ["test", "report", "--suite", ""], ["test", "report", "--suite", "unit\u{1b}[2J"],
  ]

  @Test("a reason, and a suite's name, are more than blanks and control characters", arguments: blank)
  func reasons(words: [String]) throws {
    let team = try Team(.submitted)
    let before = try team.statements("report")
    expect(try team.run(.maria, Team.binary, words), 64, absent: ["submitted", "\u{1b}"])
    #expect(try team.statements("report") == before)
  }

  @Test("'submitted' is said when it is signed, not before")
  func saidFirst() throws {
    let team = try Team(.submitted)
    try team.git(.maria, "config", "user.signingkey", "nothing-there.pub")
    expect(
      try team.countersign(.maria, "submit", "report", "-m", "It has to be louder"), 2, absent: ["submitted report"])
  }

  @Test("what --local kept is what the last line says")
  func keptLocal() throws {
    let team = try Team(.submitted)
    for words in [
      ["submit", "report", "-m", "It has to be louder", "--local"], ["approve", "report", "-m", "Yes", "--local"],
      ["test", "report", "--suite", "unit", "--local"], ["record", "report", "access", "--local"],
    ] {
      let outcome = try team.shell(.maria, "countersign \"$@\" 2>&1".replacing("\"$@\"", with: quoted(words)))
      expect(outcome, 0)
      #expect(
        outcome.output.split(separator: "\n").last == "kept here only: nothing has changed anywhere else",
        "\(words): \(outcome.output)")
    }
  }

  private func quoted(_ words: [String]) -> String { words.map { "'\($0)'" }.joined(separator: " ") }
}
