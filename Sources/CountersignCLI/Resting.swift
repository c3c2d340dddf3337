import Diagnostics
import Evidence
import Gates
import Gathering
import Git
import PolicyModel
import Signatures
import Vocabulary

/// What rests on one key: landings, releases and statements about whatever runs or waits now.
///
/// It goes by what a signature says of itself, not by whether it counts: this is a list for people to look at, and no verdict.
struct Resting {
  /// One version at one target, with what the key did for it.
  private struct Item {
    let workflow: String
    let target: String
    let version: Version?
    var deeds: [String] = []

    var isOpen: Bool { target.isEmpty }
  }

  private let key: SSHPublicKey
  private let since: Timestamp?
  private var items: [Item] = []
  /// What the key signed of this before `since`.
  private var earlier = 0

  private init(_ key: SSHPublicKey, since: Timestamp?) {
    self.key = key
    self.since = since
  }

  /// Tells it. What cannot be read is said, and never taken for nothing.
  static func tell(
    _ console: Console, _ place: borrowing Workplace, _ key: SSHPublicKey, since: Timestamp?, isCompromised: Bool
  ) -> Ending {
    var resting = Resting(key, since: since)
    let isFresh = refresh(console, place)
    do throws(Finding) {
      try resting.look(place)
    } catch {
      console.tell(error)
      console.talk("what rests on the key is not known")
      return .undecided
    }
    resting.tell(console, isCompromised: isCompromised)
    return isFresh ? .done : .undecided
  }

  /// Fetches what others landed, released and signed; whether there was nothing to fetch, or all of it came.
  private static func refresh(_ console: Console, _ place: borrowing Workplace) -> Bool {
    guard place.remoteName != nil else { return true }
    do throws(Finding) {
      _ = try place.fresh(try place.desk())
      return true
    } catch {
      console.tell(error)
      console.talk("what follows is as of the last fetch: more may rest on the key")
      return false
    }
  }

  private mutating func look(_ place: borrowing Workplace) throws(Finding) {
    let main = try place.mainLine()
    let (_, policy) = try place.policy(main)
    do throws(GitError) {
      var tips: [(target: Target, tip: ObjectID)] = [(.main, main.tip)]
      for environment in policy.environments {
        guard let tip = try place.collector.tip(ofEnvironmentBranch: environment.branch) else { continue }
        tips.append((.environment(environment.name), tip))
      }
      var names: Set<String> = [Naming.policy]
      for tip in tips { names.formUnion(try place.collector.names(at: tip.tip, policy)) }
      for name in names.sorted() {
        let statements = try place.collector.recent(name, most: .max).filter(isBy)
        var running: Set<Version> = []
        for (target, tip) in tips where name != Naming.policy || target == .main {
          guard let held = try place.collector.held(name, at: target, main: main, policy) else { continue }
          running.insert(held.version)
          var item = Item(workflow: name, target: target.name, version: held.version)
          if let step = try place.collector.transitions(of: held.path, from: tip, most: 1).first {
            note(step, target, &item)
          }
          for stored in statements where stored.statement.version(of: name) == held.version {
            note(stored.statement, name, target, &item)
          }
          if !item.deeds.isEmpty { items.append(item) }
        }
        noteOpen(statements, name, running)
      }
    } catch {
      throw error.finding
    }
  }

  /// What brought the version: a landing, or a commit on the environment's branch.
  private mutating func note(_ step: Transition, _ target: Target, _ item: inout Item) {
    guard let armor = step.commit.signature else { return }
    do throws(SignatureError) {
      guard try SSHSignature(armored: armor).key == key else { return }
    } catch {
      // An OpenPGP signature, or none that anyone could read: it is not this key's.
      return
    }
    guard counts(step.date) else { return }
    item.deeds.append("\(target == .main ? "landed" : "released") by commit \(step.commit.id.short), \(step.date)")
  }

  private mutating func note(_ statement: Statement, _ name: String, _ target: Target, _ item: inout Item) {
    guard let deed = Self.deed(statement, name, target), counts(statement.time) else { return }
    item.deeds.append("\(deed), \(statement.time)")
  }

  /// What waits: statements about versions that run nowhere.
  private mutating func noteOpen(_ statements: [StoredStatement], _ name: String, _ running: Set<Version>) {
    var open: [Version: Item] = [:]
    for stored in statements {
      guard let version = stored.statement.version(of: name), !running.contains(version),
        let deed = Self.deed(stored.statement, name, nil), counts(stored.statement.time)
      else { continue }
      open[version, default: Item(workflow: name, target: "", version: version)].deeds.append(
        "\(deed), \(stored.statement.time)")
    }
    items += open.values.sorted { ($0.version?.dirHash ?? "") < ($1.version?.dirHash ?? "") }
  }

  private mutating func counts(_ moment: Timestamp) -> Bool {
    guard let since, moment < since else { return true }
    earlier += 1
    return false
  }

  private func isBy(_ stored: StoredStatement) -> Bool {
    do throws(SignatureError) { return try SSHSignature(blob: stored.envelope.signature).key == key } catch {
      return false
    }
  }

  /// What a statement did for a version at a target; nil: it is about another one. A target of nil is any.
  private static func deed(_ statement: Statement, _ name: String, _ target: Target?) -> String? {
    switch statement.predicate {
    case .review(let review):
      let targets = review.entries.filter { $0.workflow == name }.map(\.target)
      let meant = target.map { target in targets.filter { $0 == target } } ?? targets
      guard !meant.isEmpty, review.decision != .withdraw else { return nil }
      return "\(review.decision == .approve ? "approved" : "rejected") for \(meant.map(\.name).joined(separator: ", "))"
    case .testResult(let result): return "test run '\(visible(result.suite))'"
    case .submission(let submission):
      return target == nil || target == submission.target ? "submitted for \(submission.target.name)" : nil
    case .recall: return "recalled"
    default: return nil
    }
  }

  private func tell(_ console: Console, isCompromised: Bool) {
    // What a retired key signed in its time stays good where it is; only what waits is lost.
    let running = isCompromised ? items.filter { !$0.isOpen } : []
    let open = items.filter(\.isOpen)
    let what = since.map { "signed since \($0)" } ?? "whenever it was signed"
    if isCompromised {
      console.line("")
      console.line(
        running.isEmpty
          ? "nothing that is in force or runs rests on it (\(what))" : "in force, and resting on it (\(what)):")
    }
    for item in running {
      console.line("  \(item.target): \(label(item))")
      for deed in item.deeds { console.line("    \(deed)") }
      for step in Self.next(item) { console.line("    next: \(step)") }
    }
    if !open.isEmpty {
      console.line("")
      console.line("waiting, and no longer counted once this has landed:")
    }
    for item in open {
      console.line("  \(label(item)): \(item.deeds.joined(separator: "; "))")
      console.line(
        "    next: somebody else: countersign approve \(item.workflow), or countersign test \(item.workflow)")
    }
    if earlier > 0 { console.line("\(earlier) signed before that \(earlier == 1 ? "is" : "are") not listed") }
  }

  private func label(_ item: Item) -> String { "\(item.workflow)@\(item.version?.shortName ?? "none")" }

  private static func next(_ item: Item) -> [String] {
    if item.workflow == Naming.policy {
      return [
        "a policy owner reads the policy that is in force, line by line: git log -p main -- \(PolicySnapshot.directory)"
      ]
    }
    let look = "look at it again: countersign log \(item.workflow)"
    guard item.target != Target.main.name else {
      return [
        look, "in doubt: countersign recall \(item.workflow) --version \(item.version?.shortName ?? "VERSION") -m WHY",
      ]
    }
    return [
      look,
      "in doubt: countersign kill \(item.workflow) --env \(item.target) -m WHY, then countersign rollback \(item.workflow) --env \(item.target)",
    ]
  }
}
