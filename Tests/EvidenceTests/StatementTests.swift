import Diagnostics
import Evidence
import StrictJSON
import Testing
import Vocabulary

/// One place of a sample that is changed, and a word that the finding has to say.
struct BrokenStatement: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let sample: Statement
  let old: String
  let new: String
  let says: String

  init(_ name: String, _ sample: Statement, _ old: String, _ new: String, says: String) {
    testDescription = name
    self.sample = sample
    self.old = old
    self.new = new
    self.says = says
  }
}

private let entryEnd = #""class":"high","kill""#
private let dirHash = Sample.version.dirHash

private let common: [BrokenStatement] = [
  .init("another _type", Sample.recall, "Statement/v1", "Statement/v0.1", says: "Statement/v0.1"),
  .init("no _type", Sample.recall, #""_type":"https://in-toto.io/Statement/v1","#, "", says: "'_type'"),
  .init("an unknown member at the top", Sample.recall, #"{"_type""#, #"{"x":1,"_type""#, says: "'x'"),
  .init("a duplicate key at the top", Sample.recall, #"{"_type""#, #"{"_type":"a","_type""#, says: "_type"),
  .init("a duplicate key, escaped", Sample.recall, #"{"_type""#, #"{"\u005ftype":"a","_type""#, says: "_type"),
  .init("a duplicate key deep inside", Sample.recall, #""nonce":"#, #""time":"x","nonce":"#, says: "time"),
  .init("an unknown member of the predicate", Sample.recall, #"{"why""#, #"{"y":1,"why""#, says: "'y'"),
  .init("an unknown member of 'countersign'", Sample.recall, #"{"repository""#, #"{"z":1,"repository""#, says: "'z'"),
  .init(
    "no repository", Sample.recall, #""repository":"5f0e6c1e-0000-4000-8000-000000000000","#, "", says: "'repository'"),
  .init("no time", Sample.recall, #""time":"2026-03-12T02:00:00Z","#, "", says: "'time'"),
  .init("a time with a zone", Sample.recall, "T02:00:00Z", "T02:00:00+01:00", says: "'time'"),
  .init("a day that does not exist", Sample.recall, "2026-03-12", "2026-02-30", says: "'time'"),
  .init("a time that is a number", Sample.recall, #""2026-03-12T02:00:00Z""#, "1773280800", says: "'time'"),
  .init("no nonce", Sample.recall, #","nonce":"\#(String(repeating: "5e", count: 16))""#, "", says: "'nonce'"),
  .init("a short nonce", Sample.recall, "5e5e\"", "5e\"", says: "'nonce'"),
  .init("a nonce in capitals", Sample.recall, "5e5e\"", "5e5E\"", says: "'nonce'"),
  .init("a subject that is text", Sample.recall, #"[{"name""#, #"["x",{"name""#, says: "subject"),
  .init("a subject without a name", Sample.recall, #""name":"workflows/vendor-payment","#, "", says: "'name'"),
  .init("a subject without a digest", Sample.recall, #","digest":{"#, #","digests":{"#, says: "'digest'"),
  .init("an unknown member of a subject", Sample.recall, #"{"name""#, #"{"uri":"x","name""#, says: "'uri'"),
  .init(
    "a subject that names no workflow", Sample.recall, "vendor-payment", "Vendor_Payment", says: "names no workflow"),
  .init("a subject without a path", Sample.recall, "workflows/vendor-payment", "", says: "names no workflow"),
  .init("a dirHash in capitals", Sample.recall, dirHash, dirHash.uppercased(), says: "'dirHash'"),
  .init("a short dirHash", Sample.recall, dirHash, String(dirHash.dropLast()), says: "'dirHash'"),
  .init("a dirHash with another letter", Sample.recall, dirHash, dirHash.dropLast() + "g", says: "'dirHash'"),
  .init("a dirHash with full-width digits", Sample.recall, dirHash, dirHash.dropLast() + "１", says: "'dirHash'"),
  .init("no gitTree", Sample.recall, #","gitTree":"\#(Sample.version.gitTree)""#, "", says: "'gitTree'"),
  .init("a SHA-256 gitTree", Sample.recall, Sample.version.gitTree, dirHash, says: "'gitTree'"),
  .init("another digest beside", Sample.recall, #"{"dirHash""#, #"{"sha1":"x","dirHash""#, says: "'sha1'"),
  .init(
    "a commit beside a version", Sample.recall, #"{"dirHash""#, #"{"gitCommit":"\#(Sample.version.gitTree)","dirHash""#,
    says: "'dirHash'"),
  .init(
    "an unknown predicate", Sample.recall, "urn:countersign:recall:v1", "urn:countersign:recall:v2", says: "recall:v2"),
  .init(
    "another predicate's type", Sample.recall, "urn:countersign:recall:v1", PredicateType.submission, says: "'target'"),
  .init("no predicate", Sample.recall, #""predicate":{"#, #""predicates":{"#, says: "'predicate'"),
  .init("text behind it", Sample.recall, "}}}", "}}} {}", says: "strict JSON"),
]

private let reviews: [BrokenStatement] = [
  .init("another decision", Sample.review, #""approve""#, #""APPROVE""#, says: "'decision'"),
  .init("no decision", Sample.review, #""decision":"approve","#, "", says: "'decision'"),
  .init(
    "an entry for another workflow", Sample.review, #"{"workflow":"vendor-payment""#, #"{"workflow":"other""#,
    says: "different workflows"),
  .init(
    "a subject without an entry", Sample.review, #""subject":["#,
    #""subject":[{"name":"workflows/other","digest":{"dirHash":"\#(dirHash)","gitTree":"\#(Sample.version.gitTree)"}},"#,
    says: "different workflows"),
  .init("an entry without a base", Sample.review, #""base":{"#, #""bases":{"#, says: "'base'"),
  .init("no class", Sample.review, entryEnd, #""kill""#, says: "'class'"),
  .init("another class", Sample.review, entryEnd, #""class":"none","kill""#, says: "'class'"),
  .init("a version that is not none", Sample.review, entryEnd, #""version":"x","# + entryEnd, says: "'version'"),
  .init("a kill that is a short id", Sample.review, "e5e5\"", "e5\"", says: "'kill'"),
  .init("a kill that is null", Sample.review, #""\#(String(repeating: "e5", count: 20))""#, "null", says: "'kill'"),
  .init("an unknown member of an entry", Sample.review, entryEnd, #""lift":[],"# + entryEnd, says: "'lift'"),
  .init("no policy", Sample.review, #""policy":{"#, #""policies":{"#, says: "'policy'"),
  .init("no comment", Sample.review, #","comment":"read and run""#, "", says: "'comment'"),
  .init("an expiry that is no time", Sample.review, "2026-03-13T02:00:00Z", "tomorrow", says: "'expires'"),
  .init("an expiry that is null", Sample.review, #""2026-03-13T02:00:00Z""#, "null", says: "'expires'"),
]

private let others: [BrokenStatement] = [
  .init(
    "passed with a failed test", Sample.testResult, #""failedTests":[]"#, #""failedTests":["pays"]"#, says: "PASSED"),
  .init("another result", Sample.testResult, #""PASSED""#, #""passed""#, says: "'result'"),
  .init("no result", Sample.testResult, #""result":"PASSED","#, "", says: "'result'"),
  .init(
    "two suites", Sample.testResult, #"[{"name":"unit"}]"#, #"[{"name":"unit"},{"name":"contract"}]"#, says: "one suite"
  ),
  .init("no suite", Sample.testResult, #"[{"name":"unit"}]"#, "[]", says: "one suite"),
  .init(
    "an unknown member of the suite", Sample.testResult, #"{"name":"unit"}"#, #"{"name":"unit","uri":"x"}"#,
    says: "'uri'"),
  .init("no list of failed tests", Sample.testResult, #""failedTests":[],"#, "", says: "'failedTests'"),
  .init("a test that is a number", Sample.testResult, #"["pays"]"#, "[1]", says: "'passedTests'"),
  .init("a report by another digest", Sample.testResult, #""sha256""#, #""sha512""#, says: "sha256"),
  .init("a report by two digests", Sample.testResult, #"{"sha256""#, #"{"sha1":"x","sha256""#, says: "'sha1'"),
  .init("no reports", Sample.testResult, #""reports":["#, #""report":["#, says: "'reports'"),
  .init("no command", Sample.testResult, #""command":"npm test","#, "", says: "'command'"),
  .init("no used versions", Sample.testResult, #""uses":{"#, #""used":{"#, says: "'uses'"),
  .init("a used version without its tree", Sample.testResult, Sample.base.gitTree, "x", says: "'gitTree'"),
  .init("another kind of record", Sample.record, #""rotation""#, #""holiday""#, says: "'kind'"),
  .init("a rotation of no secret", Sample.record, #""secret":"BANK_TOKEN","#, "", says: "'secret'"),
  .init("a review of a secret", Sample.record, #""rotation""#, #""access""#, says: "'secret'"),
  .init("no note", Sample.record, #","note":"by hand""#, "", says: "'note'"),
  .init("a submission without why", Sample.submission, #","why":"The bank moved""#, "", says: "'why'"),
  .init("a submission without a target", Sample.submission, #""target":"main","#, "", says: "'target'"),
  .init("an exception for main", Sample.exception, #""target":"prod""#, #""target":"main""#, says: "'target'"),
  .init("an exception without a base", Sample.exception, #""base":{"#, #""bases":{"#, says: "'base'"),
  .init("an exception that lifts nothing", Sample.exception, #"["approvals","soak"]"#, "[]", says: "'lifts'"),
  .init("one that lifts twice", Sample.exception, #""soak"]"#, #""approvals"]"#, says: "'lifts'"),
  .init("one that lifts a number", Sample.exception, #""soak"]"#, "1]", says: "'lifts'"),
  .init("one that lifts a text", Sample.exception, #"["approvals","soak"]"#, #""all""#, says: "'lifts'"),
  .init("no list of what is lifted", Sample.exception, #""lifts""#, #""lift""#, says: "'lifts'"),
  .init("no end", Sample.exception, #","until":"2026-03-12T06:00:00Z""#, "", says: "'until'"),
  .init("an end that is no time", Sample.exception, "2026-03-12T06:00:00Z", "4h", says: "'until'"),
  .init("no ticket", Sample.exception, #","ticket":"OPS-150""#, "", says: "'ticket'"),
  .init("no reason", Sample.exception, #""why":"It pays twice until this is out","#, "", says: "'why'"),
  .init(
    "a removal that names a version", Sample.exception, #","until""#, #","version":"x","until""#, says: "'version'"),
  .init("an answer to a short id", Sample.debtReview, "1818\"", "18\"", says: "'exception'"),
  .init(
    "an answer to an exception and a kill", Sample.debtReview, #""exception""#,
    #""kill":"\#(String(repeating: "e5", count: 20))","exception""#, says: "'exception'"),
  .init("a recall without why", Sample.recall, #""why":"It pays twice","#, "", says: "'why'"),
  .init("a why that is a list", Sample.recall, #""It pays twice""#, "[]", says: "'why'"),
]

@Suite("statements: what is refused")
struct StatementRefusal {
  @Test("one thing is off", arguments: common + reviews + others)
  func broken(row: BrokenStatement) throws {
    switch Sample.read(try Sample.text(row.sample, replacing: row.old, with: row.new)) {
    case .success: Issue.record("it was read")
    case .failure(let finding):
      #expect(finding.rule == .statementMalformed)
      #expect(finding.place?.source == "statement 0123456789ab")
      #expect(finding.what.contains(row.says), "\(finding.what)")
    }
  }

  @Test("no member of any sample can be left out or be there twice", arguments: Sample.all)
  func everyMember(sample: Statement) throws {
    let root = JSON(try StrictJSON.read(sample.written()))
    var taken = 0
    for variant in root.withoutOneMember() {
      // What an entry answers, its adopting and a review's expiry are there or not; everything else has to be.
      if ["adopts", "exception", "expires", "kill", "notify-finance"].contains(variant.left) { continue }
      taken += 1
      if case .success = Sample.read(variant.json.written(pretty: false)) { Issue.record("without \(variant.left)") }
    }
    #expect(taken > 10)
    for variant in root.withOneMemberMore() {
      if case .success = Sample.read(variant.written(pretty: false)) { Issue.record("\(variant)") }
    }
  }

  @Test("a workflow twice, under two roots")
  func twice() throws {
    let other =
      #"{"name":"more/vendor-payment","digest":{"dirHash":"\#(dirHash)","gitTree":"\#(Sample.version.gitTree)"}},"#
    for sample in [Sample.recall, Sample.review] {
      let text = try Sample.text(sample, replacing: #""subject":["#, with: #""subject":["# + other)
      guard case .failure(let finding) = Sample.read(text) else {
        Issue.record("it was read")
        continue
      }
      #expect(finding.what.contains("twice"))
    }
  }

  @Test("a review that speaks twice of one workflow for one target")
  func twiceForOneTarget() throws {
    guard case .review(let review) = Sample.review.predicate, let entry = review.entries.first else { return }
    let no = Review.Entry(workflow: entry.workflow, target: entry.target, removes: true, base: nil, risk: .low)
    let both = Review(
      decision: .approve, entries: [entry, no], policy: review.policy, comment: "", expires: nil)
    guard case .failure(let finding) = Sample.read(try Sample.text(Sample.statement(.review(both)))) else {
      Issue.record("it was read")
      return
    }
    #expect(finding.what.contains("twice"))
  }

  /// A value of another kind under this key, and what the finding has to say.
  static let otherKinds: [(sample: Statement, key: String, value: JSON, says: String)] = [
    (Sample.recall, "subject", [], "1 to 10000 subjects"), (Sample.recall, "subject", 1, "'subject'"),
    (Sample.recall, "subject", ["x"], "a subject is not an object"),
    (Sample.recall, "digest", "x", "a digest is not an object"),
    (Sample.recall, "digest", [], "a digest is not an object"),
    (Sample.recall, "predicate", "x", "the predicate is not an object"),
    (Sample.recall, "countersign", nil, "'countersign' of the predicate is not an object"),
    (Sample.review, "entries", [], "different workflows"), (Sample.review, "entries", "x", "'entries'"),
    (Sample.review, "entries", ["x"], "an entry is not an object"),
    (Sample.review, "base", "none", "a digest is not an object"),
    (Sample.review, "base", [], "a digest is not an object"),
    (Sample.review, "policy", "x", "'policy' of the predicate is not an object"),
    (Sample.testResult, "configuration", ["unit"], "'configuration' is not an object"),
    (Sample.testResult, "reports", ["x"], "a report is not an object"), (Sample.testResult, "reports", 1, "'reports'"),
    (Sample.testResult, "failedTests", "none", "'failedTests'"), (Sample.testResult, "uses", [], "'uses'"),
    (Sample.testResult, "uses", nil, "'uses'"), (Sample.testResult, "uses", "x", "'uses'"),
  ]

  @Test("a value of another kind", arguments: otherKinds)
  func kind(sample: Statement, key: String, value: JSON, says: String) throws {
    let json = JSON(try StrictJSON.read(sample.written())).replacing(key, with: value)
    guard case .failure(let finding) = Sample.read(json.written(pretty: false)) else {
      Issue.record("it was read")
      return
    }
    #expect(finding.what.contains(says), "\(finding.what)")
  }

  @Test("too large, too deep, too many")
  func limits() throws {
    let large = try Sample.text(
      Sample.recall, replacing: "It pays", with: String(repeating: "x", count: Envelope.sizeLimit))
    let deep = try Sample.text(
      Sample.recall, replacing: #""It pays twice""#,
      with: String(repeating: "[", count: 50) + String(repeating: "]", count: 50))
    let subject = #"{"name":"a","digest":{"gitCommit":""}}"#
    let many = try Sample.text(
      Sample.recall, replacing: #""subject":["#, with: #""subject":["# + String(repeating: subject + ",", count: 10_000)
    )
    for text in [large, deep, many] {
      guard case .failure(let finding) = Sample.read(text) else {
        Issue.record("it was read")
        continue
      }
      #expect(finding.rule == .statementMalformed)
      #expect(finding.what.utf8.count < 300)
    }
  }

  @Test("what is no JSON", arguments: ["", "null", "[]", "{", "{}", "\u{feff}{}", "{\"a\":NaN}", "true"])
  func noJSON(text: String) {
    guard case .failure(let finding) = Sample.read(text) else {
      Issue.record("it was read")
      return
    }
    #expect(finding.rule == .statementMalformed)
  }

  @Test("hostile text in a message is shown, not sent")
  func escaped() throws {
    let text = try Sample.text(Sample.recall, replacing: "Statement/v1", with: #"\u001b[31m\u202e"#)
    guard case .failure(let finding) = Sample.read(text) else {
      Issue.record("it was read")
      return
    }
    #expect(!finding.what.unicodeScalars.contains(where: hides))
  }
}

@Suite("statements: written and read")
struct StatementRoundTrip {
  @Test("the samples read as they were written", arguments: Sample.all)
  func samples(sample: Statement) throws {
    #expect(try Sample.read(Sample.text(sample)).get() == sample)
  }

  @Test("any statement reads as it was written", arguments: 0..<40)
  func any(seed: Int) throws {
    var generator = Seeded(UInt64(seed))
    for kind in 0..<10 {
      let statement = generator.statement(kind)
      let read = try StatementReading.read(statement.written(), id: "x")
      #expect(read == statement)
      // Bytes and not canonical equivalence: what was signed is what is read.
      #expect(read.written() == statement.written())
    }
  }

  @Test("flipped bits are read, or refused with a finding", arguments: 0..<20)
  func flipped(seed: Int) {
    var generator = Seeded(UInt64(seed))
    let bytes = generator.statement(seed).written()
    var refused = 0
    for _ in 0..<100 {
      var changed = bytes
      changed[Int.random(in: bytes.indices, using: &generator)] ^= 1 << UInt8.random(in: 0...7, using: &generator)
      do throws(Finding) {
        _ = try StatementReading.read(changed, id: "x")
      } catch {
        refused += 1
        #expect(error.rule == .statementMalformed)
      }
    }
    #expect(refused > 20)
  }

  @Test("the version of a workflow is that of its subject, and nobody else's")
  func versions() {
    #expect(Sample.recall.version(of: "vendor-payment") == Sample.version)
    #expect(Sample.recall.version(of: "vendor") == nil)
    let killed = Subject(path: "all", digest: .commit(String(repeating: "0", count: 40)))
    let statement = Statement(
      repository: "r", time: Timestamp(seconds: 0), nonce: "", subjects: [killed], predicate: .recall(Recall(why: "")))
    #expect(statement.workflows == ["all"])
    #expect(statement.version(of: "all") == nil)
    #expect(Subject(path: ".countersign", digest: .version(Sample.version)).workflow == "policy")
  }
}

extension JSON {
  /// The value with one member of one object, however deep, left out; each such value once.
  func withoutOneMember() -> [(left: String, json: JSON)] {
    switch self {
    case .object(let members):
      members.indices.flatMap { index -> [(left: String, json: JSON)] in
        let member = members[index]
        var shorter = members
        shorter.remove(at: index)
        return [(member.key, .object(shorter))]
          + member.value.withoutOneMember().map { variant in
            var changed = members
            changed[index] = Member(member.key, variant.json)
            return (variant.left, .object(changed))
          }
      }
    case .array(let elements):
      elements.indices.flatMap { index in
        elements[index].withoutOneMember().map { variant in
          var changed = elements
          changed[index] = variant.json
          return (variant.left, .array(changed))
        }
      }
    default: []
    }
  }

  /// The value with another one under each member of this name, however deep.
  func replacing(_ key: String, with value: JSON) -> JSON {
    switch self {
    case .object(let members):
      .object(members.map { Member($0.key, $0.key == key ? value : $0.value.replacing(key, with: value)) })
    case .array(let elements): .array(elements.map { $0.replacing(key, with: value) })
    default: self
    }
  }

  /// The value with one more member in one object, however deep, or with one member there twice.
  func withOneMemberMore() -> [JSON] {
    switch self {
    case .object(let members):
      [.object(members + [Member("extra", .null)])] + members.prefix(1).map { .object(members + [$0]) }
        + members.indices.flatMap { index in
          members[index].value.withOneMemberMore().map { value in
            var changed = members
            changed[index] = Member(members[index].key, value)
            return .object(changed)
          }
        }
    case .array(let elements):
      elements.indices.flatMap { index in
        elements[index].withOneMemberMore().map { value in
          var changed = elements
          changed[index] = value
          return .array(changed)
        }
      }
    default: []
    }
  }
}
