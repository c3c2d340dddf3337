package import Diagnostics
import Evidence
package import Facts
package import Git
package import PolicyModel
import Signatures
import Synchronization
package import Vocabulary

extension Collector {
  /// What a commit says about who, what, when and why, with its signature checked under `snapshot` as of `now`.
  package func commitFacts(
    _ commit: Commit, snapshot: PolicySnapshot, policy: Policy, now: Timestamp, problems known: [Finding] = []
  ) throws(GitError) -> CommitFacts {
    let key = Judged(commit.id, snapshot, now)
    if known.isEmpty, let facts = common.commitFacts.withLock({ $0[key] }) { return facts }
    let facts = try readFacts(commit, snapshot, policy, now, known)
    if known.isEmpty { common.commitFacts.withLock { $0[key] = facts } }
    return facts
  }

  private func readFacts(
    _ commit: Commit, _ snapshot: PolicySnapshot, _ policy: Policy, _ now: Timestamp, _ known: [Finding]
  ) throws(GitError) -> CommitFacts {
    var parentDates: [Timestamp] = []
    for parent in commit.parents {
      parentDates.append(Timestamp(seconds: try repository.commit(parent).committer.seconds))
    }
    let place = Place("commit \(commit.id.short)")
    let trailers = trailers(of: commit)
    var problems = known + commit.problems.map { Finding(.commitMalformed, $0.words, at: place) }
    problems += trailers.problems.map { Finding(.commitMalformed, $0.words, at: place) }
    let units = try units(of: commit, policy)
    return CommitFacts(
      id: commit.id.hex, subject: commit.subject, author: CommitFacts.Stamp(commit.author),
      committer: CommitFacts.Stamp(commit.committer), parentDates: parentDates,
      trailers: trailers.entries.map { CommitFacts.Trailer(key: $0.key, value: $0.value) }, problems: problems,
      signer: signer(of: commit, snapshot: snapshot, now: now), isCleanMerge: units.isCleanMerge,
      touches: units.changed.map(Self.name(ofUnit:)).sorted())
  }

  /// Who signed a commit.
  package func signer(of commit: Commit, snapshot: PolicySnapshot, now: Timestamp) -> Signatory {
    guard let armor = commit.signature else { return .absent }
    let signedAt = Timestamp(seconds: commit.committer.seconds)
    if armor.starts(with: "-----BEGIN SSH SIGNATURE-----".utf8) {
      return signer(
        of: snapshot.keyring.check(
          armored: armor, message: commit.signedPayload, namespace: "git", signedAt: signedAt, judgedAt: now,
          memory: .init(common.signatures, commit.id.hex)), snapshot)
    }
    if armor.starts(with: "-----BEGIN PGP SIGNATURE-----".utf8) {
      return openPGPSigner(of: commit, armor, snapshot, now)
    }
    return .undecided(because: "the signature is neither an SSH nor an OpenPGP one")
  }

  /// Who a checked signature speaks for; of a key that is good that never changes under one policy.
  func signer(of status: SignatureStatus, _ snapshot: PolicySnapshot) -> Signatory {
    guard case .good(let signer) = status else { return snapshot.signer(status) }
    let key = Judged(signer.key, snapshot)
    if let known = memo.speakers[key] { return known }
    let signatory = snapshot.signer(status)
    memo.speakers[key] = signatory
    return signatory
  }

  private func openPGPSigner(of commit: Commit, _ armor: [UInt8], _ snapshot: PolicySnapshot, _ now: Timestamp)
    -> Signatory
  {
    guard !snapshot.openpgp.isEmpty else {
      return .rejected(because: "it is an OpenPGP signature, and .countersign/openpgp holds no key")
    }
    // gpg is a program that starts for each question.
    let key = Judged(commit.id, snapshot, now)
    if let known = common.openPGP.withLock({ $0[key] }) { return known }
    let signatory = askGPG(about: commit, armor, snapshot, now)
    common.openPGP.withLock { $0[key] = signatory }
    return signatory
  }

  private func askGPG(
    about commit: Commit, _ armor: [UInt8], _ snapshot: PolicySnapshot, _ now: Timestamp
  ) -> Signatory {
    let status = OpenPGP(programs: programs).check(
      armored: armor, message: commit.signedPayload, keys: snapshot.openpgp.map { (owner: $0.owner, armor: $0.armor) },
      judgedAt: now)
    switch status {
    case .good(let signer):
      let (owner, fingerprint) = (signer.owner, signer.fingerprint)
      guard case .known(let policy) = snapshot.policy else { return .undecided(because: "the policy does not read") }
      if policy.people[owner] != nil { return .party(.person(owner), key: fingerprint) }
      if policy.services[owner] != nil { return .party(.service(owner), key: fingerprint) }
      return .rejected(because: "the policy knows nobody named '\(visible(owner))', whose OpenPGP key signed")
    case .bad(let because): return .rejected(because: because)
    case .unknownKey(let id): return .rejected(because: "the OpenPGP key \(visible(id)) is in nobody's file")
    case .notValidThen(let id, let because):
      return .rejected(because: "the OpenPGP key \(visible(id)) does not hold: \(because)")
    case .revoked(let id): return .rejected(because: "the OpenPGP key \(visible(id)) is revoked")
    case .notChecked(let because): return .undecided(because: because)
    }
  }

  /// `policy` for `.countersign`, else the last part of the path.
  package static func name(ofUnit path: String) -> String {
    path == PolicySnapshot.directory ? Naming.policy : Subject.lastPart(of: path) ?? path
  }

  /// Whether a merge takes every governed directory as one of its sides has it.
  package func isCleanMerge(_ commit: Commit, _ policy: Policy) throws(GitError) -> Bool {
    try units(of: commit, policy).isCleanMerge
  }

  /// Who had a hand in what a change brings to one governed directory.
  ///
  /// - Parameters:
  ///   - tip: Where the change ends.
  ///   - base: What it is a change against: what main holds before it.
  package func contributions(
    to unit: String, from tip: ObjectID, against base: ObjectID, policy: Policy, snapshot: PolicySnapshot,
    now: Timestamp, journal: JournalPoint = .tip
  ) throws(GitError) -> [Contribution] {
    var contributions: [Contribution] = []
    for id in try commits(behind: unit, to: tip, from: base, policy) {
      let commit = try repository.commit(id)
      contributions += hands(in: commit, policy)
      contributions += try submitters(of: commit, unit: unit, policy, snapshot, now, journal)
    }
    return contributions
  }

  /// Where a service committed in somebody's name (a forge's button), whoever submitted that version stands for its author.
  ///
  /// Where nobody submitted it: a contributor whom nobody knows.
  private func submitters(
    of commit: Commit, unit: String, _ policy: Policy, _ snapshot: PolicySnapshot, _ now: Timestamp,
    _ journal: JournalPoint
  ) throws(GitError) -> [Contribution] {
    guard case .service(let service)? = policy.party(email: commit.committer.email),
      let tree = try GovernedUnits.entry(unit, commit.tree, repository), tree.mode == .tree
    else { return [] }
    let workflow = Self.name(ofUnit: unit)
    let said = evidence(
      on: workflow, dirHash: try version(ofTree: tree.id).dirHash, at: try self.journal(journal, of: workflow),
      snapshot: snapshot, now: now)
    guard case .known(let evidence) = said else {
      return [Contribution(role: .submitter, email: "unreadable", party: nil, commit: commit.id.hex)]
    }
    let submitted = evidence.filter { testimony in
      if case .submission(let submission) = testimony.statement.predicate {
        submission.target == .main && testimony.statement.time <= now
      } else {
        false
      }
    }
    for testimony in submitted {
      // Nobody can tell whose hand it was.
      guard case .undecided = testimony.signer else { continue }
      return [Contribution(role: .submitter, email: "undecided", party: nil, commit: testimony.id)]
    }
    let people = submitted.compactMap { testimony in
      testimony.signer.person.map {
        Contribution(role: .submitter, email: "", party: .person($0), commit: testimony.id)
      }
    }
    // What a service wrote itself answers by its operators.
    if people.isEmpty, policy.party(email: commit.author.email) == .service(service) { return [] }
    return people.isEmpty
      ? [Contribution(role: .submitter, email: "nobody submitted it", party: nil, commit: commit.id.hex)] : people
  }

  /// Author, committer and co-authors.
  package func hands(in commit: Commit, _ policy: Policy) -> [Contribution] {
    var hands = [
      Contribution(
        role: .author, email: commit.author.email, party: policy.party(email: commit.author.email),
        commit: commit.id.hex)
    ]
    if commit.committer.email != commit.author.email {
      hands.append(
        Contribution(
          role: .committer, email: commit.committer.email, party: policy.party(email: commit.committer.email),
          commit: commit.id.hex))
    }
    for value in trailers(of: commit).all("Co-authored-by") {
      let email = Self.address(in: value)
      hands.append(
        Contribution(role: .coAuthor, email: email, party: policy.party(email: email), commit: commit.id.hex))
    }
    return hands
  }

  /// What a commit's message says at its end.
  func trailers(of commit: Commit) -> Trailers {
    if let known = memo.trailers[commit.id] { return known }
    let trailers = Trailers.read(commit.message)
    memo.trailers[commit.id] = trailers
    return trailers
  }

  /// The address in `Name <address>`; the whole text when there is none, which nobody's address is.
  private static func address(in value: String) -> String {
    guard let open = value.lastIndex(of: "<"), let close = value.lastIndex(of: ">"), open < close else { return value }
    return String(value[value.index(after: open)..<close])
  }
}

extension CommitFacts.Stamp {
  package init(_ ident: Ident) {
    self.init(name: ident.name, email: ident.email, date: Timestamp(seconds: ident.seconds))
  }
}
