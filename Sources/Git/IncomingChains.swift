/// What is gone through to read each object of a push by itself, from the whole one that its chain of differences begins with.
package struct IncomingChains: Hashable, Sendable {
  /// A difference of so many bytes takes longer to go through than the object that it makes is to copy.
  static let large = 64 << 10
  /// Nothing is counted beyond this.
  static let most = 1 << 50

  /// Differences, of whatever size.
  package private(set) var links = 0
  /// Bytes of the large ones, unpacked. libgit2 keeps no object of over 1 MiB, and goes through them anew for each that hangs on it.
  package private(set) var bytes = 0

  package init() {}

  mutating func add(links: Int, bytes: Int) {
    self.links = min(self.links + links, Self.most)
    self.bytes = min(self.bytes + bytes, Self.most)
  }
}
