import TestSupport
import Testing

/// What a command did is what it should have done: its exit status, and what its two streams say.
func expect(
  _ outcome: Outcome, _ status: Int32, out: [String] = [], errors: [String] = [], absent: [String] = [],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let said = "status \(outcome.status)\n--- stdout\n\(outcome.output)\n--- stderr\n\(outcome.errors)"
  #expect(outcome.status == status, "\(said)", sourceLocation: sourceLocation)
  for words in out {
    #expect(outcome.output.contains(words), "stdout lacks '\(words)': \(said)", sourceLocation: sourceLocation)
  }
  for words in errors {
    #expect(outcome.errors.contains(words), "stderr lacks '\(words)': \(said)", sourceLocation: sourceLocation)
  }
  for words in absent {
    let found = outcome.output.contains(words) || outcome.errors.contains(words)
    #expect(!found, "'\(words)' was said: \(said)", sourceLocation: sourceLocation)
  }
}

extension Team {
  /// Every repository is whole, each signature on an environment's branch is good for plain git, nothing is locked.
  func expectSound(sourceLocation: SourceLocation = #_sourceLocation) throws {
    for directory in ["hub.git"] + Person.allCases.map(\.rawValue) {
      let outcome = try tryGit(.lena, "fsck", "--strict", "--no-dangling", in: directory)
      #expect(outcome.status == 0, "\(directory): \(outcome.errors)", sourceLocation: sourceLocation)
      let leftovers = try shell(.lena, "find . -name '*.lock' -o -name 'tmp_obj_*' -o -name '*.tmp'", in: directory)
      #expect(leftovers.output == "", "\(directory)", sourceLocation: sourceLocation)
    }
    for branch in ["env/dev", "env/test", "env/prod"] {
      guard try tryGit(.lena, "rev-parse", "--verify", "-q", "refs/heads/\(branch)", in: "hub.git").status == 0 else {
        continue
      }
      let log = try shell(
        .lena, "git -c gpg.ssh.allowedSignersFile=\"$1\" log --format=%G? \(branch)".replacing("\"$1\"", with: signers),
        in: "hub.git")
      #expect(
        !log.output.isEmpty && log.output.split(separator: "\n").allSatisfy { $0 == "G" }, "\(branch): \(log.output)",
        sourceLocation: sourceLocation)
    }
  }

  /// The signers' file that `clone` wrote.
  var signers: String { sandbox.absolute("lena/.git/countersign/allowed_signers") }

  /// Where a ref of the hub stands; empty: it is not there.
  func hub(_ ref: String) throws -> String {
    try tryGit(.lena, "rev-parse", "-q", "--verify", ref, in: "hub.git").output
  }

  /// The paths of a commit's tree in the hub.
  func paths(_ revision: String) throws -> [String] {
    try git(.lena, "ls-tree", "-r", "--name-only", revision, in: "hub.git").split(separator: "\n").map(String.init)
  }

  /// One trailer of a commit in the hub, as git reads it.
  func trailer(_ key: String, of revision: String) throws -> String {
    try git(
      .lena, "log", "-1", "--format=%(trailers:key=\(key),valueonly)", revision, in: "hub.git")
  }

  /// How many statements the journal of a workflow holds at the hub.
  func statements(_ workflow: String, in directory: String = "hub.git") throws -> Int {
    let outcome = try tryGit(
      .lena, "ls-tree", "-r", "--name-only", "refs/countersign/journal/\(workflow)", in: directory)
    return outcome.output.split(separator: "\n").filter { $0.hasSuffix(".json") }.count
  }
}
