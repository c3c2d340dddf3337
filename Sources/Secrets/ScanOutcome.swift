/// What a text is, as far as it matters for where secrets stand in it.
package enum ScanSubject: Hashable, Sendable {
  /// A definition, a manifest or any other file, with its path in the repository.
  case definition(path: String)
  /// Of a commit, a tag or a note.
  case message
  /// Of a branch or a tag.
  case name
  /// Of a file or a directory.
  case fileName
  /// A test report or another attachment.
  case report
  /// A file whose path is not known: every rule holds, whatever path it is for, and no allowlist of paths does.
  case object
  case other

  var path: String? { if case .definition(let path) = self { path } else { nil } }

  /// What says in which form the text is written.
  var form: String? { self == .object ? "object.yaml" : path }

  /// What a waiver's fingerprint knows of the place.
  var place: String {
    switch self {
    case .definition(let path): path
    case .message: "message"
    case .name, .fileName: "name"
    case .report: "report"
    case .object: "object"
    case .other: "other"
    }
  }
}

/// What a look at one text gave, and how much it looked at.
package struct ScanOutcome: Hashable, Sendable {
  /// In the order of their places; no two for the same bytes.
  package let findings: [SecretFinding]
  /// Found and let be, because of a comment on their line that the policy permits, or of a team's allowlist; with the reason.
  package let allowed: [Allowed]
  /// Why not everything could be looked at. While there is a reason, no finding means nothing.
  package let undecided: [String]
  package let looked: Looked

  package init(findings: [SecretFinding], allowed: [Allowed], undecided: [String], looked: Looked) {
    self.findings = findings
    self.allowed = allowed
    self.undecided = undecided
    self.looked = looked
  }

  /// A finding that is let be.
  package struct Allowed: Hashable, Sendable {
    package let finding: SecretFinding
    package let because: String
  }

  /// How much was looked at.
  package struct Looked: Hashable, Sendable {
    /// Of the text as it was given.
    package var bytes = 0
    /// Texts: one, and one for each that was unwrapped.
    package var texts = 0
    /// Of what was unwrapped.
    package var unwrappedBytes = 0
    /// Whether keys and fields were looked at, not only the text.
    package var structured = false

    package init() {}

    package static func + (left: Looked, right: Looked) -> Looked {
      var sum = left
      sum.bytes += right.bytes
      sum.texts += right.texts
      sum.unwrappedBytes += right.unwrappedBytes
      sum.structured = left.structured || right.structured
      return sum
    }
  }

  /// Everything was looked at and nothing found: the only outcome that is a yes.
  package var isClean: Bool { findings.isEmpty && undecided.isEmpty && looked.texts > 0 }

  /// The same with the findings that `waiver` gives a reason for among `allowed`; waivers go by `fingerprint`.
  package func waiving(_ waiver: (SecretFinding) -> String?) -> ScanOutcome {
    var kept: [SecretFinding] = []
    var allowed = allowed
    for finding in findings {
      if let because = waiver(finding) {
        allowed.append(Allowed(finding: finding, because: because))
      } else {
        kept.append(finding)
      }
    }
    return ScanOutcome(findings: kept, allowed: allowed, undecided: undecided, looked: looked)
  }
}
