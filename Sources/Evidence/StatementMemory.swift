import Git

/// Envelopes that were read already, by blob: one envelope may lie in the journals of a thousand workflows.
package final class StatementMemory {
  private var known: [ObjectID: StoredStatement] = [:]
  /// Enough for one command; then all is forgotten, so that memory stays bounded.
  private static let most = 2000

  package init() {}

  subscript(blob: ObjectID) -> StoredStatement? {
    get { known[blob] }
    set {
      if known.count >= Self.most { known.removeAll() }
      known[blob] = newValue
    }
  }
}
