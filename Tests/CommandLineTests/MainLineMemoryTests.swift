import TestSupport
import Testing

@Suite("main line: what is remembered changes time, never the answer")
struct MainLineMemoryTests {
  private static let file = "hub.git/countersign/main-line"

  @Test("the server remembers its main line, and a second look says the same")
  func remembered() throws {
    let team = try Team(.released)
    let text = String(decoding: try team.sandbox.read(Self.file), as: UTF8.self)
    #expect(text.hasPrefix("countersign main line 2\nroot \(team.root)\n") && text.hasSuffix("\nend\n"))
    #expect(text.contains("\npolicy 0 \(team.root)\n"))
    try held(team)
    try taken(team)
  }

  @Test(
    "torn, of another root, of another line, or no such file at all: main is read anew",
    arguments: ["torn", "empty", "other root", "other tip", "not text", "folder", "pipe", "gone"])
  func broken(how: String) throws {
    let team = try Team(.released)
    let text = String(decoding: try team.sandbox.read(Self.file), as: UTF8.self)
    let other = try team.hub("refs/heads/env/prod")
    switch how {
    case "torn": try team.sandbox.write(Self.file, String(text.dropLast(8)))
    case "empty": try team.sandbox.write(Self.file, "")
    case "other root": try team.sandbox.write(Self.file, text.replacing(team.root, with: other))
    case "other tip":
      let tip = text.split(separator: "\n")[2].split(separator: " ")[1]
      try team.sandbox.write(Self.file, text.replacing("tip \(tip)", with: "tip \(other)"))
    case "not text": try team.sandbox.write(Self.file, [UInt8](repeating: 0xff, count: 3000))
    default:
      _ = try team.sandbox.run("rm", [Self.file])
      if how == "folder" { try team.sandbox.makeDirectory(Self.file) }
      if how == "pipe" { _ = try team.sandbox.run("mkfifo", [Self.file]) }
    }
    try held(team)
    try taken(team)
    try team.expectSound()
  }

  @Test("a policy that landed since, and the journal that says it may, are seen")
  func policyChanges() throws {
    let team = try Team(.released)
    let strict = TeamFiles.policy.replacing("low: {}", with: "low: { approvals: 1 }")
    try team.change(.maria, "strict", [".countersign/policy.yaml": strict])
    try team.must(.maria, "submit", "policy", "-m", "Everything is looked at")
    for owner in [Person.sofia, .lena] {
      try team.must(owner, "approve", "policy", "--rev", "origin/strict", "-m", "Agreed")
    }
    try team.must(.maria, "land", "strict")
    try team.change(.maria, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    expect(try team.countersign(.maria, "land", "hello"), 1, out: ["[approvals.missing]"])
  }

  /// Without a review a change of `report` does not land.
  private func held(_ team: Team) throws {
    try team.change(.maria, "quiet", ["workflows/report/run.sh": "#!/bin/sh\necho 0\n"])
    let before = try team.hub("refs/heads/main")
    let outcome = try team.tryGit(.maria, "push", "-q", "--no-verify", "origin", "quiet:main")
    expect(outcome, 1, errors: ["[approvals.missing]"])
    #expect(try team.hub("refs/heads/main") == before)
  }

  private func taken(_ team: Team) throws {
    try team.change(.maria, "hello", ["workflows/greet/run.sh": "#!/bin/sh\necho hello\n"])
    try team.must(.maria, "land", "hello")
  }
}
