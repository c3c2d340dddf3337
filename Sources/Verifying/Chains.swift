import Git
import Synchronization

/// The commits of journals that one thread alone would look at for long, each put in by whichever thread read it.
final class Chains: Sendable {
  private let chains: Mutex<[[ObjectID]]>

  init(count: Int) { chains = Mutex(Array(repeating: [], count: count)) }

  func put(_ chain: [ObjectID], at index: Int) { chains.withLock { $0[index] = chain } }

  var all: [[ObjectID]] { chains.withLock { $0 } }
}
