import Diagnostics
import Evidence
import Gathering
import Git
import PolicyModel
import Programs
import Releases

/// What makes a clone ready to work in: hooks, the journals' refspec, the signers that git checks against.
enum SettingUp {
  static let signersKey = "gpg.ssh.allowedSignersFile"

  /// Without `+`: a journal only grows, and one that was rewound is not taken over quietly.
  static func refspec(_ remote: String) -> String { "\(JournalPath.prefix)*:\(JournalPath.remotePrefix(remote))*" }

  static func fetchesJournals(_ remote: String, _ repository: borrowing Repository) throws(GitError) -> Bool {
    let wanted = refspec(remote)
    return try repository.configurationAll("remote.\(remote).fetch").contains { $0 == wanted || $0 == "+" + wanted }
  }

  /// Writes the hooks that are missing; what somebody else wrote stays, and is named. Gives whether all of them are in place.
  static func installHooks(_ place: borrowing Workplace) throws(Finding) -> Bool {
    guard !place.repository.isBare else {
      throw Finding(
        .hooksBare, "these hooks belong to a clone in which somebody works", at: Place(place.repository.gitDirectory),
        because: ["the repository is bare: nobody commits in it"], next: ["run this in a clone with a work tree"])
    }
    let folder = try HookFolder.find(place)
    guard folder.isOwn else { throw elsewhere(folder) }
    try Files.makeDirectory(folder.path)
    var isComplete = true
    for name in HookScripts.names {
      switch folder.state(name) {
      case .installed: place.console.line("hook \(name): in place")
      case .chained: place.console.line("hook \(name): called by the one that is there")
      case .missing, .outdated:
        try Files.write(Array(HookScripts.text(name).utf8), to: folder.file(name), mode: 0o755)
        place.console.line("hook \(name): installed")
      case .foreign:
        isComplete = false
        place.console.tell(foreign(name, folder))
      }
    }
    return isComplete
  }

  /// Compiles the secret rules, which the hooks then load in a moment: the first commit shall not wait for it. What cannot be used is told
  /// here; it holds commits and pushes.
  static func readySecretRules(
    _ place: borrowing Workplace, _ snapshot: PolicySnapshot, _ policy: Policy
  ) throws(Finding) {
    let search: SecretSearch
    do throws(GitError) { search = try place.collector.search(snapshot, policy) } catch { throw error.finding }
    for problem in search.problems { place.console.tell(problem) }
  }

  static func elsewhere(_ folder: HookFolder) -> Finding {
    Finding(
      .hooksElsewhere, "git looks for this repository's hooks in a directory that is not its own",
      at: Place(folder.path),
      because: ["core.hooksPath is set: the directory may serve other repositories, or be part of what is committed"],
      next: [
        "use the repository's own hooks: git config --local core.hooksPath \"$(git rev-parse --git-common-dir)/hooks\"",
        "or let the ones there call ours: countersign hook pre-commit \"$@\" || exit",
      ])
  }

  static func foreign(_ name: String, _ folder: HookFolder) -> Finding {
    let input =
      name == "pre-push" || HookScripts.serverNames.contains(name)
      ? "; it must be the one that reads standard input" : ""
    return Finding(
      .hooksForeign, "there is a \(name) hook of somebody else", at: Place(folder.file(name)),
      because: ["what exists is never overwritten"],
      next: [
        "add the line  countersign hook \(name) \"$@\" || exit  to it\(input)", "or move it away and run this again",
      ])
  }

  /// Lets plain `git fetch` bring the journals, too. Gives whether there is something new.
  static func addRefspec(_ place: borrowing Workplace) throws(Finding) -> Bool {
    guard let remote = place.remoteName else { return false }
    do throws(GitError) {
      if try fetchesJournals(remote, place.repository) { return false }
    } catch {
      throw error.finding
    }
    let result = try place.git(["config", "--local", "--add", "remote.\(remote).fetch", refspec(remote)])
    guard result.succeeded else {
      throw Finding(
        .setupNotWritten, "the journals' refspec cannot be added",
        because: result.errorText.split(separator: "\n").map { visible(String($0)) },
        next: ["git config --add remote.\(visible(remote)).fetch '\(refspec(remote))'"])
    }
    return true
  }

  /// Lets git's own `--show-signature` check against the trusted policy's signers. Gives whether the setting is ours.
  static func useSigners(_ place: borrowing Workplace, _ snapshot: PolicySnapshot) throws(Finding) -> Bool {
    try SignersFile.write(place, snapshot)
    let path = SignersFile.path(place)
    do throws(GitError) {
      if let other = try place.repository.configuration(signersKey, from: .repository), other != path {
        place.console.talk(
          "\(signersKey) is \(visible(other)) here and stays so; the policy's signers are in \(visible(path))")
        return false
      }
      try place.repository.setConfiguration(signersKey, path)
      return true
    } catch {
      throw error.finding
    }
  }

  /// Local copies of the environments' branches, so that plain git shows them, too.
  static func followEnvironments(_ place: borrowing Workplace, _ policy: Policy) throws(Finding) {
    guard place.remoteName != nil else { return }
    for environment in policy.environments {
      if let tip = try Promoting.tip(of: environment, place) {
        try CarryingOut.mirror(environment.ref, to: tip, collector: place.collector)
      }
    }
  }
}

extension Rule {
  static let hooksBare = Rule(
    "hooks.bare", "The local hooks do not belong in a bare repository.",
    "They advise whoever commits and pushes. What a server judges by is its own hook.")
  static let hooksElsewhere = Rule(
    "hooks.elsewhere", "git takes this repository's hooks from a directory that is not its own.",
    """
    core.hooksPath points outside of the git directory. A hook written there would run in other repositories, or be committed. \
    Call 'countersign hook NAME' from the hooks that are there, or unset core.hooksPath. docs/hooks.md has both.
    """)
  static let hooksForeign = Rule(
    "hooks.foreign", "A hook of somebody else stands where one of ours would be.",
    "It is never overwritten. One line in it calls ours: docs/hooks.md shows it for plain git, pre-commit and lefthook."
  )
  static let setupNotWritten = Rule(
    "setup.not-written", "git did not take a setting.",
    "The repository's configuration could not be written. Its own words say why.")
}
