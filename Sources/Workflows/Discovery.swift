package import Diagnostics
package import Git
import Vocabulary

/// A directory that is a workflow.
package struct WorkflowDirectory: Hashable, Sendable {
  package let name: String
  /// From the root of the repository: `workflows/vendor-payment`.
  package let path: String
  package let tree: ObjectID

  package init(name: String, path: String, tree: ObjectID) {
    self.name = name
    self.path = path
    self.tree = tree
  }
}

/// The workflows of one root tree, found by names and trees alone: no file is read.
package struct Discovery: Hashable, Sendable {
  /// Sorted by name, then by path.
  package let workflows: [WorkflowDirectory]
  /// What lies in a governed root and is no workflow: default deny.
  package let findings: [Finding]

  /// Looks into the governed roots of a root tree. A root that is not there has no workflows.
  ///
  /// With `among`, only what lies at these paths is looked at; the rest has no findings, and is listed only where a second
  /// root could hold the same name.
  package static func read(
    _ tree: ObjectID, roots: [String], among: Set<String>? = nil, in repository: borrowing Repository
  ) throws(GitError) -> Discovery {
    var search = Search(among: among)
    search.needsNames = roots.count > 1
    for root in roots.sorted() { try search.look(into: root, tree, in: repository) }
    search.findDoubles()
    return Discovery(
      workflows: search.workflows.sorted { ($0.name, $0.path) < ($1.name, $1.path) }, findings: search.findings)
  }
}

extension Discovery {
  /// What an entry of a governed root is keyed by: its path where the name is plain ASCII, else a form that no other name has.
  package static func key(of name: [UInt8], in root: String) -> String {
    if name.allSatisfy({ (0x20...0x7e).contains($0) && $0 != UInt8(ascii: "%") }) {
      return "\(root)/\(String(decoding: name, as: UTF8.self))"
    }
    return name.reduce(into: root + "/%") { key, byte in
      key += String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
  }

  /// The bytes of the name that `key(of:in:)` was made of; nil for an entry of another root.
  static func name(ofKey key: String, in root: String) -> [UInt8]? {
    guard key.hasPrefix(root + "/") else { return nil }
    let name = Array(key.utf8.dropFirst(root.utf8.count + 1))
    guard name.first == UInt8(ascii: "%") else { return name }
    let digits = name.dropFirst().map { UInt8(String(UnicodeScalar($0)), radix: 16) ?? 0 }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}

private struct Search {
  let among: Set<String>?
  /// Whether two roots could hold the same name.
  var needsNames = true
  private(set) var workflows: [WorkflowDirectory] = []
  private(set) var findings: [Finding] = []

  mutating func look(into root: String, _ tree: ObjectID, in repository: borrowing Repository) throws(GitError) {
    guard let found = try repository.entry(at: root, in: tree) else { return }
    guard found.mode == .tree else { return stray(root) }
    for entry in try entries(of: found.id, root, in: repository) {
      let path = root + "/" + visible(bytes: entry.name)
      if let among, !among.contains(Discovery.key(of: entry.name, in: root)) {
        if entry.mode == .tree, let name = entry.text {
          workflows.append(WorkflowDirectory(name: name, path: path, tree: entry.id))
        }
        continue
      }
      guard entry.mode == .tree else {
        stray(path)
        continue
      }
      guard let name = accepted(entry, path) else { continue }
      if try repository.entry(at: Manifest.fileName, in: entry.id)?.mode.isFile == true {
        workflows.append(WorkflowDirectory(name: name, path: path, tree: entry.id))
      } else {
        findings.append(
          Finding(
            .workflowNoManifest, "the directory has no manifest", at: Place(path),
            because: ["everything in a governed root belongs to a workflow"],
            next: ["write '\(path)/\(Manifest.fileName)' (countersign new writes one), or move the directory elsewhere"]
          ))
      }
    }
  }

  /// All entries of a root, or those alone that are asked for.
  private func entries(
    of tree: ObjectID, _ root: String, in repository: borrowing Repository
  ) throws(GitError) -> [TreeEntry] {
    guard let among, !needsNames else { return try repository.tree(tree) }
    var found: [TreeEntry] = []
    for key in among.sorted() {
      guard let name = Discovery.name(ofKey: key, in: root) else { continue }
      if let entry = try repository.entry(at: name, in: tree) { found.append(entry) }
    }
    return found
  }

  mutating func findDoubles() {
    for (name, places) in Dictionary(grouping: workflows, by: \.name).sorted(by: { $0.key < $1.key }) {
      guard places.count > 1 else { continue }
      let paths = places.map(\.path).sorted()
      for path in paths {
        findings.append(
          Finding(
            .workflowDoubleName, "two workflows are named '\(name)'", at: Place(path),
            because: ["the name stands for both: \(paths.joined(separator: ", "))"], next: ["rename one of them"]))
      }
    }
  }

  private mutating func stray(_ path: String) {
    findings.append(
      Finding(
        .workflowStrayFile, "this belongs to no workflow", at: Place(path),
        because: ["everything in a governed root belongs to a workflow"],
        next: ["move it into a workflow's directory, or out of the governed root"]))
  }

  /// The name, if a workflow may bear it.
  private mutating func accepted(_ entry: TreeEntry, _ path: String) -> String? {
    guard let name = entry.text, Naming.isName(name) else {
      findings.append(
        Finding(
          .workflowName, "a workflow cannot have this name", at: Place(path),
          because: ["names are lower-case letters and digits, in words joined by '-', at most \(Naming.longest) long"],
          next: ["rename the directory"]))
      return nil
    }
    guard !Naming.reserved.contains(name) else {
      findings.append(
        Finding(
          .workflowReservedName, "the name '\(name)' is reserved", at: Place(path),
          because: ["'\(Naming.all)' stands for all workflows, '\(Naming.policy)' for .countersign itself"],
          next: ["rename the directory"]))
      return nil
    }
    return name
  }
}
