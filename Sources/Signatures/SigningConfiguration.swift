/// What git's configuration says about signing; nil where it says nothing.
package struct SigningConfiguration: Hashable, Sendable {
  /// `gpg.format`: `openpgp`, `ssh`, `x509`; git's own default is `openpgp`.
  package let format: String?
  /// `user.signingkey`: a path, `key::` and a public key, a public key, or the id of an OpenPGP key.
  package let key: String?
  /// `gpg.ssh.program`; else `ssh-keygen`.
  package let sshProgram: String?
  /// `gpg.ssh.defaultKeyCommand`: a command whose output begins with a public key, used when `key` is nil.
  package let defaultKeyCommand: String?
  /// `gpg.openpgp.program` or `gpg.program`; else `gpg`.
  package let openpgpProgram: String?
  /// What `~` stands for.
  package let home: String?
  package let userName: String?
  package let userEmail: String?

  package init(
    format: String?, key: String?, sshProgram: String? = nil, defaultKeyCommand: String? = nil,
    openpgpProgram: String? = nil, home: String? = nil, userName: String? = nil, userEmail: String? = nil
  ) {
    self.format = format
    self.key = key
    self.sshProgram = sshProgram
    self.defaultKeyCommand = defaultKeyCommand
    self.openpgpProgram = openpgpProgram
    self.home = home
    self.userName = userName
    self.userEmail = userEmail
  }

  /// A path with `~/` written out, as git reads it; nil for another user's home, or without one of our own.
  func expanded(_ path: String) -> String? {
    guard path.hasPrefix("~") else { return path }
    guard path.hasPrefix("~/"), let home else { return nil }
    return home + path.dropFirst(1)
  }
}
