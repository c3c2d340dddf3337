import Git
import Synchronization

/// Envelopes that were read already, by blob: one envelope may lie in the journals of a thousand workflows. Threads may share it.
package final class StatementMemory: Sendable {
  private struct Known {
    var statements: [ObjectID: StoredStatement] = [:]
    var bytes = 0
  }

  private let known = Mutex(Known())
  /// How many are remembered; then all is forgotten, so that memory stays bounded.
  private let most: Int

  /// - Parameter most: enough for one command; a whole history needs more.
  package init(most: Int = 2000) { self.most = most }

  /// So many bytes of statements are remembered.
  private static let mostBytes = 64 << 20

  subscript(blob: ObjectID) -> StoredStatement? { known.withLock { $0.statements[blob] } }

  func keep(_ statement: StoredStatement, for blob: ObjectID) {
    known.withLock { known in
      let size = statement.envelope.payload.count
      if known.statements.count >= most || known.bytes + size > Self.mostBytes { known = Known() }
      known.bytes += size
      known.statements[blob] = statement
    }
  }
}
