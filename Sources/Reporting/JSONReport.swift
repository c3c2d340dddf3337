package import Diagnostics
import Facts
package import Gates
package import StrictJSON
package import Vocabulary

/// Findings and verdicts for programs. The form is versioned: `schema` names it, `templates/report.schema.json` describes it.
package enum JSONReport {
  package static let schema = "urn:countersign:report:v1"

  /// A whole report: the outcome, what was looked at, the verdicts and whatever was found beside them.
  package static func text(_ report: Report) -> String {
    JSON.object([
      .init("schema", .string(schema)),
      .init("command", .string(report.command)),
      .init("outcome", .string(report.outcome.rawValue)),
      .init("summary", .string(report.summary)),
      .init("looked-at", .object(report.counts.map { .init($0.what, .integer(Int64($0.number))) })),
      .init("verdicts", .array(report.verdicts.map { json($0.verdict) })),
      .init("findings", .array(report.findings.map(json))),
      .init("undecided", .array(report.undecided.map(json))),
    ]).written(pretty: true) + "\n"
  }

  package static func json(_ verdict: Verdict) -> JSON {
    var members: [JSON.Member] = [
      .init("act", .string(verdict.question.act.rawValue)),
      .init("workflow", .string(verdict.question.workflow)),
      .init("target", .string(verdict.question.target.name)),
      .init("version", version(verdict.question.version)),
      .init("base", version(verdict.question.base)),
      .init("outcome", .string(verdict.outcome.rawValue)),
      .init("class", verdict.risk.map { .string($0.rawValue) } ?? .null),
      .init("at", .string(verdict.now.description)),
    ]
    if !verdict.raised.isEmpty { members.append(.init("raised", .array(verdict.raised.map { .string($0) }))) }
    if let earliest = verdict.earliest { members.append(.init("earliest", .string(earliest.description))) }
    members.append(.init("requirements", .array(verdict.items.map(json))))
    if !verdict.emergency.isEmpty { members.append(.init("emergency", .array(verdict.emergency.map { .string($0) }))) }
    members.append(.init("next", .array(NextSteps([verdict]).lines.map(json))))
    return .object(members)
  }

  package static func json(_ finding: Finding) -> JSON {
    var members: [JSON.Member] = [
      .init("rule", .string(finding.rule.id)), .init("level", .string(finding.level.rawValue)),
      .init("what", .string(finding.what)),
    ]
    if let place = finding.place {
      var parts: [JSON.Member] = [.init("source", .string(place.source))]
      if let line = place.line { parts.append(.init("line", .integer(Int64(line)))) }
      if let column = place.column { parts.append(.init("column", .integer(Int64(column)))) }
      members.append(.init("place", .object(parts)))
    }
    members.append(.init("because", .array(finding.because.map { .string($0) })))
    members.append(.init("next", .array(finding.next.map { .string($0) })))
    return .object(members)
  }

  private static func json(_ line: NextSteps.Line) -> JSON {
    var members: [JSON.Member] = [
      .init("part", .string(line.step.part.rawValue)),
      .init("people", .array(line.step.people.map { .string($0) })), .init("do", .string(line.step.what)),
      .init("last", .bool(line.isLast)),
    ]
    if let from = line.from { members.append(.init("from", .string(from.description))) }
    return .object(members)
  }

  package static func version(_ version: Version?) -> JSON {
    guard let version else { return .null }
    return .object([.init("dirHash", .string(version.dirHash)), .init("gitTree", .string(version.gitTree))])
  }

  private static func json(_ item: Verdict.Item) -> JSON {
    let (status, how): (String, String?) =
      switch item.answer {
      case .met(let how): ("met", how)
      case .unmet: ("unmet", nil)
      case .undecided: ("undecided", nil)
      case .lifted(let how, _): ("lifted", how)
      }
    var members: [JSON.Member] = [.init("id", .string(item.requirement)), .init("status", .string(status))]
    if let how { members.append(.init("how", .string(how))) }
    let findings = if case .lifted(_, let wouldHold) = item.answer { wouldHold } else { item.answer.findings }
    members.append(.init("findings", .array(findings.map(json))))
    return .object(members)
  }
}
