import ArgumentParser
import Diagnostics
import Gathering
import Git
import Receiving
import Reporting

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
      let updates = try RefUpdate.read(try ServerGround.input(limit: PushLimits.input))
      let environment = HookEnvironment.ofProcess()
      if environment.objectDirectory == nil, updates.contains(where: { $0.new != nil }) {
        throw Finding(
          .pushInput, "git did not say where the pushed objects lie: GIT_OBJECT_DIRECTORY is not set",
          because: ["what comes with a push is looked at by itself, for its size and for secrets"],
          next: ["let git receive-pack run the hook; a server that is none has no place of its own for pushed objects"])
      }
      let collector = try ServerGround.collector(environment)
      let incoming: [ObjectID]?
      do throws(GitError) {
        incoming = try Repository.incoming(environment, most: PushLimits.objects)
      } catch {
        throw error.finding
      }
      let chains = incoming == nil ? IncomingChains() : Repository.incomingChains(environment)
      var report = collector.judge(updates, incoming: incoming, chains: chains)
      if let missing = ServerGround.secondHookMissing(collector.repository) { report.notes.append(missing) }
      console.say(report)
      return Telling.ending(report.outcome)
    }
  }
}
