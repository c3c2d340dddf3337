import Gathering
import Git
import Programs
import TestSupport
import Testing
import Vocabulary

/// What is remembered of a branch gives the same answers as a walk through its commits, whatever happened on it.
@Suite("branch history: what is remembered changes time, never the answer")
struct BranchHistoryTests {
  @Test("every path, from every commit, at every moment, is what a walk along the commits says", arguments: 1...6)
  func same(seed: Int) throws {
    let story = try RandomStory(seed: UInt64(seed))
    let collector = try story.collector()
    for (index, tip) in story.commits.shuffled(using: &story.dice).enumerated() {
      // A tip of a branch, and a commit that only this look knows, are remembered differently.
      if index % 3 == 0 { _ = try collector.tip(ofEnvironmentBranch: story.branches[index % 2]) }
      for path in RandomStory.paths {
        try compare(collector, path, tip, nil)
        try compare(collector, path, tip, Timestamp(seconds: RandomStory.start + Int64(index * 7 % 400)))
      }
    }
  }

  @Test("when a version was last left, and by which step, is what a walk says", arguments: 1...6)
  func departures(seed: Int) throws {
    let story = try RandomStory(seed: UInt64(100 + seed))
    let collector = try story.collector()
    var left = 0
    for tip in story.commits.shuffled(using: &story.dice) {
      for path in RandomStory.paths {
        var trees: Set<String?> = [nil]
        try collector.walkTransitions(of: path, from: tip) { step throws(GitError) in
          trees.insert(step.new?.hex)
          return true
        }
        for tree in trees {
          let quick = try collector.departure(from: tree, path: path, tip: tip)
          let whole = try collector.walkDeparture(from: tree, path: path, tip: tip)
          #expect(quick == whole, "\(path) \(tip.short) \(tree ?? "nothing")")
          if whole != nil { left += 1 }
        }
      }
    }
    #expect(left > 0, "something was left somewhere")
  }

  @Test("a second look reads the file, goes on from it, and follows a branch that forks from it")
  func remembered() throws {
    let story = try RandomStory(seed: 42)
    #expect(try story.files().isEmpty)
    try everything(story)
    #expect(try story.files().count == 2, "one for each branch")
    try everything(story)
    try story.goOn()
    try everything(story)
    try story.rewind()
    try everything(story)
  }

  @Test(
    "torn, of another form, or no file at all: it is read anew",
    arguments: ["torn", "empty", "one byte", "other head", "other branch", "not ours", "folder", "gone"])
  func broken(how: String) throws {
    let story = try RandomStory(seed: 43)
    try everything(story)
    let files = try story.files()
    let texts = try files.map { try story.sandbox.read($0) }
    for (index, file) in files.enumerated() {
      var bytes = texts[index]
      switch how {
      case "torn": bytes.removeLast(9)
      case "empty": bytes = []
      case "one byte": bytes[bytes.count / 2] ^= 1
      case "other head": bytes[0] ^= 1
      case "other branch": bytes = texts[1 - index]
      case "not ours": bytes = [UInt8](repeating: 0xff, count: 3000)
      default: _ = try story.sandbox.run("rm", [file])
      }
      if how == "folder" {
        try story.sandbox.makeDirectory(file)
      } else if how != "gone" {
        try story.sandbox.write(file, bytes)
      }
    }
    try everything(story)
  }

  @Test("written by another's hand it may tell another story, and stops nothing", arguments: 1...4)
  func anothersHand(seed: Int) throws {
    let story = try RandomStory(seed: 44)
    try everything(story)
    var dice = Dice(seed: UInt64(seed))
    let keeper = try story.collector()
    let names = try story.files().compactMap { $0.split(separator: "/").last.map(String.init) }
    let texts = names.compactMap { keeper.repository.sealed($0) }
    #expect(texts.count == 2)
    for round in 0..<60 {
      for (name, text) in zip(names, texts) {
        var bytes = text
        // The numbers at its head, the tables and the rest: one byte, or an end that is missing.
        for _ in 0..<3 {
          bytes[Int.random(in: 20..<bytes.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
        }
        if round % 5 == 0 { bytes[Int.random(in: 20..<36, using: &dice)] = UInt8.random(in: 0...255, using: &dice) }
        if round % 7 == 0 { bytes.removeLast(Int.random(in: 1..<bytes.count, using: &dice)) }
        keeper.repository.keepSealed(name, bytes)
      }
      let collector = try story.collector()
      for branch in story.branches {
        let tip = try #require(try collector.tip(ofEnvironmentBranch: branch))
        for path in RandomStory.paths { _ = try? collector.transitions(of: path, from: tip) }
        _ = try? collector.departure(from: nil, path: RandomStory.paths[0], tip: tip)
        _ = try? collector.excepted(from: tip, at: Timestamp(seconds: RandomStory.start + 200))
      }
    }
    for name in names { _ = try story.sandbox.run("rm", ["-f", "repo/countersign/\(name)"]) }
    try everything(story)
  }

  @Test("exceptions are found up to a moment, wherever they lie")
  func exceptions() throws {
    let story = try RandomStory(seed: 7)
    let collector = try story.collector()
    for branch in story.branches {
      guard let tip = try collector.tip(ofEnvironmentBranch: branch) else { continue }
      for offset in stride(from: Int64(-1), to: 500, by: 23) {
        let moment = Timestamp(seconds: RandomStory.start + offset)
        var start: ObjectID?
        var names: Set<String> = []
        try collector.repository.firstParents(from: tip) { commit throws(GitError) in
          if start == nil, commit.committer.seconds > moment.seconds { return true }
          if start == nil { start = commit.id }
          if String(decoding: commit.message, as: UTF8.self).contains("Exception:") { names.insert("alpha") }
          return true
        }
        let found = try collector.excepted(from: tip, at: moment)
        #expect(found.start == start && found.names == names, "\(branch) \(moment)")
      }
    }
  }

  private func everything(_ story: RandomStory) throws {
    let collector = try story.collector()
    for branch in story.branches {
      let tip = try #require(try collector.tip(ofEnvironmentBranch: branch))
      for path in RandomStory.paths { try compare(collector, path, tip, nil) }
    }
  }

  private func compare(
    _ collector: borrowing Collector, _ path: String, _ tip: ObjectID, _ moment: Timestamp?
  ) throws {
    var whole: [Transition] = []
    try collector.walkTransitions(of: path, from: tip, asOf: moment) { step throws(GitError) in
      whole.append(step)
      return true
    }
    let quick = try collector.transitions(of: path, from: tip, asOf: moment)
    #expect(quick == whole, "\(path) from \(tip.short)")
    let first = try collector.transitions(of: path, from: tip, most: 1, asOf: moment)
    #expect(first == Array(whole.prefix(1)), "\(path) from \(tip.short), the first")
  }
}

/// Two branches that fork, with files, directories, modes, look-alike names, exceptions and dates at random.
final class RandomStory {
  static let start: Int64 = 1_700_000_000
  static let paths = [
    "workflows/alpha", "workflows/beta", "workflows/\u{e9}", "workflows/e\u{301}", "workflows/file",
    ".countersign/killed/alpha.yaml", ".countersign/freeze.yaml", ".countersign", "workflows/never", "other/alpha",
  ]
  let sandbox: Sandbox
  let branches = ["env/one", "env/two"]
  private(set) var commits: [ObjectID] = []
  var dice: Dice
  private var stream = ""
  private var mark = 0

  /// What stands behind the head of the story's first commit.
  private var beginning = ""

  /// - Parameter policy: the text of a policy that the first commit brings; nil: it brings none.
  init(seed: UInt64, length: Int = 1, policy: String? = nil) throws {
    sandbox = try Sandbox()
    dice = Dice(seed: seed)
    try sandbox.makeRepository("repo", bare: true)
    if let policy {
      beginning = "M 100644 inline .countersign/policy.yaml\ndata \(policy.utf8.count)\n\(policy)\n"
    }
    for step in 0..<(45 * length) { add("env/one", from: step == 0 ? nil : ":\(mark)") }
    let fork = mark - 15
    for step in 0..<25 { add("env/two", from: step == 0 ? ":\(fork)" : ":\(mark)") }
    try write()
  }

  func collector(_ chronicles: [Chronicle] = []) throws -> Collector {
    let collector = Collector(
      try Repository.open(sandbox.absolute("repo")), view: View(remote: nil, isServer: true),
      programs: Programs(environment: sandbox.environment), zoneFolder: "/usr/share/zoneinfo",
      clock: Timestamp(seconds: Self.start + 10_000), chronicles: chronicles)
    collector.watch(["workflows"])
    return collector
  }

  /// The files in which branches are remembered.
  func files() throws -> [String] {
    let listed = try sandbox.run("sh", ["-c", "ls repo/countersign/steps-* 2>/dev/null || true"])
    return listed.output.split(separator: "\n").map(String.init)
  }

  /// More steps on both branches.
  func goOn() throws {
    for branch in branches {
      for step in 0..<40 { add(branch, from: step == 0 ? "refs/heads/\(branch)^0" : ":\(mark)") }
    }
    try write()
  }

  /// One branch goes back, and on from there.
  func rewind() throws {
    add("env/one", from: "refs/heads/env/one~20")
    for _ in 0..<3 { add("env/one", from: ":\(mark)") }
    try write()
  }

  private func add(_ branch: String, from parent: String?) {
    mark += 1
    let seconds = Self.start + Int64(mark * 5) + Int64.random(in: -40...40, using: &dice)
    let trailers = Int.random(in: 0..<9, using: &dice) == 0 ? "\nRelease: alpha@0123456789ab\nException: 00\n" : ""
    let message = "step \(mark)\n\(trailers)"
    stream += "commit refs/heads/\(branch)\nmark :\(mark)\n"
    stream += "committer Maria <maria@acme.example> \(seconds) +0000\ndata \(message.utf8.count)\n\(message)\n"
    stream += parent.map { "from \($0)\n" } ?? beginning
    for _ in 0..<Int.random(in: 0..<3, using: &dice) { change() }
    stream += "\n"
  }

  private func change() {
    let path = Self.paths.filter { !$0.hasSuffix("never") && $0 != ".countersign" }.randomElement(using: &dice) ?? ""
    let isFile = path.hasSuffix(".yaml") || Int.random(in: 0..<6, using: &dice) == 0
    let mode = ["100644", "100644", "100755", "120000"].randomElement(using: &dice) ?? "100644"
    // Few of them, so that versions come back; now and then one that never was.
    let text = "\(Int.random(in: 0..<(Bool.random(using: &dice) ? 4 : 90), using: &dice) % 90 + 10)"
    switch Int.random(in: 0..<5, using: &dice) {
    case 0: stream += "D \(path)\n"
    case 1 where !isFile: stream += "D \(path)\nM \(mode) inline \(path)/g\ndata 2\n\(text)\n"
    // A file in place of a directory, or the other way round.
    default: stream += "D \(path)\nM \(mode) inline \(path + (isFile ? "" : "/f"))\ndata 2\n\(text)\n"
    }
  }

  private func write() throws {
    let outcome = try sandbox.run(
      "git", ["fast-import", "--quiet", "--force", "--export-marks=marks"], in: "repo",
      input: Array((stream + "done\n").utf8))
    guard outcome.status == 0 else { throw SandboxError.status(command: "git fast-import", outcome) }
    stream = ""
    let marks = String(decoding: try sandbox.read("repo/marks"), as: UTF8.self)
    commits += marks.split(separator: "\n").compactMap { line in
      line.split(separator: " ").last.flatMap { ObjectID(hex: String($0)) }
    }.filter { !commits.contains($0) }
    commits.sort()
  }
}
