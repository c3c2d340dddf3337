package import Evidence

/// A statement from a journal, with who signed it.
package struct Testimony: Hashable, Sendable {
  /// SHA-256 of the envelope: 64 hex digits.
  package let id: String
  package let statement: Statement
  package let signer: Signatory

  package init(id: String, statement: Statement, signer: Signatory) {
    self.id = id
    self.statement = statement
    self.signer = signer
  }
}
