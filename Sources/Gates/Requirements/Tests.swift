package import Diagnostics
import Evidence
import Facts
import PolicyModel
import Vocabulary

/// `tests`: the suites that the gate names passed on exactly this version.
package struct Tests: Requirement {
  package static let id = "tests"
  package static let asks =
    "The latest run of each suite on this version passed, recorded by a tester, recently enough."
  package static let rules: [Rule] = [.testsMissing, .testsFailed, .testsEmpty, .testsOld, .testsUndecided]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { matter.gate?.tests != nil }

  package func judge(_ matter: Matter) -> Answer {
    guard let demand = matter.gate?.tests else { return .unmet([]) }
    // A removal runs nothing: there is no version to test.
    if matter.question.version == nil { return .met("nothing to test: the workflow is removed") }
    guard case .known(let evidence) = matter.facts.evidence else { return unknown(matter.facts.evidence) }
    var unmet: [Finding] = []
    var undecided: [Finding] = []
    for suite in demand.suites {
      switch Self.run(of: suite, evidence, matter) {
      case .unsure(let finding): undecided.append(finding)
      case .none(let because): unmet.append(missing(suite, because, matter))
      case .latest(let result, let time):
        if let finding = judge(suite, result, time, demand, matter) { unmet.append(finding) }
      }
    }
    if !unmet.isEmpty { return .unmet(unmet + undecided) }
    return undecided.isEmpty ? .met(demand.suites.joined(separator: ", ") + " passed") : .undecided(undecided)
  }

  enum Run {
    case latest(TestResult, Timestamp)
    case none(because: [String])
    case unsure(Finding)
  }

  /// The latest run that counts; on a tie of times the worse one.
  static func run(of suite: String, _ evidence: [Testimony], _ matter: Matter) -> Run {
    var latest: (result: TestResult, time: Timestamp)?
    var because: [String] = []
    for testimony in evidence {
      let time = testimony.statement.time
      guard case .testResult(let result) = testimony.statement.predicate, result.suite == suite,
        time <= matter.latestDate(isNo: badness(result) > 0)
      else { continue }
      switch testimony.signer {
      case .undecided(let reason):
        return .unsure(
          Finding(
            .testsUndecided, "it cannot be told who recorded '\(visible(suite))' at \(time)",
            at: Place("statement \(testimony.id.prefix(12))"), because: [reason]))
      case .absent: because.append("the run of \(time) is not signed")
      case .rejected(let reason): because.append("the run of \(time) does not count: \(reason)")
      case .party(let party, _):
        guard isTester(party, matter) else {
          because.append("the run of \(time) was recorded by \(party.name), who is no tester")
          continue
        }
        if let known = latest, (known.time, badness(known.result)) >= (time, badness(result)) { continue }
        latest = (result, time)
      }
    }
    return latest.map { .latest($0.result, $0.time) } ?? .none(because: because)
  }

  static func isTester(_ party: Party, _ matter: Matter) -> Bool {
    switch party {
    case .person(let name): matter.policy.roles(of: name, for: matter.workflow).contains("tester")
    case .service(let name): matter.policy.roles(ofService: name, for: matter.workflow).contains("tester")
    }
  }

  private static func isPassed(_ result: TestResult) -> Bool { result.outcome == .passed && result.failed.isEmpty }

  /// 0 for a run that can pass, 1 for an empty one, 2 for one that did not pass.
  private static func badness(_ result: TestResult) -> Int {
    isPassed(result) ? (result.passed.isEmpty ? 1 : 0) : 2
  }

  private func judge(
    _ suite: String, _ result: TestResult, _ time: Timestamp, _ demand: TestDemand, _ matter: Matter
  ) -> Finding? {
    let again = Step(.tester, matter.testers, command(suite, matter))
    if !Self.isPassed(result) {
      let names = result.failed.prefix(3).map { visible($0) }
      return Finding(
        .testsFailed, "the latest run of '\(visible(suite))' did not pass (\(time))",
        because: names.isEmpty
          ? ["its result is \(result.outcome.rawValue)"] : ["failed: " + names.joined(separator: ", ")],
        steps: [
          Step(.author, matter.authors, "mend what makes '\(visible(suite))' red, in another version"),
          Step(.tester, matter.testers, "if the run was at fault: \(command(suite, matter))"),
        ])
    }
    if result.passed.isEmpty {
      return Finding(
        .testsEmpty, "the latest run of '\(visible(suite))' ran no test (\(time))",
        because: [
          "zero tests is no evidence" + (result.skipped.isEmpty ? "" : "; \(result.skipped.count) were skipped")
        ],
        steps: [again])
    }
    if let within = demand.within, time < matter.now - within {
      return Finding(
        .testsOld, "the run of '\(visible(suite))' is \(matter.now - time) old, the gate takes at most \(within)",
        steps: [again])
    }
    return nil
  }

  private func missing(_ suite: String, _ because: [String], _ matter: Matter) -> Finding {
    let run = Step(.tester, matter.testers, command(suite, matter))
    return Finding(
      .testsMissing, "no run of '\(visible(suite))' on \(matter.question.label) is recorded",
      because: because + (matter.testers.isEmpty ? ["nobody has the role 'tester'"] : []),
      steps: matter.testers.isEmpty
        ? [Step(.policyOwner, matter.policyOwners, "give somebody the role 'tester'"), run] : [run])
  }

  private func command(_ suite: String, _ matter: Matter) -> String {
    "countersign test \(matter.named) --suite \(visible(suite))"
  }
}

extension Rule {
  static let testsMissing = Rule(
    "tests.missing", "A suite that the gate names has no recorded run on this version.",
    "'countersign test WORKFLOW --suite SUITE' runs the command of the manifest on the committed version and signs the result."
  )
  static let testsFailed = Rule(
    "tests.failed", "The latest run of a suite did not pass.",
    "The latest run counts, on a tie the red one. An earlier green run is no evidence once a later one is red.")
  static let testsEmpty = Rule(
    "tests.empty", "A suite ran no test.", "A run in which nothing ran, or everything was skipped, proves nothing.")
  static let testsOld = Rule(
    "tests.old", "The run of a suite is older than the gate takes.",
    "Run it again: 'countersign test WORKFLOW --suite SUITE'.")
  static let testsUndecided = Rule(
    "tests.undecided", "It cannot be told who recorded a run.",
    "What cannot be decided blocks; the reason names what is missing.")
}
