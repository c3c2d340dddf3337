import ArgumentParser
import Diagnostics
import Gates
import Inspection
import Releases
import Reporting

/// A command whose result takes every form.
protocol ReportingCommand: Command {
  var format: Format { get }
  /// Whether the requirements that are met are shown, too, where the form leaves the choice.
  var showsAll: Bool { get }
  func report(_ console: Console) throws(Finding) -> Report
  /// Puts the report where it belongs.
  func tell(_ report: Report, _ console: Console)
}

extension ReportingCommand {
  var showsAll: Bool { false }

  func perform(_ console: Console) throws(Finding) -> Ending {
    let report: Report
    do throws(Finding) {
      report = try self.report(console)
    } catch {
      // A form that programs read says why there is no answer; people read it on standard error.
      if format != .text { console.out(format.text(Telling.failure(Self._commandName, error), all: true, console)) }
      throw error
    }
    tell(report, console)
    return Telling.ending(report.outcome)
  }

  func tell(_ report: Report, _ console: Console) { console.out(format.text(report, all: showsAll, console)) }
}

extension Format {
  func text(_ report: Report, all: Bool, _ console: Console) -> String {
    switch self {
    case .text: console.report.text(report, all: all)
    case .json: JSONReport.text(report)
    case .markdown: MarkdownReport.text(report)
    case .sarif: SARIFReport.text(report, version: Countersign.version) { $0.controls?.tags ?? [] }
    case .junit: JUnitXML.text(report)
    case .github: GitHubReport.text(report)
    }
  }
}

/// Makes reports of verdicts and errors, and the ending that they mean; the form has no say in it.
enum Telling {
  static func verdicts(_ verdicts: [Verdict], format: Format, all: Bool, _ console: Console) -> Ending {
    let report = report("gate", verdicts.map { Report.Judged($0) })
    console.out(format.text(report, all: all, console))
    return ending(report.outcome)
  }

  /// Verdicts as a report; none is held.
  static func report(_ command: String, _ verdicts: [Report.Judged]) -> Report {
    let outcome = Verdict.worst(verdicts.map(\.verdict))
    let counts = [Report.Count("verdicts", verdicts.count)]
    if verdicts.isEmpty {
      return Report(
        command, outcome, "nothing was judged, so nothing passed", counts: counts,
        findings: [
          Finding(
            .gateNothing, "there was nothing to judge",
            because: ["no workflow that was named, or that differs, is there to be judged"],
            next: ["name a range that brings a change: countersign gate --changed A..B --for TARGET"])
        ])
    }
    let parts = Verdict.Outcome.allCases.compactMap { outcome in
      let number = verdicts.count { $0.verdict.outcome == outcome }
      return number == 0 ? nil : "\(number) \(outcome.rawValue)"
    }
    let judged = "judged \(verdicts.count) \(verdicts.count == 1 ? "question" : "questions")"
    return Report(command, outcome, "\(judged): \(parts.joined(separator: ", "))", counts: counts, verdicts: verdicts)
  }

  /// What stopped a command, as a report: held where a rule said no, else undecided.
  static func failure(_ command: String, _ finding: Finding) -> Report {
    switch Ending.after(finding) {
    case .held: Report(command, .held, finding.what, findings: [finding])
    case .done, .undecided, .misused: Report(command, .undecided, finding.what, undecided: [finding])
    }
  }

  static func ending(_ outcome: Verdict.Outcome) -> Ending {
    switch outcome {
    case .passed: .done
    case .held: .held
    case .undecided: .undecided
    }
  }
}

extension Rule {
  static let gateNothing = Rule(
    "gate.nothing", "Nothing was judged, so nothing passed.",
    "A gate answers for workflows, versions or commits. A range without a new commit, or one in which no workflow differs, has "
      + "none. That is never a yes: what was meant is not what was asked.")
}
