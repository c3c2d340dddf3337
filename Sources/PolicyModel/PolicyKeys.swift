package import Documents
import Vocabulary

/// Every setting of the policy, one table for each kind of map; the reader, the JSON Schema and docs/policy.md agree on it.
package enum PolicyKeys {
  package static let all: [KeyTable] = [
    policy, person, service, commits, why, main, landingGate, policyGate, releaseGate, approvals, anySlot, tests, risk,
    raise, when, area, reviews, environment, resume, breakGlass, window, freeze, limits,
  ]

  static let policy = KeyTable(
    "policy", required: ["countersign", "repository", "people"],
    optional: [
      "workflows", "services", "commits", "main", "policy", "risk", "areas", "recall", "reviews", "environments",
      "windows", "freezes", "limits",
    ])
  static let person = KeyTable("person", required: ["emails", "roles"])
  static let service = KeyTable("service", required: ["emails", "operated-by"], optional: ["roles"])
  static let commits = KeyTable("commits", optional: ["signed", "why", "ticket"])
  static let why = KeyTable("why", required: ["min-length"])

  static let main = KeyTable("main", optional: ["branch"] + classes)
  /// Without `soak`: a landing comes from no environment.
  static let landingGate = KeyTable("landing-gate", optional: ["approvals", "tests", "separate", "window"])
  /// Without `tests` too: `.countersign` has no suites.
  static let policyGate = KeyTable("policy-gate", optional: ["approvals", "separate", "window"])
  static let releaseGate = KeyTable("release-gate", optional: ["approvals", "tests", "soak", "separate", "window"])
  static let approvals = KeyTable("approvals", optional: ["count", "role", "slots"])
  static let anySlot = KeyTable("any-slot", required: ["any"])
  static let tests = KeyTable("tests", required: ["suites"], optional: ["within"])

  static let risk = KeyTable("risk", optional: ["unknown", "raise"])
  static let raise = KeyTable("raise", required: ["to", "when"])
  static let when = KeyTable("when", optional: ["actions", "data", "meaning", "does"])
  static let area = KeyTable("area", required: ["workflows", "roles"])
  static let reviews = KeyTable("reviews", optional: ["access", "security"])

  static let environment = KeyTable(
    "environment", required: ["branch", "release"],
    optional: ["after", "rollback", "kill", "resume", "break-glass"] + classes)
  static let resume = KeyTable("resume", required: ["approvals"])
  static let breakGlass = KeyTable("break-glass", required: ["approvals", "for"])

  static let window = KeyTable("window", required: ["zone", "days", "hours"])
  static let freeze = KeyTable("freeze", required: ["name", "zone", "from", "until", "environments"])
  static let limits = KeyTable("limits", optional: ["file-size", "files"])

  /// What a table of gates may name.
  private static let classes = RiskClass.allCases.map(\.rawValue) + ["all"]
}
