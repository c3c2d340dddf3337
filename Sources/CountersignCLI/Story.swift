import Diagnostics
import Evidence
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Reporting
import StrictJSON
import Vocabulary

/// One thing that happened to a workflow or an environment: when, what, by whom, why.
struct Event: Hashable {
  enum Source: Hashable {
    case commit(ObjectID)
    case statement(String)
  }

  let at: Timestamp
  /// `submitted`, `approved`, `released` …: one word, or two.
  let what: String
  /// What it was done to: `9f3c2a1b04de`, `an access review`; may be empty.
  let object: String
  let version: Version?
  /// `main` or an environment; nil where it is about none.
  let target: String?
  let by: String
  let why: String
  let source: Source

  /// `approved   9f3c2a1b04de for main by jonas: Heard it`.
  var words: String {
    let place = target.map { "\(source.isCommit ? ($0 == Target.main.name ? "on" : "in") : "for") \($0)" } ?? ""
    let who = by.isEmpty ? "" : "by \(by)"
    let head = what + String(repeating: " ", count: max(0, 11 - what.count))
    return ([head] + [object, place, who].filter { !$0.isEmpty }).joined(separator: " ")
      + (why.isEmpty ? "" : ": \(why)")
  }

  var json: JSON {
    var members: [JSON.Member] = [
      .init("at", .string(at.description)), .init("what", .string(what)), .init("object", .string(object)),
      .init("version", JSONReport.version(version)), .init("target", target.map { .string($0) } ?? .null),
      .init("by", .string(by)), .init("why", .string(why)),
    ]
    switch source {
    case .commit(let id): members.append(.init("commit", .string(id.hex)))
    case .statement(let id): members.append(.init("statement", .string(id)))
    }
    return .object(members)
  }
}

extension Event.Source {
  var isCommit: Bool { if case .commit = self { true } else { false } }
}

// What a commit on a branch, or a statement of a journal, tells.
extension Event {
  static func landed(
    _ commit: Commit, _ version: Version?, _ policy: Policy
  ) -> Event {
    let why = Trailers.read(commit.message)[ReleaseTrailer.why].map { " (\(visible($0)))" } ?? ""
    return Event(
      at: Timestamp(seconds: commit.committer.seconds), what: version == nil ? "removed" : "landed",
      object: version?.shortName ?? "", version: version, target: Target.main.name,
      by: Names.committer(of: commit, policy), why: visible(commit.subject) + why, source: .commit(commit.id))
  }

  /// What a step of an environment did, by its content; of an adoption the part of one workflow, or all of it together.
  static func step(
    _ moves: [EnvironmentMove], _ commit: Commit, in environment: String, of workflow: String?, _ policy: Policy
  ) -> Event {
    let mine = workflow.map { name in moves.filter { $0.workflow == name || $0.workflow == Naming.all } } ?? moves
    let move = mine.first ?? moves.first
    let object =
      switch (mine.count, move) {
      case (let count, _?) where count > 1: "\(count) workflows"
      case (_, let move?): self.object(move, isNamed: workflow == nil)
      case (_, nil): ""
      }
    return Event(
      at: Timestamp(seconds: commit.committer.seconds), what: verb(move), object: object,
      version: mine.count == 1 ? move?.version : nil, target: environment, by: Names.committer(of: commit, policy),
      why: Trailers.read(commit.message)[ReleaseTrailer.why].map { visible($0) } ?? "", source: .commit(commit.id))
  }

  private static func object(_ move: EnvironmentMove, isNamed: Bool) -> String {
    if move.act == .freeze { return move.commit.trailer(ReleaseTrailer.freeze).map { "until \(visible($0))" } ?? "" }
    if move.workflow == Naming.all { return "everything" }
    if move.act == .kill || move.act == .resume { return isNamed ? visible(move.workflow) : "" }
    let version = move.version?.shortName
    guard isNamed else { return version ?? "" }
    return visible(move.workflow) + (version.map { "@\($0)" } ?? "")
  }

  private static func verb(_ move: EnvironmentMove?) -> String {
    switch move?.act {
    case .release: move?.version == nil ? "removed" : "released"
    case .rollback: "rolled back"
    case .kill: "killed"
    case .resume: "resumed"
    case .adoption: "adopted"
    case .freeze: "froze"
    case .landing, .commits, nil: "wrote"
    }
  }

  /// What an exception has left to be reviewed, and by which command.
  static func owes(_ item: OpenDebts.Item) -> Event {
    Event(
      at: item.debt.date, what: "owes", object: "a review of exception \(item.debt.exception.prefix(12))",
      version: item.debt.version, target: item.environment, by: "", why: item.command,
      source: .statement(item.debt.exception))
  }

  /// A review may speak of several targets: an event for each.
  static func told(_ testimony: Testimony, _ workflow: String) -> [Event] {
    let statement = testimony.statement
    let version = statement.version(of: workflow)
    let short = version?.shortName ?? ""
    func event(_ what: String, _ object: String, _ target: Target?, _ why: String) -> Event {
      Event(
        at: statement.time, what: what, object: object, version: version, target: target?.name,
        by: signer(testimony.signer), why: visible(why), source: .statement(testimony.id))
    }
    switch statement.predicate {
    case .submission(let submission): return [event("submitted", short, submission.target, submission.why)]
    case .review(let review):
      return review.entries.filter { $0.workflow == workflow }.map { entry in
        let kill = entry.kill.map { " to resume \($0.prefix(12))" } ?? ""
        let exception = entry.exception.map { ", exception \($0.prefix(12))" } ?? ""
        let removal = entry.removes ? "the removal of " : ""
        return event(review.decision.word, removal + short + kill + exception, entry.target, review.comment)
      }
    case .testResult(let result):
      let counts = "\(result.passed.count) passed, \(result.failed.count) failed"
      return [event("tested", "\(short) \(visible(result.suite)): \(result.outcome.rawValue), \(counts)", nil, "")]
    case .record(let record): return [event("recorded", words(record.kind), nil, "")]
    case .exception(let exception):
      let lifts = exception.lifts.map { visible($0) }.joined(separator: ", ")
      let object = "\(short), lifting \(lifts) until \(exception.until), exception \(testimony.id.prefix(12)),"
      return [event("excepted", object, exception.target, exception.why)]
    case .recall(let recall): return [event("recalled", short, nil, recall.why)]
    }
  }

  private static func signer(_ signer: Signatory) -> String {
    switch signer {
    case .party(let party, _): party.label
    case .absent: "nobody (not signed)"
    case .rejected(let because), .undecided(let because): "nobody who counts (\(because))"
    }
  }

  private static func words(_ kind: Record.Kind) -> String {
    switch kind {
    case .rotation(let secret): "rotation of \(visible(secret))"
    case .accessReview: "an access review"
    case .securityReview: "a security review"
    }
  }
}
