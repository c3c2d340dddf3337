import Glibc
import TestSupport
import Testing

/// What a step made by hand does to the tree of an environment's branch.
enum TreeEdit: Sendable {
  /// The directory as a revision has it, in place of what is there.
  case take(String, from: String)
  case put(String, String)
  case drop(String)
  case makeExecutable(String)
  case makeLink(String)
}

/// The trailers of a step made by hand; nil leaves one out.
typealias StepTrailers = [String: String?]

extension Team {
  static let hello = "#!/bin/sh\necho hello\n"
  static let stepWhy = "Somebody wants it there"

  /// Lands files on main by the ordinary way: a branch, `land`.
  func landFiles(_ branch: String, _ files: [String: String?], by person: Person = .maria) throws {
    try change(person, branch, files)
    try must(person, "land", branch)
  }

  /// Puts another policy in force by the ordinary way: two policy owners approve it.
  func landPolicy(_ text: String) throws {
    try change(.maria, "rules", [".countersign/policy.yaml": text])
    try must(.maria, "submit", "policy", "-m", "The rules are to fit the case")
    for owner in [Person.jonas, .sofia] { try must(owner, "approve", "policy", "-m", "They fit it") }
    try must(.maria, "land", "rules")
  }

  /// What a truthful release to an environment names: the workflow as `source` has it, and the tips of the hub.
  func stepTrailers(
    _ workflow: String, to environment: String, source: String = "refs/heads/main"
  ) throws -> StepTrailers {
    try git(.lena, "fetch", "-q", "origin")
    return [
      "Release": "\(workflow)@\(try version(workflow, at: hub(source)))", "Environment": environment,
      "Source": try hub(source), "Policy": try hub("refs/heads/main"),
      "Journal": try journalTip(workflow), "Why": Self.stepWhy, "Ticket": "OPS-7",
    ]
  }

  /// The tip of a journal at the hub, as a trailer says it.
  func journalTip(_ workflow: String) throws -> String {
    let tip = try hub("refs/countersign/journal/\(workflow)")
    return tip.isEmpty ? "none" : tip
  }

  /// Writes a signed commit on the tip of an environment's branch with git's plumbing alone; gives its id.
  ///
  /// `parents` nil: the tip at the hub. `seconds` moves both dates, `zone` is what they are written in.
  func craftStep(
    _ person: Person, _ environment: String, _ edits: [TreeEdit], _ trailers: StepTrailers, parents: [String]? = nil,
    seconds: Int = 0, zone: String = "+0000", isSigned: Bool = true, subject: String = "A step"
  ) throws -> String {
    try git(person, "fetch", "-q", "origin")
    let tip = try hub("refs/heads/env/\(environment)")
    let parents = parents ?? (tip.isEmpty ? [] : [tip])
    var lines = ["set -e", "export GIT_INDEX_FILE=$PWD/.git/crafted; rm -f $GIT_INDEX_FILE"]
    if let first = parents.first { lines.append("git read-tree \(first)") }
    for edit in edits { lines.append(try line(edit, person)) }
    let order = ["Release", "Rollback", "Kill", "Resume", "Adopt", "Environment", "Source", "Policy", "Journal", "Why"]
    let place = { (key: String) in order.firstIndex(of: key) ?? order.count }
    let text = trailers.compactMap { key, value in value.map { (key: key, value: $0) } }
      .sorted { (place($0.key), $0.key) < (place($1.key), $1.key) }.map { "\($0.key): \($0.value)\n" }
    let file = sandbox.absolute(person.rawValue + "/.git/crafted-message")
    try sandbox.write(file, ([subject, "\n\n"] + text).joined())
    let date = "\(time(nil) + seconds) \(zone)"
    lines.append("export GIT_AUTHOR_DATE='\(date)' GIT_COMMITTER_DATE='\(date)'")
    lines.append(
      "git commit-tree \(isSigned ? "-S" : "") \(parents.map { "-p \($0)" }.joined(separator: " ")) "
        + "-F \(file) \"$(git write-tree)\"")
    let outcome = try shell(person, lines.joined(separator: "\n"))
    guard outcome.status == 0 else { throw SandboxError.status(command: lines.joined(separator: "\n"), outcome) }
    return outcome.output
  }

  private func line(_ edit: TreeEdit, _ person: Person) throws -> String {
    switch edit {
    case .take(let path, let revision):
      return "git rm -rqf --cached --ignore-unmatch -- '\(path)'\n"
        + "git ls-tree -r --full-tree \(revision) '\(path)' | git update-index --index-info"
    case .put(let path, let text):
      let file = sandbox.absolute(person.rawValue + "/.git/crafted-blob")
      try sandbox.write(file, text)
      let id = try git(person, "hash-object", "-w", file)
      return "git update-index --add --cacheinfo '100644,\(id),\(path)'"
    case .drop(let path): return "git rm -rqf --cached -- '\(path)'"
    case .makeExecutable(let path):
      return "git ls-files -s '\(path)' | sed 's/^100644/100755/' | git update-index --index-info"
    case .makeLink(let path):
      return "git ls-files -s '\(path)' | sed 's/^100644/120000/' | git update-index --index-info"
    }
  }

  /// Pushes a commit to an environment's branch, past every hook of the clone.
  func pushStep(_ person: Person, _ commit: String, _ environment: String, force: Bool = false) throws -> Outcome {
    try tryGit(person, "push", "--no-verify", "origin", "\(force ? "+" : "")\(commit):refs/heads/env/\(environment)")
  }

  /// A push that the server has to hold: it says so with this rule, and no ref moves.
  func expectHeld(
    _ rule: String, says: [String] = [], outcome: String = "held", sourceLocation: SourceLocation = #_sourceLocation,
    _ push: () throws -> Outcome
  ) throws {
    let before = try hubRefs()
    expect(
      try push(), 1, errors: ["countersign: \(outcome): nothing of this push is taken", "[\(rule)]"] + says,
      sourceLocation: sourceLocation)
    #expect(try hubRefs() == before, "a ref of the hub moved", sourceLocation: sourceLocation)
  }
}
