import Diagnostics
import Gates
import StrictJSON
package import Verifying
import Vocabulary

/// What verifying a whole history gave, in words and for programs.
package enum VerificationReport {
  package static let schema = "urn:countersign:verification:v1"

  /// The same as a report, for the forms that know nothing else.
  package static func report(_ verification: Verification) -> Report {
    func findings(_ weights: Set<Violation.Weight>) -> [Finding] {
      verification.violations.filter { weights.contains($0.weight) }.map(finding)
    }
    return Report(
      "verify", verification.outcome, summary(verification),
      counts: Tally.Kind.allCases.map { .init($0.rawValue, verification.tally[$0]) },
      findings: findings([.violation, .notice]) + verification.notes,
      undecided: findings([.undecided]) + nothing(verification))
  }

  /// For people: what runs and rests on something first, then everything, then what was looked at.
  package static func text(_ verification: Verification, _ report: TextReport) -> String {
    var text = ""
    if !verification.runs.isEmpty {
      text += "runs now, and rests on what does not hold:\n"
      for one in verification.runs { text += "  \(visible(one))\n" }
    }
    for violation in verification.violations { text += report.text(finding(violation)) }
    for finding in nothing(verification) + verification.notes { text += report.text(finding) }
    text += "looked at:\n"
    for kind in Tally.Kind.allCases where verification.tally[kind] > 0 || kind.isAlwaysTold {
      text += "  \(verification.tally[kind]) \(kind.rawValue)\n"
    }
    return text + "\(report.outcome(verification.outcome)): \(summary(verification))\n"
  }

  /// For programs; `templates/verification.schema.json` describes it.
  package static func json(_ verification: Verification) -> String {
    JSON.object([
      .init("schema", .string(schema)),
      .init("outcome", .string(verification.outcome.rawValue)),
      .init("summary", .string(summary(verification))),
      .init("root", .string(verification.root)),
      .init("branch", .string(verification.branch)),
      .init("tip", .string(verification.tip)),
      .init(
        "looked-at",
        .object(Tally.Kind.allCases.map { .init($0.rawValue, .integer(Int64(verification.tally[$0]))) })),
      .init("runs", .array(verification.runs.map { .string($0) })),
      .init("violations", .array(verification.violations.map(json))),
      .init("notes", .array((nothing(verification) + verification.notes).map(JSONReport.json))),
    ]).written(pretty: true) + "\n"
  }

  private static func json(_ violation: Violation) -> JSON {
    let finding = violation.finding
    var members: [JSON.Member] = [
      .init("weight", .string(violation.weight.rawValue)), .init("rule", .string(finding.rule.id)),
      .init("subject", .string(violation.subject)), .init("what", .string(finding.what)),
      .init("place", .string(finding.place?.description ?? violation.subject)),
      .init("since", violation.since.map { .string($0.description) } ?? .null),
      .init("touches", .array(violation.touches.map { .string($0) })),
      .init("runs", .array(violation.runs.map { .string($0) })),
    ]
    members.append(.init("because", .array(finding.because.map { .string($0) })))
    members.append(.init("next", .array(finding.next.map { .string($0) })))
    return .object(members)
  }

  /// A violation as one finding: since when and what hangs on it stand among the reasons.
  private static func finding(_ violation: Violation) -> Finding {
    var because = violation.finding.because
    if let since = violation.since { because.append("since \(since)") }
    if !violation.touches.isEmpty { because.append("touches \(violation.touches.joined(separator: ", "))") }
    if !violation.runs.isEmpty { because.append("runs now: \(violation.runs.joined(separator: ", "))") }
    let what = violation.finding.what
    return Finding(
      violation.finding.rule, "\(violation.subject): \(violation.weight == .undecided ? "undecided: " : "")\(what)",
      at: violation.finding.place, level: violation.weight == .notice ? .warning : .error, because: because,
      next: violation.finding.next)
  }

  private static func nothing(_ verification: Verification) -> [Finding] {
    guard verification.tally.isEmpty else { return [] }
    return [
      Finding(
        .verifyNothing, "nothing has landed, been said or released since the root \(verification.root.prefix(12))",
        at: Place("commit \(verification.root.prefix(12))"), because: ["the root itself is believed, and not judged"],
        next: ["verify where there is something: countersign sync, or -C another clone"])
    ]
  }

  private static func summary(_ verification: Verification) -> String {
    let counts = Violation.Weight.allCases.map { weight in
      let count = verification.count(weight)
      return switch weight {
      case .violation: "\(count) violation\(count == 1 ? "" : "s")"
      case .undecided: "\(count) undecided"
      case .notice: "\(count) to know about"
      }
    }
    return
      "\(verification.branch) from \(verification.root.prefix(12)) to \(verification.tip.prefix(12)), "
      + "\(verification.tally[.environments]) environment\(verification.tally[.environments] == 1 ? "" : "s"): "
      + counts.joined(separator: ", ")
  }
}

extension Tally.Kind {
  /// Even where there is none: that is what somebody may have taken for checked.
  fileprivate var isAlwaysTold: Bool {
    switch self {
    case .landings, .commits, .policies, .journals, .statements, .environments, .releases: true
    case .entries, .attachments, .rollbacks, .kills, .resumes, .freezes, .adoptions, .others: false
    }
  }
}
