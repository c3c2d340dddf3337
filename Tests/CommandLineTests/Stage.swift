import TestSupport

/// What a test starts from; made once in a process, packed in memory, unpacked by each test.
enum Stage: Sendable {
  /// A root with a policy and three workflows; everybody has cloned; nothing is released.
  case founded
  /// All three workflows are adopted in dev, test and prod.
  case adopted
  /// Maria submitted a change of `report` for main, on the branch `louder`.
  case submitted
  /// That change is landed and released up to prod.
  case released
  /// Also another policy, a kill and a resume, a second workflow's release, and a rollback: something of everything.
  case told

  struct Packed: Sendable {
    let archive: [UInt8]
    /// Where it was made: to be replaced in the clones' configuration.
    let path: String
    let root: String
  }

  var packed: Result<Packed, any Error> {
    switch self {
    case .founded: Self.all.map { $0.founded }
    case .adopted: Self.all.map { $0.adopted }
    case .submitted: Self.all.map { $0.submitted }
    case .released: Self.all.map { $0.released }
    case .told: Self.everything
    }
  }

  private struct Everything: Sendable {
    let founded: Packed
    let adopted: Packed
    let submitted: Packed
    let released: Packed
  }

  private static let all = Result { try build() }

  private static let everything = Result { try tell() }

  private static func tell() throws -> Packed {
    let team = try Team(.released)
    try team.landFiles("hello", ["workflows/greet/run.sh": Team.hello])
    for name in ["dev", "test", "prod"] {
      try team.must(.lena, "promote", "greet", "--env", name, "-m", "They shall hear it", "--ticket", "OPS-7")
    }
    try team.landPolicy("rules", TeamFiles.policy.replacing("min-length: 10", with: "min-length: 12"))
    try team.must(.lena, "kill", "report", "--env", "prod", "-m", "It shouts at night")
    let kill = try team.hub("refs/heads/env/prod")
    for person in [Person.jonas, .sofia] {
      try team.must(person, "approve", "report", "--resume", kill, "--env", "prod", "-m", "It is day")
    }
    try team.nextSecond()
    try team.must(.lena, "resume", "report", "--env", "prod", "-m", "It is day again")
    try team.must(
      .lena, "rollback", "greet", "--env", "prod", "--version", "previous", "-m", "They heard it", "--execute")
    for person in Person.allCases { try team.must(person, "sync") }
    return try pack(team, team.root)
  }

  private static func build() throws -> Everything {
    let team = try Team(in: try Sandbox())
    let root = try found(team)
    let founded = try pack(team, root)
    try team.must(
      .jonas, "approve", "*", "--adoption", "--for", "dev", "--for", "test", "--for", "prod", "--rev", "origin/main",
      "-m",
      "As it runs today")
    for name in ["dev", "test", "prod"] { try team.must(.lena, "adopt", "--env", name) }
    let adopted = try pack(team, root)
    try team.change(.maria, "louder", ["workflows/report/run.sh": "#!/bin/sh\necho 2\n"])
    try team.must(.maria, "submit", "report", "-m", "It has to be louder")
    let submitted = try pack(team, root)
    try release(team)
    return Everything(founded: founded, adopted: adopted, submitted: submitted, released: try pack(team, root))
  }

  private static func found(_ team: Team) throws -> String {
    let sandbox = team.sandbox
    sandbox.environment = team.environment(.lena)
    try sandbox.makeRepository("hub.git", bare: true)
    try sandbox.makeRepository("seed")
    try sandbox.write("seed/.countersign/policy.yaml", TeamFiles.policy)
    var signers = ""
    for person in Person.allCases {
      let words = String(decoding: try sandbox.read("keys/\(person.rawValue).pub"), as: UTF8.self)
        .split { $0 == " " || $0 == "\n" }
      signers += "\(person.rawValue)@acme.example namespaces=\"git,countersign\" \(words[0]) \(words[1])\n"
    }
    try sandbox.write("seed/.countersign/allowed_signers", signers)
    for (file, text) in TeamFiles.workflows {
      try sandbox.write("seed/workflows/\(file)", Array(text.utf8), executable: file.hasSuffix("run.sh"))
    }
    try team.git(.lena, "add", "--all", in: "seed")
    try team.git(
      .lena, "commit", "-q", "-m", "Start", "-m", "Why: Every change is to be explained\nTicket: OPS-1", in: "seed")
    let root = try team.git(.lena, "rev-parse", "HEAD", in: "seed")
    try team.must(.lena, "hooks", "install", "--server", "--root", root, in: "hub.git")
    try team.git(.lena, "push", "-q", sandbox.absolute("hub.git"), "main", in: "seed")
    _ = try sandbox.run("rm", ["-rf", "seed"])
    for person in Person.allCases {
      try team.must(
        person, "clone", sandbox.absolute("hub.git"), sandbox.absolute(person.rawValue), "--root", root, in: "")
    }
    return root
  }

  private static func release(_ team: Team) throws {
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    try team.must(.jonas, "approve", "report", "-m", "Heard it")
    try team.must(.maria, "land", "louder")
    try team.must(.lena, "promote", "report", "--env", "dev", "-m", "For the developers", "--ticket", "OPS-7")
    try team.must(.lena, "promote", "report", "--env", "test", "-m", "For the testers", "--ticket", "OPS-7")
    try team.must(.jonas, "approve", "report", "--for", "prod", "--rev", "origin/main", "-m", "Heard it in test")
    try team.nextSecond()
    try team.must(.lena, "promote", "report", "--env", "prod", "-m", "Everybody shall hear it", "--ticket", "OPS-7")
  }

  private static func pack(_ team: Team, _ root: String) throws -> Packed {
    let outcome = try team.sandbox.run("tar", ["-cf", "-", "--exclude", "./.runs", "--exclude", "./.out-*", "."])
    guard outcome.status == 0 else { throw SandboxError.status(command: "tar -cf", outcome) }
    return Packed(archive: outcome.stdout, path: team.sandbox.path, root: root)
  }
}
