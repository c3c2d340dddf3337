import Diagnostics
import Evidence
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Vocabulary
import Workers

/// One commit on an environment's branch.
private struct Step: Sendable {
  /// By its place in the history's list.
  let environment: Int
  let position: Int
  let commit: ObjectID
  /// The workflow that its message names; empty where it names none or several.
  let workflow: String
}

extension Verifier {
  /// About how many steps one piece of work has.
  private static let piece = 48

  /// Every step of every environment: those of one workflow by one thread, as each rests on the ones before.
  func stepWork(_ history: inout History) throws(Finding) -> [Work] {
    let environments = history.environments
    let branches = history.branches
    var steps: [Step] = []
    for (index, branch) in branches.enumerated() {
      steps += branch.indices.map { Step(environment: index, position: $0, commit: branch[$0].id, workflow: "") }
    }
    steps = try named(steps, &history)
    return Self.pieces(steps).map { steps in
      { bench in
        var found = Found()
        for step in steps {
          bench.judge(
            step.commit, environments[step.environment], found: &found,
            .init(part: 1, branch: step.environment, position: step.position))
        }
        return found
      }
    }
  }

  private static let reading = 512

  /// The steps with the workflows that their messages name, to keep those of one workflow together. What each really does is read
  /// when it is judged.
  private func named(_ steps: [Step], _ history: inout History) throws(Finding) -> [Step] {
    let made: @Sendable () throws(Finding) -> Collector = { () throws(Finding) in try open() }
    let chunks = History.chunks(of: steps.count, size: Self.reading)
    let names = try Workers.run(chunks, threads: threads, tool: made) { collector, range in
      range.map { Self.workflow(steps[$0].commit, collector) }
    }
    return zip(steps, names.joined()).map { step, named in
      // A journal that a step names was there: where it is not here, it cannot be told what it says.
      let ref = JournalPath.ref(of: named.workflow)
      if named.hasJournal, Naming.isName(named.workflow), history.standing.ids[ref] == nil,
        history.standing.unread[ref] == nil
      {
        history.standing.unread[ref] = .notFound(ref)
      }
      return Step(
        environment: step.environment, position: step.position, commit: step.commit, workflow: named.workflow)
    }
  }

  /// The workflow that a step's message names, and whether it names a journal; empty where it names none or cannot be read.
  static func workflow(
    _ id: ObjectID, _ collector: borrowing Collector
  ) -> (workflow: String, hasJournal: Bool) {
    let trailers: Trailers
    do throws(GitError) { trailers = Trailers.read(try collector.repository.commit(id).message) } catch {
      return ("", false)
    }
    let hasJournal = trailers[ReleaseTrailer.journal].flatMap { ObjectID(hex: $0) } != nil
    for key in [ReleaseTrailer.release, ReleaseTrailer.rollback, ReleaseTrailer.kill, ReleaseTrailer.resume] {
      if let value = trailers[key] { return (String(value.prefix { $0 != "@" }), hasJournal) }
    }
    return ("", false)
  }

  /// Steps of one workflow stay together, in the order of the environments and of their history.
  private static func pieces(_ steps: [Step]) -> [[Step]] {
    let groups = Dictionary(grouping: steps, by: \.workflow).sorted { $0.key < $1.key }
    var pieces: [[Step]] = []
    for (name, steps) in groups {
      if name.isEmpty {
        pieces += steps.map { [$0] }
      } else if let last = pieces.last, last.count < piece, last.first?.workflow.isEmpty == false {
        pieces[pieces.count - 1] += steps
      } else {
        pieces.append(steps)
      }
    }
    return pieces
  }
}

extension Bench {
  /// One commit of an environment's branch: each move that it makes, as of its own date.
  func judge(
    _ id: ObjectID, _ environment: PolicyModel.Environment, found: inout Found, _ order: Found.Order
  ) {
    let place = Place("commit \(id.short)")
    let plain = "commit \(id.short) on \(environment.name)"
    var date: Timestamp?
    do throws(GitError) {
      let commit = try collector.repository.commit(id)
      let since = commit.date
      date = since
      let moves = try collector.moves(of: commit, in: environment, main: main)
      found.tally[Self.kind(moves)] += 1
      for move in moves {
        let cause = Found.Cause.step(id, environment: environment.name, workflow: move.workflow)
        var order = order
        order.name = move.workflow
        if move.isNoStep {
          for finding in move.form { found.add(.violation, plain, finding, at: place, since: since, cause, order) }
          continue
        }
        if move.act == .release, move.version != nil, move.exception == nil {
          found.said.released.insert(environment.name)
        }
        let verdict = collector.judge(move, main: main)
        let subject = "\(move.act.rawValue) \(id.short) of \(verdict.question.label) to \(environment.name)"
        found.add([verdict], subject, at: place, since: since, cause, order)
        for late in try collector.lateNos(move, verdict.question, main: main) {
          found.add(.notice, subject, late, at: place, since: since, cause, order)
        }
      }
    } catch {
      let cause = Found.Cause.unread(id, environment: environment.name)
      found.add(.undecided, plain, error.finding, at: place, since: date, cause, order)
    }
  }

  private static func kind(_ moves: [EnvironmentMove]) -> Tally.Kind {
    guard let move = moves.first, !move.isNoStep else { return .others }
    return switch move.act {
    case .release: .releases
    case .rollback: .rollbacks
    case .kill: .kills
    case .resume: .resumes
    case .freeze: .freezes
    case .adoption: .adoptions
    case .landing, .commits: .others
    }
  }
}

extension Collector {
  /// What was signed against a release before it, and came to the journal after the commit that it names.
  func lateNos(
    _ move: EnvironmentMove, _ question: Question, main: MainLine
  ) throws(GitError) -> [Finding] {
    guard move.act == .release, let dirHash = (question.version ?? question.base)?.dirHash,
      let tip = try journalTip(of: move.workflow), tip != move.journal,
      let landing = move.policyLanding, let snapshot = try policy(at: landing, in: main),
      // What does not go on from there is told of the step itself.
      try move.journal.map({ named throws(GitError) in try journal(of: move.workflow, at: tip, holds: named) }) ?? true,
      try said(dirHash, at: tip) != said(dirHash, at: move.journal)
    else { return [] }
    let known = evidence(on: move.workflow, dirHash: dirHash, at: move.journal, snapshot: snapshot, now: move.now)
    let all = evidence(on: move.workflow, dirHash: dirHash, at: tip, snapshot: snapshot, now: move.now)
    guard case .known(let before) = known, case .known(let after) = all else { return [] }
    let ids = Set(before.map(\.id))
    return after.filter { !ids.contains($0.id) && $0.statement.time <= move.now }.compactMap { late in
      guard case .party(let party, _) = late.signer, let word = Self.no(late.statement, question) else { return nil }
      return Finding(
        .verifyLateNo, "\(word) by \(party.name) of \(late.statement.time) reached the journal after the release",
        at: Place("statement \(late.id.prefix(12))"), level: .warning,
        because: ["the release is dated \(move.now) and names the journal at \(move.journal?.short ?? "none")"],
        next: ["ask who held it back; countersign recall \(move.workflow) bars the version if the no stands"])
    }
  }

  /// The directory of a version in a journal commit; nil when nothing lies there.
  private func said(_ dirHash: String, at journal: ObjectID?) throws(GitError) -> ObjectID? {
    guard let journal else { return nil }
    return try repository.entry(at: JournalPath.directory(of: dirHash), in: try repository.commit(journal).tree)?.id
  }

  /// What a no about a question is called; nil for everything else.
  private static func no(_ statement: Statement, _ question: Question) -> String? {
    if case .review(let review) = statement.predicate,
      !review.entries.contains(where: { $0.workflow == question.workflow && $0.target == question.target })
    {
      return nil
    }
    return statement.no
  }
}

extension Statement {
  /// What it is called where it is a no, of whatever it speaks; nil for everything else.
  var no: String? {
    switch predicate {
    case .recall: "a recall"
    case .review(let review): review.decision == .approve ? nil : "a \(review.decision.rawValue)"
    case .testResult(let result): result.outcome == .passed && result.failed.isEmpty ? nil : "a red run"
    case .submission, .record, .exception: nil
    }
  }
}
