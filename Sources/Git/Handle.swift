import Clibgit2

/// How libgit2 frees one kind of object.
protocol HandleKind {
  static func free(_ raw: OpaquePointer)
}

/// The owner of one libgit2 object: freed exactly once, lent to one closure at a time, never handed out.
@safe struct Handle<Kind: HandleKind>: ~Copyable {
  private let raw: OpaquePointer

  /// Takes over an object that libgit2 has just made.
  @unsafe init(owning raw: OpaquePointer) { unsafe self.raw = raw }

  deinit { unsafe Kind.free(raw) }

  /// Lends the pointer, which must not leave the closure.
  @safe borrowing func lend<Result: ~Copyable, Failure: Error>(
    _ body: (OpaquePointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(raw)
  }
}

enum RepositoryKind: HandleKind {
  static func free(_ raw: OpaquePointer) { unsafe git_repository_free(raw) }
}

enum ObjectDatabaseKind: HandleKind {
  static func free(_ raw: OpaquePointer) { unsafe git_odb_free(raw) }
}

enum StoredObjectKind: HandleKind {
  static func free(_ raw: OpaquePointer) { unsafe git_odb_object_free(raw) }
}

enum ReferenceKind: HandleKind {
  static func free(_ raw: OpaquePointer) { unsafe git_reference_free(raw) }
}

enum ReferenceIteratorKind: HandleKind {
  static func free(_ raw: OpaquePointer) { unsafe git_reference_iterator_free(raw) }
}

enum IndexKind: HandleKind {
  static func free(_ raw: OpaquePointer) { unsafe git_index_free(raw) }
}

enum ConfigurationKind: HandleKind {
  static func free(_ raw: OpaquePointer) { unsafe git_config_free(raw) }
}

enum ConfigurationIteratorKind: HandleKind {
  static func free(_ raw: OpaquePointer) { unsafe git_config_iterator_free(raw) }
}
