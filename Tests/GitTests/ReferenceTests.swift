import Diagnostics
import Git
import TestSupport
import Testing

@Suite struct ReferenceTests {
  private func id(_ hex: String) throws -> ObjectID { try #require(ObjectID(hex: hex)) }

  @Test func absentUnbornAndDetachedAreThreeThings() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    let unborn = try Repository.open(path).head()
    #expect(unborn == .branch("refs/heads/main", nil))
    let absent = try Repository.open(path).reference("refs/heads/main")
    #expect(absent == nil)
    let commit = try id(sandbox.commit("one", files: ["a": "1"]))
    let born = try Repository.open(path).head()
    #expect(born == .branch("refs/heads/main", commit))
    try sandbox.gitText("checkout", "-q", "--detach")
    let detached = try Repository.open(path).head()
    #expect(detached == .detached(commit))
  }

  @Test(arguments: [
    "main", "heads/main", "", "refs/heads/a..b", "refs/heads/a b", "refs/heads/.lock", "refs/heads/a\0b",
  ])
  func aNameThatIsNotFullIsRefused(name: String) throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    try sandbox.commit("one", files: ["a": "1"])
    let repository = try Repository.open(path)
    let error = #expect(throws: GitError.self) { _ = try repository.reference(name) }
    #expect(error?.finding.rule == .gitBadName)
  }

  @Test func refsAreListedSortedPackedAndLoose() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    let commit = try id(sandbox.commit("one", files: ["a": "1"]))
    for name in ["b", "a", "a-b", "deep/er"] {
      try sandbox.gitText("update-ref", "refs/countersign/journal/" + name, commit.hex)
    }
    try sandbox.gitText("update-ref", "refs/countersign/other", commit.hex)
    try sandbox.gitText("pack-refs", "--all")
    try sandbox.gitText("update-ref", "refs/countersign/journal/c", commit.hex)
    try sandbox.gitText("symbolic-ref", "refs/countersign/journal/nowhere", "refs/heads/none")
    let repository = try Repository.open(path)
    let names = try repository.references(under: "refs/countersign/journal/").map(\.name)
    #expect(names == ["a", "a-b", "b", "c", "deep/er"].map { "refs/countersign/journal/" + $0 })
    let none = try repository.references(under: "refs/countersign/remotes/")
    #expect(none.isEmpty)
  }

  @Test func aBrokenRefIsNotAnAbsentOne() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    try sandbox.commit("one", files: ["a": "1"])
    for content in ["junk\n", "", "\0\0\0"] {
      try sandbox.write("repo/.git/refs/countersign/journal/x", content)
      let repository = try Repository.open(path)
      let one = #expect(throws: GitError.self) { _ = try repository.reference("refs/countersign/journal/x") }
      #expect(one?.finding.rule == .gitBrokenReference)
      let all = #expect(throws: GitError.self) { _ = try repository.references(under: "refs/countersign/") }
      #expect(all?.finding.rule == .gitBrokenReference)
    }
  }

  @Test func aRefWhoseNameIsNotUTF8IsAFinding() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    let commit = try sandbox.commit("one", files: ["a": "1"])
    let made = try sandbox.run(
      "sh", ["-c", "printf '\(commit) refs/heads/bad\\377name\\n' >> .git/packed-refs"], in: "repo")
    #expect(made.status == 0)
    let repository = try Repository.open(path)
    let error = #expect(throws: GitError.self) { _ = try repository.references(under: "refs/heads/") }
    #expect(error?.finding.rule == .gitBadName)
  }

  @Test func revisionsResolveToCommits() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    let first = try id(sandbox.commit("one", files: ["a": "1"]))
    let second = try id(sandbox.commit("two", files: ["a": "2"]))
    try sandbox.gitText("tag", "-a", "-m", "tagged", "v1", first.hex)
    try sandbox.gitText("tag", "-a", "-m", "tag of a tag", "v2", "v1")
    try sandbox.gitText("update-ref", "refs/remotes/origin/topic", first.hex)
    let repository = try Repository.open(path)
    let rows: [(String, ObjectID)] = [
      ("HEAD", second), ("@", second), ("main", second), ("refs/heads/main", second), ("heads/main", second),
      ("main~1", first), ("main^", first), ("@~", first), ("main~0", second), ("main^0", second), ("v2", first),
      ("v1^{commit}", first), ("refs/tags/v2", first), ("origin/topic", first), (first.hex, first),
      (String(first.hex.prefix(10)), first),
    ]
    for (revision, expected) in rows {
      #expect(try repository.resolve(revision) == expected, "\(revision)")
    }
    for revision in ["nothing", "main~2", "main^2", "0000000", "main:a", "main@{1}", "a..b", "-x", "", "main^{tree}"] {
      #expect(throws: GitError.self, "\(revision)") { _ = try repository.resolve(revision) }
    }
  }

  @Test func namesThatFitTwoThingsAreRefused() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    let first = try id(sandbox.commit("one", files: ["a": "1"]))
    let second = try id(sandbox.commit("two", files: ["a": "2"]))
    try sandbox.gitText("tag", "main", first.hex)
    try sandbox.gitText("update-ref", "refs/heads/refs/heads/main", first.hex)
    try sandbox.gitText("update-ref", "refs/heads/" + first.hex.prefix(8), second.hex)
    let repository = try Repository.open(path)
    for name in ["main", String(first.hex.prefix(8))] {
      let error = #expect(throws: GitError.self) { _ = try repository.resolve(name) }
      #expect(error?.finding.rule == .gitAmbiguous)
    }
    let full = try repository.resolve("refs/heads/main")
    #expect(full == second)
  }

  @Test func aRefToATreeIsNoCommit() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    try sandbox.commit("one", files: ["a": "1"])
    let tree = try id(sandbox.gitText("rev-parse", "HEAD^{tree}"))
    try sandbox.gitText("update-ref", "refs/tags/tree", tree.hex)
    let repository = try Repository.open(path)
    #expect(throws: GitError.wrongKind(tree, expected: .commit, found: .tree)) { _ = try repository.resolve("tree") }
    #expect(throws: GitError.missingObject(try id(String(repeating: "1", count: 40)))) {
      _ = try repository.resolve(String(repeating: "1", count: 40))
    }
  }
}
