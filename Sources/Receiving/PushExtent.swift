import Diagnostics
package import Git
import PolicyModel
import Workflows

/// How much a push changes in governed directories: counted from trees and headers, once for all its refs and before any of
/// it is read. A few trees can unfold into billions of paths, so each is looked into once and counted as often as it lies there.
package final class PushExtent {
  private var workflows = 0
  private var files = 0
  private var bytes = 0
  /// Entries that were looked at.
  private var visited = 0
  private var known: [ObjectID: Tree] = [:]
  private var roots: Set<ObjectID> = []

  /// The push is about to come in: what holds at the doors only is asked. Not so where refs move that were judged before.
  let isAtDoor: Bool
  /// Where the refs of the push would be, by their full names.
  let tips: [String: ObjectID]

  package init(isAtDoor: Bool = true, tips: [String: ObjectID] = [:]) {
    self.isAtDoor = isAtDoor
    self.tips = tips
  }

  /// What lies below a tree. The sums stay at what no push may have.
  private struct Tree {
    var entries = 0
    var bytes = 0
    /// Directories inside each other, itself included.
    var height = 1
    /// From the tree itself.
    var largest: (size: Int, path: String) = (0, "")
  }

  /// Why nothing more of the push is looked at; nil as long as it is not too large.
  var finding: Finding? {
    if workflows > PushLimits.workflows {
      return .inParts("the push changes more than \(PushLimits.workflows) workflows", Self.because)
    }
    if files > PushLimits.files {
      return .inParts("the workflows that the push changes hold more than \(PushLimits.files) files", Self.because)
    }
    if bytes > PushLimits.governed {
      return .inParts("the workflows that the push changes hold more than \(PushLimits.governed) bytes", Self.because)
    }
    if visited > PushLimits.entries {
      return .inParts(
        "the push brings more than \(PushLimits.entries) files in governed directories",
        "each of them is looked at, on every branch")
    }
    return nil
  }

  private static let because = "what each commit changes is judged whole, and counts again for each"

  /// Counts one governed directory that a step changes. A tree that lies twice is read twice.
  func count(_ id: ObjectID?, in repository: borrowing Repository) throws(GitError) {
    workflows += 1
    guard let id, let tree = try look(into: id, depth: 1, in: repository) else { return }
    files = Self.sum(files, tree.entries, PushLimits.files)
    bytes = Self.sum(bytes, tree.bytes, PushLimits.governed)
  }

  /// What in one governed directory is above the limits of one.
  func findings(
    in id: ObjectID, at path: String, limits: Limits, _ repository: borrowing Repository
  ) throws(GitError) -> [Finding] {
    guard let tree = try look(into: id, depth: 1, in: repository) else {
      return [
        Finding(
          .pathTooDeep, "a directory lies too deep", at: Place(visible(path)),
          because: ["at most \(GovernedPaths.depthLimit) directories may lie in each other"])
      ]
    }
    var findings: [Finding] = []
    if tree.entries > limits.filesPerWorkflow {
      findings.append(
        Finding(
          .pathTooManyFiles, "there are too many files", at: Place(visible(path)),
          because: ["at most \(limits.filesPerWorkflow) files and directories are accepted in one workflow"],
          next: ["split the workflow, or raise the policy's limit"]))
    }
    if tree.largest.size > limits.fileSize {
      findings.append(
        Finding(
          .pathTooLarge, "the file is too large", at: Place(visible("\(path)/\(tree.largest.path)")),
          because: ["it has \(tree.largest.size) bytes, the policy's limit is \(limits.fileSize)"],
          next: ["keep what people read here, and the rest where it is fetched from; or raise 'limits' in the policy"]))
    }
    return findings
  }

  /// Whether a root tree was looked at already: hundreds of branches share theirs.
  func isNew(_ root: ObjectID) -> Bool { roots.insert(root).inserted }

  /// Counts what differs between two root trees, whatever it holds.
  func look(atChanges count: Int) { visited += count }

  /// nil: it, or something below it, lies too deep.
  private func look(into id: ObjectID, depth: Int, in repository: borrowing Repository) throws(GitError) -> Tree? {
    guard depth <= GovernedPaths.depthLimit else { return nil }
    if let tree = known[id] { return depth + tree.height - 1 <= GovernedPaths.depthLimit ? tree : nil }
    var tree = Tree()
    for entry in try repository.tree(id) {
      visited += 1
      // The push is refused for it: what is counted from here on is nobody's answer.
      guard visited <= PushLimits.entries else { return tree }
      tree.entries = Self.sum(tree.entries, 1, PushLimits.files)
      if entry.mode == .tree {
        guard let below = try look(into: entry.id, depth: depth + 1, in: repository) else { return nil }
        tree.entries = Self.sum(tree.entries, below.entries, PushLimits.files)
        tree.bytes = Self.sum(tree.bytes, below.bytes, PushLimits.governed)
        tree.height = max(tree.height, below.height + 1)
        if below.largest.size > tree.largest.size {
          tree.largest = (below.largest.size, visible(bytes: entry.name) + "/" + below.largest.path)
        }
      } else if entry.mode.isFile {
        let size = try repository.blobSize(entry.id)
        tree.bytes = Self.sum(tree.bytes, size, PushLimits.governed)
        if size > tree.largest.size { tree.largest = (size, visible(bytes: entry.name)) }
      }
    }
    known[id] = tree
    return tree
  }

  /// The sum, or one more than the limit: what is beyond it need not be known.
  private static func sum(_ left: Int, _ right: Int, _ limit: Int) -> Int { min(left + right, limit + 1) }
}

extension Finding {
  /// More than is taken at once, and nothing wrong with any of it.
  static func inParts(_ what: String, _ because: String, at place: Place? = nil) -> Finding {
    Finding(
      .pushTooLarge, what, at: place, because: [because], next: ["push in parts: git push REMOTE COMMIT:BRANCH"])
  }
}
