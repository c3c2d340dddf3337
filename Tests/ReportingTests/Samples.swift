import Diagnostics
import Facts
import Gates
import Reporting
import Testing
import Vocabulary

/// A report with a sentence for a name.
struct Sample: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let report: Report
}

private let version = Version(
  dirHash: String(repeating: "a1", count: 32), gitTree: String(repeating: "a2", count: 20))
private let base = Version(dirHash: String(repeating: "b1", count: 32), gitTree: String(repeating: "b2", count: 20))
/// 2026-03-12T12:00:00Z
private let noon = Timestamp(seconds: 1_773_316_800)

private let missing = Rule(
  "approvals.missing", "Slots are open.", "Ask somebody who could fill one.\n\nWhoever had a hand in it cannot.")
private let lost = Rule("git.missing-object", "An object is missing.", "Fetch it.")
private let old = Rule("tests.old", "The run is older than the policy allows.", "Run it again.")
private let key = Rule("policy.unknown-key", "A setting that does not exist.", "Correct its name.")
private let odd = Rule("manifest.odd", "Something looks odd.", "Look at it.")

private let unmet = Answer.unmet([
  Finding(
    missing, "0 of 1 approvals: role 'reviewer' is missing", because: ["maria cannot: author of commit 0123456789ab"],
    next: ["jonas: countersign approve report --for main"])
])
private let undecided = Answer.undecided([
  Finding(lost, "object 0123456789ab is missing", at: Place("commit 0123456789ab"), next: ["git fetch"])
])

private func verdict(_ items: [(String, Answer)], act: Question.Act = .landing, earliest: Timestamp? = nil) -> Verdict {
  Verdict(
    question: Question(act: act, workflow: "report", target: .main, version: version, base: base), risk: .medium,
    now: noon, items: items.map { Verdict.Item(requirement: $0.0, answer: $0.1) }, earliest: earliest)
}

private let manifest = Place("workflows/report/workflow.yaml")

/// What an attacker would write, as it reaches a report; some of it past `visible`, because a format trusts nobody.
let hostile = "50%, a:b\r\n::set-output name=x::y\n</failure>]]><script>&\"'|`*[x](http://e) {0} \u{0}\u{1b}[31m@all"

let passing = [
  Sample(
    testDescription: "a gate that passed",
    report: Report(
      "gate", .passed, "judged 1 question: 1 passed", counts: [.init("verdicts", 1)],
      verdicts: [.init(verdict([("policy", .met("in force")), ("owner", .met("maria"))]), at: manifest)])),
  Sample(
    testDescription: "a check with a warning",
    report: Report(
      "check", .passed, "checked 3 workflows, 1 policy: 0 errors, 1 warning",
      counts: [.init("workflows", 3), .init("policies", 1)],
      findings: [Finding(odd, "this looks odd", at: Place("workflows/a b/ü.json", line: 2, column: 7), level: .warning)]
    )),
]

let blocking = [
  Sample(
    testDescription: "a gate that is held, with everything",
    report: Report(
      "gate", .held, "judged 2 questions: 1 held, 1 undecided", counts: [.init("verdicts", 2)],
      verdicts: [
        .init(
          verdict(
            [
              ("policy", .met("in force")), ("approvals", unmet),
              ("tests", .unmet([Finding(old, "the run of 'unit' is 8 d old", at: Place("workflows/report/unit.sh"))])),
            ], earliest: Timestamp(seconds: noon.seconds + 3600)), at: manifest),
        .init(verdict([("policy", undecided)], act: .commits)),
      ])),
  Sample(
    testDescription: "a gate that is undecided",
    report: Report(
      "gate", .undecided, "judged 1 question: 1 undecided", counts: [.init("verdicts", 1)],
      verdicts: [.init(verdict([("policy", .met("in force")), ("metadata", undecided)]), at: manifest)])),
  Sample(
    testDescription: "nothing was judged",
    report: Report("gate", .held, "nothing was judged, so nothing passed", counts: [.init("verdicts", 0)])),
  Sample(
    testDescription: "a gate that asked nothing",
    report: Report(
      "gate", .held, "judged 1 question: 1 held", counts: [.init("verdicts", 1)], verdicts: [.init(verdict([]))])),
  Sample(
    testDescription: "what stopped a command",
    report: Report(
      "gate", .undecided, "object 0123456789ab is missing",
      undecided: [Finding(lost, "object 0123456789ab is missing", next: ["git fetch"])])),
  Sample(
    testDescription: "undecided, and nobody says why", report: Report("admit", .undecided, "it cannot be told")),
  Sample(
    testDescription: "a reason that cannot be decided and calls itself a note",
    report: Report(
      "check", .undecided, "checked 1 workflow, no policy: 0 errors, 0 warnings", counts: [.init("workflows", 1)],
      undecided: [Finding(lost, "somebody's key speaks for two", at: Place("commit 0123456789ab"), level: .note)])),
  Sample(
    testDescription: "a check that is held",
    report: Report(
      "check", .held, "checked 3 workflows, 1 policy: 1 error, 1 warning",
      counts: [.init("workflows", 3), .init("policies", 1), .init("commits", 2)],
      findings: [
        Finding(
          key, "'approvals' has no setting 'cuont'", at: Place(".countersign/policy.yaml", line: 14, column: 30),
          because: ["known settings are 'count', 'role', 'slots'"], next: ["did you mean 'count'?"]),
        Finding(odd, "this looks odd", at: manifest, level: .warning),
      ])),
  Sample(
    testDescription: "hostile text everywhere",
    report: Report(
      "gate", .held, hostile,
      verdicts: [
        .init(
          verdict([
            ("policy", .met(hostile)),
            (
              "tests",
              .unmet([
                Finding(
                  old, hostile, at: Place(hostile),
                  because: [hostile], next: [hostile])
              ])
            ),
          ]), at: Place("workflows/\(hostile)", line: 1))
      ],
      findings: [Finding(odd, hostile, at: Place("a/\(hostile)", line: 3), level: .note)],
      undecided: [Finding(lost, hostile)])),
]

let samples = passing + blocking

/// One of every format, by its name on the command line.
enum Form: String, CaseIterable, Sendable {
  case text, json, markdown, sarif, junit, github

  func text(_ report: Report) -> String {
    switch self {
    case .text: TextReport(colours: false).text(report, all: true)
    case .json: JSONReport.text(report)
    case .markdown: MarkdownReport.text(report)
    case .sarif: SARIFReport.text(report, version: "1.2.3")
    case .junit: JUnitXML.text(report)
    case .github: GitHubReport.text(report)
    }
  }
}
