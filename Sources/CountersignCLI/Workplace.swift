import Diagnostics
import Evidence
import Facts
import Gates
import Gathering
import Git
import Glibc
import PolicyModel
import Programs
import Releases
import Signatures
import Vocabulary

/// An open repository with everything a command needs around it.
struct Workplace: ~Copyable {
  let collector: Collector
  let console: Console
  let programs: Programs
  /// Journals that are not in order at the remote.
  let trouble = Trouble()
  /// The remote that commands push to; nil: there is none, or `--local`.
  let remoteName: String?
  /// There is a remote, and `--local` keeps everything here.
  let isKeptLocal: Bool

  /// Opens the repository at or above the directory that `-C` names.
  ///
  /// `--local` leaves out fetch and push alone: what is judged is what the remote was last seen to have, as without it. Where
  /// something was landed or released here alone, that is what goes on; see `standsAlone`.
  ///
  /// `asOf` looks back: nothing dated later is seen. `threads` is how many may take parts of what has many.
  static func open(
    _ common: Common, _ console: Console, local: Bool = false, asOf: Timestamp? = nil, threads: Int = 1
  ) throws(Finding) -> Workplace {
    let place = try opened(
      common, console, local: local, viewsOwn: false, viewing: nil, asOf: asOf, threads: threads)
    guard place.isKeptLocal, try place.standsAlone() else { return place }
    return try opened(common, console, local: local, viewsOwn: true, viewing: nil)
  }

  /// The same, looking at what was last fetched of one remote, whichever commands use otherwise.
  static func open(_ common: Common, _ console: Console, viewing remote: String) throws(Finding) -> Workplace {
    try opened(common, console, local: false, viewsOwn: false, viewing: remote)
  }

  private static func opened(
    _ common: Common, _ console: Console, local: Bool, viewsOwn: Bool, viewing named: String?, asOf: Timestamp? = nil,
    threads: Int = 1
  ) throws(Finding) -> Workplace {
    let programs = Programs(environment: console.environment)
    let repository = try repository(at: common.directory, programs)
    let remotes: [String]
    let chosen: String?
    do throws(GitError) {
      remotes = try repository.remotes()
      chosen = try repository.configuration("countersign.remote")
    } catch {
      throw error.finding
    }
    if let named, !remotes.contains(named) {
      throw Finding(
        .remoteNone, "there is no remote '\(visible(named))'",
        next: closest(to: named, among: remotes.sorted()).map { ["did you mean '\($0)'?"] }
          ?? ["git remote add \(visible(named)) URL"])
    }
    let remote = named ?? chosen ?? (remotes.contains("origin") ? "origin" : remotes.count == 1 ? remotes.first : nil)
    let isOwn = repository.isBare && named == nil
    let used = local || isOwn ? nil : remote
    let viewed = viewsOwn || isOwn ? nil : remote
    let view = View(remote: viewed, asOf: asOf)
    let clock = asOf ?? Workplace.now()
    let directory = common.directory
    let crew =
      threads < 2
      ? nil
      : Crew(threads: threads) { memory in
        do throws(Finding) {
          return Collector(
            try Self.repository(at: directory, programs), view: view, programs: programs,
            zoneFolder: "/usr/share/zoneinfo", clock: clock, common: memory)
        } catch {
          return nil
        }
      }
    return Workplace(
      collector: Collector(
        repository, view: view, programs: programs, zoneFolder: "/usr/share/zoneinfo", clock: clock, crew: crew),
      console: console, programs: programs, remoteName: used, isKeptLocal: local && remote != nil)
  }

  private static func repository(at path: String, _ programs: Programs) throws(Finding) -> Repository {
    do throws(GitError) {
      return try Repository.open(path, trusting: { Workplace.gitTrusts($0, programs) })
    } catch {
      throw error.finding
    }
  }

  /// Asks the user's own git whether it reads a repository of another owner.
  private static func gitTrusts(_ directory: String, _ programs: Programs) -> Bool {
    do throws(ProgramError) {
      return try programs.run("git", ["-C", directory, "rev-parse", "--git-dir"], errors: .discarded).succeeded
    } catch {
      return false
    }
  }

  /// How many threads may work at once.
  static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// The clock. Nothing sets another.
  static func now() -> Timestamp {
    var moment = timespec()
    clock_gettime(CLOCK_REALTIME, &moment)
    return Timestamp(seconds: Int64(moment.tv_sec))
  }

  var repository: Repository { _read { yield collector.repository } }

  /// Who acts here, from git's own configuration.
  func desk() throws(Finding) -> Desk {
    let result: ProgramResult
    do throws(ProgramError) {
      result = try programs.run("git", ["--git-dir", repository.gitDirectory, "var", "GIT_COMMITTER_IDENT"])
    } catch {
      throw Finding(.programMissing, visible(error.message), next: ["install git, 2.38 or newer"])
    }
    guard result.succeeded, let open = result.outputText.lastIndex(of: "<"),
      let close = result.outputText.lastIndex(of: ">"),
      open < close
    else {
      throw Finding(
        .signNoIdentity, "git does not know who acts here",
        because: result.errorText.split(separator: "\n").suffix(1).map { visible(String($0)) },
        next: ["git config user.name NAME", "git config user.email ADDRESS"])
    }
    let text = result.outputText
    let email = String(text[text.index(after: open)..<close])
    let name = String(text[..<open].reversed().drop { $0 == " " }.reversed())
    return Desk(
      programs: programs, signing: Signing(try signingConfiguration(name: name, email: email), programs: programs),
      name: name, email: email, clock: { Workplace.now() },
      random: {
        var generator = SystemRandomNumberGenerator()
        return (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      }, gitDirectory: repository.gitDirectory)
  }

  /// Who acts here; nil where git does not know, as on a host that only runs what is released.
  func deskIfKnown() throws(Finding) -> Desk? {
    do throws(Finding) {
      return try desk()
    } catch {
      if error.rule == .signNoIdentity { return nil }
      throw error
    }
  }

  /// What git itself reads, includes and environment and all: one run of it.
  func signingConfiguration(name: String, email: String) throws(Finding) -> SigningConfiguration {
    let result: ProgramResult
    do throws(ProgramError) {
      result = try programs.run("git", ["--git-dir", repository.gitDirectory, "config", "--list", "-z"])
    } catch {
      throw Finding(.programMissing, visible(error.message), next: ["install git, 2.38 or newer"])
    }
    var settings: [String: String] = [:]
    for setting in result.outputText.split(separator: "\0") {
      let parts = setting.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      if let key = parts.first, parts.count == 2 { settings[String(key)] = String(parts[1]) }
    }
    return SigningConfiguration(
      format: settings["gpg.format"], key: settings["user.signingkey"], sshProgram: settings["gpg.ssh.program"],
      defaultKeyCommand: settings["gpg.ssh.defaultkeycommand"],
      openpgpProgram: settings["gpg.openpgp.program"] ?? settings["gpg.program"],
      home: console.environment["HOME"], userName: name, userEmail: email)
  }

  func remote(_ desk: Desk) -> Remote? { remoteName.map { Remote($0, desk: desk) } }

  /// A remote for what needs nobody to act: to fetch and follow it takes no identity and no key.
  func remote(named name: String) throws(Finding) -> Remote {
    if let desk = try deskIfKnown() { return Remote(name, desk: desk) }
    return Remote(name, programs: programs, gitDirectory: repository.gitDirectory)
  }

  /// The integration branch as the view shows it.
  func mainLine(tip: ObjectID? = nil, mayDoubt: Bool = false) throws(Finding) -> MainLine {
    try collector.mainLine(tip: tip, mayDoubt: mayDoubt)
  }

  /// The policy in force at the tip of main.
  func policy(_ main: MainLine) throws(Finding) -> (snapshot: PolicySnapshot, policy: Policy) {
    for refused in main.refused { console.tell(refused) }
    if let doubt = main.doubt {
      console.tell(doubt.because)
      console.talk("going on with the last policy of which it can be told")
    }
    guard let snapshot = main.current else {
      throw Finding(.policyMissing, "no policy is in force", next: ["countersign init"])
    }
    switch snapshot.policy {
    case .known(let policy): return (snapshot, policy)
    case .unknown(let because): throw because
    }
  }

  func environment(_ name: String, _ policy: Policy) throws(Finding) -> Environment {
    if let environment = policy.environment(named: name) { return environment }
    let near = closest(to: name, among: policy.environments.map(\.name))
    throw Finding(
      .classNoEnvironment, "the policy has no environment '\(visible(name))'",
      next: near.map { ["did you mean '\($0)'?"] } ?? [
        "environments: \(policy.environments.map(\.name).joined(separator: ", "))"
      ])
  }

  /// Who acts, as the policy knows them by the key that git signs with.
  func actor(_ desk: Desk, _ snapshot: PolicySnapshot, at now: Timestamp) throws(Finding) -> Signatory {
    do throws(SigningError) {
      return snapshot.signer(ofKey: try desk.signing.publicKey(), at: now)
    } catch {
      throw error.finding
    }
  }

  /// Fetches what the remote has and merges the journals; a remote that dropped or rewound something stops here.
  func fetch(_ desk: Desk, protected policy: Policy?) throws(Finding) {
    guard let remote = remote(desk) else { return }
    let began = Workplace.now()
    let branches = policy.map { [$0.integrationBranch] + $0.environments.map(\.branch) } ?? []
    let progress = Progress.whileRunning(console, "fetching from \(visible(remote.name))")
    let rewound = try remote.fetch(protected: branches, collector: collector)
    progress.finish()
    notice(try remote.mergeJournals(collector: collector).findings)
    guard let first = rewound.first else {
      try LastFetch.write(self, began, of: remote.name)
      return
    }
    for finding in rewound.dropFirst() { console.tell(finding) }
    throw first
  }

  /// Tells what is not in order in a journal, and keeps it in mind for whoever needs that journal.
  private func notice(_ findings: [JournalFinding]) {
    for finding in findings where !trouble.isKnown(finding) { console.tell(finding.finding) }
    trouble.add(findings)
  }

  /// Fetches, then reads main and its policy anew: what a command that decides starts from.
  ///
  /// - Parameter mayDoubt: for what lets nothing pass: a kill, and what is only signed and judged elsewhere.
  func fresh(_ desk: Desk, mayDoubt: Bool = false) throws(Finding) -> MainLine {
    if remoteName != nil {
      try fetch(desk, protected: policyWithoutJudging())
    }
    let main = try mainLine(mayDoubt: mayDoubt)
    try waitPast(main)
    return main
  }

  /// What is signed in the second of a landing would be taken for said before it: dates are whole seconds.
  private func waitPast(_ main: MainLine) throws(Finding) {
    let landed: Int64
    do throws(GitError) { landed = try repository.commit(main.tip).committer.seconds } catch { throw error.finding }
    for _ in 0..<50 where Workplace.now().seconds == landed { usleep(20_000) }
  }

  /// The policy that the pinned root or the last seen main shows, only to know which branches are protected.
  private func policyWithoutJudging() -> Policy? {
    do throws(Finding) {
      let main = try mainLine(mayDoubt: true)
      if case .known(let policy)? = main.current?.policy { return policy }
      return nil
    } catch {
      return nil
    }
  }

  /// Pushes the journals that the remote lacks.
  ///
  /// What is wrong with a journal stops only what rests on that journal: `workflows` and the policy.
  func publish(_ desk: Desk, for workflows: [String]) throws(Finding) {
    guard let remote = remote(desk) else { return }
    notice(try remote.pushJournals(collector: collector))
    try requireJournals(of: workflows)
  }

  /// Throws what is not in order in a journal that is needed.
  func requireJournals(of workflows: [String]) throws(Finding) {
    for workflow in workflows + [Naming.policy] {
      if let finding = trouble.finding(in: workflow) { throw finding }
    }
  }

  func sayKeptLocal() {
    if isKeptLocal { console.talk("kept here only: nothing has changed anywhere else") }
  }
}

/// What this run has met in the journals of a remote.
final class Trouble {
  private var findings: [JournalFinding] = []

  func isKnown(_ finding: JournalFinding) -> Bool { findings.contains(finding) }

  func add(_ more: [JournalFinding]) { findings += more.filter { !isKnown($0) } }

  func finding(in workflow: String) -> Finding? { findings.first { $0.workflow == workflow }?.finding }
}
