import Diagnostics
import Facts
import Gates
import Vocabulary

/// JUnit XML: a suite for the whole, one for each verdict with a case for each requirement.
///
/// The first case stands for the whole and passes only when everything did, so that there is no report without a case.
/// Unmet is a failure, undecided an error. Source: the schema of Jenkins' xUnit plugin, which GitLab reads, too.
package enum JUnitXML {
  package static func text(_ report: Report) -> String {
    let suites = [whole(report)] + report.verdicts.map { suite($0) }
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\(quoted(report.headline))\(counts(suites.flatMap(\.cases)))>\n"
    for suite in suites {
      text += "  <testsuite name=\(quoted(suite.name))\(counts(suite.cases)) skipped=\"0\">\n"
      for one in suite.cases { text += element(one) }
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  private enum Ending: String {
    case passed, failure, error
  }

  private struct Case {
    let group: String
    let name: String
    let ending: Ending
    /// The rule, or the outcome.
    let type: String
    let lines: [String]
    /// What is said of one that passed.
    let note: String?
    let file: String?
  }

  private struct Suite {
    let name: String
    let cases: [Case]
  }

  private static func whole(_ report: Report) -> Suite {
    let ending: Ending =
      switch report.outcome {
      case .passed: .passed
      case .held: .failure
      case .undecided: .error
      }
    let group = "countersign.\(report.command)"
    let beside = report.entries.filter { $0.verdict == nil }
    let notes = beside.filter { $0.level != .error }.map { "\($0.level.rawValue): \(told($0))" }
    let first = Case(
      group: group, name: "countersign \(report.command)", ending: ending, type: report.outcome.rawValue,
      lines: [report.summary], note: ([report.summary] + notes).joined(separator: "\n"), file: nil)
    let others = beside.filter { $0.level == .error }.map { entry in
      Case(
        group: group, name: "\(entry.finding.rule.id)\(entry.place.map { " at \($0)" } ?? "")",
        ending: entry.isUndecided ? .error : .failure, type: entry.finding.rule.id, lines: entry.lines, note: nil,
        file: entry.place?.file)
    }
    return Suite(name: report.headline, cases: [first] + others)
  }

  private static func suite(_ judged: Report.Judged) -> Suite {
    let verdict = judged.verdict
    let question = verdict.question
    let group = ["countersign", question.target.name, question.workflow].filter { !$0.isEmpty }.joined(separator: ".")
    let cases = verdict.items.map { item in
      let findings = item.answer.findings
      let lines = findings.flatMap { finding in
        [finding.what] + (finding.place.map { ["at: \($0)"] } ?? []) + finding.because.map { "because: \($0)" }
          + finding.next.map { "next: \($0)" }
      }
      let (ending, note): (Ending, String?) =
        switch item.answer {
        case .met(let how): (.passed, how)
        case .lifted(let how, let lifted):
          (.passed, "lifted: \(how); it would hold: \(lifted.map(\.what).joined(separator: "; "))")
        case .unmet: (.failure, nil)
        case .undecided: (.error, nil)
        }
      return Case(
        group: group, name: item.requirement, ending: ending, type: findings.first?.rule.id ?? item.requirement,
        lines: lines, note: note, file: judged.place?.file)
    }
    guard cases.isEmpty else { return Suite(name: "\(question.subject): \(verdict.outcome.rawValue)", cases: cases) }
    // A gate that asked nothing holds, and a suite without a case would pass.
    let empty = Case(
      group: group, name: "requirements", ending: .failure, type: verdict.outcome.rawValue,
      lines: ["no requirement was asked, so nothing is met"], note: nil, file: judged.place?.file)
    return Suite(name: "\(question.subject): \(verdict.outcome.rawValue)", cases: [empty])
  }

  private static func told(_ entry: Report.Entry) -> String {
    entry.lines.joined(separator: "\n  ") + (entry.place.map { "\n  at: \($0)" } ?? "")
  }

  private static func element(_ one: Case) -> String {
    let file = one.file.map { " file=\(quoted($0))" } ?? ""
    let head = "    <testcase classname=\(quoted(one.group)) name=\(quoted(one.name))\(file)"
    switch one.ending {
    case .passed:
      guard let note = one.note else { return head + "/>\n" }
      return head + ">\n      <system-out>\(escaped(note))</system-out>\n    </testcase>\n"
    case .failure, .error:
      let name = one.ending.rawValue
      let message = one.lines.first ?? one.type
      return head + ">\n      <\(name) type=\(quoted(one.type)) message=\(quoted(message))>"
        + escaped(one.lines.joined(separator: "\n")) + "</\(name)>\n    </testcase>\n"
    }
  }

  private static func counts(_ cases: [Case]) -> String {
    let failures = cases.count { $0.ending == .failure }
    let errors = cases.count { $0.ending == .error }
    return " tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
  }

  private static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

  /// Text as XML 1.0 takes it: characters that it cannot hold are shown. Source: XML 1.0, production 2, Char.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\n": escaped += "\n"
      case "\u{fffe}", "\u{ffff}": escaped += visible(String(scalar))
      default: escaped += scalar.value < 0x20 ? visible(String(scalar)) : String(scalar)
      }
    }
    return escaped
  }
}
