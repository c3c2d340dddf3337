package import Diagnostics
import Gates
import StrictJSON

/// SARIF 2.1.0, as code scanning and editors read it.
///
/// A requirement that is met is no result, since readers show every result as a problem; `invocations` says that the run was
/// carried out, and how it ended. Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
package enum SARIFReport {
  package static let schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"

  /// - Parameters:
  ///   - version: the program's.
  ///   - tags: where a rule stands in others' catalogues, `external/cwe/cwe-319`, as code scanning filters by.
  package static func text(_ report: Report, version: String, tags: (Rule) -> [String] = { _ in [] }) -> String {
    JSON.object([
      .init("$schema", .string(schema)), .init("version", .string("2.1.0")),
      .init("runs", .array([run(report, version, tags)])),
    ]).written(pretty: true) + "\n"
  }

  private static func run(_ report: Report, _ version: String, _ tags: (Rule) -> [String]) -> JSON {
    let entries = report.entries
    let rules = Set(entries.map(\.finding.rule)).sorted { $0.id < $1.id }
    var results = entries.map { result($0, rules) }
    // What did not pass is never empty.
    if report.outcome != .passed, !entries.contains(where: { $0.level == .error }) {
      results.append(
        .object([
          .init("level", .string("error")), .init("message", message([report.headline, report.summary])),
          .init("locations", .array([location(nil)])),
        ]))
    }
    let driver: [JSON.Member] = [
      .init("name", .string("Countersign")), .init("version", .string(version)),
      .init("rules", .array(rules.map { descriptor($0, entries, tags($0)) })),
    ]
    return .object([
      .init("tool", .object([.init("driver", .object(driver))])),
      .init("automationDetails", .object([.init("id", .string("countersign-\(report.command)/"))])),
      .init("invocations", .array([invocation(report)])),
      .init("columnKind", .string("unicodeCodePoints")),
      .init("results", .array(results)),
      .init(
        "properties",
        .object([
          .init("outcome", .string(report.outcome.rawValue)), .init("summary", .string(report.summary)),
          .init("verdicts", .array(report.verdicts.map { JSONReport.json($0.verdict) })),
        ])),
    ])
  }

  /// Undecided is a run that did not succeed: what it lacks could hold anything.
  private static func invocation(_ report: Report) -> JSON {
    var members: [JSON.Member] = [
      .init("executionSuccessful", .bool(report.outcome != .undecided)),
      .init("exitCodeDescription", .string(report.outcome.rawValue)),
    ]
    let level = report.outcome == .passed ? "note" : "error"
    members.append(
      .init(
        "toolExecutionNotifications",
        .array([
          .object([
            .init("level", .string(level)), .init("message", message([report.headline, report.summary])),
          ])
        ])))
    return .object(members)
  }

  private static func descriptor(_ rule: Rule, _ entries: [Report.Entry], _ tags: [String]) -> JSON {
    let worst = entries.filter { $0.finding.rule == rule }.map(\.level).max() ?? .error
    var properties = [JSON.Member("problem.severity", .string(severity(worst)))]
    // Source: GitHub, "SARIF support for code scanning", `properties.tags`.
    if !tags.isEmpty { properties.append(.init("tags", .array((["security"] + tags).map { .string($0) }))) }
    return .object([
      .init("id", .string(rule.id)),
      .init("shortDescription", .object([.init("text", .string(rule.summary))])),
      .init("fullDescription", .object([.init("text", .string(rule.explanation))])),
      .init(
        "help",
        .object([.init("text", .string("\(rule.summary)\n\n\(rule.explanation)\n\ncountersign explain \(rule.id)"))])),
      .init("defaultConfiguration", .object([.init("level", .string(worst.rawValue))])),
      .init("properties", .object(properties)),
    ])
  }

  private static func severity(_ level: Finding.Level) -> String {
    switch level {
    case .error: "error"
    case .warning: "warning"
    case .note: "recommendation"
    }
  }

  private static func result(_ entry: Report.Entry, _ rules: [Rule]) -> JSON {
    var members: [JSON.Member] = [.init("ruleId", .string(entry.finding.rule.id))]
    if let index = rules.firstIndex(of: entry.finding.rule) {
      members.append(.init("ruleIndex", .integer(Int64(index))))
    }
    var properties: [JSON.Member] = [
      .init("status", .string(entry.isUndecided ? "undecided" : entry.level == .error ? "unmet" : "met"))
    ]
    if let requirement = entry.requirement { properties.append(.init("requirement", .string(requirement))) }
    if var fingerprint = entry.finding.fingerprint {
      // A waiver's fingerprint knows no commit; of results with equal ones readers keep one.
      if let place = entry.place, place.file == nil { fingerprint += ":\(place.source)" }
      members.append(.init("partialFingerprints", .object([.init("countersign/v1", .string(fingerprint))])))
    }
    return .object(
      members + [
        .init("level", .string(entry.level.rawValue)),
        .init("message", message(entry.lines)),
        .init("locations", .array([location(entry)])),
        .init("properties", .object(properties)),
      ])
  }

  /// Readers such as code scanning drop a result without a file; where none stands for it, the policy does, which asks.
  private static func location(_ entry: Report.Entry?) -> JSON {
    let anchor = entry?.anchor
    let file = anchor?.file ?? ".countersign/policy.yaml"
    var physical: [JSON.Member] = [.init("artifactLocation", .object([.init("uri", .string(uri(file)))]))]
    if let line = anchor?.line {
      var region: [JSON.Member] = [.init("startLine", .integer(Int64(line)))]
      if let column = anchor?.column { region.append(.init("startColumn", .integer(Int64(column)))) }
      physical.append(.init("region", .object(region)))
    }
    var logical = entry?.verdict.map { [$0.question.subject] } ?? []
    if let place = entry?.place, place.file == nil { logical.append("\(place)") }
    var members: [JSON.Member] = [.init("physicalLocation", .object(physical))]
    if !logical.isEmpty {
      members.append(
        .init("logicalLocations", .array(logical.map { .object([.init("fullyQualifiedName", .string($0))]) })))
    }
    return .object(members)
  }

  /// Braces are doubled: single ones hold placeholders. Source: SARIF 2.1.0, 3.11.5.
  private static func message(_ lines: [String]) -> JSON {
    let text = lines.joined(separator: "\n").replacing("{", with: "{{").replacing("}", with: "}}")
    return .object([.init("text", .string(text))])
  }

  /// A path as a relative reference. Source: RFC 3986, sections 2.3 and 4.2.
  private static func uri(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return path.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        String(UnicodeScalar(byte))
      default: "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }.joined()
  }
}
