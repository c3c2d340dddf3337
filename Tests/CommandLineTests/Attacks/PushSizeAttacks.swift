import Glibc
import TestSupport
import Testing

/// THREATS, "Git itself": pushes of many small things that would keep whoever judges them busy (G16), beside the large push of
/// a team. Time and memory are measured by hand.
@Suite("attacks: more than is judged at once")
struct PushSizeAttacks {
  @Test("G16: hundreds of commits that are no steps, on an environment: the first ones are judged, or none")
  func junkSteps() throws {
    let team = try Team(.adopted)
    try team.chain(60, on: "origin/env/dev", as: "refs/some")
    try team.expectHeld(
      .maria, ["refs/some:refs/heads/env/dev"], ["release.form", "push.not-judged"], says: ["40 more steps"])
    try team.chain(201, on: "origin/env/dev", as: "refs/many")
    try team.expectHeld(
      .maria, ["refs/many:refs/heads/env/dev"], ["push.too-large"], says: ["more than 200 steps", "push in parts"],
      absent: ["release.form"])
    let release = "Release: greet@123456789012\nEnvironment: dev\nSource: \(team.root)\nPolicy: \(team.root)\n"
    try team.chain(
      60, on: "origin/env/dev", as: "refs/releases", "Release\n\n\(release)Journal: none\nWhy: It is time\n")
    try team.expectHeld(.maria, ["refs/releases:refs/heads/env/dev"], ["release.form", "push.not-judged"])
  }

  @Test("G16: thousands of landings, and a landing of thousands of commits: the first ones are judged, or none")
  func junkLandings() throws {
    let team = try Team(.founded)
    try team.chain(30, on: "origin/main", as: "refs/some")
    try team.expectHeld(
      .maria, ["refs/some:refs/heads/main"], ["metadata.unsigned", "push.not-judged"], says: ["10 more steps"])
    try team.chain(1001, on: "origin/main", as: "refs/many")
    try team.expectHeld(
      .maria, ["refs/many:refs/heads/main"], ["push.too-large"], says: ["more than 1000 steps", "push in parts"],
      absent: ["metadata.unsigned"])
    try team.chain(10_000, on: "origin/main", as: "refs/long")
    let landing = try team.greeting { $0.parents.append(try team.git(.maria, "rev-parse", "refs/long")) }
    try team.expectHeld(
      .maria, ["\(landing):refs/heads/main"], ["push.too-large"], says: ["more than 10000 commits"],
      absent: ["metadata.unsigned"])
  }

  @Test("G16: commits whose messages unpack to much, as landings, behind a merge, as steps: held before one is read")
  func longMessages() throws {
    let team = try Team(.adopted)
    let long = "Change\n\n" + String(repeating: "so it goes on and on\n", count: 40_000) + "\nWhy: It is long\n"
    try team.chain(25, on: "origin/main", as: "refs/long", long)
    try team.expectHeld(
      .maria, ["refs/long:refs/heads/main"], ["push.too-large"], says: ["16777216 bytes", "push in parts"],
      absent: ["metadata.unsigned"])
    let behind = try team.greeting { $0.parents.append(try team.git(.maria, "rev-parse", "refs/long")) }
    try team.expectHeld(
      .maria, ["\(behind):refs/heads/main"], ["push.too-large"], says: ["16777216 bytes"],
      absent: ["metadata.unsigned"])
    try team.chain(25, on: "origin/env/dev", as: "refs/steps", long)
    try team.expectHeld(
      .maria, ["refs/steps:refs/heads/env/dev"], ["push.too-large"], says: ["16777216 bytes"],
      absent: ["release.form"])
    let talkative = try team.greeting {
      $0.message = Array(
        (goodMessage + String(repeating: "Co-authored-by: lena <lena@acme.example>\n", count: 499)).utf8)
    }
    try team.expectHeld(
      .maria, ["\(talkative):refs/heads/main"], ["commit.malformed"], says: ["more than 500 trailers"])
    let honest = try team.greeting {
      $0.message = Array((goodMessage + "Co-authored-by: lena <lena@acme.example>\n").utf8)
    }
    try team.expectTaken(.maria, ["\(honest):refs/heads/main"])
  }

  @Test(
    "G16: signed commits whose dates run backwards, which make each merge dear: not judged; a few are told one by one")
  func backwards() throws {
    let team = try Team(.founded)
    func landing(_ count: Int) throws -> String {
      var parent = try team.git(.maria, "rev-parse", "origin/main")
      // From main's own date, however long ago that was made.
      let start = try #require(Int(try team.git(.maria, "log", "-1", "--format=%ct", "origin/main")))
      for index in 1...count {
        parent = try team.greeting {
          $0.tree = try team.git(.maria, "rev-parse", "origin/main^{tree}")
          $0.parents = [parent]
          $0.committed = start - 600 * index
        }
      }
      return try team.greeting { $0.parents.append(parent) }
    }
    try team.expectHeld(
      .maria, ["\(try landing(20)):refs/heads/main"], ["metadata.backdated", "push.not-judged"],
      says: ["20 of the landing's 21 commits"])
    try team.expectHeld(
      .maria, ["\(try landing(3)):refs/heads/main"], ["metadata.backdated"], absent: ["push.not-judged"])
    try team.expectTaken(.maria, ["\(try team.greeting()):refs/heads/main"])
  }

  @Test("G16: what is off the line is said to be, however long the line is")
  func offALongLine() throws {
    let team = try Team(.founded)
    let hook = try team.sandbox.read("hub.git/hooks/pre-receive")
    try team.openHub()
    try team.chain(1100, on: "origin/main", as: "refs/line")
    #expect(try team.push(.maria, ["refs/line:refs/heads/main"]).status == 0)
    try team.sandbox.write("hub.git/hooks/pre-receive", hook, executable: true)
    try team.expectHeld(.maria, ["+refs/line~5:refs/heads/main"], ["push.rewinds"], absent: ["push.too-large"])
    try team.chain(2, on: "refs/line~5", as: "refs/aside")
    try team.expectHeld(.maria, ["+refs/aside:refs/heads/main"], ["push.rewinds"], absent: ["push.too-large"])
    let landed = try team.greeting()
    try team.expectTaken(.maria, ["\(landed):refs/heads/main"])
  }

  /// The root tree of main with many directories of one tree in place of its workflows.
  private func copies(_ team: Team, _ count: Int, of tree: String) throws -> String {
    let names = (0..<count).map { "w\(1000 + $0)" }
    let wide = try team.object(.maria, "tree", names.flatMap { Sandbox.rawEntry("40000", Array($0.utf8), tree) })
    return try team.graft(.maria, "origin/main", "workflows", ("40000", wide))
  }

  @Test("G16: a few trees that unfold into billions of paths, a hundred times: held, wherever they are pushed")
  func manyBombs() throws {
    let team = try Team(.adopted)
    try team.trustObjects()
    let bomb = try GitAttacks().treeBomb(team, depth: 8, width: 20)
    let tree = try copies(team, 100, of: bomb)
    let bad = try team.greeting { $0.tree = tree }
    for ref in ["main", "free"] {
      try team.expectHeld(
        .maria, ["\(bad):refs/heads/\(ref)"], ["path.too-many-files"], says: ["and 90 more of this kind"])
    }
    let step = try team.greeting {
      $0.tree = tree
      $0.parents = [try team.hub("refs/heads/env/dev")]
      $0.message = Array("Adopt\n\nAdopt: all\nEnvironment: dev\nPolicy: \(team.root)\nWhy: It runs there\n".utf8)
    }
    try team.expectHeld(.maria, ["\(step):refs/heads/env/dev"], ["push.too-large"], says: ["more than 100000 files"])
  }

  @Test("G16: workflows that are each within the limits, and too many together: held, to be pushed in parts")
  func manyWorkflows() throws {
    let team = try Team(.founded)
    let file = try team.blob(.maria, "x\n")
    let names = (0..<900).map { "f\(1000 + $0)" }
    let full = try team.object(.maria, "tree", names.flatMap { Sandbox.rawEntry("100644", Array($0.utf8), file) })
    let much = try team.greeting { $0.tree = try copies(team, 120, of: full) }
    try team.expectHeld(
      .maria, ["\(much):refs/heads/main"], ["push.too-large"], says: ["more than 100000 files", "push in parts"])
    let small = try team.object(.maria, "tree", Sandbox.rawEntry("100644", Array("x".utf8), file))
    let many = try team.greeting { $0.tree = try copies(team, 5001, of: small) }
    try team.expectHeld(.maria, ["\(many):refs/heads/main"], ["push.too-large"], says: ["more than 5000 workflows"])
    // On a branch to work on nothing of it is judged.
    try team.expectTaken(.maria, ["\(many):refs/heads/free"])
  }

  @Test("G16: commits that go back and forth between two wide trees that are known: refused before they are judged")
  func backAndForth() throws {
    let team = try Team(.founded)
    let names = (0..<20_000).map { "vendor-\(10_000 + $0)" }
    let mine = try team.rawEntries(.maria, try team.git(.maria, "rev-parse", "origin/main:workflows"))
    let trees = try ["1\n", "2\n"].map { text in
      let file = try team.blob(.maria, text)
      let small = try team.object(.maria, "tree", Sandbox.rawEntry("100644", Array("a".utf8), file))
      let wide = try team.object(
        .maria, "tree",
        mine.flatMap { Sandbox.rawEntry($0.mode, $0.name, $0.id) }
          + names.flatMap { Sandbox.rawEntry("40000", Array($0.utf8), small) })
      return try team.graft(.maria, "origin/main", "workflows", ("40000", wide))
    }
    func forth(_ count: Int) throws -> String {
      var tip = team.root
      for index in 0..<count {
        tip = try team.greeting {
          $0.tree = trees[index % 2]
          $0.parents = [tip]
        }
      }
      return tip
    }
    try team.expectTaken(.maria, ["\(try forth(2)):refs/heads/free"])
    let tip = try forth(20)
    let landing = try team.greeting { $0.parents.append(tip) }
    // Seconds of a processor, and bytes, that the server gives a push.
    try team.prefaceHook("ulimit -t 60; ulimit -d 1000000")
    try team.expectHeld(
      .maria, ["\(landing):refs/heads/main"], ["push.too-large"],
      says: ["change more than 300000 workflows", "push in parts"])
    try team.expectTaken(.maria, ["\(try team.greeting()):refs/heads/main"])
  }

  @Test("G16: a report stays short enough to be read, whatever is wrong")
  func longReport() throws {
    let team = try Team(.adopted)
    // So few that each is judged and told.
    try team.chain(18, on: "origin/main", as: "refs/long")
    let long = String(repeating: "x", count: 100_000)
    try team.chain(40, on: "origin/env/dev", as: "refs/some", "Rollback\n\nRollback: \(long)\n\(long): \(long)\n")
    let landing = try team.greeting { $0.parents.append(try team.git(.maria, "rev-parse", "refs/long")) }
    let refs = (0..<400).map { "refs/some:refs/countersign/no-\($0)" }
    let outcome = try team.push(.maria, ["\(landing):refs/heads/main", "refs/some:refs/heads/env/dev"] + refs)
    let told = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("remote:") }
    expect(outcome, 1, errors: ["[metadata.unsigned]", "[push.not-judged]", "more of this kind", "remote: and "])
    #expect(told.count < 1100 && told.allSatisfy { $0.count < 1100 }, "\(told.count) lines")
  }

  @Test("G16: names that whoever writes a step chooses reach no terminal as they are")
  func escapes() throws {
    let team = try Team(.adopted)
    let evil = "w\u{1b}[31mX\u{7}\u{202e}"
    for act in ["Release", "Rollback", "Kill", "Resume", "Adopt"] {
      try team.chain(
        1, on: "origin/env/dev", as: "refs/evil",
        "Step\n\n\(act): \(evil)\nEnvironment: \(evil)\nPolicy: \(team.root)\nWhy: \(evil)\n")
      try team.expectHeld(.maria, ["refs/evil:refs/heads/env/dev"], ["release.form"], says: ["\\u{1b}"])
    }
    let step = try team.greeting {
      $0.parents = [try team.hub("refs/heads/env/dev")]
      $0.tree = try team.graft(
        .maria, "origin/env/dev", "workflows/\(evil)/x", ("100644", try team.blob(.maria, "x\n")))
      $0.message = Array("Adopt\n\nAdopt: all\nEnvironment: dev\nPolicy: \(team.root)\nWhy: It runs there\n".utf8)
    }
    try team.trustObjects()
    try team.expectHeld(.maria, ["\(step):refs/heads/env/dev"], ["release.form"], says: ["w\\u{1b}[31mX"])
  }

  @Test("G16: the large push of a team is taken: a hundred commits, hundreds of workflows, thirty releases at once")
  func honest() throws {
    let team = try Team(.adopted)
    let names = (0..<200).map { "flow-\($0)" }
    var files: [String: String?] = [:]
    for name in names {
      for (file, text) in TeamFiles.workflow(name, risk: "low") { files["workflows/\(name)/\(file)"] = text }
    }
    try team.change(.maria, "many", files)
    let script = """
      i=0
      while [ $i -lt 100 ]; do
        i=$((i + 1)); echo $i > notes; git add notes
        git commit -q --no-verify -m 'Note' -m 'Why: A reason that is long enough\nTicket: OPS-7'
      done
      """.replacing("\\n", with: "\n")
    #expect(try team.shell(.maria, script).status == 0)
    try team.must(.maria, "land", "many")
    try team.git(.lena, "fetch", "-q", "origin")
    var tip = try team.hub("refs/heads/env/dev")
    var trailers = try team.stepTrailers("flow-0", to: "dev")
    for name in names.prefix(30) {
      trailers["Release"] = "\(name)@\(try team.version(name, at: "origin/main"))"
      tip = try team.craftStep(
        .lena, "dev", [.take("workflows/\(name)", from: "origin/main")], trailers, parents: [tip])
    }
    try team.expectTaken(.lena, ["\(tip):refs/heads/env/dev"])
  }
}

extension Team {
  /// Unsigned commits one upon another, without a process for each; nothing in their trees changes.
  fileprivate func chain(_ count: Int, on start: String, as ref: String, _ message: String = goodMessage) throws {
    try git(.maria, "fetch", "-q", "origin")
    let from = try git(.maria, "rev-parse", start)
    var stream = ""
    for index in 0..<count {
      stream += "commit \(ref)\ncommitter maria <maria@acme.example> \(time(nil)) +0000\n"
      stream += "data \(message.utf8.count)\n\(message)\n" + (index == 0 ? "from \(from)\n" : "") + "\n"
    }
    let outcome = try run(.maria, "git", ["fast-import", "--quiet", "--force"], input: stream + "done\n")
    guard outcome.status == 0 else { throw SandboxError.status(command: "git fast-import", outcome) }
  }
}
