import Diagnostics
import Evidence
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Releases
import Signatures
import Vocabulary

/// What is checked of a repository, each by itself: one thing that is wrong hides no other.
enum RepositoryCheckup {
  static func condition(_ place: borrowing Workplace) -> [CheckupLine] {
    let findings: [Finding]
    do throws(GitError) { findings = try place.repository.condition() } catch {
      return [.unknown("repository", error.finding)]
    }
    var told = findings.filter { $0.level != .note }.map { finding in
      finding.level == .error
        ? CheckupLine.wrong("repository", finding.what, next: finding.next)
        : .warning("repository", finding.what, next: finding.next)
    }
    // What lies in the other store came past the hook, and a push need not bring it again.
    if place.repository.isBare, let borrowed = findings.first(where: { $0.rule == .gitAlternates }) {
      told.append(
        .warning(
          "repository", "\(borrowed.what), and what lies there is not searched for secrets",
          next: ["git repack -a -d, then remove objects/info/alternates; or let nobody push to the other one"]))
    }
    return told.isEmpty ? [.ok("repository", visible(place.repository.commonDirectory))] : told
  }

  /// The pinned root, and that the integration branch descends from it.
  static func pin(_ place: borrowing Workplace) -> (checks: [CheckupLine], main: MainLine?) {
    do throws(Finding) {
      guard try Pinning.pinned(place) != nil else {
        return ([.wrong("root", "no root of trust is pinned", next: ["countersign trust"])], nil)
      }
      let main = try place.mainLine()
      return (
        [
          .ok(
            "root",
            "\(main.root.hex), \(main.count) landing\(main.count == 1 ? "" : "s") on '\(main.branch)'"
          )
        ], main
      )
    } catch {
      return ([.wrong("root", ([error.what] + error.because).joined(separator: ": "), next: error.next)], nil)
    }
  }

  static func policy(_ place: borrowing Workplace, _ main: MainLine?) -> [CheckupLine] {
    guard let main, let snapshot = main.current else {
      return [.unknown("policy", "it rests on the root", next: ["countersign trust"])]
    }
    guard case .known(let policy) = snapshot.policy else {
      return [.wrong("policy", "none that reads is in force", next: ["countersign check"])]
    }
    var checks = main.refused.map {
      CheckupLine.wrong("policy", ([$0.what] + $0.because).joined(separator: ": "), next: $0.next)
    }
    checks += snapshot.findings.map {
      CheckupLine.wrong("signers", "\($0.what), \($0.place?.description ?? "")", next: $0.next)
    }
    checks += PolicyReading.concerns(of: policy).map {
      .warning("policy", ([$0.what] + $0.because).joined(separator: ": "), next: $0.next)
    }
    do throws(GitError) {
      let names = try place.collector.names(at: main.tip, policy)
      checks += PolicyReading.concerns(of: policy, workflows: names).map { .wrong("policy", $0.what, next: $0.next) }
    } catch {
      checks.append(.unknown("policy", error.finding))
    }
    return checks.isEmpty ? [.ok("policy", "in force, nothing odd in it")] : checks
  }

  /// Whose the key is, and whether the address that git commits with belongs to the same person.
  static func signers(_ main: MainLine?, _ key: SSHPublicKey?, email: String?) -> [CheckupLine] {
    guard let key else { return [.unknown("signers", "without a key nobody can tell whose it is")] }
    guard let snapshot = main?.current else {
      return [.unknown("signers", "the list that counts rests on the root of trust", next: ["countersign trust"])]
    }
    guard case .known(let policy) = snapshot.policy else { return [.unknown("signers", "the policy does not read")] }
    let line = "\(email ?? "ADDRESS") namespaces=\"git,countersign\" \(key.text)"
    switch snapshot.signer(ofKey: key, at: Workplace.now()) {
    case .party(let party, _):
      guard let email, let mine = policy.party(email: email) else {
        return [
          .wrong(
            "signers", "the key is \(party.name)'s, and <\(visible(email ?? ""))> is nobody the policy knows",
            next: ["git config user.email ADDRESS, one that the policy lists for \(party.name)"])
        ]
      }
      if mine == party { return [.ok("signers", "the key and <\(visible(email))> are \(party.name)'s")] }
      return [
        .wrong(
          "signers", "the key is \(party.name)'s, and <\(visible(email))> is \(mine.name)'s",
          next: ["git config user.email ADDRESS", "or git config user.signingkey PATH"])
      ]
    case .rejected(let because):
      return [
        .wrong(
          "signers", because, next: ["ask a policy owner to add to \(PolicySnapshot.signersPath): \(visible(line))"])
      ]
    case .undecided(let because):
      return [.wrong("signers", because, next: ["ask a policy owner to leave the key with one person"])]
    case .absent: return [.unknown("signers", "nobody can tell whose the key is")]
    }
  }

  static func refspec(_ place: borrowing Workplace) -> CheckupLine {
    guard let remote = place.remoteName else { return .ok("refspec", "there is no remote to fetch journals from") }
    do throws(GitError) {
      if try SettingUp.fetchesJournals(remote, place.repository) {
        return .ok("refspec", "git fetch brings the journals")
      }
    } catch {
      return .unknown("refspec", error.finding)
    }
    return .wrong(
      "refspec", "git fetch \(visible(remote)) brings no journals",
      next: ["git config --add remote.\(visible(remote)).fetch '\(SettingUp.refspec(remote))'"])
  }

  static func hooks(_ place: borrowing Workplace) -> [CheckupLine] {
    let folder: HookFolder
    do throws(Finding) { folder = try HookFolder.find(place) } catch { return [.unknown("hooks", error)] }
    if place.repository.isBare { return HookScripts.serverNames.map { serverHook($0, folder) } }
    let missing = HookScripts.names.filter { ![.installed, .chained].contains(folder.state($0)) }
    if missing.isEmpty { return [.ok("hooks", visible(folder.path))] }
    let foreign = missing.filter { folder.state($0) == .foreign }
    let next =
      folder.isOwn && foreign.isEmpty
      ? ["countersign hooks install"]
      : ["call 'countersign hook NAME \"$@\" || exit' from \(visible(folder.path)); docs/hooks.md shows how"]
    return [
      .wrong(
        "hooks", "\(missing.joined(separator: ", ")) \(missing.count == 1 ? "is" : "are") not in place", next: next)
    ]
  }

  /// git passes over a hook that is not executable, and takes every push.
  private static func serverHook(_ name: String, _ folder: HookFolder) -> CheckupLine {
    switch folder.state(name) {
    case .installed, .chained: .ok("hooks", visible(folder.file(name)))
    case .missing, .outdated, .foreign:
      .wrong(
        "hooks",
        name == HookScripts.server
          ? "\(name) is not in place: nothing that is pushed here is judged"
          : "\(name) is not in place: two pushes at once are judged without each other",
        next: ["countersign hooks install --server"])
    }
  }

  /// On a server: whether git itself looks at the objects that a push brings. Source: git-config(1), receive.fsckObjects.
  static func objectChecks(_ settings: GitSettings?, _ place: borrowing Workplace) -> [CheckupLine] {
    guard place.repository.isBare else { return [] }
    let (own, common) = ("receive.fsckObjects", "transfer.fsckObjects")
    guard let settings else { return [.unknown(own, "git's configuration could not be read")] }
    let next = ["git config \(own) true"]
    guard settings[own.lowercased()] == nil else {
      return settings.isOn(own.lowercased())
        ? [.ok(own, "git looks at what a push brings")]
        : [.warning(own, "it is off: git takes objects that other programs read otherwise, or not at all", next: next)]
    }
    return settings.isOn(common.lowercased())
      ? [.ok(own, "\(common) is on: git looks at what a push brings")]
      : [
        .warning(
          own, "neither it nor \(common) is on: git takes objects that other programs read otherwise, or not at all",
          next: next)
      ]
  }

  /// A clock that is behind what is already committed makes commits that run backwards.
  ///
  /// Anybody can push a branch to work on whose commits are of any date: that says something about them, and little about the clock.
  static func clock(_ place: borrowing Workplace, _ main: MainLine?) -> CheckupLine {
    let now = Workplace.now()
    let newest: (own: DatedCommit?, others: DatedCommit?)
    do throws(GitError) {
      let judged = judgedBranches(place, main)
      var own = try place.repository.references(under: "refs/heads/")
      let remote = try place.repository.references(under: "refs/remotes/")
      own += remote.filter { judged.contains($0.name) }
      if place.repository.isBare { own.removeAll { !judged.contains($0.name) } }
      if let head = try place.repository.head().id { own.append(("HEAD", head)) }
      newest = (
        try Self.newest(own.map(\.id), place), try Self.newest(remote.map(\.id), place)
      )
    } catch {
      return .unknown("clock", error.finding)
    }
    if let own = newest.own, now + Span(seconds: 300) < own.date {
      return .wrong(
        "clock", "it says \(now), and commit \(own.id.short) is of \(own.date)",
        next: ["set the clock right (timedatectl set-ntp true), or find out who dates commits in the future"])
    }
    if let others = newest.others, now + Span(seconds: 300) < others.date {
      return .warning(
        "clock", "it says \(now), and commit \(others.id.short) on somebody's branch is of \(others.date)",
        next: ["find out who dates commits in the future: git branch -r --contains \(others.id.short)"])
    }
    guard newest.own != nil else { return .ok("clock", "\(now); there is no commit to compare it with") }
    return .ok("clock", "\(now), after every commit here")
  }

  private typealias DatedCommit = (date: Timestamp, id: ObjectID)

  private static func newest(_ tips: [ObjectID], _ place: borrowing Workplace) throws(GitError) -> DatedCommit? {
    var newest: DatedCommit?
    for id in Set(tips).sorted() where try place.repository.kind(of: id) == .commit {
      let date = Timestamp(seconds: try place.repository.commit(id).committer.seconds)
      if date > newest?.date ?? Timestamp(seconds: .min) { newest = (date, id) }
    }
    return newest
  }

  /// The integration branch and the environments', by their full names here and on the remote.
  private static func judgedBranches(_ place: borrowing Workplace, _ main: MainLine?) -> Set<String> {
    guard let main else { return [] }
    var branches = [main.branch]
    if case .known(let policy)? = main.current?.policy { branches += policy.environments.map(\.branch) }
    var names = Set(branches.map { "refs/heads/\($0)" })
    if let remote = place.remoteName { names.formUnion(branches.map { "refs/remotes/\(remote)/\($0)" }) }
    return names
  }

  static func signing(_ settings: GitSettings?, _ main: MainLine?) -> CheckupLine {
    guard let settings else { return .unknown("commit.gpgsign", "git's configuration could not be read") }
    if settings.isOn("commit.gpgsign") { return .ok("commit.gpgsign", "git signs every commit") }
    let next = ["git config commit.gpgsign true"]
    if case .known(let policy)? = main?.current?.policy, policy.commits.signed {
      return .wrong("commit.gpgsign", "it is off, and the policy asks for signed commits", next: next)
    }
    return .warning("commit.gpgsign", "it is off: commits are signed only with -S", next: next)
  }
}
