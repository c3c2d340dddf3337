import Git
import TestSupport
import Testing
import Vocabulary
import Workflows

@Suite struct VersionReadingTests {
  /// The line of DESIGN, section 2.
  private let line =
    "cd \"$0\" && find . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0r sha256sum -- | sha256sum | cut -c1-64"

  private func id(_ hex: String) throws -> ObjectID { try #require(ObjectID(hex: hex)) }

  @Test(arguments: [
    ["one": "1"],
    ["a": "1", "a.b": "2", "a-": "3", "a0": "4", "b/c": "5", "b.c": "6", "b/": ""].filter { !$0.key.hasSuffix("/") },
    ["x/a": "", "x/a.b": "1", "x/a/b": "2"].filter { $0.key != "x/a" },
    ["deep/er/and/deeper/still": "1", "deep.er": "2", "deep/er.x": "3"],
    [
      "workflow.yaml": "workflow: a\n", "ünïcode/ß": "1", "with space": "2", "-dash": "3", "#hash": "4", "~": "5",
      "日本": "6",
    ],
    ["back\\slash": "1", "new\nline": "2", "carriage\rreturn": "3", "plain": "4"],
  ])
  func agreesWithTheShellAndWithGit(files: [String: String]) throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    try sandbox.write("repo/outside", "1")
    for (name, text) in files { try sandbox.write("repo/w/" + name, text) }
    try sandbox.write("repo/w/run.sh", Array("#!/bin/sh\n".utf8), executable: true)
    try sandbox.commit("one")
    let shell = try sandbox.run("sh", ["-c", line, path + "/w"]).output
    let tree = try sandbox.gitText("rev-parse", "HEAD:w")
    let expected = Version(dirHash: shell, gitTree: tree)

    let inGit = try VersionReading.version(ofTree: id(tree), in: Repository.open(path))
    #expect(inGit == expected)
    try sandbox.makeDirectory("repo/w/empty/inside")
    let onDisk = try VersionReading.version(ofDirectory: path + "/w")
    #expect(onDisk == expected)
  }

  @Test func anEmptyDirectoryIsTheHashOfNoLines() throws {
    let sandbox = try Sandbox()
    let repository = try Repository.open(sandbox.makeRepository())
    let none = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    let expected = Version(dirHash: none, gitTree: ObjectID.emptyTree.hex)
    let inGit = try VersionReading.version(ofTree: .emptyTree, in: repository)
    #expect(inGit == expected)
    try sandbox.makeDirectory("empty")
    let onDisk = try VersionReading.version(ofDirectory: sandbox.absolute("empty"))
    #expect(onDisk == expected)
  }

  @Test func everyDifferenceIsAnotherVersion() throws {
    let sandbox = try Sandbox()
    try sandbox.write("d/a", "1")
    try sandbox.write("d/b/c", "2")
    let version = { try VersionReading.version(ofDirectory: sandbox.absolute("d")) }
    let first = try version()
    var seen: Set<Version> = [first]
    try sandbox.write("d/a", Array("1".utf8), executable: true)
    let executable = try version()
    #expect(executable.dirHash == first.dirHash && executable.gitTree != first.gitTree)
    seen.insert(executable)
    try sandbox.write("d/b/c", "3")
    seen.insert(try version())
    try sandbox.write("d/d", "")
    seen.insert(try version())
    _ = try sandbox.run("mv", ["d", "e"], in: "d")
    seen.insert(try version())
    #expect(seen.count == 5)
  }

  @Test func whatIsNoFileOrIsTooMuchIsRefused() throws {
    let sandbox = try Sandbox()
    let path = sandbox.absolute("d")
    #expect(throws: DirectoryError.unreadable(path: path, because: "No such file or directory")) {
      _ = try VersionReading.version(ofDirectory: path)
    }
    try sandbox.write("d/a", "12345")
    for limits in [
      VersionLimits(fileSize: 4, total: 100, entries: 9), VersionLimits(fileSize: 9, total: 4, entries: 9),
      VersionLimits(fileSize: 9, total: 9, entries: 0),
    ] {
      #expect(throws: DirectoryError.self) { _ = try VersionReading.version(ofDirectory: path, limits: limits) }
    }
    for (name, command) in [("link", ["ln", "-s", "a", "d/link"]), ("pipe", ["mkfifo", "d/pipe"])] {
      _ = try sandbox.run(command[0], Array(command.dropFirst()))
      #expect(throws: DirectoryError.notAFile(path: path + "/" + name)) {
        _ = try VersionReading.version(ofDirectory: path)
      }
      _ = try sandbox.run("rm", ["d/" + name])
    }
  }

  @Test func treesInGitAreBoundedAndLeaveOutWhatIsNoFile() throws {
    let sandbox = try Sandbox()
    let repository = try Repository.open(sandbox.makeRepository())
    let blob = try repository.write(blob: Array("12345".utf8))
    let plain = try repository.write(tree: [TreeEntry(name: "a", mode: .blob, id: blob)])
    let linked = try repository.write(tree: [
      TreeEntry(name: "a", mode: .blob, id: blob), TreeEntry(name: "l", mode: .symlink, id: blob),
    ])
    let versions = try [plain, linked].map { try VersionReading.version(ofTree: $0, in: repository) }
    #expect(versions[0].dirHash == versions[1].dirHash && versions[0].gitTree != versions[1].gitTree)
    for limits in [
      VersionLimits(fileSize: 4, total: 100, entries: 9), VersionLimits(fileSize: 9, total: 4, entries: 9),
      VersionLimits(fileSize: 9, total: 9, entries: 0),
    ] {
      #expect(throws: GitError.self) { _ = try VersionReading.version(ofTree: plain, in: repository, limits: limits) }
    }
    // Thirty trees that unfold into a billion: the limit on entries stops it.
    var bomb = plain
    for _ in 0..<30 {
      bomb = try repository.write(tree: [
        TreeEntry(name: "l", mode: .tree, id: bomb), TreeEntry(name: "r", mode: .tree, id: bomb),
      ])
    }
    let tree = bomb
    #expect(throws: GitError.self) { _ = try VersionReading.version(ofTree: tree, in: repository) }
  }
}
