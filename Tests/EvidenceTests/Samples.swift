import Cryptography
import Diagnostics
import Evidence
import StrictJSON
import Testing
import Vocabulary

/// The same numbers on every machine. Source: Sebastiano Vigna, splitmix64.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

extension Seeded {
  mutating func hex(_ digits: Int) -> String {
    String((0..<digits).map { _ in "0123456789abcdef".randomElement(using: &self) ?? "0" })
  }

  mutating func version() -> Version { Version(dirHash: hex(64), gitTree: hex(40)) }

  mutating func time() -> Timestamp { Timestamp(seconds: Int64.random(in: 0...253_402_300_799, using: &self)) }

  mutating func flag() -> Bool { Bool.random(using: &self) }

  /// Text with everything in it that JSON and terminals stumble over.
  mutating func text() -> String {
    let hard: [String] = [
      "plain", "\"", "\\", "/", "\n", "\t", "\u{0}", "\u{1b}[31m", "\u{202e}", "\u{2028}", "é", "e\u{301}", "日本", "🙂",
      "\u{e000}",
      "\\u0041", "{", "]", "\u{7f}", "\u{fffd}",
    ]
    return (0..<Int.random(in: 0...6, using: &self)).map { _ in hard.randomElement(using: &self) ?? "" }.joined()
  }

  mutating func list<Element>(_ most: Int, _ make: (inout Seeded) -> Element) -> [Element] {
    (0..<Int.random(in: 0...most, using: &self)).map { _ in make(&self) }
  }

  mutating func target() -> Target {
    flag() ? .main : .environment(["dev", "test", "prod"].randomElement(using: &self) ?? "dev")
  }

  mutating func predicate(_ kind: Int, about workflows: [String]) -> Predicate {
    switch kind % 6 {
    case 0: .submission(Submission(target: target(), why: text()))
    case 1: .review(review(of: workflows))
    case 2: .testResult(testResult())
    case 3:
      .record(
        Record(
          kind: [.rotation(secret: text()), .accessReview, .securityReview].randomElement(using: &self)
            ?? .accessReview, note: text()))
    case 4: .recall(Recall(why: text()))
    default: .exception(exception())
    }
  }

  private mutating func exception() -> Exception {
    var lifts: [String] = []
    for lifted in list(4, { $0.text() }) + ["soak"] where !lifts.contains(lifted) { lifts.append(lifted) }
    return Exception(
      target: .environment(["dev", "test", "prod"].randomElement(using: &self) ?? "dev"), removes: flag(),
      base: flag() ? version() : nil, lifts: lifts, why: text(), ticket: text(), until: time())
  }

  private mutating func review(of workflows: [String]) -> Review {
    var entries: [Review.Entry] = []
    for workflow in workflows {
      for target in [Target.main, .environment("prod")] where target == .main || flag() {
        let kill: String? = flag() ? hex(40) : nil
        entries.append(
          Review.Entry(
            workflow: workflow, target: target, removes: flag(), base: flag() ? version() : nil,
            risk: RiskClass.allCases.randomElement(using: &self) ?? .low, kill: kill,
            exception: kill == nil && flag() ? hex(64) : nil, adopts: flag()))
      }
    }
    return Review(
      decision: Review.Decision.allCases.randomElement(using: &self) ?? .reject, entries: entries, policy: hex(64),
      comment: text(), expires: flag() ? time() : nil)
  }

  private mutating func testResult() -> TestResult {
    let outcome = TestResult.Outcome.allCases.randomElement(using: &self) ?? .failed
    var uses: [String: Version] = [:]
    for name in list(3, { "used-" + $0.hex(4) }) { uses[name] = version() }
    return TestResult(
      suite: text(), outcome: outcome, passed: list(4) { $0.text() },
      failed: outcome == .passed ? [] : list(4) { $0.text() },
      skipped: list(4) { $0.text() }, command: text(), reports: list(3) { $0.hex(64) }, uses: uses)
  }

  mutating func statement(_ kind: Int) -> Statement {
    // An exception is for one workflow.
    let most = kind % 6 == 5 ? 1 : 3
    let names = ["vendor-payment", "notify-finance", "policy"].prefix(Int.random(in: 1...most, using: &self))
    let subjects = names.map { name in
      Subject(
        path: name == "policy" ? ".countersign" : "workflows/" + name,
        digest: kind % 6 == 1 && flag() ? .commit(hex(40)) : .version(version()))
    }
    return Statement(
      repository: text(), time: time(), nonce: hex(32), subjects: subjects,
      predicate: predicate(kind, about: Array(names)))
  }
}

/// A plain statement of each kind, to be broken in one place.
enum Sample {
  static let version = Version(dirHash: String(repeating: "a1", count: 32), gitTree: String(repeating: "b2", count: 20))
  static let base = Version(dirHash: String(repeating: "c3", count: 32), gitTree: String(repeating: "d4", count: 20))

  static func statement(
    _ predicate: Predicate, of workflow: String = "vendor-payment", version: Version = version, nonce: String? = nil
  ) -> Statement {
    Statement(
      repository: "5f0e6c1e-0000-4000-8000-000000000000", time: Timestamp(seconds: 1_773_280_800),
      nonce: nonce ?? String(repeating: "5e", count: 16),
      subjects: [Subject(path: "workflows/" + workflow, digest: .version(version))], predicate: predicate)
  }

  static let submission = statement(.submission(Submission(target: .main, why: "The bank moved")))
  static let recall = statement(.recall(Recall(why: "It pays twice")))
  static let record = statement(.record(Record(kind: .rotation(secret: "BANK_TOKEN"), note: "by hand")))
  static let review = statement(
    .review(
      Review(
        decision: .approve,
        entries: [
          Review.Entry(
            workflow: "vendor-payment", target: .environment("prod"), removes: false, base: base, risk: .high,
            kill: String(repeating: "e5", count: 20), adopts: true)
        ], policy: String(repeating: "f6", count: 32), comment: "read and run",
        expires: Timestamp(seconds: 1_773_367_200))))
  static let testResult = statement(
    .testResult(
      TestResult(
        suite: "unit", outcome: .passed, passed: ["pays"], failed: [], skipped: ["bank is down"], command: "npm test",
        reports: [String(repeating: "07", count: 32)], uses: ["notify-finance": base])))
  static let exception = statement(
    .exception(
      Exception(
        target: .environment("prod"), removes: false, base: base, lifts: ["approvals", "soak"],
        why: "It pays twice until this is out", ticket: "OPS-150", until: Timestamp(seconds: 1_773_295_200))))
  static let debtReview = statement(
    .review(
      Review(
        decision: .approve,
        entries: [
          Review.Entry(
            workflow: "vendor-payment", target: .environment("prod"), removes: false, base: base, risk: .high,
            exception: String(repeating: "18", count: 32))
        ], policy: String(repeating: "f6", count: 32), comment: "read it since", expires: nil)))
  static let all = [submission, review, testResult, record, recall, exception, debtReview]

  /// The sample as JSON text, with one text in it replaced; the text has to be there.
  static func text(_ statement: Statement, replacing old: String = "", with new: String = "") throws -> String {
    let text = String(decoding: statement.written(), as: UTF8.self)
    if old.isEmpty { return text }
    try #require(text.contains(old), "\(old) is not in the sample")
    return text.replacing(old, with: new)
  }

  static func read(_ text: String) -> Result<Statement, Finding> {
    do throws(Finding) {
      return .success(try StatementReading.read(Array(text.utf8), id: "0123456789abcdef"))
    } catch {
      return .failure(error)
    }
  }
}
