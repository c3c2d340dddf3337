import TestSupport
import Testing

/// What attackers on approvals and policy do by hand: merges, pushes, releases and statements past the commands.
extension Team {
  static let aWhy = "Why: A reason that is long enough\nTicket: OPS-7"

  /// Takes a revision to the hub's main with plain git.
  func pushToMain(_ person: Person, _ revision: String = "HEAD") throws -> Outcome {
    try tryGit(person, "push", "--no-verify", "origin", "\(revision):refs/heads/main")
  }

  /// Merges a branch of the hub into its main with plain git and pushes that, as any client can.
  func offer(
    _ person: Person, _ branch: String, how: [String] = [], trailers: String = Team.aWhy
  ) throws -> Outcome {
    try git(person, "fetch", "-q", "origin")
    try git(person, "checkout", "-q", "--detach", "origin/main")
    let merge =
      ["merge", "-q", "--no-ff", "--no-verify"] + how + ["-m", "Merge \(branch)\n\n\(trailers)", "origin/\(branch)"]
    let outcome = try run(person, "git", merge)
    guard outcome.status == 0 else { throw SandboxError.status(command: "git merge", outcome) }
    return try pushToMain(person)
  }

  /// Commits what is in a person's work tree, with other names than git's configuration has.
  @discardableResult
  func commit(
    _ person: Person, _ message: String = "Change it\n\n\(Team.aWhy)", author: String? = nil, committer: String? = nil,
    how: [String] = []
  ) throws -> String {
    try git(person, "add", "--all")
    var names: [String: String] = [:]
    if let author { names["GIT_AUTHOR_EMAIL"] = author }
    if let committer { names["GIT_COMMITTER_EMAIL"] = committer }
    let words = ["commit", "-q", "--no-verify", "--allow-empty", "-F", "-"] + how
    let outcome = try run(person, "git", words, environment: names, input: message + "\n")
    guard outcome.status == 0 else { throw SandboxError.status(command: "git commit", outcome) }
    return try git(person, "rev-parse", "HEAD")
  }

  /// A new branch from the hub's main, checked out.
  func begin(_ person: Person, _ branch: String, at start: String = "origin/main") throws {
    try git(person, "fetch", "-q", "origin")
    try git(person, "checkout", "-q", "-B", branch, start)
  }

  func publish(_ person: Person, _ branch: String) throws {
    try git(person, "push", "-q", "--no-verify", "--force", "origin", "HEAD:refs/heads/\(branch)")
  }

  /// Tests and approves what a branch holds of a workflow.
  func vouch(_ workflow: String = "report", at branch: String, by people: [Person] = [.jonas]) throws {
    try must(.ci, "test", workflow, "--suite", "unit", "--rev", "origin/\(branch)")
    for person in people { try must(person, "approve", workflow, "--rev", "origin/\(branch)", "-m", "Looked at it") }
  }

  /// Lands another policy as the gate for it asks: written by Maria, approved by two policy owners.
  func landPolicy(
    _ branch: String, _ files: [String: String?], by owners: [Person] = [.sofia, .lena]
  ) throws {
    try change(.maria, branch, files)
    try must(.maria, "submit", "policy", "-m", "The rules change")
    for owner in owners { try must(owner, "approve", "policy", "--rev", "origin/\(branch)", "-m", "Agreed") }
    try must(.maria, "land", branch)
  }

  /// The same with the policy's text alone.
  func landPolicy(_ branch: String, _ text: String, by owners: [Person] = [.sofia, .lena]) throws {
    try landPolicy(branch, [".countersign/policy.yaml": text], by: owners)
  }

  /// A push is held, by these rules, and no ref of the hub moves.
  func expectHeld(
    _ rules: String..., words: [String] = [], absent: [String] = [], sourceLocation: SourceLocation = #_sourceLocation,
    _ push: () throws -> Outcome
  ) throws {
    let before = try hubRefs()
    var after = before
    let outcome = try push()
    after = try hubRefs()
    expect(
      outcome, 1, errors: ["countersign: held: nothing of this push is taken"] + rules.map { "[\($0)]" } + words,
      absent: absent, sourceLocation: sourceLocation)
    #expect(after == before, "a ref moved", sourceLocation: sourceLocation)
  }

  /// A push cannot be decided, says why, and no ref of the hub moves.
  func expectUndecided(
    _ rules: String..., words: [String] = [], sourceLocation: SourceLocation = #_sourceLocation,
    _ push: () throws -> Outcome
  ) throws {
    let before = try hubRefs()
    let outcome = try push()
    let after = try hubRefs()
    expect(
      outcome, 1, errors: ["countersign: undecided: nothing of this push is taken"] + rules.map { "[\($0)]" } + words,
      sourceLocation: sourceLocation)
    #expect(after == before, "a ref moved", sourceLocation: sourceLocation)
  }

  /// The honest twin: the push is taken and main moves.
  func expectTaken(sourceLocation: SourceLocation = #_sourceLocation, _ push: () throws -> Outcome) throws {
    let before = try hub("refs/heads/main")
    expect(try push(), 0, sourceLocation: sourceLocation)
    #expect(try hub("refs/heads/main") != before, "main did not move", sourceLocation: sourceLocation)
  }
}

extension Team {
  /// The payloads of a workflow's statements in the hub that hold all these words.
  func payloads(_ workflow: String, with words: String...) throws -> [String] {
    let ref = "refs/countersign/journal/\(workflow)"
    let files = try git(.lena, "ls-tree", "-r", "--name-only", ref, in: "hub.git")
    var found: [String] = []
    for file in files.split(separator: "\n") where file.hasSuffix(".json") {
      let payload = try shell(
        .lena, "git show '\(ref):\(file)' | sed 's/.*\"payload\": *\"\\([^\"]*\\)\".*/\\1/' | base64 -d", in: "hub.git")
      if words.allSatisfy(payload.output.contains) { found.append(payload.output) }
    }
    return found
  }

  /// Signs a statement with a person's key and appends it to a journal by hand; gives what came of the push.
  func append(_ payload: String, to workflow: String, signedBy key: String, pushedBy person: Person) throws -> Outcome {
    let script = """
      set -e
      journal=refs/countersign/journal/\(workflow)
      git fetch -q origin "+$journal:refs/forging/\(workflow)"
      dir=$(mktemp -d ../forging.XXXXXX)
      cat >$dir/payload
      { printf 'DSSEv1 28 application/vnd.in-toto+json %s ' "$(wc -c <$dir/payload)"; cat $dir/payload; } >$dir/pae
      ssh-keygen -q -Y sign -n countersign -f '\(sandbox.absolute("keys/\(key)"))' $dir/pae
      printf '{"payload":"%s","payloadType":"application/vnd.in-toto+json","signatures":[{"keyid":"%s","sig":"%s"}]}\\n' \
        "$(base64 -w0 <$dir/payload)" "$(ssh-keygen -lf '\(sandbox.absolute("keys/\(key).pub"))' | cut -d' ' -f2)" "$(grep -v -e ----- $dir/pae.sig | tr -d '\\n')" >$dir/envelope
      hash=$(grep -o '"dirHash": *"[0-9a-f]*"' $dir/payload | head -1 | grep -o '[0-9a-f]\\{64\\}')
      name=$(printf %s "$hash" | cut -c1-2)/$hash/$(sha256sum $dir/envelope | cut -c1-64).json
      export GIT_INDEX_FILE=$dir/index
      git read-tree refs/forging/\(workflow)
      git update-index --add --cacheinfo "100644,$(git hash-object -w $dir/envelope),$name"
      new=$(git commit-tree -p refs/forging/\(workflow) -m "Append" "$(git write-tree)")
      git push -q --no-verify origin "$new:$journal"
      """
    return try run(person, "sh", ["-c", script], input: payload)
  }

  /// Writes a release commit by hand and pushes it.
  func releaseByHand(
    _ person: Person, _ workflow: String, to environment: String, from source: String = "origin/main"
  ) throws -> Outcome {
    try git(person, "fetch", "-q", "origin", "+refs/countersign/journal/*:refs/forging/*")
    try git(person, "fetch", "-q", "origin")
    let version = try version(workflow, at: source, person)
    let script = """
      set -e
      export GIT_INDEX_FILE=$PWD/.git/forging-index
      source=$(git rev-parse \(source))
      git read-tree origin/env/\(environment)
      git rm -r -f --cached -q --ignore-unmatch workflows/\(workflow)
      git read-tree --prefix=workflows/\(workflow)/ $source:workflows/\(workflow)
      new=$(git commit-tree -S -p origin/env/\(environment) "$(git write-tree)" <<END
      Release \(workflow)

      Release: \(workflow)@\(version)
      Environment: \(environment)
      Source: $source
      Policy: $(git rev-parse origin/main)
      Journal: $(git rev-parse refs/forging/\(workflow))
      Why: A reason that is long enough
      Ticket: OPS-7
      END
      )
      git push -q --no-verify origin $new:refs/heads/env/\(environment)
      """
    return try shell(person, script)
  }
}
