import Diagnostics
import Gates
package import Receiving

extension TextReport {
  /// A push as the person who pushed reads it: first what became of it, then every step that is in the way.
  ///
  /// - Parameter refusal: what it means that it did not pass.
  package func text(_ report: PushReport, refusal: String) -> String {
    var text = headline(report, refusal)
    for note in report.notes { text += self.text(note) }
    let open = report.parts.filter { part in part.steps.contains { $0.outcome != .passed } }
    for part in open {
      text += "\(visible(part.update.ref)) (\(part.what))\n"
      for step in part.steps where step.outcome != .passed { text += indented(self.text(step)) }
    }
    return text + findings(report.whole)
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
    return "\(count(report.parts.count, "ref")), \(count(steps.count, "step")), \(count(gates, "verdict"))"
  }

  private func count(_ number: Int, _ what: String) -> String { "\(number) \(what)\(number == 1 ? "" : "s")" }

  private func text(_ step: PushReport.Step) -> String {
    var text = "\(step.title)\n"
    for verdict in step.verdicts where verdict.outcome != .passed { text += indented(self.text(verdict)) }
    return text + indented(findings(step))
  }

  /// Whoever pushes reads the first ones.
  private static let mostFindings = 10

  private func findings(_ step: PushReport.Step) -> String {
    // One of each rule comes before more of the same.
    var rules: Set<String> = []
    let found = step.held + step.undecided
    let first = found.map { rules.insert($0.rule.id).inserted }
    let all = zip(found, first).filter(\.1).map(\.0) + zip(found, first).filter { !$1 }.map(\.0)
    let rest = all.count - Self.mostFindings
    return all.prefix(Self.mostFindings).map { text($0) }.joined() + (rest > 0 ? "and \(rest) more of this kind\n" : "")
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "  \($0)" }
      .joined(separator: "\n")
  }
}
