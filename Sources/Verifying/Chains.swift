import Git
import Synchronization

/// The commits of many journals, each put in by whichever thread read it.
final class Chains: Sendable {
  private let chains: Mutex<[[ObjectID]]>

  init(count: Int) { chains = Mutex(Array(repeating: [], count: count)) }

  func put(_ chain: [ObjectID], at index: Int) { chains.withLock { $0[index] = chain } }

  var all: [[ObjectID]] { chains.withLock { $0 } }
}
