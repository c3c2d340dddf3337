/// What one push may bring, whatever branch it goes to.
package enum PushLimits {
  /// git moves them one by one, each after its own look: so that what is judged together also moves within moments.
  package static let refs = 1_000
  /// Statements that are added to one journal.
  package static let statements = 2000
  package static let objects = 500_000
  /// Bytes of one file, wherever it lies; in governed directories the policy's own limit holds.
  package static let blob = 50 << 20
  /// Bytes of all that one push adds to one journal, unpacked.
  package static let journal = 128 << 20
  /// How much that is amiss in one journal is told.
  package static let findings = 20
  /// Bytes of standard input: the refs' lines.
  package static let input = 4 << 20
  /// The same where git moves refs: tidying up names all of them at once.
  package static let transaction = 256 << 20
}
