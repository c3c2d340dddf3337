import Diagnostics
import Evidence
import Facts
import Gates
import PolicyModel
import Testing
import Vocabulary
import Workflows

/// A commit whose parts can be changed one by one; in order as it stands.
struct CommitDraft: Sendable {
  var id = forty("01")
  var subject = "Pay vendors twice a week"
  var author = "maria@acme.example"
  var committer = "maria@acme.example"
  var authored = noon - hours(5)
  var committed = noon - hours(5)
  var parents = [noon - hours(6)]
  var why: String? = "Vendors wait too long for their money"
  var ticket: String? = "OPS-12"
  var problems: [Finding] = []
  var signer = Signatory.person("maria")
  var isCleanMerge = false

  mutating func be(_ name: String) {
    author = "\(name)@acme.example"
    committer = author
    signer = .person(name)
  }

  var facts: CommitFacts {
    let trailers =
      (why.map { [CommitFacts.Trailer(key: "Why", value: $0)] } ?? [])
      + (ticket.map { [CommitFacts.Trailer(key: "Ticket", value: $0)] } ?? [])
    return CommitFacts(
      id: id, subject: subject, author: .init(name: "An Author", email: author, date: authored),
      committer: .init(name: "A Committer", email: committer, date: committed), parentDates: parents,
      trailers: trailers, problems: problems, signer: signer, isCleanMerge: isCleanMerge, touches: [workflow])
  }
}

extension Signatory {
  static func person(_ name: String) -> Signatory { .party(.person(name), key: "SHA256:\(name)") }
  static func service(_ name: String) -> Signatory { .party(.service(name), key: "SHA256:\(name)") }
  static let ambiguous = Signatory.undecided(because: "the key speaks for jonas and tom")
  static let revoked = Signatory.rejected(because: "the key was revoked")
}

extension Scene {
  /// Replaces words of the policy, which must be there, and reads it again.
  mutating func policy(_ old: String, _ new: String) throws {
    try #require(policyText.contains(old), "the policy does not say \(old)")
    policyText = policyText.replacing(old, with: new)
    facts.policy = .known(try PolicyReading.read(Array(policyText.utf8)).get())
  }

  /// Replaces words of the manifest, which must be there, and reads it again.
  mutating func manifest(_ old: String, _ new: String) throws {
    try #require(manifestText.contains(old), "the manifest does not say \(old)")
    manifestText = manifestText.replacing(old, with: new)
    facts.manifest = .known(try readManifest(manifestText))
  }

  mutating func baseManifest(_ old: String, _ new: String) throws {
    try #require(standardManifest.contains(old), "the manifest does not say \(old)")
    facts.baseManifest = .known(try readManifest(standardManifest.replacing(old, with: new)))
  }

  /// Changes the one commit.
  mutating func commit(_ edit: (inout CommitDraft) -> Void) {
    edit(&draft)
    facts.commits = .known([draft.facts])
  }

  mutating func contributed(_ contributions: Contribution...) { facts.contributions = .known(contributions) }

  mutating func dropReviews(by names: String...) {
    evidence.removeAll { testimony in
      guard case .review = testimony.statement.predicate else { return false }
      return names.isEmpty || names.contains { testimony.signer == .person($0) }
    }
  }

  mutating func dropRuns(of suite: String) {
    evidence.removeAll { if case .testResult(let run) = $0.statement.predicate { run.suite == suite } else { false } }
  }

  mutating func dropRecords(of kind: Record.Kind) {
    evidence.removeAll { if case .record(let record) = $0.statement.predicate { record.kind == kind } else { false } }
  }

  mutating func add(_ testimonies: Testimony...) { evidence += testimonies }
}

/// What a statement says beside its predicate; what is nil is as the question has it.
struct Saying: Sendable {
  var at = noon - hours(2)
  var workflow: String?
  var repository = GatesTests.repository
  var digest: Subject.Digest?
}

extension Scene {
  func testimony(_ predicate: Predicate, _ signer: Signatory, _ saying: Saying) -> Testimony {
    let name = saying.workflow ?? question.workflow
    let path = name == Naming.policy ? ".countersign" : name == Naming.all ? name : "workflows/\(name)"
    let digest = saying.digest ?? (question.version ?? question.base).map { .version($0) } ?? .commit(killCommit)
    let statement = Statement(
      repository: saying.repository, time: saying.at, nonce: String(repeating: "0", count: 32),
      subjects: [Subject(path: path, digest: digest)], predicate: predicate)
    return Testimony(id: identity("\(statement) \(signer)"), statement: statement, signer: signer)
  }

  /// A review of what is asked; each parameter makes it one of something else.
  func review(
    _ decision: Review.Decision = .approve, by signer: Signatory, at: Timestamp = noon - hours(2),
    workflow: String? = nil, repository: String = GatesTests.repository, digest: Subject.Digest? = nil,
    target: Target? = nil, removes: Bool? = nil, base: Version?? = nil, risk: RiskClass = .high, kill: String?? = nil,
    adopts: Bool? = nil, expires: Timestamp? = nil, comment: String = "", exception: String? = nil
  ) -> Testimony {
    let isResume = question.act == .resume
    let entry = Review.Entry(
      workflow: workflow ?? question.workflow, target: target ?? question.target,
      removes: removes ?? (question.version == nil && !isResume), base: base ?? question.base, risk: risk,
      kill: kill ?? (isResume ? killCommit : nil), exception: exception,
      adopts: adopts ?? (question.act == .adoption))
    let review = Review(
      decision: decision, entries: [entry], policy: sixtyFour("ee"), comment: comment, expires: expires)
    return testimony(
      .review(review), signer, Saying(at: at, workflow: workflow, repository: repository, digest: digest))
  }

  func review(_ decision: Review.Decision = .approve, by name: String, at: Timestamp = noon - hours(2)) -> Testimony {
    review(decision, by: .person(name), at: at)
  }

  func run(
    _ suite: String, by signer: Signatory = .service("ci"), at: Timestamp = noon - hours(2),
    outcome: TestResult.Outcome = .passed, passed: [String] = ["pays once"], failed: [String] = [],
    skipped: [String] = [], uses: [String: Version] = ["notify-finance": callee], digest: Subject.Digest? = nil,
    repository: String = GatesTests.repository
  ) -> Testimony {
    let result = TestResult(
      suite: suite, outcome: outcome, passed: passed, failed: failed, skipped: skipped, command: "npm test",
      reports: [], uses: uses)
    return testimony(.testResult(result), signer, Saying(at: at, repository: repository, digest: digest))
  }

  func record(
    _ kind: Record.Kind, by signer: Signatory = .person("sofia"), at: Timestamp = noon - days(10),
    digest: Subject.Digest? = nil
  ) -> Testimony {
    testimony(.record(Record(kind: kind, note: "")), signer, Saying(at: at, digest: digest))
  }

  func recall(
    by signer: Signatory, at: Timestamp = noon - hours(1), why: String = "it pays twice", digest: Subject.Digest? = nil
  ) -> Testimony {
    testimony(.recall(Recall(why: why)), signer, Saying(at: at, digest: digest))
  }

  /// An exception for what is asked, signed an hour ago; each parameter makes it another one.
  func exception(
    by signer: Signatory = .person("otto"), at: Timestamp = noon - hours(1), target: Target? = nil,
    base: Version?? = nil, removes: Bool? = nil, lifts: [String] = ["approvals"],
    why: String = "The bank shuts at one today",
    ticket: String = "OPS-150", until: Timestamp = noon + hours(1), digest: Subject.Digest? = nil
  ) -> Testimony {
    let exception = Exception(
      target: target ?? question.target, removes: removes ?? (question.version == nil), base: base ?? question.base,
      lifts: lifts, why: why, ticket: ticket, until: until)
    return testimony(.exception(exception), signer, Saying(at: at, digest: digest))
  }

  /// The release names this exception, which lies in the journal.
  mutating func name(_ exception: Testimony, usedBy: String? = nil) {
    add(exception)
    facts.exception = .known(
      ExceptionUse(named: exception.id, usedBy: usedBy.map { [exception.id: $0] } ?? [:]))
  }

  func submission(
    by signer: Signatory, at: Timestamp = noon - hours(3), target: Target = .main, digest: Subject.Digest? = nil
  ) -> Testimony {
    testimony(
      .submission(Submission(target: target, why: "it is ready")), signer, Saying(at: at, digest: digest))
  }
}

/// 64 hex digits that depend on the text alone. Source of the mixing: FNV-1a, Fowler, Noll and Vo.
private func identity(_ text: String) -> String {
  var digits = ""
  for round in UInt8(0)..<4 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in Array(text.utf8) + [round] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let hex = String(hash, radix: 16)
    digits += String(repeating: "0", count: 16 - hex.count) + hex
  }
  return digits
}
