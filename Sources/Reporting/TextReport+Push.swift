import Diagnostics
import Gates
package import Receiving

extension TextReport {
  /// A push as the person who pushed reads it: first what became of it, then every step that is in the way.
  ///
  /// Whatever is pushed, somebody reads it: what is beyond a few screens is only counted. What concerns the push as a whole is
  /// told in any case.
  ///
  /// - Parameter refusal: what it means that it did not pass.
  package func text(_ report: PushReport, refusal: String) -> String {
    var page = Page()
    page.add(headline(report, refusal), at: 0)
    add(report.notes.map { text($0) }, at: 0, to: &page)
    for part in report.parts where part.steps.contains(where: { $0.outcome != .passed }) {
      page.add("\(visible(part.update.ref)) (\(part.what))\n", at: 0)
      for step in part.steps where step.outcome != .passed { add(step, to: &page) }
    }
    let rest = page.leftOut == 0 ? "" : "and \(page.leftOut) more\n"
    return page.text + rest + told(report.whole).joined()
  }

  private func headline(_ report: PushReport, _ refusal: String) -> String {
    switch report.outcome {
    case .passed: "countersign: passed: \(counts(report))\n"
    case .held: "countersign: \(mark("held", .red)): \(refusal)\n"
    case .undecided: "countersign: \(mark("undecided", .yellow)): \(refusal)\n"
    }
  }

  /// What was looked at, so that nothing looked at cannot look like nothing wrong.
  private func counts(_ report: PushReport) -> String {
    let steps = report.parts.flatMap(\.steps)
    let gates = steps.flatMap(\.verdicts).count
    let searched =
      report.searched.map { "\(count($0.texts, "text")) of \($0.bytes) bytes searched for secrets" }
      ?? "not searched for secrets"
    return "\(count(report.parts.count, "ref")), \(count(steps.count, "step")), \(count(gates, "verdict")); \(searched)"
  }

  private func count(_ number: Int, _ what: String) -> String { "\(number) \(what)\(number == 1 ? "" : "s")" }

  private func add(_ step: PushReport.Step, to page: inout Page) {
    page.add("\(step.title)\n", at: 1)
    for verdict in step.verdicts where verdict.outcome != .passed {
      page.add(headline(verdict) + "\n", at: 2)
      for item in verdict.items {
        switch item.answer {
        case .met, .lifted: continue
        case .unmet(let findings): add(item.requirement, "unmet", findings, to: &page)
        case .undecided(let findings): add(item.requirement, "undecided", findings, to: &page)
        }
      }
      if let earliest = verdict.earliest { page.add("  earliest: \(earliest), as far as time alone holds it\n", at: 2) }
      for way in verdict.emergency { page.add("  break-glass: \(way)\n", at: 2) }
    }
    for text in told(step) { page.add(text, at: 2) }
  }

  private func add(_ id: String, _ status: String, _ findings: [Finding], to page: inout Page) {
    for finding in findings.prefix(Self.mostFindings) { page.add(requirement(id, status, [finding]), at: 2) }
    let rest = findings.count - Self.mostFindings
    if rest > 0 { page.add("  and \(rest) more of this kind\n", at: 2) }
  }

  private func add(_ texts: [String], at depth: Int, to page: inout Page) {
    for text in texts { page.add(text, at: depth) }
  }

  /// Whoever pushes reads the first ones.
  private static let mostFindings = 10

  private func told(_ step: PushReport.Step) -> [String] {
    // One of each rule comes before more of the same.
    var rules: Set<String> = []
    let found = step.held + step.undecided
    let first = found.map { rules.insert($0.rule.id).inserted }
    let all = zip(found, first).filter(\.1).map(\.0) + zip(found, first).filter { !$1 }.map(\.0)
    let rest = all.count - Self.mostFindings
    return all.prefix(Self.mostFindings).map { text($0) } + (rest > 0 ? ["and \(rest) more of this kind\n"] : [])
  }
}

/// What a person reads of a report: so many lines, none of them without end.
private struct Page {
  private static let mostLines = 1000
  private static let longestLine = 1000

  private(set) var text = ""
  private(set) var leftOut = 0
  private var lines = 0

  /// Adds a few lines, two spaces for each depth before them.
  mutating func add(_ block: String, at depth: Int) {
    guard lines < Self.mostLines else {
      leftOut += 1
      return
    }
    for line in block.split(separator: "\n") {
      let isLong = line.count > Self.longestLine
      text += String(repeating: "  ", count: depth) + line.prefix(Self.longestLine) + (isLong ? "…\n" : "\n")
      lines += 1
    }
  }
}
