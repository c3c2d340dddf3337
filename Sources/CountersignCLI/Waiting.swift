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

/// What one person is waited for: submissions of others that they could review and have not spoken of, their own that
/// somebody rejected, and releases that are ready for somebody with their roles.
struct Waiting {
  struct Item: Hashable {
    enum Kind: String {
      case review, answer, release
    }

    let kind: Kind
    let workflow: String
    let version: Version?
    let target: Target
    let time: Timestamp
    let why: String

    var words: String {
      let what = version.map { "\(workflow)@\($0.shortName)" } ?? "\(workflow) (removed)"
      return switch kind {
      case .review: "\(what) for \(target.name), submitted \(time): \(visible(why))"
      case .answer: "\(what) for \(target.name), your submission, \(why): answer it with another version"
      case .release: "\(what) for \(target.name), ready: \(why)"
      }
    }
  }

  let person: String
  private(set) var items: [Item] = []
  /// Debts that this person could pay.
  private(set) var debts = OpenDebts()

  static func read(
    _ place: borrowing Workplace, _ board: Board, _ main: MainLine, _ snapshot: PolicySnapshot, _ policy: Policy
  ) throws(Finding) -> Waiting {
    let desk = try place.desk()
    guard let person = try place.actor(desk, snapshot, at: desk.clock()).person else {
      throw Finding(.reviewStranger, "your key is no person's whom the policy knows", next: ["countersign doctor"])
    }
    // What a plain 'git fetch' brought counts, too.
    if let name = place.collector.view.remote {
      for finding in try Remote(name, desk: desk).mergeJournals(collector: place.collector).findings {
        place.console.tell(finding.finding)
      }
    }
    var waiting = Waiting(person: person)
    do throws(GitError) {
      var names = Set(board.names)
      for ref in try place.repository.references(under: JournalPath.prefix) {
        names.insert(String(ref.name.dropFirst(JournalPath.prefix.count)))
      }
      for name in names.sorted() {
        for target in [Target.main] + policy.environments.map({ Target.environment($0.name) }) {
          if let item = try waiting.submission(name, target, place, main, snapshot, policy) {
            waiting.items.append(item)
          }
        }
      }
    } catch {
      throw error.finding
    }
    waiting.debts = try OpenDebts.read(place, main, snapshot, policy, at: place.collector.clock).payable(by: person)
    waiting.items += try waiting.releases(place, board, main, snapshot, policy)
    return waiting
  }

  /// An open submission that this person could review, or has to answer for; nil where it waits for others.
  private func submission(
    _ name: String, _ target: Target, _ place: borrowing Workplace, _ main: MainLine, _ snapshot: PolicySnapshot,
    _ policy: Policy
  ) throws(GitError) -> Item? {
    guard let open = try place.collector.openSubmission(of: name, for: target, main: main), let version = open.version,
      try place.collector.held(name, at: target, main: main, policy)?.version != version,
      case .submission(let submission) = open.statement.predicate
    else { return nil }
    func item(_ kind: Item.Kind, _ why: String) -> Item {
      Item(kind: kind, workflow: name, version: version, target: target, time: open.statement.time, why: why)
    }
    var isMine = false
    // The newest word of each person comes first.
    var words: [String: Review.Decision] = [:]
    for stored in try place.collector.recent(name) {
      guard Self.speaks(stored.statement, of: name, version, target, open.statement),
        let signer = place.collector.testimony(stored, snapshot: snapshot, now: place.collector.clock).signer.person
      else { continue }
      if case .review(let review) = stored.statement.predicate {
        if words[signer] == nil { words[signer] = review.decision }
      } else if signer == person {
        isMine = true
      }
    }
    if isMine {
      let rejecters = words.filter { $0.value == .reject && $0.key != person }.keys.sorted()
      return rejecters.isEmpty ? nil : item(.answer, "rejected by \(rejecters.joined(separator: " and "))")
    }
    let couldReview = try Self.slots(name, version, target, place, main, policy).contains { slot in
      switch slot {
      case .role(let role): policy.roles(of: person, for: name).contains(role)
      case .person(let named): named == person
      case .any(let roles): roles.contains { policy.roles(of: person, for: name).contains($0) }
      }
    }
    return words[person] == nil && couldReview ? item(.review, submission.why) : nil
  }

  /// The approvals that the gate asks for this version.
  private static func slots(
    _ name: String, _ version: Version, _ target: Target, _ place: borrowing Workplace, _ main: MainLine,
    _ policy: Policy
  ) throws(GitError) -> [Slot] {
    if name == Naming.policy { return policy.policyGate?.approvals?.slots ?? [] }
    let base = try place.collector.held(name, at: target, main: main, policy)
    let path = base?.path ?? "\(policy.roots.first ?? "workflows")/\(name)"
    let new = Placed(workflow: name, path: path, version: version, commit: nil)
    let classes = place.collector.classes(of: name, from: base, to: new, policy)
    let gates: GateTable? =
      switch target {
      case .main: policy.main
      case .environment(let name): policy.environment(named: name)?.gates
      }
    return gates?.gate(for: classes)?.approvals?.slots ?? []
  }

  /// What could be released now by somebody with this person's roles.
  private func releases(
    _ place: borrowing Workplace, _ board: Board, _ main: MainLine, _ snapshot: PolicySnapshot, _ policy: Policy
  ) throws(Finding) -> [Item] {
    let mine = policy.environments.filter { environment in
      board.names.contains { name in
        environment.release.contains { policy.roles(of: person, for: name).contains($0) }
      }
    }.map(\.name)
    if mine.isEmpty { return [] }
    var ahead = board
    try ahead.lookAhead(.mine, board.names, place, main, snapshot, policy)
    for notice in ahead.notices.dropFirst(board.notices.count) { place.console.talk(notice) }
    return board.names.flatMap { name in
      (ahead.notes[name] ?? []).filter { $0.kind == .ready && mine.contains($0.target) }.map { note in
        Item(
          kind: .release, workflow: name, version: note.version, target: .environment(note.target), time: board.now,
          why: "countersign promote \(name) --env \(note.target) -m WHY"
            + (policy.commits.ticket == nil ? "" : " --ticket TICKET"))
      }
    }
  }

  /// The submission itself, or a review of what it asks for: whoever signed one of them is not waited for.
  private static func speaks(
    _ statement: Statement, of name: String, _ version: Version, _ target: Target, _ open: Statement
  ) -> Bool {
    if statement == open { return true }
    guard case .review(let review) = statement.predicate else { return false }
    return statement.version(of: name) == version
      && review.entries.contains { $0.workflow == name && $0.target == target }
  }

  func tell(_ format: BoardFormat, _ console: Console) -> Ending {
    switch format {
    case .text:
      for item in items { console.line(item.words) }
      console.out(debts.text)
      if items.isEmpty, debts.items.isEmpty { console.line("nothing waits for \(person)") }
    case .json: console.out(json + "\n")
    }
    return .done
  }

  private var json: String {
    let rows = items.map { item in
      JSON.object([
        .init("kind", .string(item.kind.rawValue)), .init("workflow", .string(item.workflow)),
        .init("version", JSONReport.version(item.version)), .init("target", .string(item.target.name)),
        .init("submitted", item.kind == .release ? .null : .string(item.time.description)),
        .init("why", .string(item.why)),
      ])
    }
    return JSON.object([
      .init("schema", .string("urn:countersign:waiting:v1")), .init("person", .string(person)),
      .init("waiting", .array(rows)), .init("debts", debts.json),
    ]).written(pretty: true)
  }
}
