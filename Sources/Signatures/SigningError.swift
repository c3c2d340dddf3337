package import Diagnostics

/// Why nothing was signed.
package enum SigningError: Error, Hashable, Sendable {
  case noKey
  case keyUnreadable(path: String, because: String)
  case toolMissing(name: String)
  /// The agent's or ssh-keygen's own words.
  case agentRefused(message: String)
  /// The program ended without a signature; its own words.
  case toolSaid(name: String, message: String)
  /// An SSH signature was needed, and `gpg.format` says otherwise.
  case notSSH(format: String)
  /// `gpg.format` is neither `ssh` nor `openpgp`.
  case unknownFormat(String)
  /// What came back is not the signature that was asked for.
  case wrongSignature(because: String)
  case noScratch(because: String)
}

extension SigningError {
  package var finding: Finding {
    switch self {
    case .noKey:
      Finding(
        .signingNoKey, "no key to sign with is configured",
        because: ["user.signingkey is not set, and gpg.ssh.defaultKeyCommand gives none"],
        next: ["git config --global gpg.format ssh", "git config --global user.signingkey ~/.ssh/id_ed25519.pub"])
    case .keyUnreadable(let path, let because):
      Finding(
        .signingKey, "the public key of '\(visible(path))' cannot be read", because: [because],
        next: [
          "if only the private key is there: ssh-keygen -y -f \(quoted(privateKey(path))) > \(quoted(privateKey(path))).pub",
          "else name the right one: git config --global user.signingkey PATH",
        ])
    case .toolMissing(let name):
      Finding(
        .signingToolMissing, "the program '\(visible(name))' was not found",
        next: ["install it (Debian: apt install openssh-client gnupg), or set gpg.ssh.program or gpg.program"])
    case .agentRefused(let message):
      Finding(
        .signingAgent, "the agent did not sign", because: said(message),
        next: ["ssh-add -l (is the key there?)", "ssh-add PATH-OF-THE-KEY"])
    case .toolSaid(let name, let message):
      Finding(
        .signingTool, "'\(visible(name))' did not sign", because: said(message),
        next: ["try it by hand: echo test | ssh-keygen -Y sign -n test -f PATH-OF-THE-KEY"])
    case .notSSH(let format):
      Finding(
        .signingFormat, "a statement needs an SSH key, and gpg.format is '\(visible(format))'",
        because: ["statements are verified everywhere, without a keyring: only SSH signatures are"],
        next: ["git config gpg.format ssh", "git config user.signingkey ~/.ssh/id_ed25519.pub"])
    case .unknownFormat(let format):
      Finding(
        .signingFormat, "gpg.format is '\(visible(format))', which is not used here",
        because: ["commits are signed with SSH or OpenPGP keys"], next: ["git config gpg.format ssh"])
    case .wrongSignature(let because):
      Finding(
        .signingWrong, "what the program gave is not the signature asked for", because: [because],
        next: ["look at git config --get-regexp 'gpg|signingkey': does the program sign with that key?"])
    case .noScratch(let because):
      Finding(
        .signingScratch, "no private directory could be made for signing", because: [visible(because)],
        next: ["set TMPDIR to a directory that you may write to"])
    }
  }
}

/// The program's lines, each safe for a terminal, not more than a few.
private func said(_ message: String) -> [String] {
  let lines = message.split(whereSeparator: \.isNewline).filter { !$0.isEmpty }.prefix(5)
  return lines.isEmpty ? ["it did not say why"] : lines.map { visible(String($0)) }
}

/// The private key beside a public one; git's configuration may name either.
private func privateKey(_ path: String) -> String { path.hasSuffix(".pub") ? String(path.dropLast(4)) : path }

/// For a command to copy: in quotes when the shell would not take it as it is.
private func quoted(_ path: String) -> String {
  let plain = path.utf8.allSatisfy { byte in
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
      || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "/._-+@~".utf8.contains(byte)
  }
  return plain
    ? path
    : "'" + visible(path).split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
