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
  /// What to do: sentences or whole commands.
  package let next: [String]

  package init(
    _ rule: Rule, _ what: String, at place: Place? = nil, level: Level = .error, because: [String] = [],
    next: [String] = []
  ) {
    self.rule = rule
    self.level = level
    self.what = what
    self.place = place
    self.because = because
    self.next = next
  }
}
