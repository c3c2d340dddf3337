import Diagnostics
import Git
import TestSupport
import Testing

@Suite struct TreeTests {
  private func id(_ hex: String) throws -> ObjectID { try #require(ObjectID(hex: hex)) }

  @Test func idsReadExactlyFortyLowerCaseDigits() throws {
    let text = "00112233445566778899aabbccddeeff01234567"
    let id = try id(text)
    #expect(id.hex == text && id.short == "001122334455" && "\(id)" == text)
    #expect(id.bytes.prefix(3) == [0, 0x11, 0x22] && id.bytes.count == 20 && id.bytes.last == 0x67)
    for bad in [
      "", "0", String(text.dropLast()), text + "0", text.uppercased(), "g" + text.dropFirst(), " " + text.dropFirst(),
    ] {
      #expect(ObjectID(hex: bad) == nil, "\(bad)")
    }
    #expect(ObjectID.zero < id && ObjectID.emptyTree.hex == "4b825dc642cb6eb9a060e54bf8d69288fbee4904")
  }

  @Test(arguments: [
    ([("100644", "b"), ("100644", "a")], "order"),
    ([("100644", "a"), ("100644", "a")], "twice"),
    ([("100644", "a"), ("40000", "a")], "file and directory"),
    ([("100644", "a"), ("100644", "a.b"), ("40000", "a")], "file and directory, apart"),
    ([("100644", "")], "empty name"),
    ([("100644", "a/b")], "slash"),
    ([("10a644", "a")], "mode"),
    ([("", "a")], "no mode"),
  ])
  func aMalformedTreeIsToldAsSuch(entries: [(mode: String, name: String)], why: String) throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    let blob = try sandbox.writeObject("blob", [1])
    let raw = entries.flatMap { Sandbox.rawEntry($0.mode, Array($0.name.utf8), blob) }
    let tree = try id(sandbox.writeObject("tree", raw))
    let repository = try Repository.open(path)
    for read in [true, false] {
      let error = #expect(throws: GitError.self, "\(why)") {
        if read { _ = try repository.tree(tree) } else { _ = try repository.changes(from: nil, to: tree) }
      }
      #expect(error?.finding.rule == .gitMalformedObject)
    }
  }

  @Test func aTruncatedTreeIsCorrupt() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    let raw = Sandbox.rawEntry("100644", Array("a".utf8), ObjectID.emptyTree.hex)
    let repository = try Repository.open(path)
    for length in 1..<raw.count {
      let tree = try id(sandbox.writeObject("tree", Array(raw[..<length])))
      #expect(throws: GitError.self) { _ = try repository.tree(tree) }
    }
  }

  @Test func entriesComeRawAndInOrder() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    let blob = try sandbox.writeObject("blob", [1])
    let empty = ObjectID.emptyTree.hex
    let raw =
      Sandbox.rawEntry("100644", Array(".git".utf8), blob) + Sandbox.rawEntry("100664", Array("a.b".utf8), blob)
      + Sandbox.rawEntry("40000", Array("a".utf8), empty) + Sandbox.rawEntry("160000", Array("g".utf8), blob)
      + Sandbox.rawEntry("120000", [0xff, 0x01], blob)
    let tree = try id(sandbox.writeObject("tree", raw))
    let entries = try Repository.open(path).tree(tree)
    #expect(entries.map(\.text) == [".git", "a.b", "a", "g", nil])
    #expect(entries.map(\.mode) == [.blob, .other(0o100664), .tree, .gitlink, .symlink])
    #expect(entries[4].name == [0xff, 0x01] && entries[1].mode.description == "100664")
  }

  @Test func pathsAreFoundAndNothingElse() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    try sandbox.commit("one", files: ["a/b/c": "1", "a.b": "2"])
    let root = try id(sandbox.gitText("rev-parse", "HEAD^{tree}"))
    let blob = try id(sandbox.gitText("rev-parse", "HEAD:a/b/c"))
    let repository = try Repository.open(path)
    #expect(try repository.entry(at: "a/b/c", in: root) == TreeEntry(name: "c", mode: .blob, id: blob))
    #expect(try repository.entry(at: "a/b", in: root)?.mode == .tree)
    for absent in ["", "/a", "a/", "a//b", "a/b/c/d", "a.b/x", "A", "..", "a/../a.b"] {
      let found = try repository.entry(at: absent, in: root)
      #expect(found == nil, "\(absent)")
    }
  }

  @Test func changesAgreeWithGitsOwnComparison() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    try sandbox.commit("one", files: ["a": "1", "a.b": "1", "d/e/f": "1", "d/g": "1", "same/x": "1", "turn": "file"])
    try sandbox.gitText("rm", "-q", "-r", "turn", "d/e")
    try sandbox.write("repo/turn/into/directory", "1")
    try sandbox.write("repo/d/e", Array("2".utf8), executable: true)
    try sandbox.write("repo/a", Array("1".utf8), executable: true)
    try sandbox.commit("two", files: ["a.b": "2", "new\n\"name": "1"])
    let repository = try Repository.open(path)
    let trees = try ["HEAD~1", "HEAD"].map { try id(sandbox.gitText("rev-parse", $0 + "^{tree}")) }
    for (old, new) in [(trees[0], trees[1]), (trees[1], trees[0]), (nil, trees[1]), (trees[1], nil)]
      as [(ObjectID?, ObjectID?)]
    {
      let changes = try repository.changes(from: old, to: new)
      let shown = changes.map { change in
        let sides = [change.old, change.new].map { $0 ?? TreeChange.Side(mode: .other(0), id: .zero) }
        return ":\(sides[0].mode) \(sides[1].mode) \(sides[0].id) \(sides[1].id)\t\(change.text ?? "")"
      }
      let arguments = [old, new].map { ($0 ?? .emptyTree).hex }
      _ = try sandbox.git("hash-object", "-w", "-t", "tree", "/dev/null")
      let raw = try sandbox.git("diff-tree", "-r", "-z", "--no-renames", "--no-abbrev", arguments[0], arguments[1])
        .stdout
      let fields = String(decoding: raw, as: UTF8.self).split(separator: "\0").map(String.init)
      let expected = stride(from: 0, to: fields.count - 1, by: 2).map { index in
        String(fields[index].dropLast(2)) + "\t" + fields[index + 1]
      }
      #expect(Set(shown) == Set(expected) && shown.count == expected.count)
    }
    let none = try repository.changes(from: trees[0], to: trees[0])
    #expect(none.isEmpty)
    let error = #expect(throws: GitError.self) { _ = try repository.changes(from: nil, to: trees[1], limit: 2) }
    #expect(error?.finding.rule == .gitTooLarge)
  }

  @Test func deepTreesAreBounded() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    let repository = try Repository.open(path)
    var tree = try repository.write(tree: [TreeEntry(name: "f", mode: .blob, id: repository.write(blob: [1]))])
    for _ in 0..<ReadingLimits.treeDepth {
      tree = try repository.write(tree: [TreeEntry(name: "d", mode: .tree, id: tree)])
    }
    let deep = tree
    let error = #expect(throws: GitError.self) { _ = try repository.changes(from: nil, to: deep) }
    #expect(error?.finding.rule == .gitTooLarge)
  }

  @Test func missingCorruptWrongAndLargeAreFourThings() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.makeRepository()
    let blob = try id(sandbox.writeObject("blob", Array("hello".utf8)))
    let other = try id(sandbox.writeObject("blob", Array("other".utf8)))
    let missing = try id(String(repeating: "1", count: 40))
    let file = { (id: ObjectID) in "repo/.git/objects/\(id.hex.prefix(2))/\(id.hex.dropFirst(2))" }
    let repository = try Repository.open(path)
    #expect(try repository.blob(blob, limit: 5) == Array("hello".utf8))
    #expect(try repository.blobSize(blob) == 5)
    #expect(throws: GitError.missingObject(missing)) { _ = try repository.blob(missing, limit: 5) }
    #expect(throws: GitError.wrongKind(blob, expected: .tree, found: .blob)) { _ = try repository.tree(blob) }
    #expect(throws: GitError.tooLarge(what: "the blob \(blob.short)", size: 5, limit: 4)) {
      _ = try repository.blob(blob, limit: 4)
    }
    _ = try sandbox.run("sh", ["-c", "chmod -R u+w .git/objects"], in: "repo")
    for content in [try sandbox.read(file(other)), Array("junk".utf8), []] {
      try sandbox.write(file(blob), content)
      let fresh = try Repository.open(path)
      let error = #expect(throws: GitError.self) { _ = try fresh.blob(blob, limit: 100) }
      #expect(error?.finding.rule == .gitCorruptObject, "\(content.count) bytes")
    }
    let kind = try repository.kind(of: missing)
    #expect(kind == nil)
  }
}
