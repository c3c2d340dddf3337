import Git
import Vocabulary

/// What waits to be pushed to a repository.
struct Push {
  let name: String
  let old: ObjectID
  let new: ObjectID
  let pack: Pack
}

extension Town {
  /// Commits of the larger pushes, and workflows that each of them changes.
  static let pushed = (commits: 100, workflows: 10)

  /// The pushes, each from main as it is now; what is said about them is in the journals already, and main is left as it was.
  func pushes() throws -> [Push] {
    [
      try push("one-commit", 1_000_000) { try self.oneCommit() },
      try push("one-merge", 2_000_000) { try self.oneMerge() },
      try push("hundred-landings", 3_000_000) { try self.hundredLandings() },
    ]
  }

  /// Revisions are numbered from `first` on, so that no two pushes bring the same version.
  private func push(_ name: String, _ first: Int, _ build: () throws -> Void) throws -> Push {
    let old = tip
    let before = workflows.map { (revision: $0.revision, version: $0.version) }
    for index in workflows.indices { workflows[index].revision += first }
    let own = try Pack()
    work = own
    try build()
    let push = Push(name: name, old: old, new: tip, pack: own)
    // Back to what main holds, in a pack that nobody keeps.
    work = try Pack()
    for (index, (revision, version)) in before.enumerated() {
      if workflows[index].version != version { try change(index, to: revision) }
      workflows[index].revision = revision
    }
    work = pack
    tip = old
    return push
  }

  private static let words = "Why: a reason that is long enough\nTicket: OPS-5\n"

  private func oneCommit() throws {
    let base = workflows[1].version
    try change(1)
    try approve([(1, base)], for: [.main], by: team.jonas)
    tip = try commit([tip], by: team.maria, "Change \(workflows[1].name)\n\n\(Self.words)")
  }

  /// The workflows that one of the commits changes.
  private func touched(by number: Int) -> [Int] {
    (0..<min(Self.pushed.workflows, workflows.count)).map { (number * Self.pushed.workflows + $0) % workflows.count }
  }

  private func oneMerge() throws {
    let start = tip
    var bases: [Int: Workflow] = [:]
    for number in 0..<Self.pushed.commits {
      for index in touched(by: number) {
        if bases[index] == nil { bases[index] = workflows[index] }
        try change(index)
      }
      tip = try commit([tip], by: team.maria, "Part \(number) of the work\n\n\(Self.words)")
    }
    try approve(
      bases.sorted { $0.key < $1.key }.map { ($0.key, $0.value.version) }, for: [.main], by: team.jonas)
    tip = try commit([start, tip], by: team.lena, "Merge the work\n")
  }

  private func hundredLandings() throws {
    for number in 0..<Self.pushed.commits {
      let changed = touched(by: number).map { ($0, Optional(workflows[$0].version)) }
      for (index, _) in changed { try change(index) }
      try approve(changed, for: [.main], by: team.jonas)
      tip = try commit([tip], by: team.maria, "Landing \(number) of the work\n\n\(Self.words)")
    }
  }
}
