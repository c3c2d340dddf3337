import Clibgit2

extension Repository {
  /// What the object is; nil when it is not in the repository.
  package func kind(of id: ObjectID) throws(GitError) -> ObjectKind? {
    try header(of: id)?.kind
  }

  /// The size of a blob, from its header.
  package func blobSize(_ id: ObjectID) throws(GitError) -> Int {
    guard let header = try header(of: id) else { throw .missingObject(id) }
    guard header.kind == .blob else { throw .wrongKind(id, expected: .blob, found: header.kind) }
    return header.size
  }

  /// The content of a blob of at most `limit` bytes.
  package func blob(_ id: ObjectID, limit: Int) throws(GitError) -> [UInt8] {
    try read(id, as: .blob, limit: limit)
  }

  /// The raw bytes of any object of at most `limit` bytes, as they are hashed behind the header.
  package func rawObject(_ id: ObjectID, limit: Int) throws(GitError) -> (kind: ObjectKind, bytes: [UInt8]) {
    guard let header = try header(of: id) else { throw .missingObject(id) }
    guard header.size <= limit else {
      throw .tooLarge(what: "the object \(id.short)", size: header.size, limit: limit)
    }
    return try load(id, limit: limit)
  }

  /// Any object as what it is; a blob or a tag of more than `limit` bytes is not read, and neither is a commit.
  package func whole(_ id: ObjectID, limit: Int) throws(GitError) -> WholeObject {
    guard let header = try header(of: id) else { throw .missingObject(id) }
    let kind = header.kind
    guard kind == .tree || header.size <= limit else { return .larger(kind, size: header.size) }
    let most =
      switch kind {
      case .tree: ReadingLimits.tree
      case .commit: ReadingLimits.commit
      case .blob, .tag: limit
      }
    let bytes = try read(id, as: kind, size: header.size, limit: most)
    guard id.names(bytes, as: kind) else {
      throw .corrupt(id, because: "what is stored under its id is something else")
    }
    switch kind {
    case .commit: return .commit(try commit(id, parsing: bytes))
    case .tree:
      let tree = try rawTree(id, parsing: bytes)
      return .tree(tree.entries.map { tree.value($0) })
    case .blob: return .blob(bytes)
    case .tag: return .tag(bytes)
    }
  }

  /// Runs work that reads by `whole` and by nothing else, on any thread of this process. `whole` hashes what it reads itself, so libgit2 does
  /// not: its SHA-1 also looks for attacks in every block, which takes as long as unpacking. Who attacks needs two objects with one id, and
  /// the one that is here is the one that is read.
  package static func readingWhole<Result, Failure: Error>(
    _ work: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try Library.withoutHashVerification(work)
  }

  /// The bytes of an object that must be of one kind. The size is checked from the header first, and again on what came.
  func read(_ id: ObjectID, as kind: ObjectKind, limit: Int) throws(GitError) -> [UInt8] {
    guard let header = try header(of: id) else { throw .missingObject(id) }
    guard header.kind == kind else { throw .wrongKind(id, expected: kind, found: header.kind) }
    return try read(id, as: kind, size: header.size, limit: limit)
  }

  private func read(
    _ id: ObjectID, as kind: ObjectKind, size: Int, limit: Int
  ) throws(GitError) -> [UInt8] {
    guard size <= limit else {
      throw .tooLarge(what: "the \(kind.rawValue) \(id.short)", size: size, limit: limit)
    }
    let object = try load(id, limit: limit)
    guard object.kind == kind else { throw .wrongKind(id, expected: kind, found: object.kind) }
    return object.bytes
  }

  /// Kind and size without the content; nil when there is no such object.
  package func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int)? {
    var size = 0
    var type = GIT_OBJECT_INVALID
    var raw = id.raw
    do {
      try check { objects.lend { unsafe git_odb_read_header(&size, &type, $0, &raw) } }
    } catch {
      if error.isCode(GIT_ENOTFOUND) { return nil }
      throw GitError(error, reading: id)
    }
    guard let kind = ObjectKind(type) else { throw .corrupt(id, because: "its header names no kind of object") }
    return (kind, size)
  }

  /// No more bytes than these stand before an object's own.
  private static let header = 64

  /// Whether a file that holds the object alone holds all of it; true where there is none.
  private func isWhole(_ id: ObjectID, most: Int) -> Bool {
    let name = id.hex
    let folder = "\(commonDirectory)objects/\(name.prefix(2))"
    guard memory.hasLoose(folder) else { return true }
    return unsafe countersign_loose_is_whole("\(folder)/\(name.dropFirst(2))", most + Self.header) != 0
  }

  private func load(_ id: ObjectID, limit: Int) throws(GitError) -> (kind: ObjectKind, bytes: [UInt8]) {
    guard isWhole(id, most: limit) else { throw .corrupt(id, because: "its file ends before the object does") }
    var raw = id.raw
    let object: Handle<StoredObjectKind>
    do {
      object = try objects.lend { odb throws(LibraryFailure) in
        try make(StoredObjectKind.self) { unsafe git_odb_read($0, odb, &raw) }
      }
    } catch {
      throw GitError(error, reading: id)
    }
    let (type, size, bytes) = object.lend { raw in
      let size = unsafe git_odb_object_size(raw)
      let data = unsafe UnsafeRawBufferPointer(start: git_odb_object_data(raw), count: min(size, limit))
      return unsafe (git_odb_object_type(raw), size, [UInt8](data))
    }
    guard let kind = ObjectKind(type) else { throw .corrupt(id, because: "it is no kind of object that git knows") }
    guard size <= limit else { throw .tooLarge(what: "the \(kind.rawValue) \(id.short)", size: size, limit: limit) }
    return (kind, bytes)
  }
}

extension ObjectKind {
  init?(_ type: git_object_t) {
    switch type {
    case GIT_OBJECT_COMMIT: self = .commit
    case GIT_OBJECT_TREE: self = .tree
    case GIT_OBJECT_BLOB: self = .blob
    case GIT_OBJECT_TAG: self = .tag
    default: return nil
    }
  }

  var type: git_object_t {
    switch self {
    case .commit: GIT_OBJECT_COMMIT
    case .tree: GIT_OBJECT_TREE
    case .blob: GIT_OBJECT_BLOB
    case .tag: GIT_OBJECT_TAG
    }
  }
}

extension GitError {
  /// Missing, damaged, or something about the machine: never folded into one.
  init(_ failure: LibraryFailure, reading id: ObjectID) {
    let aboutTheMachine =
      failure.isAbout(GIT_ERROR_NOMEMORY) || failure.isAbout(GIT_ERROR_OS) || failure.isAbout(GIT_ERROR_THREAD)
    if failure.isCode(GIT_ENOTFOUND) {
      self = .missingObject(id)
    } else if failure.isCode(GIT_EMISMATCH) {
      self = .corrupt(id, because: "its bytes do not hash to its id")
    } else if aboutTheMachine {
      self = .library(code: Int(failure.code), message: failure.message, during: "reading the object \(id.short)")
    } else {
      self = .corrupt(id, because: failure.message)
    }
  }
}
