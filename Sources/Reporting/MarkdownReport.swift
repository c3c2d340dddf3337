import Diagnostics
import Facts
import Gates
import Vocabulary

/// Verdicts for job summaries and merge requests.
package enum MarkdownReport {
  package static func text(_ report: Report) -> String {
    var text = "## \(escaped(report.headline))\n\n\(escaped(report.summary))\n"
    for judged in report.verdicts { text += "\n" + section(judged.verdict) }
    let next = NextSteps(report.verdicts.map(\.verdict)).lines
    if !next.isEmpty { text += "\n**Next**\n\n" }
    for line in next { text += "- \(escaped(line.words))\n" }
    let beside = report.entries.filter { $0.verdict == nil }
    if !beside.isEmpty { text += "\n" }
    for entry in beside { text += bullet(entry) }
    return text
  }

  private static func section(_ verdict: Verdict) -> String {
    let risk = verdict.risk.map { ", class \($0.rawValue)" } ?? ""
    var text = "### \(escaped(verdict.question.subject)): \(verdict.outcome.rawValue)\(risk)\n\n"
    for reason in verdict.raised.prefix(5) { text += "- the class was raised: \(escaped(reason))\n" }
    if verdict.raised.count > 5 { text += "- and \(verdict.raised.count - 5) more reasons\n" }
    if !verdict.raised.isEmpty { text += "\n" }
    text += "| requirement | answer | what to do |\n|---|---|---|\n"
    for item in verdict.items { text += row(item) }
    for way in verdict.emergency { text += "\nbreak-glass: \(escaped(way))\n" }
    if let earliest = verdict.earliest { text += "\nEarliest: \(earliest), as far as time alone holds it.\n" }
    return text
  }

  private static func row(_ item: Verdict.Item) -> String {
    switch item.answer {
    case .met(let how): return "| \(escaped(item.requirement)) | met: \(escaped(how)) | |\n"
    case .lifted(let how, let findings):
      let what = findings.map { escaped($0.what) }.joined(separator: "<br>")
      return "| \(escaped(item.requirement)) | **lifted** \(escaped(how)): \(what) | |\n"
    case .unmet(let findings), .undecided(let findings):
      let word = if case .unmet = item.answer { "unmet" } else { "undecided" }
      let what = findings.map { finding in
        ([finding.what] + (finding.place.map { ["at \($0)"] } ?? []) + finding.because).map { escaped($0) }
          .joined(separator: "<br>")
      }
      let next = findings.flatMap(\.next).map { escaped($0) }
      return "| \(escaped(item.requirement)) | **\(word)**: \(what.joined(separator: "<br>")) "
        + "| \(next.joined(separator: "<br>")) |\n"
    }
  }

  private static func bullet(_ entry: Report.Entry) -> String {
    let finding = entry.finding
    let word = entry.isUndecided ? "undecided" : finding.level.rawValue
    var text = "- **\(word)**: \(escaped(finding.what)) (`\(finding.rule.id)`)\n"
    if let place = finding.place { text += "  - at \(escaped("\(place)"))\n" }
    for reason in finding.because { text += "  - because: \(escaped(reason))\n" }
    for step in finding.next { text += "  - next: \(escaped(step))\n" }
    return text
  }

  private static func escaped(_ text: String) -> String { markdownEscaped(text) }
}
