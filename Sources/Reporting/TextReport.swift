package import Diagnostics
import Facts
package import Gates
import Vocabulary

/// Findings and verdicts for people: readable without colour, each line says something.
package struct TextReport: Sendable {
  /// Whether to colour; never needed to understand.
  package let colours: Bool

  package init(colours: Bool) { self.colours = colours }

  /// The form that every message has: what, where, because, next.
  package func text(_ finding: Finding) -> String {
    "\(head(finding.level)): \(visible(finding.what)) [\(finding.rule.id)]\n" + reasons(finding, indent: "  ")
  }

  /// A verdict: one headline, then each requirement that is not met, with what to do; the met ones too where `all`.
  package func text(_ verdict: Verdict, all: Bool = false) -> String {
    var text = headline(verdict) + "\n"
    for item in verdict.items {
      switch item.answer {
      case .met(let how):
        if all { text += "  \(mark("met", .green)) \(item.requirement): \(how)\n" }
      case .unmet(let findings): text += requirement(item.requirement, "unmet", findings)
      case .undecided(let findings): text += requirement(item.requirement, "undecided", findings)
      case .lifted(let how, let findings):
        text += "  \(mark("lifted", .yellow)) \(item.requirement): \(how)\n"
        for finding in findings { text += "      would hold: \(finding.what) [\(finding.rule.id)]\n" }
      }
    }
    if let earliest = verdict.earliest { text += "  earliest: \(earliest), as far as time alone holds it\n" }
    for way in verdict.emergency { text += "  break-glass: \(way)\n" }
    return text
  }

  /// A whole report; its summary stands where no verdict does.
  package func text(_ report: Report, all: Bool = false) -> String {
    let verdicts = report.verdicts.map(\.verdict)
    let said = verdicts.map { text($0, all: all) } + (report.findings + report.undecided).map { text($0) }
    return said.joined() + (verdicts.isEmpty ? "\(report.summary)\n" : "") + next(verdicts)
  }

  /// What is to be done next about several verdicts, a line for each; nothing where nothing is.
  package func next(_ verdicts: [Verdict]) -> String {
    let lines = NextSteps(verdicts).lines
    return lines.isEmpty ? "" : "next\n" + lines.map { "  \($0.words)\n" }.joined()
  }

  /// The word for it, in its colour.
  func outcome(_ outcome: Verdict.Outcome) -> String {
    switch outcome {
    case .passed: mark("passed", .green)
    case .held: mark("held", .red)
    case .undecided: mark("undecided", .yellow)
    }
  }

  func headline(_ verdict: Verdict) -> String {
    var text = "\(outcome(verdict.outcome)): \(verdict.question.subject)"
    if let risk = verdict.risk { text += ", class \(risk.rawValue)" }
    return text
  }

  func requirement(_ id: String, _ status: String, _ findings: [Finding]) -> String {
    var text = ""
    for finding in findings {
      let word = mark(status, status == "unmet" ? .red : .yellow)
      text += "  \(word) \(id): \(visible(finding.what)) [\(finding.rule.id)]\n" + reasons(finding, indent: "      ")
    }
    return text
  }

  /// Where, why and what next. Whoever made the words has made them visible; a terminal does not rest on that.
  private func reasons(_ finding: Finding, indent: String) -> String {
    var text = ""
    if let place = finding.place { text += "\(indent)--> \(visible(place.description))\n" }
    for reason in finding.because { text += "\(indent)because: \(visible(reason))\n" }
    for step in finding.next { text += "\(indent)next: \(visible(step))\n" }
    return text
  }

  enum Colour: Int {
    case red = 31
    case green = 32
    case yellow = 33
  }

  func mark(_ word: String, _ colour: Colour) -> String {
    colours ? "\u{1b}[\(colour.rawValue)m\(word)\u{1b}[0m" : word
  }

  private func head(_ level: Finding.Level) -> String {
    switch level {
    case .error: mark("error", .red)
    case .warning: mark("warning", .yellow)
    case .note: "note"
    }
  }
}

extension Question {
  /// What was asked, for a headline: `report@9f3c2a1b04de for main`, `report for prod (kill)`.
  var subject: String {
    switch act {
    case .commits: label
    case .landing, .release: "\(label) for \(target.name)"
    case .rollback, .kill, .resume, .freeze, .adoption: "\(label) for \(target.name) (\(act.rawValue))"
    }
  }
}
