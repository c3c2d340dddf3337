import Glibc
import TestSupport
import Testing

/// THREATS, "Git itself": sizes that would exhaust whoever judges them (G16). Time and memory are measured by hand.
extension GitAttacks {
  @Test("G16: a file of 100 MB, on main and on any branch: held from its header")
  func largeBlob() throws {
    let team = try Team(.founded)
    try team.git(.maria, "fetch", "-q", "origin")
    let made = try team.shell(.maria, "head -c 104857600 /dev/zero | git hash-object -w --stdin")
    let bad = try team.greeting { raw in
      raw.tree = try team.graft(.maria, "origin/main", "notes/large", ("100644", made.output))
    }
    for ref in ["refs/heads/main", "refs/heads/free", "refs/tags/large"] {
      try team.expectHeld(.maria, ["\(bad):\(ref)"], ["push.too-large"], says: ["104857600 bytes"])
    }
    let alone = try team.push(.maria, ["\(made.output):refs/tags/blob"])
    expect(alone, 1, errors: ["[push.too-large]"])
    #expect(try team.hub("refs/tags/blob") == "")
  }

  @Test("G16: a file above the policy's limit in a workflow, wherever it is pushed: held")
  func largeFile() throws {
    let team = try Team(.founded)
    let text = String(repeating: "0123456789abcde\n", count: 6 << 16)
    let bad = try team.greeting { raw in
      raw.tree = try team.graft(.maria, "origin/main", "workflows/greet/large", ("100644", team.blob(.maria, text)))
    }
    try team.expectHeld(.maria, ["\(bad):refs/heads/main"], ["path.too-large"])
    try team.expectHeld(.maria, ["\(bad):refs/heads/free"], ["path.too-large"])
  }

  /// A root tree with one directory that holds this many files with one content.
  private func crowded(_ team: Team, _ path: String, _ count: Int) throws -> String {
    let file = try team.blob(.maria, "x\n")
    let names = (0..<count).map { String(100_000 + $0) }
    let tree = try team.object(.maria, "tree", names.flatMap { Sandbox.rawEntry("100644", Array($0.utf8), file) })
    return try team.graft(.maria, "origin/main", path, ("40000", tree))
  }

  @Test(
    "G16: 50,000 files in one workflow, in the policy's directory: held",
    arguments: [
      "workflows/greet/many", ".countersign/many",
    ])
  func manyFiles(path: String) throws {
    let team = try Team(.founded)
    let bad = try team.greeting { $0.tree = try crowded(team, path, 50_000) }
    try team.expectRefused(.maria, "\(bad):refs/heads/main", anyOf: ["path.too-many-files", "git.too-large"])
    let told = try team.push(.maria, ["\(bad):refs/heads/main"]).errors
    #expect(told.contains("[path.too-many-files]") && !told.contains("(removed)"))
  }

  @Test(
    "G16: a file above the policy's limit behind an annotated tag: held; tags of something else are nobody's business")
  func behindTag() throws {
    let team = try Team(.founded)
    let large = try team.blob(.maria, String(repeating: "x", count: 6 << 20))
    let bad = try team.greeting {
      $0.tree = try team.graft(.maria, "origin/main", "workflows/greet/large", ("100644", large))
    }
    try team.git(.maria, "tag", "-a", "-m", "Large", "large", bad)
    try team.expectHeld(.maria, ["refs/tags/large"], ["path.too-large"])
    try team.git(.maria, "tag", "-a", "-m", "A file", "file", try team.blob(.maria, "x\n"))
    try team.git(.maria, "tag", "-a", "-m", "Small", "small", try team.greeting())
    try team.expectTaken(.maria, ["refs/tags/file", "refs/tags/small"])
  }

  @Test("G16: 50,000 files beside everything governed are nobody's business")
  func manyOthers() throws {
    let team = try Team(.founded)
    let good = try team.greeting { $0.tree = try crowded(team, "notes", 50_000) }
    try team.expectTaken(.maria, ["\(good):refs/heads/main"])
  }

  @Test(
    "G16: a few trees that unfold into billions of paths, or lie 5,000 deep: held",
    arguments: [
      ("workflows/greet/x", 12, 10), ("workflows/greet/x", 5000, 1), (".countersign/x", 12, 10),
      (".countersign/x", 5000, 1),
      ("workflows/x", 12, 10), ("workflows/x", 5000, 1),
    ])
  func bomb(path: String, depth: Int, width: Int) throws {
    let team = try Team(.founded)
    try team.trustObjects()
    let bad = try team.greeting { raw in
      raw.tree = try team.graft(.maria, "origin/main", path, ("40000", try treeBomb(team, depth: depth, width: width)))
    }
    try team.expectRefused(
      .maria, "\(bad):refs/heads/main",
      anyOf: ["path.too-deep", "path.too-many-files", "workflow.no-manifest", "git.too-large"])
  }

  /// Trees that hold the one below under several names, made in one go.
  func treeBomb(_ team: Team, depth: Int, width: Int, by person: Person = .maria) throws -> String {
    let names = (0..<width).map { "d\($0)" }
    let script = """
      t=$(printf '100644 blob %s\\tx\\n' $(echo x | git hash-object -w --stdin) | git mktree)
      i=0
      while [ $i -lt \(depth) ]; do
        t=$(for n in \(names.joined(separator: " ")); do printf '040000 tree %s\\t%s\\n' $t $n; done | git mktree)
        i=$((i + 1))
      done
      echo $t
      """
    let outcome = try team.shell(person, script)
    guard outcome.status == 0 else { throw SandboxError.status(command: "git mktree", outcome) }
    return outcome.output
  }

  @Test("G16: a commit with 10,000 parents, on main and on any branch: held")
  func manyParents() throws {
    let team = try Team(.founded)
    try team.trustObjects()
    let bad = try team.greeting { $0.parents = Array(repeating: $0.parents[0], count: 10_000) }
    try team.expectHeld(.maria, ["\(bad):refs/heads/main"], ["push.too-large"], says: ["10000 parents"])
    try team.expectHeld(.maria, ["\(bad):refs/heads/free"], ["push.too-large"])
    // 30,000 parents are more than a commit may have bytes.
    let worse = try team.greeting { $0.parents = Array(repeating: $0.parents[0], count: 30_000) }
    try team.expectHeld(.maria, ["\(worse):refs/heads/free"], ["push.too-large"])
  }

  @Test("G16: a message of two megabytes: held")
  func largeMessage() throws {
    let team = try Team(.founded)
    let bad = try team.greeting { $0.message += Array(String(repeating: "x", count: 2 << 20).utf8) }
    try team.expectHeld(.maria, ["\(bad):refs/heads/main"], ["push.too-large"])
  }

  @Test("G16: 50,000 refs in one push: held; a few hundred are taken", arguments: [10_001, 300])
  func manyRefs(count: Int) throws {
    let team = try Team(.founded)
    // The plumbing reads the refs from its input, where a command line would be too long.
    let script =
      "git fetch -q origin; seq -f 'origin/main:refs/heads/many/%.0f' \(count) | git send-pack --stdin ../hub.git"
    let before = try team.hubRefs()
    let outcome = try team.shell(.maria, script)
    if count > 1000 {
      #expect(outcome.status != 0)
      #expect(outcome.errors.contains("[push.too-large]"), "\(outcome.errors.prefix(600))")
      #expect(try team.hubRefs() == before)
    } else {
      expect(outcome, 0, errors: ["countersign: passed"])
    }
  }
}

extension Team {
  /// The push is refused by at least one of these rules, and no ref of the hub has moved.
  func expectRefused(
    _ person: Person, _ refspec: String, anyOf rules: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try hubRefs()
    let outcome = try push(person, [refspec])
    expect(outcome, 1, errors: ["nothing of this push is taken"], sourceLocation: sourceLocation)
    #expect(rules.contains { outcome.errors.contains("[\($0)]") }, "\(outcome.errors)", sourceLocation: sourceLocation)
    // git itself warns the pusher of paths too long for it; only the server's own words count.
    let told = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("remote:") }.joined(separator: "\n")
    #expect(told.utf8.count < 1 << 16, "the report is longer than anybody reads", sourceLocation: sourceLocation)
    #expect(try hubRefs() == before, "a ref of the hub moved", sourceLocation: sourceLocation)
  }
}
