import Diagnostics
import Evidence
import Facts
import PolicyModel
import Vocabulary

/// What the reviews of a version amount to: for each person the latest word, and whether it counts.
struct Reviews {
  enum Standing: Hashable {
    case approves
    case rejects(comment: String)
    /// There is an approval and it does not count here.
    case doesNotCount(Rule, because: String)
  }

  /// By person; who withdrew or said nothing is missing.
  private(set) var standing: [String: Standing] = [:]
  /// By person whose approval counts, the class that it was given for.
  private(set) var classes: [String: RiskClass] = [:]
  /// Signatures that could not be decided: nobody can tell what was said.
  private(set) var undecided: [Finding] = []
  /// Reviews that are there and are nobody's word: why each is passed over.
  private(set) var passedOver: [String] = []

  init(_ matter: Matter, evidence: [Testimony]) {
    var latest: [String: (time: Timestamp, rank: Int, standing: Standing?, risk: RiskClass)] = [:]
    for testimony in evidence {
      guard case .review(let review) = testimony.statement.predicate else { continue }
      for entry in review.entries where speaks(entry, to: matter) {
        guard let person = person(testimony, review, matter) else { continue }
        let time = testimony.statement.time
        let standing = judge(review, entry, signed: time, matter)
        let rank = rank(review.decision, standing)
        if let known = latest[person], (known.time, known.rank) >= (time, rank) { continue }
        latest[person] = (time, rank, standing, entry.risk)
      }
    }
    standing = latest.compactMapValues(\.standing)
    classes = latest.filter { $0.value.standing == .approves }.mapValues(\.risk)
  }

  /// On a tie of times the no wins, and among approvals the one that does not count.
  private func rank(_ decision: Review.Decision, _ standing: Standing?) -> Int {
    switch decision {
    case .approve: standing == .approves ? 0 : 1
    case .withdraw: 2
    case .reject: 3
    }
  }

  /// Whether an entry answers this question: the same workflow, target and kind of change, and for a resume the same kill.
  private func speaks(_ entry: Review.Entry, to matter: Matter) -> Bool {
    let question = matter.question
    // What answers an exception is no word about the version by itself.
    guard entry.exception == nil, entry.workflow == question.workflow, entry.target == question.target,
      entry.removes == (question.version == nil && matter.isMove)
    else { return false }
    if question.act == .resume {
      guard case .known(let kill?) = matter.facts.kill else { return false }
      return entry.kill == kill.commit
    }
    return entry.kill == nil
  }

  /// The person whose word it is; nil, with the reason kept, when it is nobody's.
  private mutating func person(_ testimony: Testimony, _ review: Review, _ matter: Matter) -> String? {
    let what = "the \(review.decision.rawValue) of \(testimony.statement.time)"
    guard testimony.statement.time <= matter.latestDate(isNo: review.decision != .approve) else {
      passedOver.append("\(what) is dated after the moment of judging")
      return nil
    }
    switch testimony.signer {
    case .party(.person(let name), _): return name
    case .party(.service(let name), _): passedOver.append("\(what) is by the service \(name): services are no peers")
    case .absent: passedOver.append("\(what) is not signed")
    case .rejected(let because): passedOver.append("\(what) does not count: \(because)")
    case .undecided(let because):
      undecided.append(
        Finding(
          .approvalsUndecided, "it cannot be told who signed \(what)",
          at: Place("statement \(testimony.id.prefix(12))"),
          because: [because]))
    }
    return nil
  }

  private func judge(
    _ review: Review, _ entry: Review.Entry, signed: Timestamp, _ matter: Matter
  ) -> Standing? {
    if case .known(let departure?) = matter.facts.lastLeft, signed <= departure.date, matter.question.act != .resume {
      let because =
        "\(matter.question.target.name) left this version at \(departure.date) by commit "
        + "\(departure.commit.prefix(12)): a review serves one stay"
      return review.decision == .withdraw ? nil : .doesNotCount(.approvalsSpent, because: because)
    }
    if case .known(let adoption?) = matter.facts.lastAdoption, signed <= adoption.date,
      matter.question.act == .adoption,
      review.decision == .approve
    {
      return .doesNotCount(
        .approvalsSpent,
        because: "\(matter.question.target.name) adopted what ran there at \(adoption.date) by commit "
          + "\(adoption.commit.prefix(12)): an approval serves one adoption")
    }
    switch review.decision {
    case .withdraw: return nil
    case .reject: return .rejects(comment: visible(review.comment))
    case .approve: break
    }
    if let expires = review.expires, expires <= matter.now {
      return .doesNotCount(.approvalsExpired, because: "the approval expired at \(expires)")
    }
    if entry.base != matter.question.base {
      return .doesNotCount(.approvalsStale, because: moved(entry.base, matter))
    }
    if entry.adopts != (matter.question.act == .adoption) {
      return .doesNotCount(
        .approvalsAdoption,
        because: entry.adopts
          ? "the approval is of adopting what runs there, and this is a \(matter.question.act.rawValue)"
          : "the approval is of a release, and this adopts what runs there past every other requirement")
    }
    if let risk = matter.risk, entry.risk < risk {
      return .doesNotCount(
        .approvalsClass,
        because: "the approval was given for class \(entry.risk.rawValue), and it is \(risk.rawValue) now")
    }
    return .approves
  }

  private func moved(_ reviewed: Version?, _ matter: Matter) -> String {
    let then = reviewed.map { "\(matter.workflow)@\($0.shortName)" } ?? "nothing"
    let now = matter.question.base.map { "\(matter.workflow)@\($0.shortName)" } ?? "nothing"
    return "it was given against \(then) on \(matter.question.target.name), which holds \(now) now"
  }
}
