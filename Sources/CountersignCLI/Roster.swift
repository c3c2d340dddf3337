import Diagnostics
import Gates
import Gathering
import Git
import PolicyModel
import Signatures
import Vocabulary

/// Who is who, as three files of `.countersign` have it: what `person` and `key` change.
struct Roster: Hashable, Sendable {
  static let revokedPath = ".countersign/revoked_keys"

  /// The files' bytes; empty for one that is not there.
  struct Texts: Hashable, Sendable {
    var policy: [UInt8]
    var revoked: [UInt8]
    var signers: [UInt8]
  }

  let texts: Texts
  let policy: Policy
  let signers: AllowedSigners
  let revoked: RevokedKeys
  /// Who has an OpenPGP key, which signs commits.
  let openpgp: Set<String>

  /// Reads the texts; one finding is enough for no roster, as `check` would refuse it, too.
  init(_ texts: Texts, openpgp: Set<String> = []) throws(Finding) {
    self.texts = texts
    self.openpgp = openpgp
    switch PolicyReading.read(texts.policy) {
    case .success(let policy): self.policy = policy
    case .failure(let errors): throw errors.findings[0]
    }
    let signers = AllowedSigners.read(texts.signers, source: PolicySnapshot.signersPath)
    if let first = signers.findings.first { throw first }
    self.signers = signers.signers
    let revoked = RevokedKeys.read(texts.revoked, source: Self.revokedPath)
    if let first = revoked.findings.first { throw first }
    self.revoked = revoked.keys
  }

  /// The person or service of a name.
  func party(named name: String) throws(Finding) -> Party {
    if policy.people[name] != nil { return .person(name) }
    if policy.services[name] != nil { return .service(name) }
    let known = (Array(policy.people.keys) + policy.services.keys).sorted()
    throw Finding(
      .personUnknown, "the policy knows nobody named '\(visible(name))'", at: Place(PolicySnapshot.policyPath),
      next: closest(to: name, among: known).map { ["did you mean '\($0)'?"] } ?? [
        "it knows \(known.joined(separator: ", "))", "countersign person add NAME --email ADDRESS --role ROLE",
      ])
  }

  func emails(of party: Party) -> [String] {
    switch party {
    case .person(let name): policy.people[name]?.emails ?? []
    case .service(let name): policy.services[name]?.emails ?? []
    }
  }

  /// Whose a key is, by every line that lists it.
  func owners(of key: SSHPublicKey) -> Set<Party> {
    Set(signers.entries.filter { $0.key == key }.flatMap(\.principals).compactMap { policy.party(email: $0) })
  }

  /// The lines of one party; a line that names somebody else, too, is nobody's.
  func entries(of party: Party) -> [AllowedSigners.Entry] {
    signers.entries.filter { entry in entry.principals.allSatisfy { policy.party(email: $0) == party } }
  }

  /// Names of the people and services who can sign for a purpose at a moment.
  func able(for namespace: String, at moment: Timestamp) -> Set<String> {
    var names = Set<String>()
    for entry in signers.entries where entry.holds(for: namespace, at: moment) && !revoked.contains(entry.key) {
      let owners = owners(of: entry.key)
      if owners.count == 1, let owner = owners.first { names.insert(owner.name) }
    }
    return namespace == "git" ? names.union(openpgp) : names
  }
}

extension Roster {
  /// Refuses a change after which something could not be done any more that could be done before.
  ///
  /// - Parameter moment: when the change has its whole effect.
  func requireQuorums(after change: Roster, at moment: Timestamp) throws(Finding) {
    let before = Strength(self, at: moment)
    let then = Strength(change, at: moment)
    let kept = Dictionary(change.policy.quorums.map { ($0.asked, $0) }, uniquingKeysWith: { first, _ in first })
    // The gate of the policy first: without it nothing of this can be mended.
    for quorum in policy.quorums.sorted(by: { $0.isOfPolicy && !$1.isOfPolicy }) where before.fills(quorum) {
      let now = kept[quorum.asked] ?? quorum
      if then.fills(now) { continue }
      let left = now.everyone.filter(then.able(now.hand).contains)
      throw Finding(
        .quorumLost, "after this, what \(quorum.asked) asks for could never be given",
        at: Place(PolicySnapshot.policyPath),
        because: [
          "it asks for \(Self.count(now.candidates.count, "person", "people")) with a key that signs; "
            + (left.isEmpty ? "nobody would be left" : "left would be \(left.joined(separator: ", "))")
            + (now.barsAuthors && !left.isEmpty ? ", and whoever makes a change does not approve it" : "")
        ], next: Self.waysOut(quorum))
    }
    guard let owners = policy.quorums.first(where: { $0.isOfPolicy })?.everyone, !owners.isEmpty else { return }
    guard owners.contains(where: before.able(.statement).contains),
      !(change.policy.quorums.first { $0.isOfPolicy }?.everyone ?? []).contains(where: then.able(.statement).contains)
    else { return }
    throw Finding(
      .quorumLost, "after this, nobody could approve a change of the policy", at: Place(PolicySnapshot.policyPath),
      because: ["it is the last key of the last of \(owners.joined(separator: ", "))"],
      next: Self.waysOut(nil))
  }

  private static func waysOut(_ quorum: Quorum?) -> [String] {
    [
      "bring another key first: countersign key add PERSON FILE",
      "or another person: countersign person add PERSON --email ADDRESS --role ROLE --key FILE",
    ]
      + (quorum.map { $0.barsAuthors && !$0.candidates.isEmpty ? ["or let \($0.asked) ask for fewer people"] : [] }
        ?? [])
  }

  private static func count(_ number: Int, _ one: String, _ many: String) -> String {
    number <= 1 ? "a \(one)" : "\(number) \(many)"
  }
}

/// Who can still sign what.
private struct Strength {
  private let statements: Set<String>
  private let commits: Set<String>
  private let authors: Set<String>

  init(_ roster: Roster, at moment: Timestamp) {
    statements = roster.able(for: "countersign", at: moment)
    commits = roster.able(for: "git", at: moment)
    authors = commits.intersection(roster.policy.people.keys)
  }

  func able(_ hand: Quorum.Hand) -> Set<String> { hand == .statement ? statements : commits }

  func fills(_ quorum: Quorum) -> Bool { quorum.canBeFilled(able: able(quorum.hand), authors: authors) }
}

extension Rule {
  static let personUnknown = Rule(
    "person.unknown", "The policy knows nobody of this name.",
    "People and services have the names under which they stand in .countersign/policy.yaml.")
  static let quorumLost = Rule(
    "quorum.lost", "After this change something that the policy asks for could never be given.",
    """
    Each slot of a gate is filled by another person with a key that signs, and whoever makes a change fills none of its slots. A \
    policy whose own gate nobody can pass is mended only by pinning a new root of trust by hand, so nothing was written. Bring \
    another key or person first, in the same change, or let the gate ask for fewer.
    """)
}
