package import Vocabulary

/// One signed assertion about versions, as it was read from or goes into an in-toto Statement.
package struct Statement: Hashable, Sendable {
  /// The id of the repository that it speaks of.
  package let repository: String
  /// When it was signed, by the signer's clock.
  package let time: Timestamp
  /// Random, so that two statements of the same words differ: 32 hex digits.
  package let nonce: String
  package let subjects: [Subject]
  package let predicate: Predicate

  package init(
    repository: String, time: Timestamp, nonce: String, subjects: [Subject], predicate: Predicate
  ) {
    self.repository = repository
    self.time = time
    self.nonce = nonce
    self.subjects = subjects
    self.predicate = predicate
  }

  /// The workflows whose journals it belongs to.
  package var workflows: [String] { subjects.map(\.workflow) }

  /// The version that it speaks of for one workflow; nil if it names none.
  package func version(of workflow: String) -> Version? {
    for subject in subjects where subject.workflow == workflow {
      if case .version(let version) = subject.digest { return version }
    }
    return nil
  }
}

/// What a statement speaks of.
package struct Subject: Hashable, Sendable {
  package enum Digest: Hashable, Sendable {
    case version(Version)
    /// A kill of everything in an environment has no version: the commit that killed stands for it.
    case commit(String)
  }

  /// The directory in the repository, `workflows/vendor-payment`; `.countersign` for the policy; `all` for a kill of all.
  package let path: String
  package let digest: Digest

  /// The last part of the path; `policy` for `.countersign`.
  package let workflow: String

  package init(path: String, digest: Digest) {
    self.path = path
    self.digest = digest
    workflow = path == ".countersign" ? Naming.policy : Self.lastPart(of: path) ?? ""
  }

  /// The last part of a path, or the one before a slash at its end; nil where it has none.
  package static func lastPart(of path: String) -> String? {
    let bytes = path.utf8
    // Elsewhere a slash may be a part of a longer character.
    guard bytes.allSatisfy({ $0 < 0x80 }), let slash = bytes.lastIndex(of: UInt8(ascii: "/")),
      bytes.index(after: slash) < bytes.endIndex
    else { return path.split(separator: "/").last.map(String.init) }
    return String(path[bytes.index(after: slash)...])
  }
}

package enum Predicate: Hashable, Sendable {
  case submission(Submission)
  case review(Review)
  case testResult(TestResult)
  case record(Record)
  case recall(Recall)
  case exception(Exception)

  /// The in-toto predicate type.
  package var type: String {
    switch self {
    case .submission: PredicateType.submission
    case .review: PredicateType.review
    case .testResult: PredicateType.testResult
    case .record: PredicateType.record
    case .recall: PredicateType.recall
    case .exception: PredicateType.exception
    }
  }
}

package enum PredicateType {
  package static let submission = "urn:countersign:submission:v1"
  package static let review = "urn:countersign:review:v1"
  /// Source: in-toto attestation framework, "Test Result" predicate v0.1.
  package static let testResult = "https://in-toto.io/attestation/test-result/v0.1"
  package static let record = "urn:countersign:record:v1"
  package static let recall = "urn:countersign:recall:v1"
  package static let exception = "urn:countersign:exception:v1"
}

/// Please review, for a target.
package struct Submission: Hashable, Sendable {
  package let target: Target
  package let why: String

  package init(target: Target, why: String) {
    self.target = target
    self.why = why
  }
}

package struct Review: Hashable, Sendable {
  package enum Decision: String, Hashable, Sendable, CaseIterable {
    case approve, reject, withdraw
  }

  package let decision: Decision
  /// One for each workflow and target.
  package let entries: [Entry]
  /// The dirHash of the policy that the reviewer saw: a record, it decides nothing.
  package let policy: String
  package let comment: String
  package let expires: Timestamp?

  package init(decision: Decision, entries: [Entry], policy: String, comment: String, expires: Timestamp?) {
    self.decision = decision
    self.entries = entries
    self.policy = policy
    self.comment = comment
    self.expires = expires
  }

  package struct Entry: Hashable, Sendable {
    package let workflow: String
    package let target: Target
    /// The change is the removal of the workflow; the subject is then its base version.
    package let removes: Bool
    /// The version that would be replaced; nil when there is none.
    package let base: Version?
    package let risk: RiskClass
    /// The kill commit that a review for a resume answers: 40 hex digits.
    package let kill: String?
    /// The exception that the review answers, by the SHA-256 of its envelope: 64 hex digits.
    package let exception: String?
    /// It is about adopting what runs in an environment as it is, and not about a release.
    package let adopts: Bool

    package init(
      workflow: String, target: Target, removes: Bool, base: Version?, risk: RiskClass, kill: String? = nil,
      exception: String? = nil, adopts: Bool = false
    ) {
      self.workflow = workflow
      self.target = target
      self.removes = removes
      self.base = base
      self.risk = risk
      self.kill = kill
      self.adopts = adopts
      self.exception = exception
    }
  }
}

/// One run of one suite.
package struct TestResult: Hashable, Sendable {
  package enum Outcome: String, Hashable, Sendable, CaseIterable {
    case passed = "PASSED"
    case warned = "WARNED"
    case failed = "FAILED"
  }

  package let suite: String
  package let outcome: Outcome
  package let passed: [String]
  package let failed: [String]
  package let skipped: [String]
  /// What was run, as typed.
  package let command: String
  /// SHA-256 of the JUnit reports, attachments of the journal.
  package let reports: [String]
  /// The versions of the used workflows that it ran with.
  package let uses: [String: Version]

  package init(
    suite: String, outcome: Outcome, passed: [String], failed: [String], skipped: [String], command: String,
    reports: [String], uses: [String: Version]
  ) {
    self.suite = suite
    self.outcome = outcome
    self.passed = passed
    self.failed = failed
    self.skipped = skipped
    self.command = command
    self.reports = reports
    self.uses = uses
  }
}

/// Something that was done about a workflow and changes no version.
package struct Record: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case rotation(secret: String)
    case accessReview
    case securityReview
  }

  package let kind: Kind
  package let note: String

  package init(kind: Kind, note: String) {
    self.kind = kind
    self.note = note
  }
}

/// This version is bad.
package struct Recall: Hashable, Sendable {
  package let why: String

  package init(why: String) { self.why = why }
}
