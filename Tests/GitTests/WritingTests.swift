import Diagnostics
import Git
import TestSupport
import Testing

@Suite struct WritingTests {
  private func id(_ hex: String) throws -> ObjectID { try #require(ObjectID(hex: hex)) }

  @Test func treesThatGitDoesNotAllowAreRefused() throws {
    let sandbox = try Sandbox()
    let repository = try Repository.open(sandbox.makeRepository())
    let blob = try repository.write(blob: [1])
    let rows: [[TreeEntry]] = [
      [TreeEntry(name: "a", mode: .blob, id: blob), TreeEntry(name: "a", mode: .tree, id: .emptyTree)],
      [TreeEntry(name: "", mode: .blob, id: blob)], [TreeEntry(name: "a/b", mode: .blob, id: blob)],
      [TreeEntry(name: "..", mode: .blob, id: blob)], [TreeEntry(name: ".GIT", mode: .tree, id: .emptyTree)],
      [TreeEntry(name: "a\0", mode: .blob, id: blob)], [TreeEntry(name: "a", mode: .other(0o777), id: blob)],
    ]
    for entries in rows {
      let error = #expect(throws: GitError.self) { _ = try repository.write(tree: entries) }
      #expect(error?.finding.rule == .gitRefused, "\(entries)")
    }
  }

  @Test func aTreeIsWrittenInGitsOrder() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    try sandbox.commit("one", files: ["a/x": "1", "a.b": "1", "a-": "1", "b": "1", "a0": "1"])
    let root = try id(sandbox.gitText("rev-parse", "HEAD^{tree}"))
    let repository = try Repository.open(path)
    let entries = try repository.tree(root)
    #expect(try repository.write(tree: entries.reversed()) == root)
    #expect(try repository.write(tree: []) == .emptyTree)
  }

  @Test func replacingTouchesOnePathAndRemovesEmptyDirectories() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    try sandbox.commit("one", files: ["keep/x": "1", "a/b/c": "1", "file": "1"])
    let root = try id(sandbox.gitText("rev-parse", "HEAD^{tree}"))
    let repository = try Repository.open(path)
    let blob = try repository.write(blob: Array("new".utf8))

    let added = try repository.replacing(path: "a/b/d/e", in: root, with: (.blob, blob))
    #expect(
      try repository.changes(from: root, to: added)
        == [TreeChange(path: Array("a/b/d/e".utf8), old: nil, new: .init(mode: .blob, id: blob))])
    let back = try repository.replacing(path: "a/b/d/e", in: added, with: nil)
    #expect(back == root)
    let without = try repository.replacing(path: "a/b/c", in: root, with: nil)
    let gone = try repository.entry(at: "a", in: without)
    #expect(gone == nil)
    for absent in ["nothing", "a/nothing", "file/x", "a/b/c/d"] {
      let same = try repository.replacing(path: absent, in: root, with: nil)
      #expect(same == root, "\(absent)")
    }
    let fresh = try repository.replacing(path: "x/y", in: nil, with: (.executable, blob))
    let empty = try repository.replacing(path: "x/y", in: fresh, with: nil)
    #expect(empty == .emptyTree)
    for bad in ["", "/a", "a//b", "a/", "a/../b", ".git/config"] {
      #expect(throws: GitError.self, "\(bad)") {
        _ = try repository.replacing(path: bad, in: root, with: (.blob, blob))
      }
    }
    #expect(try sandbox.git("fsck", "--strict").status == 0)
  }

  @Test func aSignedCommitThatWeMakeIsGoodToGit() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    let key = try TestKey("maria", in: sandbox)
    try sandbox.write("signers", key.signer("maria@acme.example") + "\n")
    let parent = try id(sandbox.commit("one", files: ["a": "1"]))
    let repository = try Repository.open(path)
    let tree = try repository.commit(parent).tree
    let maria = Ident(name: " Maria <x>\n", email: "maria@acme.example", seconds: 1_700_000_100, offsetMinutes: -90)
    let unsigned = CommitText.unsigned(
      tree: tree, parents: [parent], author: maria, committer: maria, message: "release: x\n\nWhy: because it is so")
    let armor = try key.sign(unsigned, namespace: "git", in: sandbox)
    let raw = CommitText.signed(unsigned, armor: armor)
    let commit = try repository.write(commit: raw)
    let shown = try sandbox.gitText(
      "-c", "gpg.ssh.allowedSignersFile=\(sandbox.absolute("signers"))", "log", "-1", "--format=%G? %an|%aI", commit.hex
    )
    #expect(shown == "G Maria x|2023-11-14T20:45:00-01:30")
    let read = try repository.commit(commit)
    #expect(read.signedPayload == unsigned && read.signature == armor && read.problems.isEmpty)
    #expect(try sandbox.git("fsck", "--strict").status == 0)
  }

  @Test func aMalformedCommitIsNotWritten() throws {
    let sandbox = try Sandbox()
    let repository = try Repository.open(sandbox.makeRepository())
    let ident = Ident(name: "A", email: "a@b", seconds: 1)
    let missing = try id(String(repeating: "1", count: 40))
    let good = CommitText.unsigned(tree: .emptyTree, parents: [], author: ident, committer: ident, message: "x")
    let orphan = CommitText.unsigned(tree: missing, parents: [], author: ident, committer: ident, message: "x")
    let child = CommitText.unsigned(tree: .emptyTree, parents: [missing], author: ident, committer: ident, message: "x")
    #expect(throws: GitError.missingObject(missing)) { _ = try repository.write(commit: orphan) }
    #expect(throws: GitError.missingObject(missing)) { _ = try repository.write(commit: child) }
    for raw in [[], Array("tree".utf8), good + [0], good + [0xff]] {
      #expect(throws: GitError.self) { _ = try repository.write(commit: raw) }
    }
    _ = try repository.write(tree: [])
    let written = try repository.write(commit: good)
    #expect(try sandbox.gitText("cat-file", "-t", written.hex) == "commit")
  }

  @Test func theIndexGivesTheTreeThatGitWouldWrite() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    try sandbox.commit("one", files: ["a/b": "1", "c": "1"])
    try sandbox.write("repo/a/b", "2")
    try sandbox.write("repo/new/deep/x", "2")
    try sandbox.gitText("add", "--all")
    let plain = try Repository.open(path).indexTree().hex
    #expect(try plain == sandbox.gitText("write-tree"))
    try sandbox.write("repo/promised/y", "3")
    try sandbox.gitText("add", "-N", "promised/y")
    let repository = try Repository.open(path)
    let promised = try repository.index().filter(\.intentToAdd).map(\.text)
    #expect(promised == ["promised/y"])
    let without = try repository.indexTree().hex
    #expect(try without == plain && sandbox.gitText("write-tree") == plain)
  }

  @Test func aConflictAndASplitIndexAreNamed() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    try sandbox.commit("one", files: ["a": "1"])
    try sandbox.gitText("checkout", "-q", "-b", "side")
    try sandbox.commit("side", files: ["a": "2"])
    try sandbox.gitText("checkout", "-q", "main")
    try sandbox.commit("main", files: ["a": "3"])
    #expect(try sandbox.git("merge", "side").status == 1)
    #expect(throws: GitError.unmerged(path: "a")) { _ = try Repository.open(path).indexTree() }
    try sandbox.gitText("merge", "--abort")
    try sandbox.gitText("update-index", "--split-index")
    #expect(throws: GitError.unsupported(.index("link"), path: path + "/.git/index")) {
      _ = try Repository.open(path).index()
    }
  }
}
