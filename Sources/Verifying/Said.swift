import Evidence
import Git
import PolicyModel
import Vocabulary

/// What was said in journals, by somebody known, that bears on more than the journal.
struct Said: Sendable {
  /// Environments that reviews, submissions and exceptions are for.
  var targets: Set<String> = []
  /// Environments with a release that needed the environment before.
  var released: Set<String> = []
  var answers: [Answer] = []
  var recalled: Set<Recalled> = []
  /// What speaks of several workflows, by its id.
  var shared: [String: Shared] = [:]

  /// A statement that lies in the journal of each of its workflows, and those in which it was met.
  struct Shared: Sendable {
    let statement: Statement
    var journals: Set<String>
    let since: Timestamp?
    let order: Found.Order
  }

  /// A review of a kill.
  struct Answer: Sendable {
    let environment: String
    /// The commit that killed.
    let kill: ObjectID
    let statement: String
    let journal: String
    let since: Timestamp?
    let order: Found.Order
  }

  /// A version that somebody recalled.
  struct Recalled: Hashable, Sendable {
    let workflow: String
    let tree: ObjectID
  }

  mutating func add(_ other: Said) {
    targets.formUnion(other.targets)
    released.formUnion(other.released)
    answers += other.answers
    recalled.formUnion(other.recalled)
    shared.merge(other.shared) { known, other in
      var known = known
      known.journals.formUnion(other.journals)
      return known
    }
  }

  mutating func note(_ stored: StoredStatement, in journal: String, since: Timestamp?, _ order: Found.Order) {
    if stored.statement.subjects.count > 1 {
      let shared = Shared(statement: stored.statement, journals: [journal], since: since, order: order)
      self.shared[stored.id, default: shared].journals.insert(journal)
    }
    switch stored.statement.predicate {
    case .review(let review):
      for entry in review.entries where entry.workflow == journal {
        guard case .environment(let name) = entry.target else { continue }
        targets.insert(name)
        guard let kill = entry.kill.flatMap({ ObjectID(hex: $0) }) else { continue }
        answers.append(
          Answer(
            environment: name, kill: kill, statement: stored.id, journal: journal, since: since, order: order))
      }
    case .submission(let submission): if case .environment(let name) = submission.target { targets.insert(name) }
    case .exception(let exception): if case .environment(let name) = exception.target { targets.insert(name) }
    case .recall:
      guard let tree = (stored.statement.version(of: journal)?.gitTree).flatMap({ ObjectID(hex: $0) }) else { return }
      recalled.insert(Recalled(workflow: journal, tree: tree))
    case .testResult, .record: break
    }
  }
}
