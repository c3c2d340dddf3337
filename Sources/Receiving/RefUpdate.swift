package import Diagnostics
package import Git

/// One ref that a push creates, moves or deletes.
package struct RefUpdate: Hashable, Sendable {
  /// The full name: `refs/heads/main`.
  package let ref: String
  /// Where the ref is now; nil: the push creates it.
  package let old: ObjectID?
  /// Where it would be; nil: the push deletes it.
  package let new: ObjectID?

  package init(ref: String, old: ObjectID?, new: ObjectID?) {
    self.ref = ref
    self.old = old == .zero ? nil : old
    self.new = new == .zero ? nil : new
  }

  /// Reads what git gives to its hooks pre-receive and reference-transaction: a line `OLD NEW REF` for each ref.
  ///
  /// Source: githooks(5).
  /// - Parameter folders: only refs below one of these are read; empty: all are.
  package static func read(_ input: [UInt8], below folders: [String] = []) throws(Finding) -> [RefUpdate] {
    var updates: [RefUpdate] = []
    for line in input.split(separator: UInt8(ascii: "\n")) {
      let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
      if words.count == 3, !folders.isEmpty, !folders.contains(where: { words[2].starts(with: $0.utf8) }) { continue }
      guard words.count == 3, let old = ObjectID(hex: words[0]), let new = ObjectID(hex: words[1]) else {
        throw Finding(
          .pushInput, "a line of the push does not read: '\(visible(bytes: line))'",
          because: ["git gives 'OLD NEW REF', a line for each ref"],
          next: ["let git receive-pack run this hook: countersign hooks install --server"])
      }
      guard let ref = String(validating: words[2], as: UTF8.self), Repository.isReferenceName(ref) else {
        throw Finding(
          .pushName, "'\(visible(bytes: words[2]))' is no name of a ref that is read here",
          because: ["names are UTF-8 and begin with 'refs/'"], next: ["push under another name"])
      }
      updates.append(RefUpdate(ref: ref, old: old, new: new))
    }
    return updates
  }
}
