import Diagnostics
import Gates
import Git
import Vocabulary

/// What one piece of the work gave.
struct Found: Sendable {
  var items: [Item] = []
  var tally = Tally()
  var said = Said()
  /// What to know that is nobody's doing.
  var notes: [Finding] = []

  /// A violation with what is needed to say later what hangs on it, and where it stands in history.
  struct Item: Sendable {
    var violation: Violation
    let cause: Cause
    let order: Order
  }

  /// Where in history something stands, whichever thread found it.
  struct Order: Sendable, Comparable {
    /// 0 the integration branch, 1 environments, 2 journals.
    let part: Int
    /// The environment, or the journal, by its place in the list.
    let branch: Int
    let position: Int
    /// The workflow, where one commit is about several.
    var name = ""

    static func < (earlier: Order, later: Order) -> Bool {
      (earlier.part, earlier.branch, earlier.position, earlier.name)
        < (later.part, later.branch, later.position, later.name)
    }
  }

  /// What a violation is about, to find what rests on it.
  enum Cause: Hashable, Sendable {
    /// A landing and the workflows that it brought.
    case landing(ObjectID, workflows: [String])
    /// A step of an environment; the workflow is `all` for steps of everything.
    case step(ObjectID, environment: String, workflow: String)
    /// A commit of a journal, by the workflow; nil: the whole journal.
    case journal(String, ObjectID?)
    /// A commit of an environment of which not all can be read.
    case unread(ObjectID, environment: String)
    case nothing
  }
}

extension Found {
  /// Adds the reasons of verdicts that did not pass, each once.
  mutating func add(
    _ verdicts: [Verdict], _ subject: String, at place: Place, since: Timestamp?, _ cause: Cause, _ order: Order
  ) {
    for verdict in verdicts where verdict.outcome != .passed {
      var hasReason = false
      // What is held for a reason needs it no second time as what cannot be told.
      var held: Set<Words> = []
      for item in verdict.items {
        if case .unmet(let findings) = item.answer { held.formUnion(findings.map { Words($0) }) }
      }
      for item in verdict.items {
        let weight: Violation.Weight = if case .undecided = item.answer { .undecided } else { .violation }
        for finding in item.answer.findings {
          hasReason = true
          if weight == .undecided, held.contains(Words(finding)) { continue }
          add(weight, subject, finding, at: place, since: since, cause, order)
        }
      }
      if hasReason { continue }
      let bare = Finding(.verifyHeld, "it did not pass its gate", at: place)
      add(verdict.outcome == .held ? .violation : .undecided, subject, bare, at: place, since: since, cause, order)
    }
  }

  /// Adds one reason, unless it was said of the same subject already. What nobody can read, whoever has it, is no question of this clone.
  mutating func add(
    _ weight: Violation.Weight, _ subject: String, _ finding: Finding, at place: Place, since: Timestamp?,
    _ cause: Cause,
    _ order: Order
  ) {
    let weight = weight == .undecided && finding.rule.isOfContent ? .violation : weight
    let placed = Finding(
      finding.rule, finding.what, at: finding.place ?? place, level: finding.level, because: finding.because,
      next: finding.next)
    let isKnown = items.contains { item in
      item.order.part == order.part && item.order.branch == order.branch && item.order.position == order.position
        // What is said of a landing's commits is not said of each workflow again.
        && (item.violation.subject == subject || subject.hasPrefix("\(item.violation.subject) of "))
        && item.violation.weight == weight
        && item.violation.finding.rule == placed.rule && item.violation.finding.what == placed.what
        && item.violation.finding.place == placed.place
    }
    guard !isKnown else { return }
    items.append(
      Item(violation: Violation(weight, subject, placed, since: since), cause: cause, order: order))
  }
}

/// A reason, by what is read of it.
private struct Words: Hashable {
  let rule: Rule
  let what: String
  let place: Place?

  init(_ finding: Finding) {
    rule = finding.rule
    what = finding.what
    place = finding.place
  }
}

extension Commit {
  /// Its committer date; nil where that is none.
  var date: Timestamp? {
    let isNone = problems.contains { if case .malformedDate(.committer, _) = $0 { true } else { false } }
    return isNone ? nil : Timestamp(seconds: committer.seconds)
  }
}
