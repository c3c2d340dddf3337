import ArgumentParser
import Diagnostics
import Facts
import Gathering
import Git
import PolicyModel
import Secrets
import Vocabulary

struct HookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hook",
    abstract: "What git runs: advice on the author's machine, law on the server.",
    discussion: """
      'countersign hooks install' writes the scripts that call these. They take the arguments, the environment and the standard \
      input that git gives its hooks. Exit status: 0 go on, 1 held, 2 undecided.

      EXAMPLES
        countersign hook pre-commit
        countersign hook commit-msg .git/COMMIT_EDITMSG
      """,
    subcommands: [
      PrepareCommitMsg.self, CommitMsg.self, PreCommit.self, PrePush.self, PreReceive.self, ReferenceTransaction.self,
      Textconv.self,
    ])
}

extension HookCommand {
  struct PrepareCommitMsg: Command {
    static let configuration = CommandConfiguration(
      commandName: "prepare-commit-msg",
      abstract: "Put 'Why:' and 'Ticket:' into an empty message.",
      discussion: """
        Messages that have something in them already (-m, a merge, an amended commit) are left alone, and so is everything where \
        nobody sees the message in an editor.

        EXAMPLES
          countersign hook prepare-commit-msg .git/COMMIT_EDITMSG
        """)

    @OptionGroup var common: Common
    @Argument(help: ArgumentHelp("The file that holds the message.", valueName: "file"))
    var file: String
    @Argument(
      help: ArgumentHelp("Where the message comes from, and the commit it was taken from.", valueName: "source"))
    var source: [String] = []

    func perform(_ console: Console) throws(Finding) -> Ending {
      // The pre-commit framework hands the second argument on in the environment.
      let source = source.first ?? console.environment["PRE_COMMIT_COMMIT_MSG_SOURCE"] ?? ""
      guard source.isEmpty else { return .done }
      // A template decides nothing: what stands in its way is told, and the commit goes on.
      do throws(Finding) { try MessageTemplate.fill(file, try HookGround.open(common, console)) } catch {
        console.tell(error)
      }
      return .done
    }
  }

  struct CommitMsg: Command {
    static let configuration = CommandConfiguration(
      commandName: "commit-msg",
      abstract: "Judge a commit's message before it is recorded.",
      discussion: """
        By the policy that HEAD holds; where it holds none, nothing is governed. A clean merge needs no 'Why:' and no 'Ticket:'.

        EXAMPLES
          countersign hook commit-msg .git/COMMIT_EDITMSG
        """)

    @OptionGroup var common: Common
    @Argument(help: ArgumentHelp("The file that holds the message.", valueName: "file"))
    var file: String

    func perform(_ console: Console) throws(Finding) -> Ending {
      let ground = try HookGround.open(common, console)
      guard let (policy, snapshot) = try ground.policy() else { return .done }
      let message = try MessageFile.read(file, ground)
      let recorded = message.recorded
      // git itself stops at an empty message, and says so.
      guard !recorded.isEmpty else { return .done }
      let secrets: SecretLook
      do throws(GitError) {
        secrets = try ground.search(policy, snapshot).look(
          message.written, as: .message, at: "the commit message", steps: ["say it without the secret"])
      } catch {
        throw error.finding
      }
      let check = MessageCheck(message: recorded, environment: console.environment, now: Workplace.now())
      let findings = try secrets.findings + secrets.undecided + check.findings(ground, policy)
      guard !findings.isEmpty else { return .done }
      for finding in findings { console.tell(finding) }
      console.talk("nothing was committed; your words are kept: git commit --edit --file=\(visible(file))")
      return .held
    }
  }

  struct PreCommit: Command {
    static let configuration = CommandConfiguration(
      commandName: "pre-commit",
      abstract: "Check what is staged.",
      discussion: """
        Reads what differs from HEAD and nothing else: in governed directories names, files, manifests, what definitions do, and the \
        policy; and secrets in whatever is staged. Silent when there is nothing to say.

        EXAMPLES
          countersign hook pre-commit
        """)

    @OptionGroup var common: Common
    @Argument(parsing: .remaining, help: ArgumentHelp("git gives none; others are passed over.", visibility: .hidden))
    var ignored: [String] = []

    func perform(_ console: Console) throws(Finding) -> Ending {
      let ground = try HookGround.open(common, console)
      let after = try ground.stagedTree()
      let policy: Policy
      var findings: [Finding]
      do throws(GitError) {
        guard let found = try self.policy(ground, after) else { return try unreadable(ground, after) }
        policy = found
        let search = try ground.search(policy, ground.snapshot)
        let check = StagedCheck(
          policy: policy, before: ground.head?.tree, after: after, now: Workplace.now(), search: search)
        findings = try check.findings(ground.repository)
        let secrets = try StagedSecrets.look(from: ground.head?.tree, to: after, search, ground.repository)
        findings += secrets.findings + secrets.undecided
      } catch {
        throw error.finding
      }
      for finding in findings { console.tell(finding) }
      if policy.commits.signed { try warnUnsigned(ground) }
      guard findings.contains(where: { $0.level == .error }) else { return .done }
      console.talk("nothing was committed; what is staged is still staged")
      return .held
    }

    /// HEAD's policy, else the one that is staged; nil: neither reads.
    private func policy(_ ground: borrowing HookGround, _ after: ObjectID) throws(GitError) -> Policy? {
      if case .known(let policy)? = ground.snapshot?.policy { return policy }
      if case .known(let policy)? = try HookGround.snapshot(inRootTree: after, ground.repository)?.policy {
        return policy
      }
      return nil
    }

    /// Without a policy at either end nothing is governed; one that is there and does not read is named.
    private func unreadable(_ ground: borrowing HookGround, _ after: ObjectID) throws(GitError) -> Ending {
      guard let staged = try HookGround.snapshot(inRootTree: after, ground.repository) else {
        if ground.snapshot == nil { return .done }
        ground.console.tell(
          Finding(
            .policyMissing, "the change removes \(PolicySnapshot.policyPath)",
            next: ["git restore --staged \(PolicySnapshot.directory), then mend it"]))
        return .held
      }
      for finding in staged.findings { ground.console.tell(finding) }
      if case .unknown(let because) = staged.policy, !staged.findings.contains(because) { ground.console.tell(because) }
      ground.console.talk("nothing was committed; without a policy that reads nothing can be checked")
      return .held
    }

    /// What the commit would lack although its message is fine: said early, decided later.
    private func warnUnsigned(_ ground: borrowing HookGround) throws(Finding) {
      let settings = try ground.settings()
      if settings.isOn("commit.gpgsign") { return }
      let state = settings["commit.gpgsign"] == nil ? "not set" : "off"
      ground.console.tell(
        Finding(
          .hookUnsigned, "this commit will not be signed, unless it is made with -S", level: .warning,
          because: ["the policy asks for a signature on every commit, and commit.gpgsign is \(state)"],
          next: ["git config commit.gpgsign true"]))
    }
  }

  struct PrePush: Command {
    static let configuration = CommandConfiguration(
      commandName: "pre-push",
      abstract: "Say what the gate would say about a push to the integration branch.",
      discussion: """
        Pushes of other branches are never held: a branch is where work is done, and the server judges the rest.

        EXAMPLES
          echo "HEAD $(git rev-parse HEAD) refs/heads/main $(git rev-parse origin/main)" | countersign hook pre-push origin URL
        """)

    @OptionGroup var common: Common
    @Argument(help: ArgumentHelp("The remote's name, and its address.", valueName: "remote"))
    var remote: [String] = []

    func perform(_ console: Console) throws(Finding) -> Ending {
      let updates = try PushUpdate.read(console.environment)
      guard !updates.isEmpty else { return .done }
      var there = common
      if let directory = console.environment["GIT_DIR"] { there.directory = directory }
      return try PushAdvice.judge(updates, try Workplace.open(there, console))
    }
  }
}

extension Rule {
  static let hookUnsigned = Rule(
    "hook.unsigned", "Commits are not signed by themselves, and the policy asks for signatures.",
    "Set commit.gpgsign once and forget it. 'countersign doctor' looks at the key, the agent and the list of signers.")
}
