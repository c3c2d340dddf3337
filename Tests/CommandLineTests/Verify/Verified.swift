import StrictJSON
import TestSupport
import Testing

/// What `verify --format json` said.
struct Verified {
  struct Violation: CustomStringConvertible {
    let weight: String
    let rule: String
    let subject: String
    let what: String
    let place: String
    let runs: [String]

    var description: String {
      "\(weight) [\(rule)] \(subject) | \(place) | \(what)\(runs.isEmpty ? "" : " RUNS \(runs)")"
    }
  }

  let status: Int32
  let outcome: String
  let violations: [Violation]
  let counts: [String: Int64]
  let runs: [String]
  let text: String
  let errors: String

  init(_ result: Outcome) throws {
    status = result.status
    text = result.output
    errors = result.errors
    let node = try StrictJSON.read(Array(result.stdout))
    outcome = try #require(node["outcome"]?.string)
    violations = (node["violations"]?.array ?? []).map { one in
      Violation(
        weight: one["weight"]?.string ?? "", rule: one["rule"]?.string ?? "", subject: one["subject"]?.string ?? "",
        what: one["what"]?.string ?? "", place: one["place"]?.string ?? "",
        runs: (one["runs"]?.array ?? []).compactMap(\.string))
    }
    runs = (node["runs"]?.array ?? []).compactMap(\.string)
    counts = Dictionary(
      uniqueKeysWithValues: (node["looked-at"]?.members ?? []).map { ($0.key, $0.value.integer ?? -1) })
  }
}

/// What a break has to bring about: a rule, and words that stand in the subject or the place of what is told.
struct Told: Sendable, CustomStringConvertible {
  let rule: String
  let words: [String]

  init(_ rule: String, _ words: String...) {
    self.rule = rule
    self.words = words
  }

  func matches(_ violation: Verified.Violation) -> Bool {
    violation.rule == rule && words.allSatisfy { violation.subject.contains($0) || violation.place.contains($0) }
  }

  var description: String { "[\(rule)] \(words.joined(separator: " "))" }
}

extension Team {
  /// Verifies the hub, or a clone.
  func verify(_ words: String..., in directory: String = "hub.git") throws -> Verified {
    try Verified(run(.lena, Team.binary, ["verify", "--format", "json"] + words, in: directory))
  }

  /// Each thing that is told was to be told, and the other way round; what runs on it is named.
  func expectBroken(
    _ told: [Told], outcome: String = "held", status: Int32 = 1, runs: Set<String> = [],
    in directory: String = "hub.git",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let verified = try verify(in: directory)
    let all = verified.violations.map(\.description).joined(separator: "\n") + verified.errors
    #expect(verified.status == status, "\(all)", sourceLocation: sourceLocation)
    #expect(verified.outcome == outcome, "\(all)", sourceLocation: sourceLocation)
    for violation in verified.violations where !told.contains(where: { $0.matches(violation) }) {
      Issue.record("told without need: \(violation)", sourceLocation: sourceLocation)
    }
    for one in told where !verified.violations.contains(where: one.matches) {
      Issue.record("not told: \(one)\n\(all)", sourceLocation: sourceLocation)
    }
    let running = Set(verified.runs.map { String($0.prefix { $0 != "@" }) })
    #expect(running == runs, "\(verified.runs)", sourceLocation: sourceLocation)
    let first = verified.violations.firstIndex { $0.runs.isEmpty } ?? verified.violations.count
    let rest = verified.violations[first...].filter { !$0.runs.isEmpty }
    #expect(
      rest.isEmpty, "what runs is not named first: \(all)",
      sourceLocation: sourceLocation)
    if directory == "hub.git" { try expectSame(verified, sourceLocation) }
  }

  /// A clone with nothing but what refs reach says the same, word for word.
  private func expectSame(_ hub: Verified, _ sourceLocation: SourceLocation) throws {
    let clone = try freshClone()
    let verified = try verify(in: clone)
    #expect(verified.status == hub.status, "\(verified.text)\(verified.errors)", sourceLocation: sourceLocation)
    let said = verified.text.replacing("refs/remotes/origin/", with: "refs/heads/")
    #expect(said == hub.text, "another answer in a fresh clone", sourceLocation: sourceLocation)
  }

  /// A plain clone of the hub as it is, with its journals and the root pinned; gives its directory.
  func freshClone(_ words: String...) throws -> String {
    let hub = "file://" + sandbox.absolute("hub.git")
    _ = try sandbox.run("rm", ["-rf", "fresh"])
    let cloned = try run(.lena, "git", ["clone", "-q"] + words + [hub, sandbox.absolute("fresh")], in: "")
    guard cloned.status == 0 else { throw SandboxError.status(command: "git clone", cloned) }
    try git(.lena, "fetch", "-q", "origin", "refs/countersign/journal/*:refs/countersign/journal/*", in: "fresh")
    try git(.lena, "config", "countersign.root", git(.lena, "config", "countersign.root", in: "hub.git"), in: "fresh")
    return "fresh"
  }

  /// The hub without its hooks, as whoever owns the machine can have it.
  static func unguarded(_ stage: Stage = .told) throws -> Team {
    let team = try Team(stage)
    try team.openHub()
    return team
  }

  /// Takes an object out of the hub.
  func lose(_ id: String) throws {
    let outcome = try shell(
      .lena,
      "mv objects/pack ../packed; mkdir objects/pack; for pack in ../packed/*.pack; do "
        + "[ -e $pack ] && git unpack-objects -q <$pack; done; rm -f objects/\(id.prefix(2))/\(id.dropFirst(2))",
      in: "hub.git")
    guard outcome.status == 0 else { throw SandboxError.status(command: "losing \(id)", outcome) }
  }

  /// The first twelve digits, as messages have them.
  func short(_ id: String) -> String { String(id.prefix(12)) }

  /// Takes what lies in a clone to a ref of the hub, whatever was there.
  func force(_ person: Person, _ commit: String, _ ref: String) throws {
    try git(person, "push", "-q", "--no-verify", "origin", "+\(commit):\(ref)")
  }

  /// Writes a journal of the hub anew, without the files whose paths or contents the filter names.
  ///
  /// - Parameter drop: a shell command that prints the paths to leave out of the tree in `$tree`.
  func rewriteJournal(_ workflow: String, dropping drop: String = "true", date: String = "") throws {
    let script = """
      set -e
      ref=refs/countersign/journal/\(workflow)
      export GIT_INDEX_FILE=$PWD/rewriting GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x@acme.example
      export GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x@acme.example
      parent=; last=
      for commit in $(git rev-list --reverse $ref); do
        rm -f $GIT_INDEX_FILE; git read-tree $commit
        tree=$commit; \(drop) | while read -r path; do printf '0 %040d\\t%s\\n' 0 "$path"; done | git update-index --index-info
        new=$(git write-tree)
        [ "$new" = "$last" ] && continue
        last=$new
        export GIT_AUTHOR_DATE="$(git log -1 --format=%at $commit) +0000"
        export GIT_COMMITTER_DATE="$(git log -1 --format=%ct $commit) +0000"
        parent=$(git commit-tree ${parent:+-p $parent} -m 'rewritten' $new)
      done
      rm -f $GIT_INDEX_FILE
      git update-ref $ref $parent
      """
    let outcome = try shell(.lena, script, in: "hub.git")
    guard outcome.status == 0 else { throw SandboxError.status(command: "rewriting", outcome) }
  }

  /// A shell command that prints the statements of a journal's tree whose payloads hold these words.
  static func statements(with words: String) -> String {
    """
    git ls-tree -r --name-only $tree | grep json | while read -r file; do git show $tree:$file \
    | sed 's/.*"payload": *"\\([^"]*\\)".*/\\1/' | base64 -d | grep -q '\(words)' && echo "$file" || true; done
    """
  }
}
