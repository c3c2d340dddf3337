package import Diagnostics
package import Gates
package import Vocabulary

/// Who does what next about verdicts that did not pass: by part, in the order in which a change goes through their hands,
/// nothing twice.
package struct NextSteps: Sendable {
  package struct Line: Hashable, Sendable {
    package let step: Step
    /// It comes after all others: what is done once nothing holds any more.
    package let isLast: Bool
    /// Not before this moment; nil where time does not hold it.
    package let from: Timestamp?

    /// `reviewer jonas or sofia: countersign approve …`.
    package var words: String {
      let who = ([step.part == .anyone ? "" : step.part.rawValue] + [step.people.joined(separator: " or ")])
        .filter { !$0.isEmpty }.joined(separator: " ")
      let head = (isLast ? ["then"] : []) + (who.isEmpty ? [] : [who])
      let when = from.map { ", from \($0) on" } ?? ""
      return (head.isEmpty ? "" : head.joined(separator: " ") + when + ": ") + step.what
    }
  }

  package let lines: [Line]

  package init(_ verdicts: [Verdict]) {
    let open = verdicts.filter { $0.outcome != .passed }
    var lines: [Line] = []
    for part in Step.Part.allCases {
      for step in open.flatMap(\.findings).flatMap(\.steps) where step.part == part {
        lines.append(Line(step: step, isLast: false, from: nil))
      }
    }
    for verdict in open {
      if let then = verdict.then { lines.append(Line(step: then, isLast: true, from: verdict.earliest)) }
    }
    var told: Set<Line> = []
    self.lines = lines.filter { line in
      // The last command is told once, as the last one: a releaser who is missing is told the same.
      let isRepeat = !line.isLast && open.contains { $0.then?.what == line.step.what }
      return !isRepeat && told.insert(line).inserted
    }
  }
}
