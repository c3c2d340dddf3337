package import Diagnostics
package import Git

/// What is refused in the directory of a workflow, or in `.countersign`, whatever the policy says.
package enum GovernedPaths {
  /// Directories inside each other.
  package static let depthLimit = 32
  /// Bytes of a `.gitattributes` that are read.
  package static let attributesLimit = 64 << 10

  /// Everything that is refused below a tree that lies at `path`; sizes come from the objects' headers.
  ///
  /// - Parameters:
  ///   - fileSize: Bytes of one file.
  ///   - files: Files and directories in all; the walk ends there.
  ///   - isNew: What only Windows reads otherwise counts, too; what has landed with such a name goes on.
  package static func findings(
    inTree tree: ObjectID, at path: String, fileSize: Int, files: Int, isNew: Bool, in repository: borrowing Repository
  ) throws(GitError) -> [Finding] {
    var walk = PathWalk(fileSize: fileSize, files: files, isNew: isNew)
    if isNew, path.split(separator: "/").contains(where: { WindowsName.isDevice(String($0)) }) {
      walk.findings.append(PathWalk.device(path))
    }
    try walk.look(into: tree, path, depth: 1, in: repository)
    return walk.findings
  }

  /// What the `.gitattributes` files above a governed directory do to it: they lie outside of it, in the root tree and the
  /// directories on the way, and are no part of a version.
  package static func attributeFindings(
    above path: String, inRootTree root: ObjectID, in repository: borrowing Repository
  ) throws(GitError) -> [Finding] {
    var findings: [Finding] = []
    var directory = ""
    for component in path.split(separator: "/") {
      let file = directory + GitAttributes.fileName
      if let entry = try repository.entry(at: file, in: root), entry.mode.isFile {
        findings += try GitAttributes.findings(entry.id, at: file, in: repository)
      }
      directory += component + "/"
    }
    return findings
  }
}

/// The walk through one governed directory.
private struct PathWalk {
  let fileSize: Int
  let files: Int
  let isNew: Bool
  var findings: [Finding] = []
  private var entries = 0

  init(fileSize: Int, files: Int, isNew: Bool) {
    self.fileSize = fileSize
    self.files = files
    self.isNew = isNew
  }

  mutating func look(
    into tree: ObjectID, _ path: String, depth: Int, in repository: borrowing Repository
  ) throws(GitError) {
    guard depth <= GovernedPaths.depthLimit else {
      return findings.append(
        Finding(
          .pathTooDeep, "the directory lies too deep", at: Place(path),
          because: ["at most \(GovernedPaths.depthLimit) directories may lie in each other"]))
    }
    let children = try repository.tree(tree)
    findTwins(children, path)
    if isNew { findShortTwins(children, path) }
    for child in children {
      guard entries <= files else { return }
      entries += 1
      guard entries <= files else {
        return findings.append(
          Finding(
            .pathTooManyFiles, "there are too many files", at: Place(path),
            because: ["at most \(files) files and directories are accepted in one workflow"],
            next: ["split the workflow, or raise the policy's limit"]))
      }
      let place = path + "/" + visible(bytes: child.name)
      findings += PathName.findings(child.name, at: place)
      if isNew, let name = child.text, WindowsName.isDevice(name) { findings.append(Self.device(place)) }
      try judge(child, place, depth: depth, in: repository)
    }
  }

  private mutating func judge(
    _ child: TreeEntry, _ path: String, depth: Int, in repository: borrowing Repository
  ) throws(GitError) {
    switch child.mode {
    case .tree: try look(into: child.id, path, depth: depth + 1, in: repository)
    case .blob, .executable: try judgeFile(child, path, in: repository)
    case .symlink:
      findings.append(
        Finding(
          .pathSymlink, "this is a symbolic link", at: Place(path),
          because: ["what it points to is no part of the version"], next: ["put the file itself here"]))
    case .gitlink:
      findings.append(
        Finding(
          .pathGitlink, "this is a submodule", at: Place(path),
          because: ["its files lie in another repository and are no part of the version"],
          next: ["put the files themselves here"]))
    case .other:
      findings.append(
        Finding(
          .pathMode, "this has the mode \(child.mode)", at: Place(path),
          because: ["files are 100644 or 100755, directories 040000"], next: ["add the file again with git add"]))
    }
  }

  private mutating func judgeFile(
    _ file: TreeEntry, _ path: String, in repository: borrowing Repository
  ) throws(GitError) {
    let size = try repository.blobSize(file.id)
    if size > fileSize {
      findings.append(
        Finding(
          .pathTooLarge, "the file is too large", at: Place(path),
          because: ["it has \(size) bytes, the policy's limit is \(fileSize)"],
          next: ["keep what people read here, and the rest where it is fetched from; or raise 'limits' in the policy"]))
    }
    if GitAttributes.isFileName(file.name) {
      findings += try GitAttributes.findings(file.id, at: path, in: repository)
    } else if size <= LargeFilePointer.sizeLimit,
      LargeFilePointer.isPointer(try repository.blob(file.id, limit: LargeFilePointer.sizeLimit))
    {
      findings.append(
        Finding(
          .pathLargeFilePointer, "this is a Git LFS pointer, not the file", at: Place(path),
          because: ["the content lies on another server and is no part of the version"],
          next: ["git lfs untrack, then add the file itself"]))
    }
  }

  /// Names that one and the same file has where case does not count.
  private mutating func findTwins(_ children: [TreeEntry], _ path: String) {
    var seen: [String: [UInt8]] = [:]
    for child in children {
      guard let name = child.text else { continue }
      if let twin = seen.updateValue(child.name, forKey: PathName.folded(name)) {
        findings.append(
          Finding(
            .pathCaseTwins, "two names differ only in case", at: Place(path + "/" + visible(name)),
            because: ["'\(visible(bytes: twin))' lies beside it; macOS and Windows keep only one of them"],
            next: ["rename one of them"]))
      }
    }
  }

  private mutating func findShortTwins(_ children: [TreeEntry], _ path: String) {
    for (short, long) in WindowsName.shortTwins(among: children.compactMap(\.text)) {
      findings.append(
        Finding(
          .pathCaseTwins, "\(visible(short)) may be the short name of '\(visible(long))'",
          at: Place(path + "/" + visible(short)), because: ["Windows then keeps only one of them"],
          next: ["rename one of them"]))
    }
  }

  static func device(_ path: String) -> Finding {
    Finding(
      .pathDeviceName, "Windows keeps this name for a device", at: Place(path),
      because: ["no checkout there can have it, in any case or with any ending"], next: ["rename it"])
  }
}
