package import Diagnostics
import Facts
import PolicyModel
import Vocabulary
import Workflows

/// `runbook`: whoever is woken at night finds how to pause, roll back and go on by hand.
package struct Runbooks: Requirement {
  package static let id = "runbook"
  package static let asks = "The runbook says how to pause, to roll back and to fall back to hand work."
  package static let rules: [Rule] = [.runbookMissing, .runbookParts]

  package init() {}

  /// What is removed needs none.
  package func mender(_ matter: Matter) -> Step.Part? { .author }

  package func isAsked(of matter: Matter) -> Bool {
    matter.isMove && !matter.question.isOfPolicy && (matter.question.version != nil || matter.question.isUnread)
  }

  package func judge(_ matter: Matter) -> Answer {
    guard case .known(let found) = matter.facts.runbook else { return unknown(matter.facts.runbook) }
    guard let runbook = found else { return none(matter) }
    let missing = Runbook.Part.allCases.filter { !runbook.parts.contains($0) }
    if missing.isEmpty { return .met("pause, roll back, fall back: \(visible(runbook.path))") }
    let names = missing.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return .unmet([
      Finding(
        .runbookParts, "the runbook has no part \(names)", at: place(matter, runbook.path),
        because: missing.map { part in
          "a heading with \(part.words.map { "'\($0)'" }.joined(separator: ", ")) and text below makes it"
        }, next: ["the author adds a heading for each, with what to do below it"])
    ])
  }

  /// Without a runbook: what is `high` or `critical` is held, and the rest goes on.
  private func none(_ matter: Matter) -> Answer {
    guard let risk = matter.risk, risk < .high else { return .unmet([Self.missing(matter)]) }
    return .met("none, and class \(risk.rawValue) asks for none")
  }

  private static func missing(_ matter: Matter) -> Finding {
    let risk = matter.risk.map { "class \($0.rawValue)" } ?? "a class that is not known"
    return Finding(
      .runbookMissing, "\(matter.workflow) has no runbook", at: Place("\(matter.workflow)/\(Manifest.fileName)"),
      because: ["\(risk) asks for one"], next: ["the author writes one, and 'runbook: RUNBOOK.md' in the manifest"])
  }

  private func place(_ matter: Matter, _ path: String) -> Place { Place("\(matter.workflow)/\(path)") }
}

extension Rule {
  package static let runbookMissing = Rule(
    "runbook.missing", "A workflow of class high or critical has no runbook.",
    "Whoever is on call needs to know how to pause it, how to roll it back, and how to do its work by hand meanwhile.")
  static let runbookParts = Rule(
    "runbook.parts", "The runbook lacks a part.",
    """
    Three parts are looked for, each a heading with text below it: how to pause the workflow, how to roll it back, how to fall \
    back to hand work. docs/manifest.md lists the words that make a heading one of them.
    """)
}
