import ArgumentParser
import Diagnostics
import Gathering
import Git
import PolicyModel

struct Hooks: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Install the local git hooks.",
    discussion: """
      The hooks on the author's machine are advice, in milliseconds; what counts is judged again on the server.

      EXAMPLES
        countersign hooks install
      """,
    subcommands: [Install.self])

  struct Install: Command {
    static let configuration = CommandConfiguration(
      abstract: "Write the four local hooks, and let git know the policy's signers and the journals.",
      discussion: """
        Writes prepare-commit-msg, commit-msg, pre-commit and pre-push. A hook of somebody else is never overwritten: it is named, \
        and the exit status is 1. Running it again changes nothing.

        EXAMPLES
          countersign hooks install
        """)

    @OptionGroup var common: Common

    func perform(_ console: Console) throws(Finding) -> Ending {
      let place = try Workplace.open(common, console)
      let isComplete = try SettingUp.installHooks(place)
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
      let (snapshot, _) = try place.policy(main)
      if try SettingUp.useSigners(place, snapshot) {
        console.line("git log --show-signature knows the policy's signers")
      }
      return isComplete ? .done : .held
    }
  }
}
