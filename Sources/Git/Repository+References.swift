import Clibgit2

extension Repository {
  /// What a ref names, symbolic refs followed; nil when there is none. The name is the full one (`refs/…`), or `HEAD`.
  package func reference(_ fullName: String) throws(GitError) -> ObjectID? {
    try checkName(fullName)
    var name = fullName
    for _ in 0..<5 {
      switch try target(of: name) {
      case nil: return nil
      case .object(let id): return id
      case .reference(let next): name = next
      }
    }
    throw .brokenReference(fullName, because: "it leads through more than five symbolic refs")
  }

  /// The full name that a symbolic ref holds; nil for any other ref, and for one that is not there.
  package func symbolicTarget(of fullName: String) throws(GitError) -> String? {
    try checkName(fullName)
    if case .reference(let next)? = try target(of: fullName) { return next }
    return nil
  }

  /// All refs whose full names begin with the prefix, sorted by name. Symbolic refs to nothing are left out.
  package func references(under prefix: String) throws(GitError) -> [(name: String, id: ObjectID)] {
    let (known, broken) = try readableReferences(under: prefix)
    if let first = broken.first { throw first.error }
    return known
  }

  /// The same, with those that cannot be read and why beside them.
  package func readableReferences(
    under prefix: String
  ) throws(GitError) -> (known: [(name: String, id: ObjectID)], broken: [(name: String, error: GitError)]) {
    guard prefix.hasPrefix("refs/"), !prefix.utf8.contains(where: { "*?[\\".utf8.contains($0) || $0 == 0 }) else {
      throw .badName(prefix, because: "a prefix of ref names begins with 'refs/' and holds no wildcards")
    }
    var found: [(name: String, id: ObjectID)] = []
    var broken: [(name: String, error: GitError)] = []
    var names: Set<String> = []
    func look(_ name: String) {
      do throws(GitError) {
        if let id = try reference(name) { found.append((name, id)) }
      } catch {
        broken.append((name, error))
      }
    }
    for (name, target) in try listed(under: prefix) {
      guard let name = String(validating: name, as: UTF8.self) else {
        broken.append((shown(name), .badName(shown(name), because: "the name of this ref is not UTF-8")))
        continue
      }
      names.insert(name)
      if let target { found.append((name, target)) } else { look(name) }
    }
    // libgit2 passes over files that it cannot read as refs; a broken ref must not look like none. One that came since is read, too.
    for name in LooseFiles.names(below: commonDirectory, prefix: prefix) where !names.contains(name) { look(name) }
    return (
      found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) },
      broken.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    )
  }

  /// Where HEAD stands.
  package func head() throws(GitError) -> Head {
    switch try target(of: "HEAD") {
    case nil: throw .notFound("HEAD")
    case .object(let id): .detached(id)
    case .reference(let name): .branch(name, try reference(name))
    }
  }

  /// What one ref holds.
  enum Target: Equatable {
    case object(ObjectID)
    case reference(String)
  }

  /// What a ref holds, symbolic refs not followed; nil when there is none.
  func target(of name: String) throws(GitError) -> Target? {
    let reference: Handle<ReferenceKind>
    do {
      reference = try handle.lend { raw throws(LibraryFailure) in
        try make(ReferenceKind.self) { unsafe git_reference_lookup($0, raw, name) }
      }
    } catch {
      if error.isCode(GIT_ENOTFOUND) { return nil }
      if error.isAbout(GIT_ERROR_OS) { throw GitError(error, during: "reading the ref \(name)", path: name) }
      throw .brokenReference(name, because: error.message)
    }
    return try Self.target(reference, name)
  }

  func checkName(_ name: String) throws(GitError) {
    guard !name.utf8.contains(0), name == "HEAD" || name.hasPrefix("refs/") else {
      throw .badName(name, because: "the full name of a ref begins with 'refs/'")
    }
    guard Self.isReferenceName(name) else { throw .badName(name, because: "git allows no ref of this name") }
  }

  /// Whether git's rules allow a ref of this full name.
  package static func isReferenceName(_ name: String) -> Bool {
    var valid: Int32 = 0
    guard !name.utf8.contains(0) else { return false }
    return unsafe git_reference_name_is_valid(&valid, name) >= 0 && valid == 1
  }

  private static func target(_ reference: borrowing Handle<ReferenceKind>, _ name: String) throws(GitError) -> Target {
    try reference.lend { raw throws(GitError) in
      if let id = unsafe git_reference_target(raw) { return .object(ObjectID(unsafe id.pointee)) }
      if let next = unsafe string(git_reference_symbolic_target(raw)) { return .reference(next) }
      throw .brokenReference(name, because: "it names nothing")
    }
  }

  private func listed(under prefix: String) throws(GitError) -> [(name: [UInt8], id: ObjectID?)] {
    var found: [(name: [UInt8], id: ObjectID?)] = []
    do {
      let iterator = try handle.lend { raw throws(LibraryFailure) in
        try make(ReferenceIteratorKind.self) { unsafe git_reference_iterator_glob_new($0, raw, prefix + "*") }
      }
      while let reference = try next(iterator) {
        reference.lend { raw in
          let id = unsafe git_reference_target(raw).map { ObjectID(unsafe $0.pointee) }
          if let name = unsafe git_reference_name(raw) { unsafe found.append((bytes(name), id)) }
        }
      }
    } catch {
      throw GitError(error, during: "listing the refs under \(prefix)")
    }
    return found
  }

  private func next(
    _ iterator: borrowing Handle<ReferenceIteratorKind>
  ) throws(LibraryFailure) -> Handle<ReferenceKind>? {
    do {
      return try iterator.lend { raw throws(LibraryFailure) in
        try make(ReferenceKind.self) { unsafe git_reference_next($0, raw) }
      }
    } catch {
      if error.isCode(GIT_ITEROVER) { return nil }
      throw error
    }
  }
}

/// The bytes of a C string.
private func bytes(_ text: UnsafePointer<CChar>) -> [UInt8] {
  var bytes: [UInt8] = []
  var index = 0
  while unsafe text[index] != 0 {
    unsafe bytes.append(UInt8(bitPattern: text[index]))
    index += 1
  }
  return bytes
}

private func shown(_ name: [UInt8]) -> String { String(decoding: name, as: UTF8.self) }
