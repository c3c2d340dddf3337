import Glibc
import TestSupport

extension RawStatement {
  /// An exception made by hand, in order but for what the parameters make of it.
  static func exception(
    _ workflow: String, _ version: RawVersion, base: RawVersion?, target: String = "prod",
    lifts: [String] = ["approvals"], until: Int = time(nil) + 3600, ticket: String = "OPS-9"
  ) -> RawStatement {
    let lifted = lifts.map { #""\#($0)""# }.joined(separator: ",")
    return RawStatement(
      workflow: workflow, version: version, type: "urn:countersign:exception:v1",
      members: #""target":"\#(target)","base":\#(base?.json ?? "null"),"lifts":[\#(lifted)],"#
        + #""why":"It greets nobody until then","ticket":"\#(ticket)","until":"\#(stamp(until))""#)
  }

  /// An approval that names an exception.
  static func answer(_ workflow: String, _ version: RawVersion, base: RawVersion?, to exception: String) -> RawStatement
  {
    var review = RawStatement.review("approve", workflow, version, base: base, for: "prod", risk: "low")
    review.members = review.members.replacing(
      #""class":"low""#, with: #""class":"low","exception":"\#(exception)""#)
    return review
  }
}

/// A team whose `prod` has break-glass; another version of `greet` is in test, and nobody has approved it for prod.
struct Emergency {
  let team: Team
  /// What is to be released, and what prod holds.
  let version: RawVersion
  let base: RawVersion

  static let policy = TeamFiles.policy.replacing(
    "    low: { soak: 0s }\n",
    with: "    low: { approvals: 1 }\n    break-glass: { approvals: [{ any: [on-call, security] }], for: 4h }\n")

  init(policy: String = Self.policy) throws {
    team = try Team(.adopted)
    try team.landPolicy(policy)
    try team.landFiles("hello", ["workflows/greet/run.sh": Team.hello])
    for name in ["dev", "test"] {
      try team.must(.lena, "promote", "greet", "--env", name, "-m", "Step by step", "--ticket", "OPS-7")
    }
    version = try team.digests("greet", at: "origin/main")
    base = try team.digests("greet", at: team.root)
  }

  /// Signs an exception by the ordinary way; gives its whole id.
  func breakGlass(_ person: Person = .sofia, _ more: String...) throws -> String {
    let words =
      [
        "break-glass", "greet", "--env", "prod", "--lift", "approvals", "--until", "2h", "--ticket", "OPS-9", "-m",
        "It greets nobody until then",
      ] + more
    let outcome = try team.run(person, Team.binary, words)
    guard outcome.status == 0, let found = outcome.output.firstRange(of: "exception ") else {
      throw SandboxError.status(command: words.joined(separator: " "), outcome)
    }
    return try id(String(outcome.output[found.upperBound...].prefix(12)))
  }

  /// The whole id of a statement in the hub's journal.
  func id(_ short: String) throws -> String {
    let paths = try team.git(
      .lena, "ls-tree", "-r", "--name-only", "refs/countersign/journal/greet", in: "hub.git")
    let names = paths.split(separator: "\n").compactMap { $0.split(separator: "/").last }
    return names.first { $0.hasPrefix(short) }.map { String($0.prefix(64)) } ?? short
  }

  /// Appends a statement made by hand to the hub's journal; gives its id.
  func append(_ statement: RawStatement, by person: Person) throws -> String {
    let file = try team.file(statement, by: person)
    let spec = try team.journal(person, "greet", adding: [file])
    let outcome = try team.push(person, [spec])
    guard outcome.status == 0 else { throw SandboxError.status(command: "git push \(spec)", outcome) }
    return String(file.path.split(separator: "/").last?.prefix(64) ?? "")
  }

  /// A release of what waits in test, made by hand, that names an exception.
  func release(
    _ exception: String?, _ change: (inout StepTrailers) -> Void = { _ in }, parents: [String]? = nil
  ) throws -> String {
    var trailers = try team.stepTrailers("greet", to: "prod")
    trailers["Exception"] = .some(exception)
    change(&trailers)
    return try team.craftStep(
      .lena, "prod", [.take("workflows/greet", from: "origin/main")], trailers, parents: parents)
  }

  /// Releases by an exception, the ordinary way.
  func promote(_ exception: String) throws -> Outcome {
    try team.countersign(
      .lena, "promote", "greet", "--env", "prod", "--exception", exception, "--ticket", "OPS-9", "-m",
      "It greets nobody until then")
  }

  /// Another version of `greet` in test, approved for prod: nothing but a debt may hold its release.
  func next() throws {
    try team.landFiles("again", ["workflows/greet/run.sh": "#!/bin/sh\necho hello again\n"])
    for name in ["dev", "test"] {
      try team.must(.lena, "promote", "greet", "--env", name, "-m", "Step by step", "--ticket", "OPS-7")
    }
    try team.must(.jonas, "approve", "greet", "--for", "prod", "--rev", "origin/main", "-m", "Heard it in test")
    try team.nextSecond()
  }
}
