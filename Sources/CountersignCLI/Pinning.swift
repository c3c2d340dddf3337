import Diagnostics
import Facts
import Gathering
import Git
import PolicyModel
import Vocabulary

/// Pins the root of trust: the one thing that somebody has to believe without proof.
enum Pinning {
  /// A commit that could be the root.
  struct Root: Sendable {
    let commit: Commit
    let snapshot: PolicySnapshot
    let policy: Policy
  }

  /// What is pinned, as the repository's own configuration has it; nil when nothing is.
  static func pinned(_ place: borrowing Workplace) throws(Finding) -> String? {
    do throws(GitError) { return try place.repository.configuration(Collector.rootKey, from: .repository) } catch {
      throw error.finding
    }
  }

  /// A commit whose policy reads.
  static func root(_ id: ObjectID, _ place: borrowing Workplace) throws(Finding) -> Root {
    let commit: Commit
    let snapshot: PolicySnapshot
    do throws(GitError) {
      commit = try place.repository.commit(id)
      snapshot = try place.collector.snapshot(inRootTree: commit.tree)
    } catch {
      throw error.finding
    }
    switch snapshot.policy {
    case .known(let policy): return Root(commit: commit, snapshot: snapshot, policy: policy)
    case .unknown(let because):
      throw Finding(
        .trustNoPolicy, "commit \(id.short) cannot be the root of trust", at: because.place,
        because: [because.what] + because.because,
        next: ["'countersign trust' without a commit looks for the landing that brought the first policy"])
    }
  }

  /// The oldest commit of the integration branch that holds a policy; nil when none does.
  static func candidate(_ place: borrowing Workplace) throws(Finding) -> ObjectID? {
    // Where history is cut off, the oldest commit is not the first one.
    try place.collector.unfit()
    do throws(GitError) {
      guard let tip = try likelyTip(place) else { return nil }
      var oldest: ObjectID?
      try place.repository.firstParents(from: tip) { commit throws(GitError) in
        if try place.repository.entry(at: PolicySnapshot.policyPath, in: commit.tree) != nil { oldest = commit.id }
        return true
      }
      return oldest
    } catch {
      throw error.finding
    }
  }

  /// The tip of what is most likely the integration branch, as no policy is trusted yet that would name it.
  private static func likelyTip(_ place: borrowing Workplace) throws(GitError) -> ObjectID? {
    let head = try place.repository.head()
    var branches = ["main"]
    if case .branch(let ref, _) = head { branches.append(String(ref.dropFirst("refs/heads/".count))) }
    for branch in branches {
      for ref in [place.collector.view.ref(ofBranch: branch), "refs/heads/\(branch)"] {
        if let tip = try place.repository.reference(ref) { return tip }
      }
    }
    return head.id
  }

  /// Lines that tell a person what a root is, so that they can compare it with a colleague's.
  static func lines(_ root: Root, _ place: borrowing Workplace) -> [String] {
    let commit = root.commit
    let date = Timestamp(seconds: commit.committer.seconds)
    let people = root.policy.people.keys.sorted().joined(separator: ", ")
    return [
      "commit \(commit.id.hex)",
      "  \(date) by \(visible(commit.committer.name)) <\(visible(commit.committer.email))>: \(visible(commit.subject))",
      "  \(signature(root, place))",
      "  its policy: repository \(root.policy.repository), branch '\(root.policy.integrationBranch)', people: \(people)",
    ]
  }

  private static func signature(_ root: Root, _ place: borrowing Workplace) -> String {
    let date = Timestamp(seconds: root.commit.committer.seconds)
    switch place.collector.signer(of: root.commit, snapshot: root.snapshot, now: date) {
    case .party(.person(let name), let key), .party(.service(let name), let key):
      return "signed by \(visible(name)) with \(key), by its own allowed_signers"
    case .absent: return "not signed"
    case .rejected(let because): return "its signature does not count: \(because)"
    case .undecided(let because): return "it cannot be told who signed it: \(because)"
    }
  }

  /// Pins a root in the repository's own configuration, and says what that means.
  static func pin(_ id: ObjectID, replacing: Bool = false, _ place: borrowing Workplace) throws(Finding) -> Ending {
    let root = try root(id, place)
    let console = place.console
    let before = try pinned(place)
    if let before, before != id.hex {
      guard replacing else {
        return refuse(before, id, place)
      }
      console.talk("ATTENTION: the root of trust changes from \(visible(before)) to \(id.hex).")
      console.talk(
        "From now on this clone believes another policy without proof, and judges nothing that came before it.")
      console.talk(
        "If nobody you know told you to do this, put the old one back: countersign trust \(visible(before)) --replace")
    }
    do throws(GitError) {
      try place.repository.setConfiguration(Collector.rootKey, id.hex)
    } catch {
      throw error.finding
    }
    console.line(before == id.hex ? "this root is pinned already" : "pinned the root of trust")
    for line in lines(root, place) { console.line(line) }
    for finding in root.snapshot.findings { console.tell(finding) }
    explain(place)
    try warnIfElsewhere(root, place)
    return .done
  }

  static func explain(_ place: borrowing Workplace) {
    place.console.talk(
      "This commit's policy is believed without proof; all that came later is judged from it, and nothing before it.")
    place.console.talk("Compare its whole id with a colleague's, over another channel than the repository's host.")
  }

  /// Another root than the one that is pinned changes nothing.
  static func refuse(_ before: String, _ id: ObjectID, _ place: borrowing Workplace) -> Ending {
    place.console.tell(other(before, id))
    return .held
  }

  private static func other(_ before: String, _ id: ObjectID) -> Finding {
    Finding(
      .trustPinned, "another root of trust is pinned here", at: Place("git's configuration \(Collector.rootKey)"),
      because: [
        "it is \(visible(before)), not \(id.hex)", "a root changes only when a quorum was lost, or by an attack",
      ],
      next: ["ask those who keep the policy; only then: countersign trust \(id.hex) --replace"])
  }

  /// A root that lies beside the integration branch is pinned to no avail: nothing descends from it.
  private static func warnIfElsewhere(_ root: Root, _ place: borrowing Workplace) throws(Finding) {
    let branch = root.policy.integrationBranch
    var found = false
    var older: ObjectID?
    do throws(GitError) {
      for ref in Set([place.collector.view.ref(ofBranch: branch), "refs/heads/\(branch)"]).sorted() where !found {
        guard let tip = try place.repository.reference(ref) else { continue }
        try place.repository.firstParents(from: tip) { commit throws(GitError) in
          if found, try place.repository.entry(at: PolicySnapshot.policyPath, in: commit.tree) != nil {
            older = commit.id
          }
          if commit.id == root.commit.id { found = true }
          return true
        }
      }
    } catch {
      throw error.finding
    }
    if !found {
      place.console.tell(
        Finding(
          .trustOtherHistory, "the root is not on '\(branch)' here, so nothing can be judged from it yet",
          level: .warning,
          because: ["the integration branch must descend from it by first parents"],
          next: ["land it on '\(branch)', or pin the landing that brought the first policy there"]))
    } else if let older {
      place.console.talk(
        "Commit \(older.hex) held a policy before it: what lies between the two is believed without being judged.")
    }
  }
}

extension Rule {
  static let trustPinned = Rule(
    "trust.pinned", "A root of trust is pinned, and another one is asked for.",
    """
    A root is pinned once. A lost quorum is settled by pinning a new one by hand: everybody who keeps a clone does it, after they \
    heard of it from the policy's owners over another channel. Anything else is an attack.
    """)
  static let trustNoPolicy = Rule(
    "trust.no-policy", "The commit cannot be a root: its policy does not read.",
    "Trust starts at the landing that brought the first policy. Its '.countersign/policy.yaml' is believed without proof, so it must read."
  )
}
