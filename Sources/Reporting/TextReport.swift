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
    var lines = ["\(head(finding.level)): \(finding.what) [\(finding.rule.id)]"]
    if let place = finding.place { lines.append("  --> \(place)") }
    for reason in finding.because { lines.append("  because: \(reason)") }
    for step in finding.next { lines.append("  next: \(step)") }
    return lines.joined(separator: "\n") + "\n"
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
      }
    }
    if let earliest = verdict.earliest { text += "  earliest: \(earliest), as far as time alone holds it\n" }
    return text
  }

  /// A whole report; its summary stands where no verdict does.
  package func text(_ report: Report, all: Bool = false) -> String {
    report.verdicts.map { text($0.verdict, all: all) }.joined()
      + (report.findings + report.undecided).map { text($0) }
      .joined() + (report.verdicts.isEmpty ? "\(report.summary)\n" : "")
  }

  private func headline(_ verdict: Verdict) -> String {
    let outcome =
      switch verdict.outcome {
      case .passed: mark("passed", .green)
      case .held: mark("held", .red)
      case .undecided: mark("undecided", .yellow)
      }
    var text = "\(outcome): \(verdict.question.subject)"
    if let risk = verdict.risk { text += ", class \(risk.rawValue)" }
    return text
  }

  private func requirement(_ id: String, _ status: String, _ findings: [Finding]) -> String {
    var text = ""
    for finding in findings {
      text += "  \(mark(status, status == "unmet" ? .red : .yellow)) \(id): \(finding.what) [\(finding.rule.id)]\n"
      if let place = finding.place { text += "      --> \(place)\n" }
      for reason in finding.because { text += "      because: \(reason)\n" }
      for step in finding.next { text += "      next: \(step)\n" }
    }
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
    case .rollback, .kill, .resume, .adoption: "\(label) for \(target.name) (\(act.rawValue))"
    }
  }
}
