import Glibc
import TestSupport
import Testing

/// Pushes that git's own client does not make: THREATS, "Git itself", G2 and G16.
@Suite("attacks: pushes that are not git's")
struct RawPushAttacks {
  /// Moves refs of the hub as a client says that speaks the protocol itself: `OLD NEW REF`, objects that the hub has.
  private func rawPush(_ team: Team, _ commands: [String]) throws -> Outcome {
    var lines = ""
    for (index, command) in commands.enumerated() {
      let line = index == 0 ? command + "\u{0}report-status" : command
      let length = String(line.utf8.count + 4, radix: 16)
      lines += String(repeating: "0", count: 4 - length.count) + length + line
    }
    // A pack of no objects, and its checksum.
    let pack: [UInt8] = [
      0x50, 0x41, 0x43, 0x4b, 0, 0, 0, 2, 0, 0, 0, 0, 0x02, 0x9d, 0x08, 0x82, 0x3b, 0xd8, 0xa8, 0xea, 0xb5, 0x10, 0xad,
      0x6a, 0xc7, 0x5c, 0x82, 0x3c, 0xfd, 0x3e, 0xd3, 0x1e,
    ]
    team.sandbox.environment = team.environment(.maria)
    return try team.sandbox.run(
      "git", ["receive-pack", "hub.git"], input: Array((lines + "0000").utf8) + pack)
  }

  @Test("G2: one push that names main twice, or says that it is where it is not, on a host without the second hook")
  func twice() throws {
    let team = try Team(.submitted)
    try team.must(.ci, "test", "report", "--suite", "unit", "--rev", "origin/louder")
    try team.must(.jonas, "approve", "report", "-m", "Heard it")
    try team.nextSecond()
    try team.git(.maria, "fetch", "-q", "origin")
    _ = try team.sandbox.run("rm", ["hub.git/hooks/reference-transaction"])
    let start = try team.hub("refs/heads/main")
    func landing(_ parents: [String], tree revision: String) throws -> String {
      let tree = try team.git(.maria, "rev-parse", revision + "^{tree}")
      return try team.commit(.maria, RawCommit(tree: tree, parents: parents), signedBy: .maria)
    }
    let louder = try team.git(.maria, "rev-parse", "origin/louder")
    let good = try landing([start, louder], tree: "origin/louder")
    // Nobody approved that it goes back to what it was; against where main is before the push nothing has changed.
    let back = try landing([good], tree: start)
    try team.expectTaken(.maria, ["\(back):refs/heads/free"])
    for (commands, rule) in [
      (["\(start) \(good) refs/heads/main", "\(good) \(back) refs/heads/main"], "push.input"),
      (["\(good) \(back) refs/heads/main"], "push.overtaken"),
      (["\(louder) \(back) refs/heads/env/dev"], "push.overtaken"),
      (["\(good) \(back) refs/countersign/journal/report"], "push.overtaken"),
    ] {
      let before = try team.hubRefs()
      let outcome = try rawPush(team, commands)
      #expect(outcome.errors.contains("[\(rule)]"), "\(outcome.errors)")
      #expect(!outcome.errors.contains("countersign: passed"), "\(outcome.errors)")
      #expect(try team.hubRefs() == before)
    }
    let outcome = try rawPush(team, ["\(start) \(good) refs/heads/main"])
    #expect(outcome.errors.contains("countersign: passed"), "\(outcome.errors)")
    #expect(try team.hub("refs/heads/main") == good)
  }

  @Test(
    "G16: thousands of objects in one chain of differences: held before one is read; as git packs them: taken",
    arguments: ["1", "2"])
  func longChain(indexVersion: String) throws {
    let team = try Team(.founded)
    try team.git(.lena, "config", "pack.indexVersion", indexVersion, in: "hub.git")
    var stream = ""
    for index in 1...1600 {
      let text = String(repeating: "the same in each of them\n", count: 20) + "\(index)\n"
      stream += "blob\nmark :\(index)\ndata \(text.utf8.count)\n\(text)\n"
    }
    stream += "commit refs/heads/chain\ncommitter maria <maria@acme.example> \(time(nil)) +0000\ndata 6\nChain\n\n"
    for index in 1...1600 { stream += "M 100644 :\(index) notes/\(index)\n" }
    let words = ["-c", "fastimport.unpackLimit=0", "fast-import", "--quiet", "--depth=4000"]
    expect(try team.run(.maria, "git", words, input: stream + "done\n"), 0)
    let before = try team.hubRefs()
    let deep = ["-c", "pack.depth=4000", "push", "--no-verify", "origin", "chain"]
    expect(
      try team.run(.maria, "git", deep), 1,
      errors: ["countersign: held", "[push.too-large]", "in chains of", "pack.depth"])
    #expect(try team.hubRefs() == before)
    try team.expectTaken(.maria, ["chain"])
  }

  @Test("G16: large objects in one chain of large differences: held before one is read; with short chains: taken")
  func largeDifferences() throws {
    let team = try Team(.founded)
    // 180 versions of one file of 11,000 lines, in each of which every line has another letter somewhere.
    let program = """
      BEGIN {
        form = "%09d the same in all of them, and%4d, but for this one number\\n"
        size = 11000 * length(sprintf(form, 0, 0))
        for (v = 1; v <= 180; v++) {
          printf "blob\\nmark :%d\\ndata %d\\n", v, size
          for (i = 0; i < 11000; i++) printf form, i, (i * 7 + v) % 1000
        }
        printf "commit refs/heads/chain\\ncommitter maria <maria@acme.example> %d +0000\\ndata 6\\nChain\\n\\n", now
        for (v = 1; v <= 180; v++) printf "M 100644 :%d notes/%d\\n", v, v
        print "done"
      }
      """
    try team.sandbox.write("stream.awk", program)
    let words = "git -c fastimport.unpackLimit=0 fast-import --quiet --depth=4000"
    expect(try team.run(.maria, "sh", ["-c", "awk -v now=\(time(nil)) -f ../stream.awk | \(words)"]), 0)
    let before = try team.hubRefs()
    expect(
      try team.run(.maria, "git", ["-c", "pack.depth=4000", "push", "--no-verify", "origin", "chain"]), 1,
      errors: ["countersign: held", "[push.too-large]", "bytes of differences", "pack.depth=1"])
    #expect(try team.hubRefs() == before)
    expect(try team.run(.maria, "git", ["-c", "pack.depth=1", "push", "--no-verify", "origin", "chain"]), 0)
  }
}
