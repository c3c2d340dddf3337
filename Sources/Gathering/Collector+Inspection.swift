import Diagnostics
import Facts
import Gates
import Git
import Inspection
import PolicyModel
import Vocabulary
import Workflows

extension Collector {
  /// What the checks say of a landing's definition, with the waivers of the policy in force applied. Asked at a door only.
  func inspection(
    of workflow: String, _ directory: Directory?, _ facts: Facts, _ landing: LandingCase, _ policy: Policy
  ) -> Fact<[Finding]> {
    guard workflow != Naming.policy, let directory else { return .known([]) }
    switch facts.manifest {
    case .unknown(let because): return .unknown(because: because)
    case .known(nil): return .known([])
    case .known(let manifest?):
      do throws(GitError) {
        guard
          let read = try DefinitionRead.read(manifest, tree: directory.tree, path: directory.path, in: repository)
        else {
          return .known([
            Finding(
              .manifestNoFile, "'definition' names \(visible(manifest.definition)), which is not there",
              at: Place("\(directory.path)/\(Manifest.fileName)"),
              next: ["add the file, or name the one that is meant"])
          ])
        }
        if let error = read.inspected.findings.first(where: { $0.level == .error }) { return .unknown(because: error) }
        let found = read.findings(risk: Classifying.risk(facts, policy: policy))
        let waivers = try Waivers.read(inPolicyTree: landing.snapshot.tree, of: repository)
        return .known(waivers.applied(to: found, of: workflow, policy: policy, now: landing.now).findings)
      } catch {
        return .unknown(because: error.finding)
      }
    }
  }
}
