import ArgumentParser
import Diagnostics
import Gates
import Gathering
import Git
import Glibc
import Receiving
import Reporting

extension HookCommand {
  struct ReferenceTransaction: Command {
    static let configuration = CommandConfiguration(
      commandName: "reference-transaction",
      abstract: "Judge refs on the server again, under their locks, when they are about to move.",
      discussion: """
        git runs this for every transaction of refs in the repository; in the state 'prepared' a line for each ref is on standard \
        input, and what is not in order does not move. It asks what pre-receive asks, of branches and journals, and waits for \
        other pushes that are moving what this one rests on. It writes nothing, and says nothing about what passes.

        An administrator goes round it with: git -c core.hooksPath=/dev/null …

        EXAMPLES
          countersign hooks install --server --root 5f0e6c1e8a444f5c9d0b2f6d1c7b9a3e12345678
          exec countersign hook reference-transaction prepared
        """)

    @OptionGroup var common: Common
    @Argument(help: ArgumentHelp("What becomes of the transaction; only 'prepared' is judged.", valueName: "state"))
    var state: String

    func perform(_ console: Console) throws(Finding) -> Ending {
      guard state == "prepared" else { return .done }
      let named = try RefUpdate.read(
        try ServerGround.input(limit: PushLimits.transaction), below: Collector.judgedFolders)
      guard !named.isEmpty else { return .done }
      // By now git has taken the objects over: nothing but the repository's own is read.
      let environment = HookEnvironment(HookEnvironment.ofProcess().gitDirectory.map { ["GIT_DIR": $0] } ?? [:])
      let updates: [RefUpdate]
      let first = try ServerGround.collector(environment)
      do throws(GitError) { updates = try first.moving(named) } catch { throw error.finding }
      guard !updates.isEmpty else { return .done }
      var report: PushReport
      if try Self.wait(for: updates, first) {
        // What others have moved meanwhile is read anew.
        report = try ServerGround.collector(environment).judge(updates, incoming: [], searching: false)
      } else {
        report = first.judge(updates, incoming: [], searching: false)
      }
      guard report.outcome != .passed else { return .done }
      report.notes.append(
        Finding(
          .pushOvertaken, "this was judged again as it was about to move", level: .note,
          because: ["what came before it in the same push has moved; this has not, nor what was to follow"],
          next: ["git fetch, and push again"]))
      // The locks are held meanwhile: no more than a pipe takes from somebody whom nobody reads.
      console.say(
        report, refusal: updates.count == 1 ? "the ref does not move" : "the refs do not move", limit: 8 << 10)
      return Telling.ending(report.outcome)
    }

    /// Waits until no other transaction goes before this one. Gives whether there was one.
    private static func wait(for updates: [RefUpdate], _ collector: borrowing Collector) throws(Finding) -> Bool {
      let root = try collector.pinnedRoot()
      let integration = "refs/heads/\(try collector.integrationBranch(root: root))"
      // Should two that move several refs ever wait for each other, the landing is the one that outlasts it.
      let patience = updates.contains { $0.ref == integration } ? 3.0 : 2.0
      let start = now()
      var hasWaited = false
      while true {
        let elders = try collector.elders(than: updates)
        if elders.isEmpty { return hasWaited }
        guard now() - start < patience else { throw Collector.overtaken(by: elders) }
        hasWaited = true
        usleep(5_000)
      }
    }

    /// Seconds of a clock that nobody sets.
    private static func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
  }
}
