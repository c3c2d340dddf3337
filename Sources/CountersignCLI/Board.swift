import Calendars
import Diagnostics
import Facts
import Gathering
import Git
import PolicyModel
import Vocabulary

/// What main and every environment hold, and what stands beside it: kills, freezes, what waits.
struct Board {
  struct Cell: Hashable {
    let version: Version
    let path: String
    /// When it came to be there, and by whose hand; nil on main.
    var arrival: Arrival?
  }

  /// A step of an environment's branch as its commit names it.
  struct Arrival: Hashable {
    let date: Timestamp
    let by: String
    let why: String
  }

  /// What a row says beside its cells.
  struct Note: Hashable {
    enum Kind: String { case waiting, ready, submitted, killed, unknown, unjudged }
    let target: String
    let kind: Kind
    let text: String
    /// What would come there; nil for a removal, or where it is not known.
    var version: Version?
  }

  let now: Timestamp
  /// `main`, then the environments in the order of the policy.
  let targets: [String]
  private(set) var names: [String] = []
  private(set) var tips: [ObjectID] = []
  /// By target name, then workflow.
  private(set) var cells: [String: [String: Cell]] = [:]
  /// By environment, then workflow, `all` for everything: the kills that stand. nil inside: it cannot be told since when.
  private(set) var kills: [String: [String: Arrival?]] = [:]
  /// The freezes of incidents that stand, by environment.
  private(set) var frozen: [String: StandingFreeze] = [:]
  /// By workflow: what waits for its next step, and what else is to be said of it.
  var notes: [String: [Note]] = [:]
  /// What concerns a whole environment, or this look as such.
  var notices: [String] = []

  private init(now: Timestamp, _ policy: Policy) {
    self.now = now
    targets = [Target.main.name] + policy.environments.map(\.name)
  }

  /// Reads the tips as the view shows them.
  static func read(
    _ place: borrowing Workplace, _ main: MainLine, _ policy: Policy, now: Timestamp
  ) throws(Finding) -> Board {
    var board = Board(now: now, policy)
    do throws(GitError) {
      try board.add(Target.main.name, main.tip, nil, place, policy)
      for environment in policy.environments {
        guard let tip = try place.collector.tip(ofEnvironmentBranch: environment.branch) else { continue }
        try board.add(environment.name, tip, environment, place, policy)
        try board.addKills(environment.name, tip, place, policy)
        board.addFreezes(environment, place, policy)
        if let freeze = try freeze(in: environment, at: tip, now, place, main) {
          board.frozen[environment.name] = freeze
          board.notices.append(freeze.line(of: environment.name))
        }
      }
      try place.collector.keepShownVersions()
    } catch {
      throw error.finding
    }
    let named = board.cells.values.flatMap(\.keys) + board.kills.values.flatMap(\.keys)
    board.names = Set(named).subtracting([Naming.all]).sorted()
    return board
  }

  private mutating func add(
    _ target: String, _ tip: ObjectID, _ environment: PolicyModel.Environment?, _ place: borrowing Workplace,
    _ policy: Policy
  ) throws(GitError) {
    tips.append(tip)
    let tree = try place.repository.commit(tip).tree
    var trees: [(path: String, name: String, tree: ObjectID)] = []
    for root in policy.roots {
      guard let entry = try place.repository.entry(at: root, in: tree), entry.mode == .tree else { continue }
      for child in try place.repository.tree(entry.id) where child.mode == .tree {
        if let name = child.text, Naming.isName(name) { trees.append(("\(root)/\(name)", name, child.id)) }
      }
    }
    var cells: [String: Cell] = [:]
    // An adoption brings hundreds at once.
    var arrivals: [ObjectID: Arrival] = [:]
    for (path, name, id) in trees {
      var arrival: Arrival?
      if environment != nil, let commit = try place.collector.lastChange(of: path, from: tip) {
        arrival = arrivals[commit.id] ?? Self.arrival(commit, policy)
        arrivals[commit.id] = arrival
      }
      cells[name] = Cell(version: try place.collector.shownVersion(ofTree: id), path: path, arrival: arrival)
    }
    self.cells[target] = cells
  }

  /// Names of the markers of kills, `all` included.
  private static func killed(inRootTree tree: ObjectID, _ place: borrowing Workplace) throws(GitError) -> Set<String> {
    guard let folder = try place.repository.entry(at: EnvironmentPath.killedDirectory, in: tree), folder.mode == .tree
    else { return [] }
    return Set(
      try place.repository.tree(folder.id).compactMap { entry in
        entry.text.flatMap { $0.hasSuffix(".yaml") ? String($0.dropLast(5)) : nil }
      })
  }

  private mutating func addKills(
    _ environment: String, _ tip: ObjectID, _ place: borrowing Workplace, _ policy: Policy
  ) throws(GitError) {
    let tree = try place.repository.commit(tip).tree
    for name in try Self.killed(inRootTree: tree, place).sorted() {
      let kill = try Self.arrival(of: EnvironmentPath.killed(name), place, tip, policy)
      kills[environment, default: [:]][name] = .some(kill)
      guard name == Naming.all else {
        let told = kill.map { " \(Self.age(now - $0.date)) ago by \($0.by): \($0.why)" } ?? ""
        notes[name, default: []].append(Note(target: environment, kind: .killed, text: "killed" + told))
        continue
      }
      notices.append(
        "\(environment): everything is KILLED" + (kill.map { " since \($0.date) by \($0.by): \($0.why)" } ?? ""))
    }
  }

  /// Freezes of the policy that are on, and those of the next two weeks.
  private mutating func addFreezes(
    _ environment: PolicyModel.Environment, _ place: borrowing Workplace, _ policy: Policy
  ) {
    let zones = place.collector.zones(of: policy)
    for freeze in policy.freezes where freeze.environments.contains(environment.name) {
      guard case .known(let rules)? = zones[freeze.zone] else {
        notices.append(
          "\(environment.name): whether '\(freeze.name)' freezes it cannot be told: \(visible(freeze.zone))")
        continue
      }
      if freeze.covers(now, in: rules) {
        notices.append("\(environment.name): FROZEN until \(freeze.end(in: rules)) by '\(freeze.name)'")
      } else if !freeze.covers(now, in: rules), freeze.covers(now + Span(seconds: 14 * 86_400), in: rules) {
        notices.append("\(environment.name): will be frozen from \(freeze.from) (\(freeze.zone)) by '\(freeze.name)'")
      }
    }
  }

  /// Whether everything in an environment or this workflow is stopped there.
  func isKilled(_ name: String, _ target: String) -> Bool {
    kills[target]?[name] != nil || kills[target]?[Naming.all] != nil
  }

  /// When and by whom; nil where it is not, or it cannot be told.
  func kill(_ name: String, _ target: String) -> Arrival? {
    (kills[target]?[name] ?? kills[target]?[Naming.all]) ?? nil
  }
}

extension Board {
  private static func arrival(
    of path: String, _ place: borrowing Workplace, _ tip: ObjectID, _ policy: Policy
  ) throws(GitError) -> Arrival? {
    try place.collector.lastChange(of: path, from: tip).map { arrival($0, policy) }
  }

  private static func arrival(_ commit: Commit, _ policy: Policy) -> Arrival {
    Arrival(
      date: Timestamp(seconds: commit.committer.seconds), by: Names.committer(of: commit, policy),
      why: Trailers.read(commit.message)[ReleaseTrailer.why].map { visible($0) } ?? "")
  }
}

/// What people are called who wrote a commit.
enum Names {
  /// The name in the policy, or the address.
  static func committer(of commit: Commit, _ policy: Policy) -> String {
    switch policy.party(email: commit.committer.email) {
    case .person(let name)?, .service(let name)?: name
    case nil: "<\(visible(commit.committer.email))>"
    }
  }
}
