/// One reason, told so that the reader can act: what, where, because, next.
package struct Finding: Hashable, Sendable, Error {
  package enum Level: String, Hashable, Sendable, Comparable, CaseIterable {
    case note, warning, error

    package static func < (lower: Level, upper: Level) -> Bool {
      rank(lower) < rank(upper)
    }

    private static func rank(_ level: Level) -> Int {
      switch level {
      case .note: 0
      case .warning: 1
      case .error: 2
      }
    }
  }

  package let rule: Rule
  package let level: Level
  /// One sentence without a full stop; text from outside must have gone through `visible(_:)`.
  package let what: String
  package let place: Place?
  package let because: [String]
  /// What to do: sentences or whole commands; those of `steps` with who does them.
  package let next: [String]
  /// What somebody in particular can do.
  package let steps: [Step]
  /// What names it in a waiver: made of what was found and where in the content, never of lines or commits. nil: it cannot be waived.
  package let fingerprint: String?

  package init(
    _ rule: Rule, _ what: String, at place: Place? = nil, level: Level = .error, because: [String] = [],
    next: [String] = [], steps: [Step] = [], fingerprint: String? = nil
  ) {
    self.rule = rule
    self.level = level
    self.what = what
    self.place = place
    self.because = because
    self.next = next + steps.map(\.words)
    self.steps = steps
    self.fingerprint = fingerprint
  }

  private init(_ finding: Finding, steps: [Step]) {
    rule = finding.rule
    level = finding.level
    what = finding.what
    place = finding.place
    because = finding.because
    next = finding.next
    self.steps = steps
    fingerprint = finding.fingerprint
  }

  /// The same in other words, those of steps aside; what names it stays.
  package func worded(_ change: (String) -> String) -> Finding {
    Finding(
      rule, change(what), at: place, level: level, because: because.map(change),
      next: next.dropLast(steps.count).map(change), steps: steps, fingerprint: fingerprint)
  }

  /// The same, with one more reason.
  package func adding(because reason: String) -> Finding {
    Finding(
      rule, what, at: place, level: level, because: because + [reason], next: next.dropLast(steps.count), steps: steps,
      fingerprint: fingerprint)
  }

  /// The same words, with `next` as the steps of one part; as it is where steps are named already.
  package func assigned(to part: Step.Part, _ people: [String] = []) -> Finding {
    steps.isEmpty ? Finding(self, steps: next.map { Step(part, people, $0) }) : self
  }
}
