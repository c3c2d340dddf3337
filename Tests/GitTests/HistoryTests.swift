import Diagnostics
import Git
import TestSupport
import Testing

@Suite struct HistoryTests {
  /// Makes commits of nothing: each line is a name, a date and the names of its parents.
  private func history(_ lines: [(String, Int64, [String])], in sandbox: Sandbox) throws -> [String: ObjectID] {
    try sandbox.makeRepository()
    let tree = try sandbox.gitText("hash-object", "-w", "-t", "tree", "/dev/null")
    var ids: [String: ObjectID] = [:]
    for (name, seconds, parents) in lines {
      let parentLines = try parents.map { "parent \(try #require(ids[$0]))\n" }.joined()
      let ident = "Maria <maria@acme.example> \(seconds) +0000"
      let raw = "tree \(tree)\n\(parentLines)author \(ident)\ncommitter \(ident)\n\n\(name)\n"
      ids[name] = ObjectID(hex: try sandbox.writeObject("commit", Array(raw.utf8)))
    }
    return ids
  }

  private let criss: [(String, Int64, [String])] = [
    ("root", 100, []), ("a", 110, ["root"]), ("b", 111, ["root"]), ("m", 120, ["a", "b"]), ("n", 121, ["b", "a"]),
    ("x", 130, ["m"]), ("y", 131, ["n"]), ("other", 140, []),
  ]

  @Test func mergeBasesOfACrissCrossAreBoth() throws {
    let sandbox = try Sandbox()
    let ids = try history(criss, in: sandbox)
    let repository = try Repository.open(sandbox.absolute("repo"))
    let rows: [([String], [String])] = [
      (["x", "y"], ["a", "b"]), (["x", "a"], ["a"]), (["a", "b"], ["root"]), (["x", "other"], []), (["x"], ["x"]),
      (["a", "b", "x"], ["root"]), (["x", "x"], ["x"]), ([], []), (["m", "n", "a"], ["a"]),
    ]
    for (commits, expected) in rows {
      let bases = try repository.mergeBases(commits.compactMap { ids[$0] })
      #expect(bases == expected.compactMap { ids[$0] }.sorted(), "\(commits)")
    }
  }

  @Test func wrongDatesChangeNothing() throws {
    let sandbox = try Sandbox()
    // Parents newer than their children, all over the place.
    let ids = try history(
      [
        ("root", 900, []), ("a", 50, ["root"]), ("b", 800, ["a"]), ("c", 1, ["b"]), ("d", 700, ["a"]), ("e", 2, ["d"]),
        ("f", 3, ["b", "d"]), ("g", 1000, ["f"]), ("h", 4, ["c", "f"]),
      ], in: sandbox)
    let repository = try Repository.open(sandbox.absolute("repo"))
    for left in ids.keys.sorted() {
      for right in ids.keys.sorted() {
        let pair = [left, right].compactMap { ids[$0] }
        let outcome = try sandbox.git("merge-base", "--all", pair[0].hex, pair[1].hex)
        let expected = outcome.output.split(separator: "\n").map(String.init).sorted()
        let bases = try repository.mergeBases(pair).map(\.hex)
        #expect(bases == expected, "\(left) \(right)")
        let ancestor = try sandbox.git("merge-base", "--is-ancestor", pair[0].hex, pair[1].hex).status == 0
        let found = try repository.isAncestor(pair[0], of: pair[1])
        #expect(found == ancestor, "\(left) \(right)")
        let listed = try repository.commits(reachableFrom: [pair[1]], hiding: [pair[0]], limit: 100)
        let lines = try sandbox.gitText("rev-list", pair[1].hex, "^" + pair[0].hex).split(separator: "\n")
        #expect(
          Set(listed.map(\.hex)) == Set(lines.map(String.init)) && listed.count == lines.count, "\(left) \(right)")
      }
    }
  }

  @Test func commitsComeChildrenFirstAndBounded() throws {
    let sandbox = try Sandbox()
    let ids = try history(criss, in: sandbox)
    let names = Dictionary(uniqueKeysWithValues: ids.map { ($0.value, $0.key) })
    let repository = try Repository.open(sandbox.absolute("repo"))
    let tips = [ids["x"], ids["y"]].compactMap { $0 }
    let all = try repository.commits(reachableFrom: tips, hiding: [], limit: 7)
    #expect(all.map { names[$0] } == ["y", "x", "n", "m", "b", "a", "root"])
    let some = try repository.commits(reachableFrom: tips, hiding: [ids["b"]].compactMap { $0 }, limit: 7)
    #expect(some.map { names[$0] } == ["y", "x", "n", "m", "a"])
    let none = try repository.commits(reachableFrom: [ids["a"]].compactMap { $0 }, hiding: tips, limit: 0)
    #expect(none.isEmpty)
    let error = #expect(throws: GitError.self) { _ = try repository.commits(reachableFrom: tips, hiding: [], limit: 6) }
    #expect(error?.finding.rule == .gitTooLarge)
  }

  @Test("along a line of first parents the same is found, whatever the dates say", arguments: 1...6)
  func alongALine(seed: Int) throws {
    let sandbox = try Sandbox()
    var random = Dice(seed: UInt64(seed))
    // Landings on a line, branches that fork anywhere, go on from each other and are merged once, twice or never.
    var lines: [(String, Int64, [String])] = [("m0", 1_000_000, []), ("stranger", 5, [])]
    var others: [String] = []
    var main = "m0"
    for number in 1...60 {
      let seconds = Int64.random(in: 0...2_000_000, using: &random)
      let names = lines.map(\.0).filter { $0 != "stranger" || number % 20 == 0 }
      let pick = names.randomElement(using: &random) ?? main
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        lines.append(("m\(number)", seconds, [main, others.randomElement(using: &random) ?? pick]))
        main = "m\(number)"
      case 1:
        lines.append(("m\(number)", seconds, [main]))
        main = "m\(number)"
      case 2:
        lines.append(("o\(number)", seconds, [others.last ?? pick, pick]))
        others.append("o\(number)")
      default:
        lines.append(("o\(number)", seconds, [pick]))
        others.append("o\(number)")
      }
    }
    let ids = try history(lines, in: sandbox)
    let repository = try Repository.open(sandbox.absolute("repo"))
    var steps: [ObjectID] = []
    try repository.firstParents(from: try #require(ids[main])) { commit in
      steps.append(commit.id)
      return true
    }
    let positions = Dictionary(uniqueKeysWithValues: steps.enumerated().map { ($1, -$0) })
    // What each commit reaches; parents stand before their children in `lines`. git itself is led astray by such dates.
    var reached: [ObjectID: Set<ObjectID>] = [:]
    for (name, _, parents) in lines {
      let id = try #require(ids[name])
      reached[id] = parents.reduce(into: [id]) { $0.formUnion(reached[ids[$1] ?? id] ?? []) }
    }
    var answered = 0
    for base in steps {
      for name in ids.keys.sorted() {
        let new = try #require(ids[name])
        let expected = try #require(reached[new]).subtracting(reached[base] ?? [])
        let found = try repository.commits(reachableFrom: new, hiding: base, limit: 100) { positions[$0] }
        guard let found else { continue }
        answered += 1
        #expect(Set(found) == expected && found.count == expected.count, "\(name) \(base)")
        for (index, id) in found.enumerated() {
          #expect(try repository.commit(id).parents.allSatisfy { !found[..<index].contains($0) })
        }
      }
    }
    #expect(answered > steps.count * ids.count / 2)
    let tip = try #require(steps.first)
    #expect(
      try repository.commits(reachableFrom: tip, hiding: steps[steps.count - 1], limit: 3) { positions[$0] } == nil)
    let none = try repository.commits(reachableFrom: tip, hiding: try #require(ids["stranger"]), limit: 100) {
      positions[$0]
    }
    #expect(none == nil)
  }

  @Test func firstParentsAreFollowedUntilToldToStop() throws {
    let sandbox = try Sandbox()
    let ids = try history(criss, in: sandbox)
    let repository = try Repository.open(sandbox.absolute("repo"))
    let start = try #require(ids["y"])
    var subjects: [String] = []
    try repository.firstParents(from: start) { commit in
      subjects.append(commit.subject)
      return true
    }
    #expect(subjects == ["y", "n", "b", "root"])
    subjects = []
    try repository.firstParents(from: start) { commit in
      subjects.append(commit.subject)
      return commit.subject != "n"
    }
    #expect(subjects == ["y", "n"])
  }

  @Test func aMissingParentStopsEveryWalk() throws {
    let sandbox = try Sandbox()
    let ids = try history(criss, in: sandbox)
    let start = try #require(ids["x"])
    let lost = try #require(ids["a"])
    _ = try sandbox.run("rm", ["-f", ".git/objects/\(lost.hex.prefix(2))/\(lost.hex.dropFirst(2))"], in: "repo")
    let repository = try Repository.open(sandbox.absolute("repo"))
    let missing = GitError.missingObject(lost)
    #expect(throws: missing) { _ = try repository.commits(reachableFrom: [start], hiding: [], limit: 100) }
    #expect(throws: missing) { _ = try repository.mergeBases([start, try #require(ids["other"])]) }
    #expect(throws: missing) { try repository.firstParents(from: start) { _ in true } }
  }
}
