import Clibgit2

/// What a libgit2 call answered when it was not success. Read on the thread of the call, right after it.
struct LibraryFailure: Error {
  let code: Int32
  /// A `git_error_t` value; 0 when libgit2 left no message.
  let category: Int32
  let message: String

  init(code: Int32) {
    self.code = code
    if let last = unsafe git_error_last(), let text = unsafe last.pointee.message {
      category = unsafe last.pointee.klass
      message = unsafe String(cString: text)
    } else {
      category = 0
      message = "libgit2 gave no message"
    }
  }

  func isCode(_ expected: git_error_code) -> Bool { code == expected.rawValue }
  func isAbout(_ expected: git_error_t) -> Bool { category == Int32(bitPattern: expected.rawValue) }
}

/// A call that makes an object.
@safe func make<Kind>(
  _ kind: Kind.Type, _ call: (UnsafeMutablePointer<OpaquePointer?>) -> Int32
) throws(LibraryFailure) -> Handle<Kind> {
  var raw: OpaquePointer?
  git_error_clear()
  let code = unsafe call(&raw)
  guard code >= 0, let made = unsafe raw else { throw LibraryFailure(code: code) }
  return unsafe Handle(owning: made)
}

/// A call that answers with a code; what is not negative is handed back.
@discardableResult
func check(_ call: () -> Int32) throws(LibraryFailure) -> Int32 {
  git_error_clear()
  let code = call()
  guard code >= 0 else { throw LibraryFailure(code: code) }
  return code
}

/// A call that fills a buffer with text, whose bytes are copied out before it is freed.
@safe func text(_ call: (UnsafeMutablePointer<git_buf>) -> Int32) throws(LibraryFailure) -> String {
  var buffer = unsafe git_buf()
  defer { unsafe git_buf_dispose(&buffer) }
  git_error_clear()
  let code = unsafe call(&buffer)
  guard code >= 0 else { throw LibraryFailure(code: code) }
  guard let start = unsafe buffer.ptr else { return "" }
  return unsafe String(cString: start)
}

extension ObjectID {
  init(_ raw: git_oid) {
    self = unsafe withUnsafeBytes(of: raw) { bytes in ObjectID(raw: unsafe Array(bytes), at: 0) }
  }

  /// The id in libgit2's own form.
  var raw: git_oid {
    var raw = git_oid()
    unsafe withUnsafeMutableBytes(of: &raw) { target in unsafe write(to: target) }
    return raw
  }
}
