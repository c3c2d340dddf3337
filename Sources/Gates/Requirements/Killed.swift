package import Diagnostics
import Facts
import Vocabulary

/// `killed`: there is a kill that the resume ends.
package struct Killed: Requirement {
  package static let id = "killed"
  package static let asks = "A resume ends a kill that stands in the environment."
  package static let rules: [Rule] = [.killedNothing]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { matter.question.act == .resume }

  package func judge(_ matter: Matter) -> Answer {
    guard case .known(let kill) = matter.facts.kill else { return unknown(matter.facts.kill) }
    if let kill { return .met("killed by commit \(kill.commit.prefix(12))") }
    return .unmet([
      Finding(
        .killedNothing, "\(matter.workflow) is not killed in \(matter.question.target.name)",
        next: ["countersign status \(matter.workflow) shows where it stands"])
    ])
  }
}

extension Rule {
  static let killedNothing = Rule(
    "killed.nothing", "A resume finds nothing killed.",
    "A resume removes one marker below .countersign/killed of the environment.")
}
