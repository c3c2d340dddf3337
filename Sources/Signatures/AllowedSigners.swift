package import Diagnostics
package import Vocabulary

/// Which key speaks for which addresses: an OpenSSH `allowed_signers` file. Source: ssh-keygen(1), ALLOWED SIGNERS.
package struct AllowedSigners: Hashable, Sendable {
  /// One line.
  package struct Entry: Hashable, Sendable {
    /// E-mail addresses, in the order of the line; compared exactly.
    package let principals: [String]
    /// What the key may sign; nil is everything.
    package let namespaces: [String]?
    /// Its first moment.
    package let validAfter: Timestamp?
    /// The moment at which it ends.
    package let validBefore: Timestamp?
    package let key: SSHPublicKey
    package let place: Place
  }

  /// In the order of the file; only those that hold, a refused line is never among them.
  package let entries: [Entry]

  package init(entries: [Entry]) { self.entries = entries }
}
