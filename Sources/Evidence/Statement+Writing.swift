import StrictJSON
import Vocabulary

extension Statement {
  /// The in-toto Statement, as the bytes to sign. Source: in-toto attestation framework, spec v1, statement.md.
  package func written() -> [UInt8] {
    let json = JSON.object([
      .init("_type", .string(StatementReading.type)),
      .init("subject", .array(subjects.map(\.json))),
      .init("predicateType", .string(predicate.type)),
      .init("predicate", .object(predicate.members + [.init("countersign", common)])),
    ])
    return Array(json.written(pretty: false).utf8)
  }

  /// What every statement carries, whatever it says.
  private var common: JSON {
    .object([
      .init("repository", .string(repository)), .init("time", .string(time.description)),
      .init("nonce", .string(nonce)),
    ])
  }
}

extension Subject {
  fileprivate var json: JSON { .object([.init("name", .string(path)), .init("digest", digest.json)]) }
}

extension Subject.Digest {
  fileprivate var json: JSON {
    switch self {
    case .version(let version): version.json
    case .commit(let commit): .object([.init("gitCommit", .string(commit))])
    }
  }
}

extension Version {
  var json: JSON { .object([.init("dirHash", .string(dirHash)), .init("gitTree", .string(gitTree))]) }
}

extension Predicate {
  fileprivate var members: [JSON.Member] {
    switch self {
    case .submission(let submission):
      [.init("target", .string(submission.target.name)), .init("why", .string(submission.why))]
    case .review(let review): review.members
    case .testResult(let result): result.members
    case .record(let record): record.members
    case .recall(let recall): [.init("why", .string(recall.why))]
    case .exception(let exception): exception.members
    }
  }
}

extension Review {
  fileprivate var members: [JSON.Member] {
    var members: [JSON.Member] = [
      .init("decision", .string(decision.rawValue)),
      .init("entries", .array(entries.map(\.json))),
      .init("policy", .object([.init("dirHash", .string(policy))])),
      .init("comment", .string(comment)),
    ]
    if let expires { members.append(.init("expires", .string(expires.description))) }
    return members
  }
}

extension Review.Entry {
  fileprivate var json: JSON {
    var members: [JSON.Member] = [
      .init("workflow", .string(workflow)), .init("target", .string(target.name)),
      .init("base", base?.json ?? .null), .init("class", .string(risk.rawValue)),
    ]
    if removes { members.append(.init("version", .string("none"))) }
    if let kill { members.append(.init("kill", .string(kill))) }
    if let exception { members.append(.init("exception", .string(exception))) }
    if adopts { members.append(.init("adopts", .bool(true))) }
    return .object(members)
  }
}

extension TestResult {
  fileprivate var members: [JSON.Member] {
    [
      .init("result", .string(outcome.rawValue)),
      .init("configuration", .array([.object([.init("name", .string(suite))])])),
      .init("passedTests", .strings(passed)),
      .init("warnedTests", .strings(skipped)),
      .init("failedTests", .strings(failed)),
      .init("command", .string(command)),
      .init(
        "reports",
        .array(reports.map { .object([.init("digest", .object([.init("sha256", .string($0))]))]) })),
      .init("uses", .object(uses.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.json) })),
    ]
  }
}

extension Record {
  fileprivate var members: [JSON.Member] {
    switch kind {
    case .rotation(let secret):
      [.init("kind", .string("rotation")), .init("secret", .string(secret)), .init("note", .string(note))]
    case .accessReview: [.init("kind", .string("access")), .init("note", .string(note))]
    case .securityReview: [.init("kind", .string("security")), .init("note", .string(note))]
    }
  }
}

extension Exception {
  fileprivate var members: [JSON.Member] {
    var members: [JSON.Member] = [
      .init("target", .string(target.name)), .init("base", base?.json ?? .null), .init("lifts", .strings(lifts)),
      .init("why", .string(why)), .init("ticket", .string(ticket)), .init("until", .string(until.description)),
    ]
    if removes { members.append(.init("version", .string("none"))) }
    return members
  }
}

extension JSON {
  fileprivate static func strings(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }
}
