import Git
import TestSupport
import Testing

@Suite struct HookEnvironmentTests {
  /// The hook of a real push waits until the test has looked at the objects in quarantine, then refuses the push.
  private let waitingHook = """
    #!/bin/sh
    env > environment.part && mv environment.part environment
    i=0
    while [ ! -e done ] && [ $i -lt 400 ]; do sleep 0.05; i=$((i + 1)); done
    exit 1

    """

  private func waitFor(_ file: String, in sandbox: Sandbox) throws {
    let loop = "i=0; while [ ! -e \(file) ] && [ $i -lt 400 ]; do sleep 0.05; i=$((i + 1)); done; [ -e \(file) ]"
    let outcome = try sandbox.run("sh", ["-c", loop])
    try #require(outcome.status == 0, "\(file) never came")
  }

  private func variables(_ file: String, in sandbox: Sandbox) throws -> [String: String] {
    var variables: [String: String] = [:]
    for line in String(decoding: try sandbox.read(file), as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
    }
    return variables
  }

  @Test func pushedObjectsAreSeenAndNothingIsWritten() throws {
    let sandbox = try Sandbox()
    let bare = try sandbox.makeRepository("bare.git", bare: true)
    try sandbox.makeRepository()
    let pushed = try sandbox.commit("pushed", files: ["a": "1"])
    try sandbox.write("bare.git/hooks/pre-receive", Array(waitingHook.utf8), executable: true)
    let push = "(git push -q \(bare) main >../push.out 2>&1; echo $? >../push.part; mv ../push.part ../push) &"
    _ = try sandbox.run("sh", ["-c", push], in: "repo")

    try waitFor("bare.git/environment", in: sandbox)
    var variables = try variables("bare.git/environment", in: sandbox)
    #expect(variables["GIT_QUARANTINE_PATH"] != nil)
    // git gives paths relative to the hook's directory.
    for key in ["GIT_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"] {
      if let value = variables[key], !value.hasPrefix("/") { variables[key] = value == "." ? bare : bare + "/" + value }
    }
    let id = try #require(ObjectID(hex: pushed))
    let plain = try Repository.open(bare).kind(of: id)
    #expect(plain == nil, "without the environment the push is not visible")

    let repository = try Repository.openFromEnvironment(HookEnvironment(variables))
    let seen = try repository.commit(id).subject
    let quarantined = repository.isQuarantined
    #expect(seen == "pushed" && quarantined)
    #expect(throws: GitError.self) { try repository.update("refs/heads/main", to: id, expecting: nil, message: "") }
    #expect(throws: GitError.self) { _ = try repository.write(blob: [1]) }

    try sandbox.write("bare.git/done", "")
    try waitFor("push", in: sandbox)
    #expect(try sandbox.git("rev-parse", "--verify", "-q", "main", in: "bare.git").status != 0)
    #expect(try sandbox.git("fsck", "--strict", in: "bare.git").status == 0)
  }

  @Test(arguments: [false, true])
  func noMoreObjectsAreNamedThanAreTaken(packed: Bool) throws {
    let sandbox = try Sandbox()
    try sandbox.makeRepository()
    try sandbox.commit("one", files: ["a": "1", "b": "2"])
    if packed { try sandbox.gitText("repack", "-q", "-a", "-d") }
    let environment = HookEnvironment(["GIT_OBJECT_DIRECTORY": sandbox.absolute("repo/.git/objects")])
    // A commit, its tree, two blobs.
    #expect(try Repository.incoming(environment, most: 3) == nil)
    #expect(try Repository.incoming(environment, most: 4)?.count == 4)
    #expect(try Repository.incoming(HookEnvironment([:]), most: 0) == [])
    try sandbox.commit("two", files: ["c": "3"])
    #expect(try Repository.incoming(environment, most: 6) == nil, "some in a pack, some beside it")
    #expect(try Repository.incoming(environment, most: 7)?.count == 7)
  }

  @Test func aPartialCommitIsReadThroughItsOwnIndex() throws {
    let sandbox = try Sandbox()
    try sandbox.makeRepository()
    try sandbox.commit("one", files: ["a": "1", "b": "1"])
    try sandbox.write("repo/a", "2")
    try sandbox.write("repo/b", "2")
    try sandbox.gitText("add", "a", "b")
    let hook =
      "#!/bin/sh\nenv > ../environment\ncp \"$GIT_INDEX_FILE\" ../partial.index\ngit write-tree > ../tree\nexit 1\n"
    try sandbox.write("repo/.git/hooks/pre-commit", Array(hook.utf8), executable: true)
    _ = try sandbox.git("commit", "-q", "-m", "only a", "--", "a")

    var variables = try variables("environment", in: sandbox)
    #expect(variables["GIT_INDEX_FILE"]?.hasSuffix(".lock") == true)
    variables["GIT_INDEX_FILE"] = sandbox.absolute("partial.index")
    let environment = HookEnvironment(variables)
    let repository = try Repository.openFromEnvironment(environment, from: sandbox.absolute("repo"))
    let tree = try repository.indexTree().hex
    #expect(try tree == String(decoding: sandbox.read("tree"), as: UTF8.self).prefix(40))
    let whole = try Repository.open(sandbox.absolute("repo")).indexTree().hex
    #expect(whole != tree)
  }

  @Test func onlyWhatGitSetsForHooksIsBelieved() {
    let environment = HookEnvironment([
      "GIT_DIR": "/r", "GIT_NAMESPACE": "evil", "GIT_CONFIG_COUNT": "1", "GIT_COMMON_DIR": "/elsewhere",
      "GIT_ALTERNATE_OBJECT_DIRECTORIES": "/a:/b",
    ])
    #expect(environment == HookEnvironment(["GIT_DIR": "/r", "GIT_ALTERNATE_OBJECT_DIRECTORIES": "/a:/b"]))
    #expect(environment.alternates == ["/a", "/b"])
  }
}
