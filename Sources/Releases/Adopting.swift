package import Diagnostics
package import Facts
import Gates
package import Gathering
package import Git
package import PolicyModel
package import Vocabulary

/// A workflow as it runs today.
package struct RunningWorkflow: Hashable, Sendable {
  package let name: String
  package let path: String
  package let version: Version

  package init(name: String, path: String, version: Version) {
    self.name = name
    self.path = path
    self.version = version
  }
}

extension Planning {
  /// Plans the baseline of an environment: one commit that brings many workflows at once.
  package func adoption(
    of workflows: [RunningWorkflow], source: ObjectID?, why: String, in environment: Environment, on parent: ObjectID?,
    by actor: Signatory, collector: borrowing Collector
  ) throws(Finding) -> EnvironmentPlan {
    do throws(GitError) {
      var tree: ObjectID? = if let parent { try collector.repository.commit(parent).tree } else { nil }
      for workflow in workflows {
        guard let id = ObjectID(hex: workflow.version.gitTree) else { continue }
        tree = try collector.repository.replacing(path: workflow.path, in: tree, with: (mode: .tree, id: id))
      }
      let message = message(workflows.count, source: source, why: why, environment)
      let stamp = CommitFacts.Stamp(desk.ident(at: now))
      let trailers = Trailers.read(Array(message.utf8))
      let commit = CommitFacts(
        id: "", subject: "", author: stamp, committer: stamp, parentDates: [],
        trailers: trailers.entries.map { CommitFacts.Trailer(key: $0.key, value: $0.value) }, problems: [],
        signer: actor, isCleanMerge: false, touches: workflows.map(\.name))
      var moves: [EnvironmentMove] = []
      var verdicts: [Verdict] = []
      for workflow in workflows {
        let move = EnvironmentMove(
          act: .adoption, environment: environment.name, workflow: workflow.name, path: workflow.path,
          version: workflow.version, source: source, policyLanding: main.tip, journal: nil, parent: parent,
          actor: actor,
          commit: commit, form: [], now: now)
        moves.append(move)
        verdicts.append(collector.judge(move.atDoor, main: main))
      }
      return EnvironmentPlan(
        environment: environment, moves: moves, tree: tree ?? .emptyTree, parent: parent, message: message,
        verdicts: verdicts)
    } catch {
      throw error.finding
    }
  }

  private func message(_ count: Int, source: ObjectID?, why: String, _ environment: Environment) -> String {
    var lines = [
      "\(ReleaseTrailer.adopt): \(ReleaseTrailer.adopted(count))",
      "\(ReleaseTrailer.environment): \(environment.name)",
    ]
    if let source { lines.append("\(ReleaseTrailer.source): \(source.hex)") }
    lines.append("\(ReleaseTrailer.policy): \(main.tip.hex)")
    lines.append("\(ReleaseTrailer.why): \(Self.line(why))")
    return "\(environment.name): adopt \(ReleaseTrailer.adopted(count)) as they run today\n\n"
      + lines.joined(separator: "\n") + "\n"
  }
}
