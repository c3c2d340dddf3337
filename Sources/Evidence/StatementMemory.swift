import Git
import Synchronization

/// Envelopes that were read already, by blob: one envelope may lie in the journals of a thousand workflows. Threads may share it.
package final class StatementMemory: Sendable {
  private let known = Mutex<[ObjectID: StoredStatement]>([:])
  /// How many are remembered; then all is forgotten, so that memory stays bounded.
  private let most: Int

  /// - Parameter most: enough for one command; a whole history needs more.
  package init(most: Int = 2000) { self.most = most }

  subscript(blob: ObjectID) -> StoredStatement? { known.withLock { $0[blob] } }

  func keep(_ statement: StoredStatement, for blob: ObjectID) {
    known.withLock { known in
      if known.count >= most { known.removeAll() }
      known[blob] = statement
    }
  }
}
