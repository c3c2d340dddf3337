import Diagnostics
package import Facts
import Gates
import Git
import Inspection
import PolicyModel
import Vocabulary
package import Workflows

extension Collector {
  /// What the checks say of a landing's definition, with the waivers of the policy in force applied. Asked at a door only.
  func inspection(
    of workflow: String, _ directory: Directory?, _ facts: Facts, _ landing: LandingCase, _ policy: Policy
  ) -> Fact<[Finding]> {
    guard let directory else { return .known([]) }
    switch Self.inspected(workflow, directory.path, facts.manifest) {
    case .unknown(let because): return .unknown(because: because)
    case .known(nil): return .known([])
    case .known(let manifest?):
      do throws(GitError) {
        guard
          let read = try DefinitionRead.read(
            manifest, tree: directory.tree, path: directory.path, in: repository, memory: common.definitions)
        else {
          return .known([
            Finding(
              .manifestNoFile, "'definition' names \(visible(manifest.definition)), which is not there",
              at: Place("\(directory.path)/\(Manifest.fileName)"),
              next: ["add the file, or name the one that is meant"])
          ])
        }
        if let error = read.inspected.findings.first(where: { $0.level == .error }) { return .unknown(because: error) }
        let found = try read.findings(
          risk: Classifying.risk(facts, policy: policy), try search(landing.snapshot, policy), in: repository)
        let waivers = try Waivers.read(inPolicyTree: landing.snapshot.tree, of: repository)
        return .known(waivers.applied(to: found, of: workflow, policy: policy, now: landing.now).findings)
      } catch {
        return .unknown(because: error.finding)
      }
    }
  }

  /// The manifest whose definition is inspected at a door; nil for `.countersign`, which has none. A workflow without one does what
  /// nobody can look up, and that is not nothing.
  package static func inspected(_ workflow: String, _ path: String, _ manifest: Fact<Manifest?>) -> Fact<Manifest?> {
    guard workflow != Naming.policy else { return .known(nil) }
    guard case .known(nil) = manifest else { return manifest }
    return .unknown(because: unnamed(workflow, path))
  }

  static func unnamed(_ workflow: String, _ path: String) -> Finding {
    Finding(
      .workflowNoManifest, "\(visible(workflow)) has no manifest", at: Place("\(path)/\(Manifest.fileName)"),
      because: ["it names the definition, so what the workflow does is not known"],
      next: ["add \(path)/\(Manifest.fileName)"])
  }
}
