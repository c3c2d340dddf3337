package import Diagnostics
package import Facts
package import Git
package import PolicyModel
package import Signatures
package import Vocabulary

/// What `.countersign` says in one tree: the policy and whose keys speak for whom.
package struct PolicySnapshot: Sendable {
  package static let directory = ".countersign"
  package static let policyPath = ".countersign/policy.yaml"
  package static let signersPath = ".countersign/allowed_signers"

  /// The id of the `.countersign` tree; nil where there is none.
  package let tree: ObjectID?
  package let version: Version?
  /// Unknown when it is missing or does not read.
  package let policy: Fact<Policy>
  /// Everything that is not in order, refused lines of allowed_signers included.
  package let findings: [Finding]
  package let keyring: Keyring
  /// OpenPGP keys by the person or service whose file holds them.
  package let openpgp: [OpenPGPKey]
  /// The policy is one that is only tried, in place of what the tree holds.
  private(set) var isTrial = false

  package struct OpenPGPKey: Hashable, Sendable {
    package let owner: String
    package let armor: [UInt8]
  }
}

extension PolicySnapshot {
  /// No file of `.countersign` is larger, in bytes.
  package static let fileLimit = 1 << 20

  package static func read(
    _ tree: ObjectID?, version: Version?, in repository: borrowing Repository
  ) throws(GitError) -> PolicySnapshot {
    var findings: [Finding] = []
    var policy: Fact<Policy> = .unknown(
      because: Finding(
        .policyMissing, "there is no \(policyPath)", next: ["countersign init, then land what it wrote"]))
    if let bytes = try file("policy.yaml", tree, repository, &findings) {
      switch PolicyReading.read(bytes, source: policyPath) {
      case .success(let read): policy = .known(read)
      case .failure(let errors):
        findings += errors.findings
        if let first = errors.findings.first { policy = .unknown(because: first) }
      }
    }
    var allowed = AllowedSigners(entries: [])
    if let bytes = try file("allowed_signers", tree, repository, &findings) {
      let read = AllowedSigners.read(bytes, source: signersPath)
      allowed = read.signers
      findings += read.findings
    }
    var revoked = RevokedKeys.none
    if let bytes = try file("revoked_keys", tree, repository, &findings) {
      let read = RevokedKeys.read(bytes, source: ".countersign/revoked_keys")
      revoked = read.keys
      findings += read.findings
      // A list of compromised keys that does not read must not let one of them through.
      if let first = read.findings.first { policy = .unknown(because: first) }
    }
    let openpgp = try openpgp(tree, repository, &findings)
    // Whose keys count rests on every file of it.
    if let unread = findings.first(where: { $0.rule.isOfContent }) { policy = .unknown(because: unread) }
    return PolicySnapshot(
      tree: tree, version: version, policy: policy, findings: findings,
      keyring: Keyring(allowed: allowed, revoked: revoked), openpgp: openpgp)
  }

  /// One that nobody can read, whoever has it.
  init(unreadable tree: ObjectID?, because: Finding) {
    self.init(
      tree: tree, version: nil, policy: .unknown(because: because), findings: [because],
      keyring: Keyring(allowed: AllowedSigners(entries: []), revoked: .none), openpgp: [])
  }

  /// A file's bytes; nil where there is none, or where nobody could read it, which is a finding.
  private static func file(
    _ name: String, _ tree: ObjectID?, _ repository: borrowing Repository, _ findings: inout [Finding]
  ) throws(GitError) -> [UInt8]? {
    guard let tree, let entry = try repository.entry(at: name, in: tree), entry.mode.isFile else { return nil }
    return try bytes(entry.id, "\(directory)/\(name)", repository, &findings)
  }

  private static func bytes(
    _ blob: ObjectID, _ path: String, _ repository: borrowing Repository, _ findings: inout [Finding]
  ) throws(GitError) -> [UInt8]? {
    do throws(GitError) { return try repository.blob(blob, limit: fileLimit) } catch {
      guard error.isOfContent else { throw error }
      let unread = error.finding
      findings.append(
        Finding(
          unread.rule, "\(visible(path)) cannot be read", at: Place(visible(path)),
          because: [unread.what] + unread.because, next: ["land one that can be read"]))
      return nil
    }
  }

  private static func openpgp(
    _ tree: ObjectID?, _ repository: borrowing Repository, _ findings: inout [Finding]
  ) throws(GitError) -> [OpenPGPKey] {
    guard let tree, let entry = try repository.entry(at: "openpgp", in: tree), entry.mode == .tree else { return [] }
    var keys: [OpenPGPKey] = []
    for file in try repository.tree(entry.id) {
      guard let name = file.text, name.hasSuffix(".asc"), file.mode.isFile,
        let armor = try bytes(file.id, "\(directory)/openpgp/\(name)", repository, &findings)
      else { continue }
      keys.append(OpenPGPKey(owner: String(name.dropLast(4)), armor: armor))
    }
    return keys
  }
}

extension PolicySnapshot {
  /// The same keys under another policy, to see what it would have said. Nothing is decided by it.
  package func trying(_ policy: Policy) -> PolicySnapshot {
    var tried = PolicySnapshot(
      tree: tree, version: version, policy: .known(policy), findings: findings, keyring: keyring, openpgp: openpgp)
    tried.isTrial = true
    return tried
  }

  /// Who a checked signature speaks for, under this policy.
  package func signer(_ status: SignatureStatus) -> Signatory {
    switch status {
    case .good(let signer): party(of: signer)
    case .bad(let because): .rejected(because: because)
    case .unknownKey(let fingerprint):
      .rejected(because: "the key \(fingerprint) is not in \(Self.signersPath)")
    case .notValidThen(let fingerprint, let because):
      .rejected(because: "the key \(fingerprint) does not hold: \(because)")
    case .revoked(let fingerprint): .rejected(because: "the key \(fingerprint) is revoked")
    case .absent: .absent
    case .notChecked(let because): .undecided(because: because)
    }
  }

  /// Who a key speaks for if it signs now.
  package func signer(ofKey key: SSHPublicKey, at now: Timestamp) -> Signatory {
    let entries = keyring.allowed.entries.filter { $0.key == key }
    guard !entries.isEmpty else {
      return .rejected(because: "the key \(key.fingerprint) is not in \(Self.signersPath)")
    }
    if keyring.revoked.contains(key) { return .rejected(because: "the key \(key.fingerprint) is revoked") }
    let valid = entries.filter {
      ($0.validAfter.map { now >= $0 } ?? true) && ($0.validBefore.map { now < $0 } ?? true)
    }
    guard !valid.isEmpty else { return .rejected(because: "the key \(key.fingerprint) is not valid now") }
    return party(of: Signatures.Signer(principals: valid.flatMap(\.principals), key: key))
  }

  private func party(of signer: Signatures.Signer) -> Signatory {
    guard case .known(let policy) = policy else { return .undecided(because: "the policy does not read") }
    let fingerprint = signer.key.fingerprint
    // Every line that lists the key counts, whatever its dates: a key that speaks for two is nobody's.
    let addresses = keyring.allowed.entries.filter { $0.key == signer.key }.flatMap(\.principals)
    var parties: Set<Party> = []
    for address in addresses {
      guard let party = policy.party(email: address) else {
        return .undecided(
          because: "the key \(fingerprint) speaks for <\(visible(address))>, whom the policy does not know")
      }
      parties.insert(party)
    }
    guard parties.count == 1, let party = parties.first else {
      let names = parties.map(\.label).sorted().joined(separator: " and ")
      return .undecided(because: "the key \(fingerprint) speaks for \(names.isEmpty ? "nobody" : names)")
    }
    return .party(party, key: fingerprint)
  }
}

extension Party {
  fileprivate var label: String {
    switch self {
    case .person(let name), .service(let name): name
    }
  }
}
