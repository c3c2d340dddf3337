package import Diagnostics
package import Facts
package import PolicyModel
package import Vocabulary

/// `metadata`: who, what, when and why of every new commit.
package struct Metadata: Requirement {
  package static let id = "metadata"
  package static let asks =
    "Every new commit is signed by its committer, dated plausibly, and says why and under which ticket."
  package static let rules: [Rule] = [
    .metadataUnsigned, .metadataSignature, .metadataUndecided, .metadataUnknownPerson, .metadataCommitter,
    .metadataFuture,
    .metadataBackdated, .metadataWhy, .metadataTicket, .metadataNoCommit,
  ]

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { true }

  package func mender(_ matter: Matter) -> Step.Part? { matter.changer }

  package func judge(_ matter: Matter) -> Answer {
    guard case .known(let commits) = matter.facts.commits else { return unknown(matter.facts.commits) }
    var unmet: [Finding] = []
    var undecided: [Finding] = []
    let demands = Demands(act: matter.question.act)
    for commit in commits {
      for finding in Self.findings(commit, demands: demands, policy: matter.policy, now: matter.now) {
        if finding.rule == .metadataUndecided { undecided.append(finding) } else { unmet.append(finding) }
      }
    }
    if !unmet.isEmpty { return .unmet(unmet + undecided) }
    if !undecided.isEmpty { return .undecided(undecided) }
    if commits.isEmpty { return noCommit(matter) }
    return .met(commits.count == 1 ? "1 commit in order" : "\(commits.count) commits in order")
  }

  /// A landing may bring none that changed this workflow; whatever is written to an environment is a commit.
  private func noCommit(_ matter: Matter) -> Answer {
    switch matter.question.act {
    case .landing, .commits: .met("no new commit")
    case .release, .rollback, .kill, .resume, .freeze, .adoption:
      .unmet([Finding(.metadataNoCommit, "there is no commit that writes the \(matter.question.act.rawValue)")])
    }
  }

  /// What a commit has to say, by what it does.
  package struct Demands: Hashable, Sendable {
    /// Known people, and the committer's signature.
    package let signature: Bool
    package let why: Bool
    package let ticket: Bool
    /// Whether any reason is enough, however short.
    package let isAnyWhyEnough: Bool

    package init(signature: Bool = true, why: Bool = true, ticket: Bool = true, isAnyWhyEnough: Bool = false) {
      self.signature = signature
      self.why = why
      self.ticket = ticket
      self.isAnyWhyEnough = isAnyWhyEnough
    }

    /// A kill, a freeze and a rollback need a signature by a role, which `releaser` judges, and a reason; nothing else may stop them.
    init(act: Question.Act) {
      let isEmergency = act == .kill || act == .freeze || act == .rollback
      self.init(
        signature: !isEmergency, ticket: act == .landing || act == .commits || act == .release,
        isAnyWhyEnough: isEmergency)
    }
  }

  /// Everything about one commit's metadata that is not in order.
  package static func findings(
    _ commit: CommitFacts, demands: Demands, policy: Policy, now: Timestamp
  ) -> [Finding] {
    var findings = commit.problems
    if demands.signature { findings += who(commit, policy) }
    findings += when(commit, now, comesAfterParents: !demands.isAnyWhyEnough)
    if demands.why, !commit.isCleanMerge {
      findings += why(commit, atLeast: demands.isAnyWhyEnough ? 1 : policy.commits.whyMinimum)
    }
    if demands.ticket, !commit.isCleanMerge { findings += ticket(commit, policy.commits) }
    return findings
  }

  private static func who(_ commit: CommitFacts, _ policy: Policy) -> [Finding] {
    var findings: [Finding] = []
    for (stamp, role) in [(commit.author, "author"), (commit.committer, "committer")]
    where policy.party(email: stamp.email) == nil {
      findings.append(
        Finding(
          .metadataUnknownPerson, "the \(role) <\(visible(stamp.email))> is nobody the policy knows", at: commit.place,
          because: ["every address of a person or service is listed in the policy"],
          next: [
            "commit under a listed address (git config user.email), or have a policy owner list this one"
          ]))
      if role == "author", commit.author.email == commit.committer.email { break }
    }
    return findings + signature(commit, policy)
  }

  private static func signature(_ commit: CommitFacts, _ policy: Policy) -> [Finding] {
    switch commit.signer {
    case .absent:
      guard policy.commits.signed else { return [] }
      return [
        Finding(
          .metadataUnsigned, "\(commit.place) is not signed", at: commit.place,
          next: ["git config commit.gpgsign true, then sign what is there: git rebase --force-rebase --gpg-sign BASE"])
      ]
    case .rejected(let because):
      return [
        Finding(
          .metadataSignature, "the signature of \(commit.place) does not count", at: commit.place, because: [because])
      ]
    case .undecided(let because):
      return [
        Finding(
          .metadataUndecided, "it cannot be told who signed \(commit.place)", at: commit.place, because: [because])
      ]
    case .party(let party, _):
      guard let committer = policy.party(email: commit.committer.email), committer != party else { return [] }
      return [
        Finding(
          .metadataCommitter, "\(commit.place) is signed by \(party.name), its committer is \(committer.name)",
          at: commit.place, because: ["a commit is signed by a key of its committer"],
          next: ["\(committer.name) signs it: git rebase --force-rebase --gpg-sign BASE"])
      ]
    }
  }

  private static func when(_ commit: CommitFacts, _ now: Timestamp, comesAfterParents: Bool) -> [Finding] {
    var findings: [Finding] = []
    for (stamp, role) in [(commit.author, "author"), (commit.committer, "committer")]
    where stamp.date > now + Skew.commits {
      findings.append(
        Finding(
          .metadataFuture, "the \(role) date \(stamp.date) lies in the future", at: commit.place,
          because: ["it is \(now), and \(Skew.commits) of clock skew are allowed"],
          next: ["set the clock right and commit again: git commit --amend --reset-author --no-edit"]))
    }
    // One step dated ahead must not stop every kill and rollback after it.
    if comesAfterParents, let parent = commit.parentDates.max(), commit.committer.date < parent - Skew.commits {
      findings.append(
        Finding(
          .metadataBackdated, "the committer date \(commit.committer.date) lies before its parent's, \(parent)",
          at: commit.place,
          because: ["dates decide which keys, reviews and policies count, so they never run backwards"],
          next: ["commit again with the clock right: git commit --amend --reset-author --no-edit"]))
    }
    return findings
  }

  private static func why(_ commit: CommitFacts, atLeast least: Int) -> [Finding] {
    let add =
      "add a line 'Why: …' to the last paragraph of the message (-m where a command writes it) that says why this is done"
    guard let why = commit.trailer("Why") else {
      return [Finding(.metadataWhy, "\(commit.place) does not say why", at: commit.place, next: [add])]
    }
    let text = trimmed(why)
    let length = Self.length(text)
    if length < least {
      return [
        Finding(
          .metadataWhy, "'Why:' has \(length) characters, \(least) are asked", at: commit.place,
          next: [add])
      ]
    }
    if least > 1, text.lowercased() == trimmed(commit.subject).lowercased() {
      return [
        Finding(
          .metadataWhy, "'Why:' repeats the subject", at: commit.place,
          because: ["the subject says what, the reason is something else"], next: [add])
      ]
    }
    return []
  }

  private static func ticket(_ commit: CommitFacts, _ rules: CommitRules) -> [Finding] {
    guard let pattern = rules.ticket else { return [] }
    guard let ticket = commit.trailer("Ticket") else {
      return [
        Finding(
          .metadataTicket, "\(commit.place) names no ticket", at: commit.place,
          next: [
            "add 'Ticket: …' to the last paragraph of the message (--ticket where a command writes it); it matches \(visible(pattern))"
          ])
      ]
    }
    guard rules.matches(ticket: ticket) else {
      return [
        Finding(
          .metadataTicket, "the ticket of \(commit.place) does not match \(visible(pattern))", at: commit.place,
          next: ["name the ticket in the form that the policy asks for"])
      ]
    }
    return []
  }

  /// How many characters a text has, as people count them.
  private static func length(_ text: String) -> Int {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f } ? text.utf8.count : text.count
  }

  /// What can be seen of a text, without space around it and full stops behind it.
  static func trimmed(_ text: String) -> String {
    if let plain = trimmedPlain(text) { return plain }
    var seen = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !hides(scalar) { seen.append(scalar) }
    var rest = Substring(String(seen))
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace || last == "." { rest.removeLast() }
    return String(rest)
  }

  /// The same of text in which each byte is a character that can be seen, or a space; nil for any other.
  private static func trimmedPlain(_ text: String) -> String? {
    let bytes = text.utf8
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) else { return nil }
    var rest = bytes[...]
    while rest.first == UInt8(ascii: " ") { rest.removeFirst() }
    while let last = rest.last, last == UInt8(ascii: " ") || last == UInt8(ascii: ".") { rest.removeLast() }
    return String(Substring(rest))
  }
}

extension Party {
  /// The name in the policy.
  package var name: String {
    switch self {
    case .person(let name), .service(let name): name
    }
  }
}

extension Rule {
  package static let metadataUnsigned = Rule(
    "metadata.unsigned", "A commit carries no signature.",
    """
    The policy asks that every commit is signed by a key of its committer. Set up signing once (git config gpg.format ssh, \
    user.signingkey, commit.gpgsign true); 'countersign doctor' says what is missing.
    """)
  package static let metadataSignature = Rule(
    "metadata.signature", "A commit's signature does not count.",
    """
    It does not verify, or the key is not in .countersign/allowed_signers, was revoked, or was not valid at the commit's date or \
    at the moment of judging.
    """)
  package static let metadataUndecided = Rule(
    "metadata.undecided", "It cannot be decided who signed a commit.",
    "A key that speaks for two people, or a signature that needs a tool that is not there. What cannot be decided blocks."
  )
  package static let metadataUnknownPerson = Rule(
    "metadata.unknown-person", "A commit was made under an address that the policy does not know.",
    "Authors and committers are listed in the policy with every address they use; anyone else could be anyone.")
  package static let metadataCommitter = Rule(
    "metadata.committer", "A commit is signed by somebody else than its committer.",
    "The name on a commit is free text; the signature decides. The two have to agree.")
  package static let metadataFuture = Rule(
    "metadata.future", "A commit is dated in the future.", "Five minutes of clock skew are allowed.")
  package static let metadataBackdated = Rule(
    "metadata.backdated", "A commit is dated before its parents.",
    "The committer date decides which keys and reviews count. It never runs backwards, five minutes of skew allowed.")
  package static let metadataWhy = Rule(
    "metadata.why", "A commit does not say why.",
    "The last paragraph of the message has a line 'Why: …' of the length the policy asks for, which is not the subject again."
  )
  package static let metadataTicket = Rule(
    "metadata.ticket", "A commit names no ticket of the form the policy asks for.",
    "The last paragraph of the message has a line 'Ticket: …' that matches commits.ticket of the policy as a whole.")
  package static let metadataNoCommit = Rule(
    "metadata.no-commit", "There is no commit that writes to the environment.",
    "Every step of an environment is one signed commit that says why; without it there is nothing to hold anyone to.")
}
