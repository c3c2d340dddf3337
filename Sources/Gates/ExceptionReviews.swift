import Diagnostics
import Evidence
import Facts
import PolicyModel
import Vocabulary

/// What people said about one exception: for each the latest word.
struct ExceptionReviews {
  private(set) var approve: Set<String> = []
  private(set) var reject: [String: String] = [:]
  /// A review of which nobody can tell whose it is.
  private(set) var undecided: Finding?

  /// - Parameters:
  ///   - since: Reviews dated before this moment say nothing here; nil takes all.
  ///   - yes: The latest date of a yes that counts; a no in the journal was known, whatever its date.
  init(
    _ evidence: [Testimony], of exception: String, workflow: String, target: Target, since: Timestamp? = nil,
    yes: Timestamp, no: Timestamp, now: Timestamp
  ) {
    var latest: [String: (time: Timestamp, rank: Int, review: Review)] = [:]
    for testimony in evidence {
      guard case .review(let review) = testimony.statement.predicate,
        review.entries.contains(where: {
          $0.exception == exception && $0.workflow == workflow && $0.target == target
        })
      else { continue }
      let time = testimony.statement.time
      if time > (review.decision == .approve ? yes : no) { continue }
      if let since, time < since { continue }
      switch testimony.signer {
      case .party(.person(let name), _):
        let rank = rank(review.decision)
        if let known = latest[name], (known.time, known.rank) >= (time, rank) { continue }
        latest[name] = (time, rank, review)
      case .undecided(let because):
        undecided = Finding(
          .breakGlassUndecided, "it cannot be told who signed the \(review.decision.rawValue) of \(time)",
          at: Place("statement \(testimony.id.prefix(12))"), because: [because])
      case .party, .absent, .rejected: continue
      }
    }
    for (name, word) in latest {
      switch word.review.decision {
      case .approve: if word.review.expires.map({ $0 > now }) ?? true { approve.insert(name) }
      case .reject: reject[name] = visible(word.review.comment)
      case .withdraw: continue
      }
    }
  }

  /// On a tie of times the no wins.
  private func rank(_ decision: Review.Decision) -> Int {
    switch decision {
    case .approve: 0
    case .withdraw: 1
    case .reject: 2
    }
  }
}
