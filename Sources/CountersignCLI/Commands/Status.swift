import ArgumentParser
import Diagnostics
import Evidence
import Facts
import Gathering
import Git
import PolicyModel
import Releases
import Reporting
import StrictJSON
import Vocabulary

struct Status: Command {
  static let configuration = CommandConfiguration(
    abstract: "Show where every workflow stands: main and each environment.",
    discussion: """
      EXAMPLES
        countersign status
        countersign status 'vendor-*' --format json
        countersign status --at 2026-03-12T02:00:00Z
        countersign status --mine
      """)

  @OptionGroup var common: Common
  @Argument(help: ArgumentHelp("Workflows, or globs; all by default.", valueName: "workflow"))
  var workflows: [String] = []
  @Flag(help: "Only what waits for a review by whoever asks.")
  var mine = false
  @Option(help: ArgumentHelp("What stood there at this moment.", valueName: "time"))
  var at: String?
  @Option(help: "text or json.")
  var format: BoardFormat = .text

  func perform(_ console: Console) throws(Finding) -> Ending {
    let place = try Workplace.open(common, console)
    let main = try place.mainLine()
    let (snapshot, policy) = try place.policy(main)
    let now = Workplace.now()
    let moment = try at.map { text throws(Finding) in try Moment.read(text, now: now) }
    let board = try Board.read(place, main, policy, at: moment)
    if mine { return try Waiting.read(place, board, main, snapshot, policy).tell(format, console) }
    let names = try workflows.isEmpty ? board.names : place.workflows(workflows, at: board.tips, policy)
    if let moment { console.talk("as of \(moment)") }
    switch format {
    case .json: console.out(board.json(names, policy))
    case .text: console.out(board.table(names, policy, now: moment ?? now))
    }
    return .done
  }
}

/// A matrix or JSON: nothing else shows a board.
enum BoardFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  case text, json
}

/// What main and every environment hold, at their tips or at a moment.
struct Board {
  struct Cell: Hashable {
    let version: Version
    let since: Timestamp?
    let isKilled: Bool
  }

  private(set) var names: [String] = []
  private(set) var tips: [ObjectID] = []
  /// By target name, then workflow.
  private(set) var cells: [String: [String: Cell]] = [:]
  /// Environments in which everything is killed.
  private(set) var stopped: Set<String> = []
  /// The freezes that stand, by environment.
  private(set) var frozen: [String: StandingFreeze] = [:]

  static func read(_ place: borrowing Workplace, _ main: MainLine, _ policy: Policy, at moment: Timestamp?)
    throws(Finding) -> Board
  {
    var board = Board()
    var names: Set<String> = []
    do throws(GitError) {
      let collector = place.collector.view
      var tips: [(name: String, tip: ObjectID?)] = [("main", main.tip)]
      for environment in policy.environments {
        tips.append((environment.name, try place.repository.reference(collector.ref(ofBranch: environment.branch))))
      }
      for target in tips {
        guard let start = target.tip, let tip = try Self.tip(start, at: moment, place) else { continue }
        board.tips.append(tip)
        let tree = try place.repository.commit(tip).tree
        board.cells[target.name] = try cells(place, tip, tree, policy, isEnvironment: target.name != "main")
        names.formUnion(board.cells[target.name, default: [:]].keys)
        if target.name != "main", try place.repository.entry(at: EnvironmentPath.killed(Naming.all), in: tree) != nil {
          board.stopped.insert(target.name)
        }
        board.frozen[target.name] = try freeze(in: target.name, at: tip, tree, moment, place, main, policy)
      }
    } catch {
      throw error.finding
    }
    board.names = names.sorted()
    return board
  }

  /// Where a branch stood at a moment: its newest commit dated no later.
  private static func tip(_ tip: ObjectID, at moment: Timestamp?, _ place: borrowing Workplace) throws(GitError)
    -> ObjectID?
  {
    guard let moment else { return tip }
    var found: ObjectID?
    try place.repository.firstParents(from: tip) { commit throws(GitError) in
      guard commit.committer.seconds <= moment.seconds else { return true }
      found = commit.id
      return false
    }
    return found
  }

  private static func cells(
    _ place: borrowing Workplace, _ tip: ObjectID, _ tree: ObjectID, _ policy: Policy, isEnvironment: Bool
  ) throws(GitError) -> [String: Cell] {
    var cells: [String: Cell] = [:]
    let since = isEnvironment ? try arrivals(place, tip, policy) : [:]
    for root in policy.roots {
      guard let entry = try place.repository.entry(at: root, in: tree), entry.mode == .tree else { continue }
      for child in try place.repository.tree(entry.id) where child.mode == .tree {
        guard let name = child.text, Naming.isName(name) else { continue }
        let killed =
          isEnvironment
          ? try place.repository.entry(at: EnvironmentPath.killed(name), in: tree) != nil : false
        cells[name] = Cell(
          version: try place.collector.version(ofTree: child.id), since: since["\(root)/\(name)"], isKilled: killed)
      }
    }
    return cells
  }

  /// When each directory came to be as it is: one walk along the branch for all of them.
  private static func arrivals(
    _ place: borrowing Workplace, _ tip: ObjectID, _ policy: Policy
  ) throws(GitError) -> [String: Timestamp] {
    var arrivals: [String: Timestamp] = [:]
    var later: Commit?
    try place.repository.firstParents(from: tip) { commit throws(GitError) in
      if let later {
        let changed = try GovernedUnits.changed(
          from: commit.tree, to: later.tree, roots: policy.roots, in: place.repository)
        for unit in changed.keys where arrivals[unit] == nil {
          arrivals[unit] = Timestamp(seconds: later.committer.seconds)
        }
      }
      later = commit
      return true
    }
    if let later {
      let changed = try GovernedUnits.changed(from: nil, to: later.tree, roots: policy.roots, in: place.repository)
      for unit in changed.keys where arrivals[unit] == nil {
        arrivals[unit] = Timestamp(seconds: later.committer.seconds)
      }
    }
    return arrivals
  }
}

extension Board {
  /// A matrix that fits 100 columns: a row per workflow, a column per target, `*` where it is the version on main.
  func table(_ names: [String], _ policy: Policy, now: Timestamp) -> String {
    let targets = ["main"] + policy.environments.map(\.name)
    let width = min(34, max(8, names.map(\.count).max() ?? 8))
    let column = max(12, min(24, (100 - width) / targets.count - 1))
    var text = Self.padded("workflow", width) + targets.map { " " + Self.padded($0, column) }.joined() + "\n"
    for name in names {
      text += Self.padded(name, width)
      for target in targets { text += " " + Self.padded(cell(name, target, now), column) }
      text += "\n"
    }
    if names.isEmpty { text += "no workflow has landed yet\n" }
    for name in stopped.sorted() { text += "everything in \(name) is KILLED\n" }
    for (name, freeze) in frozen.sorted(by: { $0.key < $1.key }) { text += freeze.line(of: name) + "\n" }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }

  private func cell(_ name: String, _ target: String, _ now: Timestamp) -> String {
    guard let cell = cells[target]?[name] else { return "-" }
    let short = String(cell.version.dirHash.prefix(8))
    if cell.isKilled || stopped.contains(target) { return short + " KILLED" }
    let isMain = cells["main"]?[name]?.version == cell.version
    let age = cell.since.map { " " + Self.age(now - $0) } ?? ""
    return short + (isMain && target != "main" ? "*" : "") + age
  }

  /// One unit is enough to see at a glance.
  private static func age(_ span: Span) -> String {
    span.description.split(separator: " ").first.map(String.init) ?? "0s"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text.count >= width ? String(text.prefix(width)) : text + String(repeating: " ", count: width - text.count)
  }

  func json(_ names: [String], _ policy: Policy) -> String {
    let targets = ["main"] + policy.environments.map(\.name)
    let rows = names.map { name in
      JSON.object([
        .init("workflow", .string(name)),
        .init(
          "targets",
          .object(
            targets.map { target in
              guard let cell = cells[target]?[name] else { return .init(target, .null) }
              return .init(
                target,
                .object([
                  .init("version", JSONReport.version(cell.version)),
                  .init("since", cell.since.map { .string($0.description) } ?? .null),
                  .init("killed", .bool(cell.isKilled || stopped.contains(target))),
                ]))
            })),
      ])
    }
    return JSON.object([
      .init("schema", .string("urn:countersign:status:v1")), .init("workflows", .array(rows)),
      .init("freezes", freezes),
    ])
    .written(pretty: true) + "\n"
  }
}
