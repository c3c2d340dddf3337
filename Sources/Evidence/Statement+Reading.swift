package import Diagnostics
import StrictJSON
import Vocabulary

package enum StatementReading {
  static let type = "https://in-toto.io/Statement/v1"
  static let limits = JSONLimits(bytes: Envelope.sizeLimit, depth: 16, nodes: 200_000)
  static let mostSubjects = 10_000

  /// Reads the payload of an envelope whose signature was checked over these very bytes.
  package static func read(_ payload: [UInt8], id: String) throws(Finding) -> Statement {
    let place = Place("statement \(visible(String(id.prefix(12))))")
    var fields = JSONFields(try json(payload, place), place: place, what: "the statement")
    let found = try fields.string("_type")
    guard found == type else {
      throw Finding(.statementMalformed, "the statement is of type '\(visible(found))', not \(type)", at: place)
    }
    let subjects = try subjects(fields.array("subject"), place)
    let predicateType = try fields.string("predicateType")
    var predicate = try fields.fields("predicate", what: "the predicate")
    try fields.end()
    var common = try predicate.fields("countersign", what: "'countersign' of the predicate")
    let repository = try common.string("repository")
    let time = try common.time("time")
    let nonce = try common.hex("nonce", digits: 32)
    try common.end()
    let read = try self.predicate(&predicate, type: predicateType, place)
    try predicate.end()
    let statement = Statement(
      repository: repository, time: time, nonce: nonce, subjects: subjects, predicate: read)
    try agree(statement, place)
    return statement
  }

  /// What is the same in every format: of what a statement speaks, when it was signed and where. nil is what does not read.
  static func outline(_ payload: [UInt8]) -> (subjects: [Subject]?, time: Timestamp?, repository: String?) {
    let place = Place("statement")
    var subjects: [Subject]?
    var time: Timestamp?
    do throws(Finding) {
      var fields = JSONFields(try json(payload, place), place: place, what: "the statement")
      subjects = part { () throws(Finding) in try self.subjects(fields.array("subject"), place) }
      var predicate = try fields.fields("predicate", what: "the predicate")
      var common = try predicate.fields("countersign", what: "'countersign' of the predicate")
      time = part { () throws(Finding) in try common.time("time") }
      return (subjects, time, try common.string("repository"))
    } catch {
      return (subjects, time, nil)
    }
  }

  private static func part<Value>(_ read: () throws(Finding) -> Value) -> Value? {
    do throws(Finding) { return try read() } catch { return nil }
  }

  private static func json(_ payload: [UInt8], _ place: Place) throws(Finding) -> JSONNode {
    do throws(JSONError) {
      return try StrictJSON.read(payload, limits: limits)
    } catch {
      throw Finding(.statementMalformed, "the statement is not strict JSON: \(error.message)", at: place)
    }
  }

  private static func subjects(_ nodes: [JSONNode], _ place: Place) throws(Finding) -> [Subject] {
    guard !nodes.isEmpty, nodes.count <= mostSubjects else {
      throw Finding(
        .statementMalformed, "a statement has 1 to \(mostSubjects) subjects, this one \(nodes.count)", at: place)
    }
    var subjects: [Subject] = []
    var seen: Set<String> = []
    for node in nodes {
      var fields = JSONFields(node, place: place, what: "a subject")
      let path = try fields.string("name")
      let digest = try digest(fields.required("digest"), place)
      try fields.end()
      let subject = Subject(path: path, digest: digest)
      // Only the policy's own directory is called by its name.
      let isNamesake = subject.workflow == Naming.policy && path != ".countersign"
      guard Naming.isName(subject.workflow), !isNamesake, seen.insert(subject.workflow).inserted else {
        throw Finding(.statementMalformed, "the subject '\(visible(path))' names no workflow, or one twice", at: place)
      }
      subjects.append(subject)
    }
    return subjects
  }

  private static func digest(_ node: JSONNode, _ place: Place) throws(Finding) -> Subject.Digest {
    var fields = JSONFields(node, place: place, what: "a digest")
    if fields.optional("gitCommit") != nil {
      let commit = try fields.hex("gitCommit", digits: 40)
      try fields.end()
      return .commit(commit)
    }
    return .version(try version(node, place))
  }

  static func version(_ node: JSONNode, _ place: Place) throws(Finding) -> Version {
    var fields = JSONFields(node, place: place, what: "a digest")
    let version = Version(
      dirHash: try fields.hex("dirHash", digits: 64), gitTree: try fields.hex("gitTree", digits: 40))
    try fields.end()
    return version
  }

  /// Every workflow that an entry speaks of is a subject, and the reverse.
  private static func agree(_ statement: Statement, _ place: Place) throws(Finding) {
    if case .exception = statement.predicate { return try requireOneVersion(statement, place) }
    guard case .review(let review) = statement.predicate else { return }
    let named = Set(review.entries.map(\.workflow))
    guard named == Set(statement.workflows) else {
      throw Finding(.statementMalformed, "the review's entries and subjects name different workflows", at: place)
    }
    var seen: Set<[String]> = []
    for entry in review.entries where !seen.insert([entry.workflow, entry.target.name]).inserted {
      throw Finding(
        .statementMalformed, "the review speaks twice of \(entry.workflow) for \(visible(entry.target.name))", at: place
      )
    }
  }

  /// An exception is for one version of one workflow, and neither the policy nor everything has one.
  private static func requireOneVersion(_ statement: Statement, _ place: Place) throws(Finding) {
    guard statement.subjects.count == 1, let subject = statement.subjects.first, case .version = subject.digest,
      !Naming.reserved.contains(subject.workflow)
    else {
      throw Finding(.statementMalformed, "an exception is for one version of one workflow", at: place)
    }
  }

  private static func predicate(
    _ fields: inout JSONFields, type: String, _ place: Place
  ) throws(Finding) -> Predicate {
    switch type {
    case PredicateType.submission:
      .submission(Submission(target: Target(name: try fields.string("target")), why: try fields.string("why")))
    case PredicateType.review: .review(try review(&fields, place))
    case PredicateType.testResult: .testResult(try testResult(&fields, place))
    case PredicateType.record: .record(try record(&fields))
    case PredicateType.recall: .recall(Recall(why: try fields.string("why")))
    case PredicateType.exception: .exception(try exception(&fields, place))
    default: throw Finding(.statementMalformed, "nobody here reads predicates of type '\(visible(type))'", at: place)
    }
  }

  private static func review(_ fields: inout JSONFields, _ place: Place) throws(Finding) -> Review {
    guard let decision = Review.Decision(rawValue: try fields.string("decision")) else {
      throw fields.wrong("decision", "approve, reject or withdraw")
    }
    var entries: [Review.Entry] = []
    for node in try fields.array("entries") { entries.append(try entry(node, place)) }
    var policy = try fields.fields("policy", what: "'policy' of the predicate")
    let dirHash = try policy.hex("dirHash", digits: 64)
    try policy.end()
    let comment = try fields.string("comment")
    let expires = try fields.optionalString("expires")
    var until: Timestamp?
    if let expires {
      guard let moment = Timestamp(rfc3339: expires) else { throw fields.wrong("expires", "a time") }
      until = moment
    }
    return Review(decision: decision, entries: entries, policy: dirHash, comment: comment, expires: until)
  }

  private static func entry(_ node: JSONNode, _ place: Place) throws(Finding) -> Review.Entry {
    var fields = JSONFields(node, place: place, what: "an entry")
    let base = try fields.required("base")
    let version = try fields.optionalString("version")
    if let version, version != "none" { throw fields.wrong("version", "'none' or left out") }
    guard let risk = RiskClass(rawValue: try fields.string("class")) else {
      throw fields.wrong("class", "low, medium, high or critical")
    }
    let kill = fields.optional("kill") == nil ? nil : try fields.hex("kill", digits: 40)
    let exception = fields.optional("exception") == nil ? nil : try fields.hex("exception", digits: 64)
    // It answers one thing.
    if kill != nil, exception != nil { throw fields.wrong("exception", "left out beside 'kill'") }
    let isNull = if case .null = base.content { true } else { false }
    let entry = Review.Entry(
      workflow: try fields.string("workflow"), target: Target(name: try fields.string("target")),
      removes: version != nil, base: isNull ? nil : try self.version(base, place), risk: risk, kill: kill,
      exception: exception, adopts: try fields.bool("adopts"))
    try fields.end()
    return entry
  }

  private static func exception(_ fields: inout JSONFields, _ place: Place) throws(Finding) -> Exception {
    let target = Target(name: try fields.string("target"))
    // Nothing breaks the glass of main.
    guard target != .main else { throw fields.wrong("target", "an environment") }
    let base = try fields.required("base")
    let isNull = if case .null = base.content { true } else { false }
    let version = try fields.optionalString("version")
    if let version, version != "none" { throw fields.wrong("version", "'none' or left out") }
    let lifts = try fields.strings("lifts")
    guard !lifts.isEmpty, Set(lifts).count == lifts.count else {
      throw fields.wrong("lifts", "requirements, at least one, each once")
    }
    guard let until = Timestamp(rfc3339: try fields.string("until")) else { throw fields.wrong("until", "a time") }
    return Exception(
      target: target, removes: version != nil, base: isNull ? nil : try self.version(base, place), lifts: lifts,
      why: try fields.string("why"), ticket: try fields.string("ticket"), until: until)
  }

  private static func testResult(_ fields: inout JSONFields, _ place: Place) throws(Finding) -> TestResult {
    guard let outcome = TestResult.Outcome(rawValue: try fields.string("result")) else {
      throw fields.wrong("result", "PASSED, WARNED or FAILED")
    }
    let configuration = try fields.array("configuration")
    guard configuration.count == 1, let only = configuration.first else {
      throw fields.wrong("configuration", "one suite")
    }
    var suite = JSONFields(only, place: place, what: "'configuration'")
    let name = try suite.string("name")
    try suite.end()
    var reports: [String] = []
    for node in try fields.array("reports") {
      var report = JSONFields(node, place: place, what: "a report")
      var digest = try report.fields("digest", what: "a report's digest")
      reports.append(try digest.hex("sha256", digits: 64))
      try digest.end()
      try report.end()
    }
    var uses: [String: Version] = [:]
    guard let used = try fields.required("uses").members else { throw fields.wrong("uses", "an object") }
    for member in used { uses[member.key] = try version(member.value, place) }
    let result = TestResult(
      suite: name, outcome: outcome, passed: try fields.strings("passedTests"),
      failed: try fields.strings("failedTests"), skipped: try fields.strings("warnedTests"),
      command: try fields.string("command"), reports: reports, uses: uses)
    // A run that says it passed and names failures contradicts itself.
    if outcome == .passed, !result.failed.isEmpty { throw fields.wrong("result", "not PASSED while tests failed") }
    return result
  }

  private static func record(_ fields: inout JSONFields) throws(Finding) -> Record {
    let note = try fields.string("note")
    switch try fields.string("kind") {
    case "rotation": return Record(kind: .rotation(secret: try fields.string("secret")), note: note)
    case "access": return Record(kind: .accessReview, note: note)
    case "security": return Record(kind: .securityReview, note: note)
    default: throw fields.wrong("kind", "rotation, access or security")
    }
  }
}
