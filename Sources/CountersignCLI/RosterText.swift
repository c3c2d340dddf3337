import Diagnostics
import Gates
import Gathering
import PolicyModel
import Signatures

/// What `person` and `key` have in common.
enum RosterText {
  /// A file with one more line.
  static func adding(_ line: String, to bytes: [UInt8]) -> [UInt8] {
    let isOpen = bytes.last.map { $0 != UInt8(ascii: "\n") } ?? false
    return bytes + (isOpen ? [UInt8(ascii: "\n")] : []) + Array(line.utf8) + [UInt8(ascii: "\n")]
  }

  /// Stops at a key that is compromised, or somebody else's.
  static func requireFree(_ key: SSHPublicKey, for party: Party?, _ roster: Roster) throws(Finding) {
    if roster.revoked.contains(key) {
      throw Finding(
        .keyOver, "the key \(key.fingerprint) is compromised", at: Place(Roster.revokedPath),
        because: ["whoever else has it could sign with it"], next: ["make a new one: ssh-keygen -t ed25519"])
    }
    guard let entry = roster.signers.entries.first(where: { $0.key == key }) else { return }
    let owners = roster.owners(of: key)
    if let party, owners == [party] { return }
    let names = owners.map(\.label).sorted().joined(separator: " and ")
    throw Finding(
      .keyTaken,
      "the key \(key.fingerprint) is \(names.isEmpty ? "there already, for nobody whom the policy knows" : "that of \(names)")",
      at: entry.place, because: ["a key that speaks for two is nobody's: whatever it signed would be undecided"],
      next: ["each person has keys of their own: ssh-keygen -t ed25519"])
  }

  /// An edit of the policy; `byHand` says what to do where the text has no place for it.
  static func edited(
    byHand: String, _ edit: () throws(PolicyErrors) -> [UInt8]?
  ) throws(Finding) -> [UInt8] {
    do throws(PolicyErrors) {
      if let bytes = try edit() { return bytes }
    } catch {
      let first = error.findings[0]
      throw Finding(
        first.rule, first.what, at: first.place,
        because: first.because + ["so the policy would be after this: nothing was written"], next: first.next)
    }
    throw layout(byHand)
  }

  private static func layout(_ next: String) -> Finding {
    Finding(
      .personLayout, "the policy's text has no place where this could be written", at: Place(PolicySnapshot.policyPath),
      because: ["comments and layout are kept, and what is written must say exactly what is meant"],
      next: [next, "countersign check --staged"])
  }
}

/// What to do with a change of `.countersign` that lies in the work tree.
enum NextSteps {
  static func tell(_ place: borrowing Workplace, _ roster: Roster, what: String, notBy: String? = nil) {
    let console = place.console
    let owners = roster.policy.quorums.first { $0.isOfPolicy }
    let asked = owners?.candidates.count ?? 0
    let able = roster.able(for: "countersign", at: Workplace.now())
    let trailers = roster.policy.commits.ticket == nil ? "" : " -m 'Ticket: …'"
    console.line("")
    console.line("next, after a look at git diff\(notBy.map { ", by somebody else than \($0)" } ?? ""):")
    console.line("  git switch -c BRANCH && git add \(PolicySnapshot.directory) && countersign check --staged")
    console.line("  git commit -S -m '\(what)' -m 'Why: …'\(trailers)")
    console.line(
      "  \(place.remoteName.map { "git push \(visible($0)) BRANCH && " } ?? "")countersign submit policy -m WHY")
    if asked > 0, let owners {
      console.line(
        "  \(asked) of \(owners.everyone.filter(able.contains).joined(separator: ", ")): countersign approve policy   (not whoever made the commit)"
      )
    }
    console.line("  countersign land BRANCH")
  }
}

extension Rule {
  static let keyOver = Rule(
    "key.over", "The key is compromised or retired already.",
    "A key that was given up is never taken back: it cannot be told who signs with it. Make a new one.")
  static let keyTaken = Rule(
    "key.taken", "The key is somebody else's.",
    "A key speaks for one person or service. One that speaks for two is undecided wherever it is met.")
}
