import ArgumentParser
import Diagnostics
import Gathering
import Git
import PolicyModel

struct Hooks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hooks", abstract: "Install the git hooks: advice in a clone, law on a server.",
    discussion: """
      The hooks on the author's machine are advice, in milliseconds; what counts is judged again on the server.

      EXAMPLES
        countersign hooks install
        countersign -C /srv/git/automation.git hooks install --server --root ID
      """,
    subcommands: [Install.self])

  struct Install: Command {
    static let configuration = CommandConfiguration(
      commandName: "install", abstract: "Write the four local hooks, or a server's two, and what belongs to them.",
      discussion: """
        Writes prepare-commit-msg, commit-msg, pre-commit and pre-push. A hook of somebody else is never overwritten: it is named, \
        and the exit status is 1. Running it again changes nothing. In a clone git also learns the policy's signers, fetches \
        the journals, and shows definitions by what they do (in .git/info/attributes; no committed file is touched). With \
        --server it writes pre-receive and reference-transaction into a bare repository, pins the root \
        of trust and lets git check what it receives.

        EXAMPLES
          countersign hooks install
          countersign -C /srv/git/automation.git hooks install --server --root 5f0e6c1e8a444f5c9d0b2f6d1c7b9a3e12345678
        """)

    @OptionGroup var common: Common
    @Flag(help: "Set up a bare repository that others push to.")
    var server = false
    @Option(
      help: ArgumentHelp("With --server: the landing that brought the first policy, by its whole id.", valueName: "id"))
    var root: String?

    func validate() throws {
      if root != nil, !server { throw ValidationError("--root belongs to --server; in a clone: countersign trust ID.") }
    }

    func perform(_ console: Console) throws(Finding) -> Ending {
      let place = try Workplace.open(common, console)
      if server { return try ServerSetup.install(root: root, place) }
      let isComplete = try SettingUp.installHooks(place)
      if try DiffDriver.install(place, roots: try place.rootsAtHead()) {
        console.line("git diff and git log -p show definitions by what they do; --no-textconv shows the files")
      }
      guard try Pinning.pinned(place) != nil else {
        console.talk(
          "no root of trust is pinned yet, so git does not know the policy's signers; next: countersign trust")
        return isComplete ? .done : .held
      }
      if try SettingUp.addRefspec(place) { console.line("git fetch brings the journals, too") }
      let main: MainLine
      do throws(Finding) { main = try place.mainLine() } catch {
        console.talk("the hooks stand; git does not know the policy's signers yet, as no policy can be read:")
        console.tell(error)
        return isComplete ? .undecided : .held
      }
      let (snapshot, policy) = try place.policy(main)
      if try SettingUp.useSigners(place, snapshot) {
        console.line("git log --show-signature knows the policy's signers")
      }
      try SettingUp.readySecretRules(place, snapshot, policy)
      return isComplete ? .done : .held
    }
  }
}
