import ArgumentParser
import Diagnostics
import Gathering
import Git
import Glibc
import Programs
import Receiving
import Reporting
import Vocabulary

extension HookCommand {
  struct PreReceive: Command {
    static let configuration = CommandConfiguration(
      commandName: "pre-receive",
      abstract: "Judge a push on the server: all of it is taken, or nothing.",
      discussion: """
        git receive-pack runs this in a bare repository, with a line for each ref on standard input. Landings, changes of the \
        policy, steps of environments, journals, names and sizes are judged together; what is in the way is told on the screen of \
        whoever pushes. It writes nothing, and believes only what git itself sets.

        EXAMPLES
          countersign hooks install --server --root 5f0e6c1e8a444f5c9d0b2f6d1c7b9a3e12345678
          exec countersign hook pre-receive
        """)

    @OptionGroup var common: Common

    func perform(_ console: Console) throws(Finding) -> Ending {
      let updates = try RefUpdate.read(try Self.input())
      let environment = HookEnvironment.ofProcess()
      guard environment.gitDirectory != nil else {
        throw Finding(
          .pushInput, "git did not run this: GIT_DIR is not set",
          next: ["let git receive-pack run this hook: countersign hooks install --server"])
      }
      let report: PushReport
      do throws(GitError) {
        try Repository.forgetUserConfiguration()
        let collector = Collector(
          try Repository.openFromEnvironment(environment), view: View(remote: nil, isServer: true),
          // Whoever pushes may choose the rest of the environment, on some servers.
          programs: Programs(environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"]),
          zoneFolder: "/usr/share/zoneinfo", clock: Workplace.now())
        report = collector.judge(updates, incoming: try Repository.incoming(environment, most: PushLimits.objects))
      } catch {
        throw error.finding
      }
      console.say(report)
      return Telling.ending(report.outcome)
    }

    /// The whole of standard input, within bounds.
    private static func input() throws(Finding) -> [UInt8] {
      var input: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else {
          throw Finding(.pushInput, "the list of refs cannot be read", next: ["run the push again"])
        }
        if count == 0 { return input }
        input += buffer[..<count]
        guard input.count <= PushLimits.input else {
          throw Finding(
            .pushTooLarge, "the push moves too many refs",
            because: ["the list of them is over \(PushLimits.input) bytes"],
            next: ["push in parts"])
        }
      }
    }
  }
}
