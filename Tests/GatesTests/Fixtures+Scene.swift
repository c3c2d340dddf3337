import Calendars
import Diagnostics
import Evidence
import Facts
import Gates
import PolicyModel
import Testing
import Vocabulary
import Workflows

/// Thursday, 2026-03-12T12:00:00Z: the moment at which the scenes are judged.
let noon = Timestamp(seconds: 1_773_316_800)

let workflow = "vendor-payment"
let repository = "5f0e6c1e-8a44-4f5c-9d0b-2f6d1c7b9a3e"
/// What is asked about, what is there now, and one that is neither.
let proposed = Version(dirHash: sixtyFour("a1"), gitTree: forty("a2"))
let present = Version(dirHash: sixtyFour("b1"), gitTree: forty("b2"))
let another = Version(dirHash: sixtyFour("c1"), gitTree: forty("c2"))
let callee = Version(dirHash: sixtyFour("d1"), gitTree: forty("d2"))
let prod = Target.environment("prod")
let killCommit = forty("de")
let freezeCommit = forty("fe")
/// Looked at, and nothing found.
let cleanLook: SecretLook = {
  var look = SecretLook()
  look.texts = 3
  look.bytes = 1200
  return look
}()
let standardRunbook = Runbook(path: "RUNBOOK.md", parts: Set(Runbook.Part.allCases))

func sixtyFour(_ pair: String) -> String { String(repeating: pair, count: 32) }
func forty(_ pair: String) -> String { String(repeating: pair, count: 20) }
func hours(_ count: Int64) -> Span { Span(seconds: count * 3600) }
func days(_ count: Int64) -> Span { hours(24 * count) }
func seconds(_ count: Int64) -> Span { Span(seconds: count) }

/// A reason for not knowing: what a missing object gives.
let lost = Finding(Rule("git.missing-object", "An object is missing.", "Fetch it."), "an object is missing")
/// A finding about the form or the content of a change.
let stray = Finding(
  Rule("workflow.stray-file", "A file belongs to no workflow.", "Move it."), "a file belongs to no workflow")

/// A question that passes with all that is known about it; tests change one thing and look at the answer.
struct Scene: Sendable {
  enum Start: String, Sendable, CaseIterable {
    case landing, policyLanding, removal, release, rollback, kill, resume, freeze, adoption, commits
  }

  var question: Question
  var facts: Facts
  var now = noon
  var policyText = standardPolicy
  var manifestText = standardManifest
  var draft = CommitDraft()

  init(_ start: Start) throws {
    question = Question(act: .landing, workflow: workflow, target: .main, version: proposed, base: present)
    facts = Facts(nothingKnown: lost)
    try read()
    facts.form = .known([])
    facts.content = .known([])
    facts.baseManifest = facts.manifest
    facts.meaning = .known(nil)
    facts.contributions = .known([contribution(.author, "maria@acme.example", .person("maria"))])
    facts.lastLeft = .known(nil)
    facts.lastAdoption = .known(nil)
    facts.landedByService = .known(nil)
    facts.circle = .known([])
    facts.users = .known([])
    facts.runbook = .known(standardRunbook)
    facts.zones = ["UTC": .known(.utc)]
    commit { _ in }
    evidence = standardRuns + standardReviews
    switch start {
    case .landing: break
    case .policyLanding: becomePolicyLanding()
    case .removal: becomeRemoval()
    case .release: becomeRelease()
    case .rollback: becomeRollback()
    case .kill: becomeKill()
    case .resume: becomeResume()
    case .freeze: becomeFreeze()
    case .adoption: becomeAdoption()
    case .commits:
      question = Question(act: .commits, workflow: "", target: .main, version: nil, base: nil)
      facts = Facts(nothingKnown: lost)
      try read()
      facts.form = .known([])
      commit { _ in }
    }
    question = question.asked(atDoor: true)
    facts.secrets = .known(cleanLook)
    facts.inspection = .known([])
  }

  /// Reads policy and manifest from their texts into the facts.
  private mutating func read() throws {
    facts.policy = .known(try PolicyReading.read(Array(policyText.utf8)).get())
    facts.manifest = .known(try readManifest(manifestText))
  }

  var evidence: [Testimony] {
    get { if case .known(let known) = facts.evidence { known } else { [] } }
    set { facts.evidence = .known(newValue) }
  }

  func verdict() -> Verdict { evaluate(question, facts: facts, now: now) }

  func answer(_ requirement: String) -> Answer? {
    verdict().items.first { $0.requirement == requirement }?.answer
  }
}

func readManifest(_ text: String) throws -> Manifest {
  try ManifestReading.read(Array(text.utf8), source: "workflows/\(workflow)/workflow.yaml", directory: workflow).get()
}

func contribution(
  _ role: Contribution.Role, _ email: String, _ party: Party?, commit: String = forty("01")
) -> Contribution {
  Contribution(role: role, email: email, party: party, commit: commit)
}

extension Scene {
  private var standardRuns: [Testimony] { [run("unit"), run("contract")] }
  private var standardReviews: [Testimony] { [review(by: "jonas"), review(by: "sofia")] }

  private mutating func becomePolicyLanding() {
    question = Question(act: .landing, workflow: Naming.policy, target: .main, version: proposed, base: present)
    facts.manifest = .known(nil)
    facts.baseManifest = .known(nil)
    evidence = [review(by: "sofia"), review(by: "lena")]
  }

  private mutating func becomeRemoval() {
    question = Question(act: .landing, workflow: workflow, target: .main, version: nil, base: present)
    facts.manifest = .known(nil)
    evidence = standardReviews
  }

  private mutating func becomeRelease() {
    question = Question(act: .release, workflow: workflow, target: prod, version: proposed, base: present)
    facts.landedByService = .unknown(because: lost)
    facts.actor = .person("lena")
    facts.source = .known(
      Source(
        commit: forty("05"), isLanding: true, holdsVersion: true, previous: forty("04"), isNotOlder: true,
        passedGate: true))
    facts.exception = .known(ExceptionUse(named: nil))
    facts.debts = .known([])
    facts.staysBefore = .known([Stay(from: noon - days(2), until: nil, commit: forty("06"))])
    facts.freeze = .known(nil)
    facts.used = .known([UsedWorkflow(name: "notify-finance", version: callee, isKilled: false)])
    commit { $0.be("lena") }
    evidence =
      standardRuns + standardReviews + [
        record(.rotation(secret: "BANK_TOKEN")), record(.accessReview), record(.securityReview),
      ]
  }

  /// Only what the design asks of one: no manifests, no evidence, no contributions.
  private mutating func becomeStep(_ act: Question.Act, version: Version?, base: Version?, by name: String) {
    let policy = facts.policy
    facts = Facts(nothingKnown: lost)
    facts.policy = policy
    facts.form = .known([])
    facts.actor = .person(name)
    question = Question(act: act, workflow: workflow, target: prod, version: version, base: base)
    commit { $0.be(name) }
  }

  private mutating func becomeRollback() {
    becomeStep(.rollback, version: proposed, base: present, by: "otto")
    facts.past = .known([
      PastRelease(commit: forty("08"), version: present, date: noon - days(1), health: .healthy),
      PastRelease(commit: forty("07"), version: proposed, date: noon - days(9), health: .healthy),
    ])
  }

  private mutating func becomeKill() { becomeStep(.kill, version: present, base: present, by: "otto") }

  private mutating func becomeResume() {
    becomeStep(.resume, version: present, base: present, by: "otto")
    facts.kill = .known(KillMarker(commit: killCommit, killer: .person("lena"), date: noon - hours(3)))
    evidence = [review(by: "nils")]
  }

  private mutating func becomeFreeze() {
    becomeStep(.freeze, version: nil, base: nil, by: "otto")
    question = Question(act: .freeze, workflow: Naming.all, target: prod, version: nil, base: nil)
  }

  private mutating func becomeAdoption() {
    becomeStep(.adoption, version: proposed, base: nil, by: "lena")
    facts.freeze = .known(nil)
    facts.zones = ["UTC": .known(.utc)]
    facts.content = .known([])
    facts.lastLeft = .known(nil)
    facts.lastAdoption = .known(nil)
    evidence = [review(by: "sofia")]
  }
}
