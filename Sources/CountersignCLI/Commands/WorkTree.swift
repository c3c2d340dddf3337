import Diagnostics
import Gathering
import Git
import Glibc
import PolicyModel
import Vocabulary
import Workflows

/// The files that an author edits, with what their own policy says: what `new` and `import` read and write.
struct WorkTree: Sendable {
  /// Where there is no policy that says otherwise.
  static let usualRoot = "workflows"

  /// Absolute, ends in a slash.
  let directory: String
  /// nil: the work tree has none.
  let policy: Policy?

  /// What lies at a path, links not followed.
  enum Entry: Hashable {
    case nothing, file, executable, directory
    case link
    case other(because: String)
  }

  static func read(_ place: borrowing Workplace) throws(Finding) -> WorkTree {
    let directory = try directory(of: place)
    let bare = WorkTree(directory: directory, policy: nil)
    guard bare.entry(at: PolicySnapshot.policyPath) != .nothing else { return bare }
    let bytes = try bare.bytes(of: PolicySnapshot.policyPath, limit: 1 << 20)
    switch PolicyReading.read(bytes) {
    case .success(let policy): return WorkTree(directory: directory, policy: policy)
    case .failure(let errors):
      for finding in errors.findings.dropFirst() { place.console.tell(finding) }
      throw errors.findings[0]
    }
  }

  /// The directory of the work tree; a bare repository has none.
  static func directory(of place: borrowing Workplace) throws(Finding) -> String {
    guard let directory = place.repository.workDirectory else {
      throw Finding(
        .worktreeMissing, "there are no files here to work on", at: Place(place.repository.gitDirectory),
        because: ["the repository is bare"],
        next: ["run this in a clone: git clone \(visible(place.repository.gitDirectory))"])
    }
    return directory
  }

  var roots: [String] { policy?.roots ?? [Self.usualRoot] }

  func entry(at path: String) -> Entry {
    var status = stat()
    guard lstat(directory + path, &status) == 0 else {
      return errno == ENOENT || errno == ENOTDIR ? .nothing : .other(because: String(cString: strerror(errno)))
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .directory
    case S_IFREG: return status.st_mode & S_IXUSR != 0 ? .executable : .file
    case S_IFLNK: return .link
    default: return .other(because: "it is neither a file nor a directory")
    }
  }

  /// The path of a workflow's directory, whatever lies in it; nil: no governed root has something of that name.
  func path(of workflow: String) -> String? {
    roots.map { "\($0)/\(workflow)" }.first { entry(at: $0) != .nothing }
  }

  func bytes(of path: String, limit: Int) throws(Finding) -> [UInt8] {
    switch entry(at: path) {
    case .file, .executable: return try Self.bytes(ofFile: directory + path, called: path, limit: limit)
    case .nothing: throw unreadable(path, "it is not there")
    case .directory: throw unreadable(path, "it is a directory")
    case .link: throw unreadable(path, "it is a symbolic link, which is never followed here")
    case .other(let because): throw unreadable(path, because)
    }
  }

  /// A whole file of at most `limit` bytes, from anywhere.
  static func bytes(ofFile file: String, called name: String, limit: Int) throws(Finding) -> [UInt8] {
    do throws(GitError) {
      return try Files.read(file, limit: limit)
    } catch .notAllowed(_, let because) {
      throw Finding(
        .fileUnreadable, "\(visible(name)) cannot be read", because: [because], next: ["name a file that you can read"])
    } catch {
      throw error.finding
    }
  }

  private func unreadable(_ path: String, _ because: String) -> Finding {
    Finding(
      .fileUnreadable, "the file cannot be read", at: Place(path), because: [because],
      next: ["put a plain file there, or take the path out of what names it"])
  }

  /// Stops unless each part of the path that exists is a real directory: nothing is written through a link.
  func requireDirectories(_ path: String) throws(Finding) {
    var part = ""
    for component in path.split(separator: "/") {
      part += part.isEmpty ? String(component) : "/\(component)"
      switch entry(at: part) {
      case .nothing, .directory: continue
      case .link:
        throw Finding(
          .pathSymlink, "this is a symbolic link", at: Place(part),
          because: ["what it points to is no part of the version, and may lie outside of the repository"],
          next: ["put the directory itself here"])
      case .file, .executable:
        throw Finding(
          .fileUnwritable, "a file stands where a directory is needed", at: Place(part),
          next: ["move the file elsewhere"])
      case .other(let because):
        throw Finding(.fileUnwritable, "this cannot be used as a directory", at: Place(part), because: [because])
      }
    }
  }
}

extension WorkTree {
  /// One file of a workflow's directory.
  struct File: Hashable, Sendable {
    /// From the workflow's directory.
    let path: String
    let content: [UInt8]
    let isExecutable: Bool

    init(_ path: String, _ content: [UInt8], isExecutable: Bool = false) {
      self.path = path
      self.content = content
      self.isExecutable = isExecutable
    }

    init(_ path: String, _ text: String, isExecutable: Bool = false) {
      self.init(path, Array(text.utf8), isExecutable: isExecutable)
    }
  }

  /// Writes a whole directory beside its place and renames it: it is there with all its files, or not at all.
  func create(_ files: [File], at path: String) throws(Finding) {
    try requireDirectories(path)
    guard entry(at: path) == .nothing else { throw alreadyThere(path) }
    let parent = path.split(separator: "/").dropLast().joined(separator: "/")
    let name = path.split(separator: "/").last.map(String.init) ?? path
    try Files.makeDirectory(directory + parent)
    let beside = "\(directory)\(parent)/.\(name).\(getpid()).new"
    do throws(Finding) {
      for file in files {
        let target = "\(beside)/\(file.path)"
        try Files.makeDirectory(target.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" })
        try Files.write(file.content, to: target, mode: file.isExecutable ? 0o755 : 0o644)
      }
    } catch {
      Scratch.remove(beside)
      throw error
    }
    guard rename(beside, directory + path) == 0 else {
      let because = String(cString: strerror(errno))
      Scratch.remove(beside)
      throw Finding(
        .fileUnwritable, "the directory cannot be put in its place", at: Place(path), because: [because],
        next: ["run the command again; nothing was left half written"])
    }
  }

  func alreadyThere(_ path: String) -> Finding {
    Finding(
      .newExists, "there is something already", at: Place(path), because: ["what exists is never overwritten"],
      next: [
        "choose another name, or 'countersign import' to bring a new definition into the workflow that is there"
      ])
  }
}

extension Rule {
  static let worktreeMissing = Rule(
    "worktree.missing", "The repository has no work tree.",
    "A bare repository holds no files to edit. Run the command in a clone.")
  static let fileUnreadable = Rule(
    "file.unreadable", "A file cannot be read.", "It is missing, closed to you, or no plain file. Nothing was changed.")
  static let newExists = Rule(
    "new.exists", "There is something already where the workflow would be made.",
    "'countersign new' never overwrites. 'countersign import' brings a new definition into a workflow that exists.")
}
