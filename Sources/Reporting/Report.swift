package import Diagnostics
package import Gates

/// What a command has to tell, before it has a form. Formats know this and nothing else: no rule by name, no clock, no repository.
package struct Report: Hashable, Sendable {
  /// A verdict, and the file that stands for what was judged.
  package struct Judged: Hashable, Sendable {
    package let verdict: Verdict
    /// The manifest or the policy; nil where no one file stands for it.
    package let place: Place?

    package init(_ verdict: Verdict, at place: Place? = nil) {
      self.verdict = verdict
      self.place = place
    }
  }

  /// How many of something were looked at, so that nothing looked at never looks like nothing wrong.
  package struct Count: Hashable, Sendable {
    /// In the plural: `workflows`.
    package let what: String
    package let number: Int

    package init(_ what: String, _ number: Int) {
      self.what = what
      self.number = number
    }
  }

  /// The command that tells it: `gate`.
  package let command: String
  package let outcome: Verdict.Outcome
  /// One line for people, without the outcome.
  package let summary: String
  package let counts: [Count]
  package let verdicts: [Judged]
  /// Beside the verdicts: what holds, and warnings and notes.
  package let findings: [Finding]
  /// Beside the verdicts: why it cannot be decided.
  package let undecided: [Finding]

  package init(
    _ command: String, _ outcome: Verdict.Outcome, _ summary: String, counts: [Count] = [], verdicts: [Judged] = [],
    findings: [Finding] = [], undecided: [Finding] = []
  ) {
    self.command = command
    self.outcome = outcome
    self.summary = summary
    self.counts = counts
    self.verdicts = verdicts
    self.findings = findings
    // What cannot be decided blocks, whatever it says of itself.
    self.undecided = undecided.map {
      Finding($0.rule, $0.what, at: $0.place, level: .error, because: $0.because, next: $0.next)
    }
  }
}

extension Report {
  /// `countersign gate: held`.
  var headline: String { "countersign \(command): \(outcome.rawValue)" }

  /// One finding with everything that a format shows beside it.
  struct Entry {
    let finding: Finding
    /// What did not pass because of it; nil beside the verdicts.
    let verdict: Verdict?
    let requirement: String?
    /// Where it points: its own place, else what was judged.
    var place: Place? { finding.place ?? home }
    /// What was judged.
    let home: Place?
    let isUndecided: Bool

    /// The nearest file: its own place, else what was judged; nil where neither is one.
    var anchor: Place? { [finding.place, home].compactMap { $0 }.first { $0.file != nil } }

    /// `approvals of report@9f3c2a1b04de for main`; nil beside the verdicts.
    var subject: String? {
      guard let verdict, let requirement else { return nil }
      return "\(requirement) of \(verdict.question.subject)"
    }

    /// Everything that the finding says, a line each.
    var lines: [String] {
      let head = (subject.map { "\($0): " } ?? "") + (isUndecided ? "undecided: " : "") + finding.what
      return [head] + finding.because.map { "because: \($0)" } + finding.next.map { "next: \($0)" }
    }

    /// A finding that blocks is an error, whatever it says of itself.
    var level: Finding.Level { verdict != nil ? .error : finding.level }
  }

  /// All findings in the order in which they are told: those of the verdicts, then the others.
  var entries: [Entry] {
    var entries: [Entry] = []
    for judged in verdicts {
      for item in judged.verdict.items {
        let isUndecided = if case .undecided = item.answer { true } else { false }
        for finding in item.answer.findings {
          entries.append(
            Entry(
              finding: finding, verdict: judged.verdict, requirement: item.requirement, home: judged.place,
              isUndecided: isUndecided))
        }
      }
    }
    for (list, isUndecided) in [(findings, false), (undecided, true)] {
      for finding in list {
        entries.append(
          Entry(finding: finding, verdict: nil, requirement: nil, home: nil, isUndecided: isUndecided))
      }
    }
    return entries
  }
}

extension Place {
  /// The path of a file in the repository; nil for a commit, a ref, a statement, a setting.
  var file: String? {
    guard let slash = source.firstIndex(of: "/") else {
      // At the top of the repository only what has lines is known to be a file.
      return line == nil || source.contains(" ") ? nil : source
    }
    let first = source[..<slash]
    return first.isEmpty || first == "refs" || first.contains(" ") ? nil : source
  }
}
