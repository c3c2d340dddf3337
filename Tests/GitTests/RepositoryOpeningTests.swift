import Diagnostics
import Git
import TestSupport
import Testing

@Suite struct RepositoryOpeningTests {
  @Test func aPlaceWithoutARepositoryIsSaidToHaveNone() throws {
    let sandbox = try Sandbox()
    try sandbox.makeDirectory("empty")
    for path in [sandbox.absolute("empty"), sandbox.absolute("nowhere"), ""] {
      #expect(throws: GitError.notARepository(path: path)) { _ = try Repository.open(path).isBare }
    }
    #expect(GitError.notARepository(path: "/x").finding.rule == .gitNotARepository)
  }

  @Test func discoversUpwardsAndGivesAbsolutePaths() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    try sandbox.makeDirectory("repo/a/b")
    let repository = try Repository.open(path + "/a/b")
    let found = (repository.gitDirectory, repository.commonDirectory, repository.workDirectory, repository.isBare)
    #expect(found == (path + "/.git/", path + "/.git/", path + "/", false))
  }

  @Test func aBareRepositoryHasNoWorkDirectory() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository("bare.git", bare: true)
    let repository = try Repository.open(path)
    let found = (repository.gitDirectory, repository.workDirectory, repository.isBare)
    #expect(found == (path + "/", nil, true))
  }

  @Test func aLinkedWorkTreeSharesTheCommonDirectory() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    try sandbox.commit("one", files: ["a": "1"])
    try sandbox.gitText("worktree", "add", "-q", "-b", "side", sandbox.absolute("linked"))
    let repository = try Repository.open(sandbox.absolute("linked"))
    let found = (repository.gitDirectory, repository.commonDirectory, repository.workDirectory)
    #expect(found == (path + "/.git/worktrees/linked/", path + "/.git/", sandbox.absolute("linked") + "/"))
    #expect(try repository.head() == .branch("refs/heads/side", ObjectID(hex: sandbox.gitText("rev-parse", "side"))))
  }

  @Test(arguments: [
    ("extensions.objectFormat", "sha256", GitError.Unsupported.objectFormat("sha256")),
    ("extensions.refStorage", "reftable", .refStorage("reftable")),
    ("extensions.fromTheFuture", "yes", .other("extensions.fromthefuture")),
  ])
  func anUnknownFormatIsNamed(key: String, value: String, expected: GitError.Unsupported) throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    // git ignores an extension that it does not know in a repository of version 0, and so do we.
    for version in key == "extensions.fromTheFuture" ? ["1"] : ["1", "0"] {
      try sandbox.write(
        "repo/.git/config",
        "[core]\n\trepositoryformatversion = \(version)\n\tbare = false\n[extensions]\n\t\(key.dropFirst(11)) = \(value)\n"
      )
      #expect(throws: GitError.unsupported(expected, path: path + "/.git/")) { _ = try Repository.open(path).isBare }
    }
  }

  @Test func aRealRepositoryWithSHA256IsNotRead() throws {
    let sandbox = try Sandbox()
    try sandbox.makeDirectory("repo")
    try sandbox.gitText("init", "-q", "--object-format=sha256")
    let path = sandbox.absolute("repo")
    #expect(throws: GitError.unsupported(.objectFormat("sha256"), path: path + "/.git/")) {
      _ = try Repository.open(path).isBare
    }
  }

  @Test func extensionsThatChangeNothingHereAreAccepted() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    try sandbox.commit("one", files: ["a": "1"])
    try sandbox.gitText("config", "core.repositoryFormatVersion", "1")
    try sandbox.gitText("config", "extensions.worktreeConfig", "true")
    try sandbox.gitText("config", "extensions.partialClone", "origin")
    let head = try Repository.open(path).head()
    #expect(head.id != nil)
  }

  @Test func anotherUsersRepositoryIsReadOnlyWhenGitTrustsIt() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    let changed = try sandbox.run("chown", ["-R", "12345", path])
    let isRoot = try sandbox.run("id", ["-u"]).output == "0"
    // Only root can give files away; without it the rest of the test would say nothing.
    guard isRoot else { return }
    try #require(changed.status == 0)

    var asked: [String] = []
    #expect(throws: GitError.notTrusted(path: path + "/.git/")) {
      _ = try Repository.open(path) { directory in
        asked.append(directory)
        return false
      }.isBare
    }
    #expect(asked == [path + "/.git/"])
    let trusted = try Repository.open(path, trusting: { _ in true }).gitDirectory
    #expect(trusted == path + "/.git/")
    #expect(throws: GitError.notTrusted(path: path + "/.git/"), "the check is on again") {
      _ = try Repository.open(path).isBare
    }
  }

  @Test func whatChangesTheHistoryIsReported() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    let first = try sandbox.commit("one", files: ["a": "1"])
    let second = try sandbox.commit("two", files: ["a": "2"])
    let clean = try Repository.open(path).condition()
    #expect(clean.isEmpty)

    try sandbox.write("repo/.git/info/grafts", second + "\n")
    try sandbox.write("repo/.git/shallow", second + "\n")
    try sandbox.write("repo/.git/objects/info/alternates", path + "/.git/objects\n")
    try sandbox.gitText("update-ref", "refs/replace/" + second, first)
    try sandbox.gitText("config", "remote.origin.url", "/nowhere")
    try sandbox.gitText("config", "remote.origin.promisor", "true")
    let repository = try Repository.open(path)
    let found = try repository.condition()
    #expect(
      found.map(\.rule) == [.gitShallow, .gitGrafts, .gitPartialClone, .gitReplaceReferences, .gitAlternates])
    #expect(found.map(\.level) == [.error, .error, .error, .warning, .note])
    // And none of it has a say: the parent is the one in the raw commit.
    let id = try #require(ObjectID(hex: second))
    let commit = try repository.commit(id)
    #expect(commit.parents.map(\.hex) == [first])
    #expect(String(decoding: commit.message, as: UTF8.self) == "two")
  }
}
