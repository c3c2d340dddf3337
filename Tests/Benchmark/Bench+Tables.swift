import Glibc

/// How much of the benchmark is run.
enum Size {
  /// Everything, at every size: about ten minutes.
  case whole
  /// The figures that have targets, without the largest repositories: about two minutes.
  case quick
  /// Whether it works at all, on one small repository.
  case smoke

  var rounds: Int {
    switch self {
    case .whole: 9
    case .quick: 7
    case .smoke: 1
    }
  }
}

extension Bench {
  func everything(_ size: Size) throws {
    let isSmoke = size == .smoke
    let isWhole = size == .whole
    tell(try machine())
    tell("\n" + Row.heading)
    let team = try site(isSmoke ? "smoke" : "workflows-1000")
    try start(team)
    row("pre-commit, one staged workflow of \(team.shape.workflows)", try preCommit(team), atMost: 25)
    let largest = try site(isSmoke ? "smoke" : isWhole ? "commits-100000" : "commits-10000")
    try received(isSmoke ? [team] : [try site("workflows-100"), try site("workflows-5000"), largest])
    let journal = try site(isSmoke ? "smoke" : "journal-50000")
    row("gate on one version, journal of \(journal.shape.statements) statements", try gate(journal), atMost: 30)
    row(
      "status of \(team.shape.workflows) workflows × \(team.shape.environments) environments", try status(team),
      atMost: 200)
    try verified(largest)
    try searched(team, isSmoke: isSmoke)
    if isSmoke { try fsck(team) }
    for table in Growth.all where !isSmoke && (isWhole || table.isQuick) { try grow(table, isWhole: isWhole) }
    for command in missing.sorted() { tell("\nnot measured: this build has no `\(command)`") }
    tell("\n" + (try machine()))
  }

  func tell(_ row: Row) { tell(row.line) }

  private func row(_ what: String, _ sample: Sample, beside: String = "", atMost most: Double) {
    tell(
      Row(
        what, sample, beside: beside, target: "≤ \(Sample.short(most)) ms",
        isMet: sample.median <= most && sample.megabytes <= 200))
  }

  private func start(_ site: Site) throws {
    let rival = try opener(site)
    let mine = try ours(["--version"], at: site, rounds: rounds * 3)
    let ratio = mine.median / rival.median
    tell(
      Row(
        "process start (`--version`)", mine,
        beside: "C program that opens the repository: \(rival.text) ms, \(Sample.short(ratio))×", target: "≤ 2×",
        isMet: ratio <= 2))
    let opened = try ours(["explain", "soak"], at: site, rounds: rounds)
    tell(Row("start to an answer without a repository (`explain`)", opened))
  }

  private func received(_ sites: [Site]) throws {
    for site in sites {
      let sizes = "\(site.shape.commits) commits, \(site.shape.workflows) workflows"
      for (name, what, most) in [
        ("one-commit", "1 commit", 30.0), ("one-merge", "100 commits × 10 workflows in one merge", 100),
        ("hundred-landings", "the same as 100 landings", 100),
      ] {
        let hook = try preReceive(site, name)
        let bare = try push(site, name, hooks: false)
        let whole = try push(site, name, hooks: true)
        row(
          "pre-receive, \(what) (\(sizes))", hook,
          beside: "`git push` without hooks \(bare.text) ms, with both \(whole.text) ms", atMost: most)
      }
    }
  }

  private func verified(_ site: Site) throws {
    let raw = try rawVerification()
    tell(
      Row(
        "one Ed25519 verification, one core", words: "\(Sample.short(Sample.median(raw))) µs",
        beside: "the floor of every check of signatures"))
    let log = try gitLog(site)
    tell(Row("`git log --format=%G?`, each commit", words: "\(Sample.short(Sample.median(log))) ms"))
    let (list, cat) = (try revList(site), try catFile(site))
    tell(Row("`git rev-list --count` of \(site.shape.commits) commits", list))
    tell(Row("`git rev-list` into `git cat-file --batch`", cat))
    guard try knows("verify") else { return }
    let most = site.shape.commits >= 100_000 ? 5_000.0 : 5_000 * Double(site.shape.commits) / 100_000
    let cold = try verify(site, again: false)
    let each = cold.median / Double(site.shape.commits)
    let ratio = Sample.median(log) / each
    tell(
      Row(
        "verify, \(site.shape.commits) signed commits", cold,
        beside: "\(Sample.short(each * 1000)) µs a commit: \(Sample.short(ratio))× as fast as `git log --format=%G?`",
        target: "≤ \(Sample.short(most)) ms, ≥ 200×",
        isMet: cold.median <= most && ratio >= 200 && cold.megabytes <= 200))
    row("verify again after one more landing", try verify(site, again: true), atMost: 50)
  }

  /// Definitions as the generator writes them; `benchmark search DIRECTORY` takes others.
  /// In a process of its own: what it reads makes it large, and what is started later would seem so, too.
  private func searched(_ site: Site, isSmoke: Bool) throws {
    let words = [program, "rows", "\(site.work)/workflows", "\(scratch)/rules"] + (isSmoke ? ["smoke"] : [])
    tell(try Spawn.must(words, in: scratch).output.split(separator: "\n").joined(separator: "\n"))
  }

  /// The generator's own check: git finds nothing wrong with what it wrote.
  private func fsck(_ site: Site) throws {
    try Spawn.must(["git", "fsck", "--strict", "--no-dangling"], in: site.hub, extra: site.environment())
  }

  /// What the machine is, and what else it does.
  private func machine() throws -> String {
    let cpu = try Files.text("/proc/cpuinfo").split(separator: "\n").first { $0.hasPrefix("model name") }
    let model = cpu?.split(separator: ":").last.map { $0.drop { $0 == " " } } ?? "unknown"
    let load = try Files.text("/proc/loadavg").split(separator: " ").prefix(3).joined(separator: " ")
    let git = try Spawn.must(["git", "--version"], in: scratch).output.split(separator: "\n").first ?? ""
    return "\(sysconf(Int32(_SC_NPROCESSORS_ONLN))) × \(model), \(git), load \(load), \(rounds) runs each"
  }
}
