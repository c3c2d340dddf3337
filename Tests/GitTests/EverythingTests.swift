import Git
import TestSupport
import Testing

/// All objects of a repository, wherever they lie, and the order in which they come.
@Suite struct EverythingTests {
  /// A repository whose history has the same file again and again, so that a pack holds chains of differences.
  private func repository(_ name: String, commits: Int, in sandbox: Sandbox) throws {
    try sandbox.makeRepository(name)
    for number in 1...commits { try commit(number, name, in: sandbox) }
  }

  private func commit(_ number: Int, _ name: String, in sandbox: Sandbox) throws {
    let lines = (1...200).map { "line \($0) of \(name)\($0 % 40 == number % 40 ? ", changed by \(number)" : "")\n" }
    let files = ["a/text": lines.joined(), "n\(number)": "\(number) of \(name)\n"]
    try sandbox.commit("\(number)\n", files: files, in: name)
  }

  /// What git says there is, its alternates with it.
  private func known(_ name: String, in sandbox: Sandbox) throws -> Set<String> {
    let text = try sandbox.gitText("cat-file", "--batch-all-objects", "--batch-check=%(objectname)", in: name)
    return Set(text.split(separator: "\n").map(String.init))
  }

  private func everything(_ name: String, in sandbox: Sandbox) throws -> [String] {
    let repository = try Repository.open(sandbox.absolute(name))
    return try #require(try repository.everything(most: 100_000)).map(\.hex)
  }

  /// The packs of a repository, without what their names end in.
  private func packs(_ name: String, in sandbox: Sandbox) throws -> [String] {
    let outcome = try sandbox.run("find", ["\(name)/.git/objects/pack", "-name", "*.pack"])
    return outcome.output.split(separator: "\n").map { String($0.dropLast(".pack".count)) }.sorted()
  }

  /// Each object that a pack holds as a difference, with what it is the difference from.
  private func bases(_ pack: String, in sandbox: Sandbox) throws -> [String: String] {
    let text = try sandbox.gitText("verify-pack", "-v", sandbox.absolute(pack + ".idx"), in: ".")
    var bases: [String: String] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 7, words[0].count == 40 { bases[String(words[0])] = String(words[6]) }
    }
    return bases
  }

  @Test("loose, in several packs, in both, in alternates of alternates, under an index over all packs: each comes once")
  func eachOnce() throws {
    let sandbox = try Sandbox()
    try repository("far", commits: 12, in: sandbox)
    try sandbox.gitText("repack", "-adq", in: "far")
    try commit(13, "far", in: sandbox)
    try repository("near", commits: 12, in: sandbox)
    try sandbox.gitText("repack", "-adq", in: "near")
    try sandbox.write("near/.git/objects/info/alternates", sandbox.absolute("far/.git/objects\n"))
    try repository("repo", commits: 12, in: sandbox)
    try sandbox.write("repo/.git/objects/info/alternates", "# those of a neighbour\n../../../near/.git/objects\n")
    try sandbox.gitText("repack", "-dlq", in: "repo")
    for number in 13...20 { try commit(number, "repo", in: sandbox) }
    try sandbox.gitText("repack", "-dlq", in: "repo")
    // These are in a pack, and loose besides.
    for number in 21...23 { try commit(number, "repo", in: sandbox) }
    try sandbox.gitText("repack", "-lq", in: "repo")
    try commit(24, "repo", in: sandbox)
    // Nothing leads to it.
    let lost = try sandbox.writeObject("blob", Array("lost\n".utf8), in: "repo")
    let packs = try packs("repo", in: sandbox)
    #expect(packs.count == 3)
    let expected = try known("repo", in: sandbox)
    let farthest = try known("far", in: sandbox)
    #expect(expected.contains(lost) && expected.isSuperset(of: farthest))
    let plain = try everything("repo", in: sandbox)
    #expect(Set(plain) == expected)
    #expect(plain.count == expected.count)
    for name in ["repo", "near"] {
      try sandbox.gitText("multi-pack-index", "write", in: name)
      let indexed = try everything("repo", in: sandbox)
      #expect(indexed == plain, "an index over all packs of \(name)")
    }
    let few = try Repository.open(sandbox.absolute("repo")).everything(most: expected.count / 2)
    #expect(few == nil)
  }

  @Test("an alternate that git follows and libgit2 does not is an error, not a smaller repository", arguments: 0..<3)
  func unfollowed(row: Int) throws {
    let sandbox = try Sandbox()
    for name in ["far", "near", "repo"] { try repository(name, commits: 1, in: sandbox) }
    let whole = sandbox.absolute("far/.git/objects")
    let near = ["../../../far/.git/objects\n", "\"\(whole)\"\n", ""][row]
    let own = row < 2 ? sandbox.absolute("near/.git/objects") : "pack/../../../../far/.git/objects"
    try sandbox.write("near/.git/objects/info/alternates", near)
    try sandbox.write("repo/.git/objects/info/alternates", own + "\n")
    let (expected, farthest) = (try known("repo", in: sandbox), try known("far", in: sandbox))
    #expect(expected.isSuperset(of: farthest))
    #expect(throws: GitError.self) { try everything("repo", in: sandbox) }
  }

  @Test("what hangs on one object comes together, the ends of chains first", arguments: ["2", "2,0x40"])
  func endsFirst(version: String) throws {
    let sandbox = try Sandbox()
    try repository("repo", commits: 30, in: sandbox)
    try sandbox.gitText("repack", "-adfq", "--depth=50", in: "repo")
    let pack = try #require(try packs("repo", in: sandbox).first)
    if version != "2" {
      // Places beyond 64 bytes are written as those beyond two gigabytes are.
      _ = try sandbox.run("chmod", ["-R", "u+w", "repo/.git/objects/pack"])
      try sandbox.gitText("index-pack", "--index-version=\(version)", sandbox.absolute(pack + ".pack"), in: "repo")
    }
    let bases = try bases(pack, in: sandbox)
    #expect(bases.count > 20)
    let all = try everything("repo", in: sandbox)
    let expected = try known("repo", in: sandbox)
    #expect(Set(all) == expected)
    let places = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, $0) })
    for (object, base) in bases.sorted(by: { $0.key < $1.key }) {
      let (own, others) = (try #require(places[object]), try #require(places[base]))
      #expect(own < others, "\(object) is a difference from \(base)")
    }
    // Each family is in one piece.
    var roots: [String] = []
    for object in all {
      var root = object
      while let base = bases[root] { root = base }
      if roots.last != root { roots.append(root) }
    }
    #expect(Set(roots).count == roots.count)
  }

  @Test("a pack that cannot be read changes the order at most, and an index that cannot be read hides nothing")
  func broken() throws {
    let sandbox = try Sandbox()
    try repository("repo", commits: 12, in: sandbox)
    try sandbox.gitText("repack", "-adq", in: "repo")
    let expected = try known("repo", in: sandbox)
    let pack = try #require(try packs("repo", in: sandbox).first)
    _ = try sandbox.run("chmod", ["-R", "u+w", "repo/.git/objects/pack"])
    let whole = try sandbox.read(pack + ".pack")
    // Every byte behind the head says that it is a difference from what lies somewhere before it, of an endless number, or by an id.
    for byte: UInt8 in [0x61, 0xff, 0x70] {
      try sandbox.write(pack + ".pack", Array(whole[..<12]) + Array(repeating: byte, count: whole.count - 12))
      let all = try everything("repo", in: sandbox)
      #expect(Set(all) == expected && all.count == expected.count)
    }
    try sandbox.write(pack + ".pack", whole)
    let index = try sandbox.read(pack + ".idx")
    try sandbox.write(pack + ".idx", Array(index[..<(index.count / 2)]))
    #expect(throws: GitError.self) { try everything("repo", in: sandbox) }
  }
}
