package import Diagnostics
package import Git
package import Inspection
package import PolicyModel
import Secrets
import Synchronization
package import Vocabulary
package import Workflows

/// The definition that a manifest names, as it was read.
package struct DefinitionRead: Sendable {
  /// No definition is larger, in bytes: what is larger is not read, and what it does is not known.
  package static let sizeLimit = 32 << 20

  /// The content; nil where it is not read.
  let id: ObjectID?
  /// From the top of the repository.
  package let path: String
  package let manifestPath: String
  package let manifest: Manifest
  package let inspected: Inspected
  /// The engine that the content looks like.
  private let detected: Engine?

  /// nil where the file is not there, which is a finding about the manifest.
  package static func read(
    _ manifest: Manifest, tree: ObjectID, path: String, in repository: borrowing Repository,
    memory: DefinitionMemory? = nil
  ) throws(GitError) -> DefinitionRead? {
    guard let entry = try repository.entry(at: manifest.definition, in: tree), entry.mode.isFile else { return nil }
    let place = "\(path)/\(manifest.definition)"
    let file: DefinitionMemory.File
    do throws(GitError) {
      file = try (memory ?? DefinitionMemory()).file(entry.id, at: place, engine: manifest.engine, in: repository)
    } catch .tooLarge(_, let size, let limit) {
      let large = Finding(
        .definitionUnreadable, "the definition has \(size) bytes, \(limit) are read", at: Place(place),
        because: ["what it does is not known"])
      return DefinitionRead(
        id: nil, path: place, manifestPath: "\(path)/\(Manifest.fileName)", manifest: manifest,
        inspected: Inspected(engine: manifest.engine, findings: [large]), detected: nil)
    }
    return DefinitionRead(
      id: entry.id, path: place, manifestPath: "\(path)/\(Manifest.fileName)", manifest: manifest,
      inspected: file.inspected,
      detected: file.detected)
  }

  /// Whether all of it was read: otherwise nothing is known to be in order.
  package var isUnderstood: Bool { !inspected.findings.contains { $0.level == .error } }

  /// What reading it and the checks say, told without what `search` finds in it; waivers not applied.
  package func findings(
    risk: RiskClass, neighbours: Neighbours? = nil, _ search: SecretSearch, in repository: borrowing Repository
  ) throws(GitError) -> [Finding] {
    let found = findings(risk: risk, neighbours: neighbours)
    guard let id, !found.isEmpty else { return found }
    let masks = search.masks(
      search.hidden(in: try repository.blob(id, limit: Self.sizeLimit), as: .definition(path: path)))
    return found.map { $0.worded { search.shown($0, masks) } }
  }

  private func findings(risk: RiskClass, neighbours: Neighbours?) -> [Finding] {
    inspected.findings
      + Checking.findings(
        Subject(
          manifest: manifest, models: inspected.models, detected: detected, risk: risk, definition: path,
          manifestPath: manifestPath, neighbours: neighbours))
  }
}

/// Definitions that were read already: the class, the checks and the next landing ask for the same ones. Threads may share it.
package final class DefinitionMemory: Sendable {
  package struct File: Sendable {
    let inspected: Inspected
    /// The engine that the content looks like.
    let detected: Engine?
  }

  private struct Key: Hashable {
    let id: ObjectID
    let place: String
    let engine: Engine
  }

  /// So many bytes of files are kept, read: a model takes about twenty times as much.
  private static let limit = 4 << 20

  private struct Known {
    var files: [Key: File] = [:]
    var bytes = 0
  }

  private let known = Mutex(Known())
  /// Held while a large file is read.
  private let reading = Mutex<Void>(())
  /// In bytes.
  private static let large = 128 << 10

  package init() {}

  /// A file, given by its blob; `place` is its path for messages.
  func file(
    _ id: ObjectID, at place: String, engine: Engine, in repository: borrowing Repository
  ) throws(GitError) -> File {
    let key = Key(id: id, place: place, engine: engine)
    if let file = known.withLock({ $0.files[key] }) { return file }
    let read = try repository.blob(id, limit: DefinitionRead.sizeLimit)
    // A model takes many times the bytes of its file: of large ones there is one at a time, on however many threads.
    let inspected =
      read.count < Self.large
      ? Inspecting.inspect(read, path: place, engine: engine)
      : reading.withLock { _ in Inspecting.inspect(read, path: place, engine: engine) }
    let file = File(inspected: inspected, detected: engine == .script ? inspected.looks : engine)
    guard read.count <= Self.limit / 4 else { return file }
    known.withLock { known in
      if known.bytes + read.count > Self.limit { known = Known() }
      known.bytes += read.count
      known.files[key] = file
    }
    return file
  }

  func forget() { known.withLock { $0 = Known() } }
}

extension Waivers {
  /// The waivers of a `.countersign`, given by its tree; none where it has none.
  package static func read(
    inPolicyTree tree: ObjectID?, of repository: borrowing Repository
  ) throws(GitError) -> Waivers {
    guard let tree, let folder = try repository.entry(at: "waivers", in: tree), folder.mode == .tree else {
      return .none
    }
    var files: [(name: String, bytes: [UInt8])] = []
    for file in try repository.tree(folder.id) {
      // What is no file, and what has no name, the rules about paths hold; a large one cannot be a waiver.
      guard let name = file.text, file.mode.isFile else { continue }
      let size = try repository.blobSize(file.id)
      files.append((name, size > Waiver.sizeLimit ? [] : try repository.blob(file.id, limit: Waiver.sizeLimit)))
    }
    return Waivers(files: files)
  }
}
