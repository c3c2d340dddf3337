package import Diagnostics
import Facts
package import Gates
import Vocabulary

/// Verdicts for job summaries and merge requests.
package enum MarkdownReport {
  package static func text(verdicts: [Verdict], findings: [Finding] = []) -> String {
    var text = ""
    for verdict in verdicts {
      let risk = verdict.risk.map { ", class \($0.rawValue)" } ?? ""
      text += "### \(escaped(verdict.question.label)) for \(verdict.question.target.name): "
      text += "\(verdict.outcome.rawValue)\(risk)\n\n| requirement | answer | what to do |\n|---|---|---|\n"
      for item in verdict.items { text += row(item) }
      for way in verdict.emergency { text += "\nbreak-glass: \(escaped(way))\n" }
      text += "\n"
    }
    let next = NextSteps(verdicts).lines
    if !next.isEmpty { text += "**Next**\n\n" }
    for line in next { text += "- \(escaped(line.words))\n" }
    if !next.isEmpty { text += "\n" }
    for finding in findings {
      text += "- **\(finding.level.rawValue)** \(escaped(finding.what)) (`\(finding.rule.id)`)\n"
    }
    return text
  }

  private static func row(_ item: Verdict.Item) -> String {
    switch item.answer {
    case .met(let how): return "| \(item.requirement) | met: \(escaped(how)) | |\n"
    case .lifted(let how, let findings):
      let what = findings.map { escaped($0.what) }.joined(separator: "<br>")
      return "| \(item.requirement) | **lifted** \(escaped(how)): \(what) | |\n"
    case .unmet(let findings), .undecided(let findings):
      let what = findings.map { escaped($0.what) }.joined(separator: "<br>")
      let next = findings.flatMap(\.next).map { escaped($0) }.joined(separator: "<br>")
      let word = if case .unmet = item.answer { "unmet" } else { "undecided" }
      return "| \(item.requirement) | **\(word)**: \(what) | \(next) |\n"
    }
  }

  /// Text that Markdown and HTML take as text.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "|", "*", "_", "`", "[", "]", "\\", "#", "@": escaped += "\\\(character)"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
