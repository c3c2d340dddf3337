import ArgumentParser
import Diagnostics
import Gathering
import Git
import PolicyModel
import Releases
import Vocabulary

struct Sync: Command {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Fetch what a remote has, join the journals, and push what it lacks.",
    discussion: """
      A remote that dropped or rewound a journal or a protected branch is named, and nothing of this clone is given up.

      EXAMPLES
        countersign sync
        countersign sync backup
      """)

  @OptionGroup var common: Common
  @Argument(help: ArgumentHelp("The remote.", valueName: "remote"))
  var remote: String?

  func perform(_ console: Console) throws(Finding) -> Ending {
    let place = try Workplace.open(common, console)
    guard let name = remote ?? place.remoteName else {
      throw Finding(.remoteNone, "there is no remote to sync with", next: ["git remote add origin URL"])
    }
    let remote = try place.remote(named: name)
    let protected = try place.protectedBranches()
    let began = Workplace.now()
    let progress = Progress.whileRunning(console, "fetching from \(visible(name))")
    let rewound = try remote.fetch(protected: protected, collector: place.collector)
    progress.finish()
    // Fresh is what was fetched, whatever is wrong with a journal; and of the remote that was fetched, no other.
    if rewound.isEmpty { try LastFetch.write(place, began, of: name) }
    let findings = try rewound + remote.pushJournals(collector: place.collector).map(\.finding)
    for finding in findings { console.tell(finding) }
    try follow(place)
    guard findings.isEmpty else { return findings.reduce(Ending.done) { $0.worse(Ending.after($1)) } }
    console.line("in step with \(visible(name))")
    return .done
  }

  /// Local copies of the environments' branches, so that plain git shows them too; and the signers that git checks against.
  private func follow(_ place: borrowing Workplace) throws(Finding) {
    guard place.remoteName != nil else { return }
    let main: MainLine
    do throws(Finding) { main = try place.mainLine() } catch {
      place.console.tell(error)
      return
    }
    let (snapshot, policy) = try place.policy(main)
    try SettingUp.followEnvironments(place, policy)
    try SignersFile.refresh(place, snapshot)
  }
}

extension Workplace {
  /// The branches that only grow, as far as this clone knows a policy; none while no root is pinned.
  func protectedBranches() throws(Finding) -> [String] {
    do throws(Finding) {
      let (_, policy) = try policy(try mainLine())
      return [policy.integrationBranch] + policy.environments.map(\.branch)
    } catch {
      return []
    }
  }
}
