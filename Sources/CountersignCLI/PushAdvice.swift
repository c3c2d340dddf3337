import Diagnostics
import Facts
import Gates
import Gathering
import Git
import Glibc
import PolicyModel
import Receiving
import Releases
import Reporting
import Vocabulary

/// One ref that a push moves, as git tells its pre-push hook.
struct PushUpdate: Hashable, Sendable {
  /// nil: the ref is deleted.
  let local: ObjectID?
  /// The full name at the remote.
  let ref: String
  /// nil: the ref is new there.
  let remote: ObjectID?

  /// Reads `LOCAL-REF LOCAL-ID REMOTE-REF REMOTE-ID`; nil for anything else.
  init?(_ line: Substring) {
    let words = line.split(separator: " ")
    guard words.count == 4, let local = ObjectID(hex: String(words[1])), let remote = ObjectID(hex: String(words[3]))
    else {
      return nil
    }
    self.local = local == .zero ? nil : local
    ref = String(words[2])
    self.remote = remote == .zero ? nil : remote
  }

  /// From standard input, as git gives them; or from the variables of the pre-commit framework, which reads the input itself.
  static func read(_ environment: [String: String]) throws(Finding) -> [PushUpdate] {
    if let local = environment["PRE_COMMIT_TO_REF"], let ref = environment["PRE_COMMIT_REMOTE_BRANCH"] {
      let remote = environment["PRE_COMMIT_FROM_REF"] ?? ObjectID.zero.hex
      return PushUpdate("- \(local) \(ref) \(remote)").map { [$0] } ?? []
    }
    var updates: [PushUpdate] = []
    while let line = readLine(strippingNewline: true) {
      guard let update = PushUpdate(line[...]) else {
        throw Finding(
          .hookInput, "a line of the push does not read: '\(visible(line))'",
          because: ["git gives 'LOCAL-REF LOCAL-ID REMOTE-REF REMOTE-ID', a line for each ref"],
          next: ["git push runs this hook by itself; docs/hooks.md shows how others call it"])
      }
      updates.append(update)
    }
    return updates
  }
}

/// What the gate would say about a push; the server judges again, and decides.
enum PushAdvice {
  static func judge(_ updates: [PushUpdate], _ place: borrowing Workplace) throws(Finding) -> Ending {
    let root = try Pinning.pinned(place) == nil ? nil : try place.collector.pinnedRoot()
    var worst = Ending.done
    for update in updates where update.ref.hasPrefix("refs/heads/") {
      let ending: Ending
      if let root {
        guard update.ref == "refs/heads/\(try place.collector.integrationBranch(root: root))" else { continue }
        ending = try judge(update, from: root, place)
      } else {
        ending = try judgeUnpinned(update, place)
      }
      if ending.status > worst.status { worst = ending }
    }
    if worst.status != 0 { place.console.talk("nothing was pushed; the server would judge the same again") }
    return worst
  }

  private static func judge(_ update: PushUpdate, from root: ObjectID, _ place: borrowing Workplace) throws(Finding)
    -> Ending
  {
    if let remote = update.remote {
      let isKnown: Bool
      do throws(GitError) { isKnown = try place.repository.kind(of: remote) == .commit } catch { throw error.finding }
      guard isKnown else {
        place.console.talk("the remote has commits on \(visible(update.ref)) that are not here; next: git fetch")
        return .done
      }
    }
    let before: Ground
    if let remote = update.remote {
      let main = try place.mainLine(tip: remote)
      let (snapshot, _) = try place.policy(main)
      before = Ground(
        tip: remote, policyLanding: main.policyLanding, snapshot: snapshot, newest: main.newest)
    } else {
      before = Ground(
        tip: nil, policyLanding: root, snapshot: try Pinning.root(root, place).snapshot,
        newest: Timestamp(seconds: 0))
    }
    var report = PushReport()
    let moved = RefUpdate(ref: update.ref, old: update.remote, new: update.local)
    report.parts = [place.collector.judgeIntegration(moved, root: root, before: before)]
    if report.outcome == .passed { return .done }
    place.console.say(report)
    return Telling.ending(report.outcome)
  }

  /// Without a root of trust nobody can tell which policy counts: only who, when and why are looked at, by the policy there.
  private static func judgeUnpinned(_ update: PushUpdate, _ place: borrowing Workplace) throws(Finding) -> Ending {
    guard let local = update.local, let remote = update.remote else { return .done }
    var findings: [Finding] = []
    do throws(GitError) {
      guard try place.repository.kind(of: remote) == .commit,
        let snapshot = try HookGround.snapshot(inRootTree: try place.repository.commit(remote).tree, place.repository),
        case .known(let policy) = snapshot.policy, update.ref == "refs/heads/\(policy.integrationBranch)"
      else { return .done }
      let new = try place.repository.commits(reachableFrom: [local], hiding: [remote], limit: 10_000)
      for id in new.reversed() {
        let facts = try place.collector.commitFacts(
          try place.repository.commit(id), snapshot: snapshot, policy: policy, now: Workplace.now())
        findings += Metadata.findings(facts, demands: Metadata.Demands(), policy: policy, now: Workplace.now())
      }
    } catch {
      throw error.finding
    }
    place.console.talk("no root of trust is pinned, so only who, when and why were looked at; next: countersign trust")
    for finding in findings { place.console.tell(finding) }
    return findings.isEmpty ? .done : .held
  }
}

extension Rule {
  static let hookInput = Rule(
    "hook.input", "A hook was not given what git gives it.",
    "Hooks take git's own arguments and standard input: docs/hooks.md.")
}
