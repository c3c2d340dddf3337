import Diagnostics
import Git
import PolicyModel
import Workflows

extension Collector {
  /// New names beside governed ones, at each level of a governed root's path, that a checkout on some system would take for them.
  func twins(from old: ObjectID, to new: ObjectID, _ policy: Policy) throws(GitError) -> [Finding] {
    var governed: [String: Set<String>] = ["": [PolicySnapshot.directory]]
    for root in policy.roots {
      var above = ""
      for name in root.split(separator: "/").map(String.init) {
        governed[above, default: []].insert(name)
        above += above.isEmpty ? name : "/" + name
      }
    }
    var findings: [Finding] = []
    for (directory, names) in governed.sorted(by: { $0.key < $1.key }) {
      let known = names.union([".gitattributes"]).sorted()
      guard let after = try tree(directory, in: new) else { continue }
      for change in try repository.differences(from: try tree(directory, in: old), to: after) {
        guard let name = change.new?.text, !known.contains(name),
          let twin = known.first(where: { GovernedPaths.isTaken(name, for: $0) })
        else { continue }
        findings.append(
          Finding(
            .pathCaseTwins, "\(visible(name)) is taken for \(twin) on some systems",
            at: Place(visible(directory.isEmpty ? name : "\(directory)/\(name)")),
            because: ["a checkout there would put the one over the other"], next: ["give it another name"]))
      }
    }
    return findings
  }

  private func tree(_ directory: String, in root: ObjectID) throws(GitError) -> ObjectID? {
    if directory.isEmpty { return root }
    guard let entry = try repository.entry(at: directory, in: root), entry.mode == .tree else { return nil }
    return entry.id
  }
}
