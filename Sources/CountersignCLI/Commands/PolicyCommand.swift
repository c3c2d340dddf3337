import ArgumentParser
import Diagnostics
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Releases
import Reporting
import StrictJSON
import Vocabulary

struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "Try a changed policy before it is proposed.",
    discussion: """
      EXAMPLES
        countersign policy try --since 90d .countersign/policy.yaml
      """,
    subcommands: [Try.self])

  struct Try: Command {
    static let configuration = CommandConfiguration(
      commandName: "try",
      abstract: "Replay past landings and releases under another policy file.",
      discussion: """
        Judges every landing on main and every step of the environments since then twice, as of its own moment: by the policy that \
        was in force, and by POLICY in its place. Keys, reviews and tests are those of then. Decides nothing and changes nothing.

        Exit status: 0 POLICY would have held nothing that passed; 1 it would have; 2 POLICY does not read, something cannot be \
        decided under it, or there was nothing to replay.

        EXAMPLES
          countersign policy try .countersign/policy.yaml
          countersign policy try --since 30d /tmp/stricter.yaml --format json
        """)

    @OptionGroup var common: Common
    @Argument(help: ArgumentHelp("The policy file to try.", valueName: "policy"))
    var policy: String
    @Option(help: ArgumentHelp("How far back: a span such as 90d, or a time.", valueName: "age"))
    var since = "90d"
    @Option(help: "text or json.")
    var format: BoardFormat = .text

    func perform(_ console: Console) throws(Finding) -> Ending {
      let now = Workplace.now()
      let start = try Moment.past(since, now: now)
      let place = try Workplace.open(common, console)
      let main = try place.mainLine()
      let (_, current) = try place.policy(main)
      guard let tried = try read(place, current) else { return .undecided }
      let replay = try Replay.read(place, main, current, under: tried, since: start)
      switch format {
      case .text: console.out(replay.text(console.report, file: policy))
      case .json: console.out(replay.json)
      }
      return replay.ending
    }

    /// The policy to try; nil where it does not read, and all reasons are told.
    private func read(_ place: borrowing Workplace, _ current: Policy) throws(Finding) -> Policy? {
      let bytes: [UInt8]
      let path = policy.hasPrefix("/") ? policy : "\(common.directory)/\(policy)"
      do throws(GitError) { bytes = try Files.read(path, limit: 1 << 20) } catch { throw error.finding }
      switch PolicyReading.read(bytes, source: policy) {
      case .failure(let errors):
        for finding in errors.findings { place.console.tell(finding) }
        return nil
      case .success(let tried):
        for finding in PolicyReading.concerns(of: tried, source: policy) { place.console.tell(finding) }
        guard tried.repository == current.repository, tried.integrationBranch == current.integrationBranch else {
          throw Finding(
            .policyTryOther, "\(visible(policy)) is the policy of another repository or integration branch",
            at: Place(policy), because: ["both are fixed by the root, and nothing said here would count under it"],
            next: ["copy 'repository' and 'main: { branch: … }' from \(PolicySnapshot.policyPath)"])
        }
        return tried
      }
    }
  }
}

extension Rule {
  static let policyTryOther = Rule(
    "policy.try-other", "A policy is tried that belongs to another repository.",
    "Every statement names the repository's id. Under a policy with another id no review and no test would count, and all would be held."
  )
}
