import Diagnostics
import Git
import TestSupport
import Testing

@Suite struct UpdatingTests {
  private func id(_ hex: String) throws -> ObjectID { try #require(ObjectID(hex: hex)) }

  @Test func onlyTheFirstOfTwoWins() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    let first = try id(sandbox.commit("one", files: ["a": "1"]))
    let second = try id(sandbox.commit("two", files: ["a": "2"]))
    let repository = try Repository.open(path)
    let name = "refs/countersign/journal/x"
    let lost = GitError.lostRace(ref: name)
    #expect(throws: lost, "not there") { try repository.update(name, to: second, expecting: first, message: "") }
    try repository.update(name, to: first, expecting: nil, message: "made")
    #expect(throws: lost, "there already") { try repository.update(name, to: second, expecting: nil, message: "") }
    #expect(throws: lost, "elsewhere") { try repository.update(name, to: second, expecting: second, message: "") }
    try repository.update(name, to: second, expecting: first, message: "moved\nby a test")
    #expect(try sandbox.gitText("rev-parse", name) == second.hex)
    try sandbox.gitText("pack-refs", "--all")
    #expect(throws: lost) { try repository.delete(name, expecting: first) }
    try repository.delete(name, expecting: second)
    let gone = try repository.reference(name)
    #expect(gone == nil)
    #expect(throws: lost) { try repository.delete(name, expecting: second) }
  }

  @Test func aStaleLockIsNamedAfterABoundedTime() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    let first = try id(sandbox.commit("one", files: ["a": "1"]))
    try sandbox.write("repo/.git/refs/heads/env/prod.lock", "")
    let repository = try Repository.open(path)
    #expect(throws: GitError.lockedRef("refs/heads/env/prod")) {
      try repository.update("refs/heads/env/prod", to: first, expecting: nil, message: "")
    }
  }

  @Test func whatIsNoCommitIsNotWrittenIntoABranch() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    try sandbox.commit("one", files: ["a": "1"])
    let tree = try id(sandbox.gitText("rev-parse", "HEAD^{tree}"))
    let missing = try id(String(repeating: "1", count: 40))
    let repository = try Repository.open(path)
    for name in ["refs/heads/x", "refs/countersign/journal/x"] {
      #expect(throws: GitError.wrongKind(tree, expected: .commit, found: .tree)) {
        try repository.update(name, to: tree, expecting: nil, message: "")
      }
      #expect(throws: GitError.missingObject(missing)) {
        try repository.update(name, to: missing, expecting: nil, message: "")
      }
    }
    #expect(try sandbox.gitText("for-each-ref", "--format=%(refname)") == "refs/heads/main")
  }

  @Test func aSymbolicRefIsNotOverwritten() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    let first = try id(sandbox.commit("one", files: ["a": "1"]))
    try sandbox.gitText("symbolic-ref", "refs/heads/alias", "refs/heads/main")
    let repository = try Repository.open(path)
    let error = #expect(throws: GitError.self) {
      try repository.update("refs/heads/alias", to: first, expecting: first, message: "")
    }
    #expect(error?.finding.rule == .gitRefused)
    for name in ["HEAD", "main", "refs/../x"] {
      #expect(throws: GitError.self) { try repository.update(name, to: first, expecting: nil, message: "") }
    }
  }

  @Test func settingsAreReadFromTheRepositoryAndWritten() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    try sandbox.gitText("config", "--add", "countersign.root", "one")
    try sandbox.gitText("config", "--add", "countersign.root", "two")
    try sandbox.gitText("remote", "add", "upstream", "/b")
    try sandbox.gitText("remote", "add", "origin", "/a")
    let repository = try Repository.open(path)
    #expect(try repository.configurationAll("countersign.root") == ["one", "two"])
    #expect(try repository.configuration("Countersign.Root", from: .repository) == "two")
    let none = try repository.configuration("countersign.nothing")
    #expect(none == nil)
    try repository.setConfiguration("countersign.other", "a \"quoted\" value")
    #expect(try sandbox.gitText("config", "countersign.other") == "a \"quoted\" value")
    try repository.setConfiguration("countersign.other", nil)
    try repository.setConfiguration("countersign.other", nil)
    let removed = try repository.configuration("countersign.other")
    #expect(removed == nil)
    #expect(try repository.remotes() == ["origin", "upstream"])
  }
}
