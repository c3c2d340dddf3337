import Evidence
import Facts

/// What the exception that a release names lifts from its gate; nothing, unless the exception counts and no debt is open.
struct Lifting {
  private let requirements: Set<String>
  private let how: String

  init(_ matter: Matter) {
    guard matter.question.act == .release, case .counts(let found) = Excepted.look(matter),
      case .met = Debts().judge(matter)
    else {
      requirements = []
      how = ""
      return
    }
    // Whatever an exception says, nothing else is ever lifted.
    requirements = Set(found.exception.lifts).intersection(Requirements.liftable.map { $0.id })
    how =
      "by exception \(found.id.prefix(12)) of \(found.by.joined(separator: " and ")), until \(found.exception.until)"
  }

  func applied(to requirement: String, _ answer: Answer) -> Answer {
    guard requirements.contains(requirement) else { return answer }
    switch answer {
    case .met, .lifted: return answer
    case .unmet(let findings), .undecided(let findings): return .lifted(how, findings)
    }
  }
}
