import Diagnostics
import Programs

/// Where git's configuration says the key is.
enum KeySource: Hashable {
  /// A file with the private or the public half.
  case file(String)
  /// The public half itself; the private one is in the agent.
  case literal(String)
}

extension Signing {
  /// The public half of the key that would sign.
  package func publicKey() throws(SigningError) -> SSHPublicKey {
    let format = configuration.format ?? "openpgp"
    guard format == "ssh" else { throw .notSSH(format: format) }
    return try publicKey(from: try keySource())
  }

  /// Source: git's gpg-interface.c, `get_ssh_signing_key`, `get_default_ssh_signing_key`, `is_literal_ssh_key`.
  func keySource() throws(SigningError) -> KeySource {
    guard let key = configuration.key, !key.isEmpty else {
      guard let command = configuration.defaultKeyCommand, !command.isEmpty else { throw .noKey }
      return try defaultKey(from: command)
    }
    if let literal = Self.literal(in: key) { return .literal(literal) }
    guard let path = configuration.expanded(key) else {
      throw .keyUnreadable(path: key, because: "'~' cannot be resolved to a home directory")
    }
    return .file(path)
  }

  func publicKey(from source: KeySource) throws(SigningError) -> SSHPublicKey {
    switch source {
    case .literal(let text): return try Self.parsed(text, from: "user.signingkey")
    case .file(let path):
      let candidates = path.hasSuffix(".pub") ? [path] : ["\(path).pub", path]
      for candidate in candidates {
        guard let text = Self.text(of: candidate) else { continue }
        if text.hasPrefix("-----BEGIN") {
          throw .keyUnreadable(
            path: path, because: "it is the private half, and there is no \(visible(path)).pub beside it")
        }
        return try Self.parsed(text, from: candidate)
      }
      throw .keyUnreadable(path: path, because: "there is no such file, or it may not be read")
    }
  }

  private func defaultKey(from command: String) throws(SigningError) -> KeySource {
    let result = try SigningError.running("sh") { () throws(ProgramError) in
      try programs.run("sh", ["-c", command], output: .captured(limit: 1 << 20))
    }
    guard result.succeeded, let line = result.outputText.split(whereSeparator: \.isNewline).first else { throw .noKey }
    return .literal(Self.literal(in: String(line)) ?? String(line))
  }

  private static func literal(in key: String) -> String? {
    if key.hasPrefix("key::") { return String(key.dropFirst("key::".count)) }
    return key.hasPrefix("ssh-") ? key : nil
  }

  private static func parsed(_ text: String, from path: String) throws(SigningError) -> SSHPublicKey {
    do throws(SignatureError) {
      return try SSHPublicKey(text: text)
    } catch {
      throw .keyUnreadable(path: path, because: error.message)
    }
  }

  private static func text(of path: String) -> String? {
    do throws(ScratchError) {
      return String(decoding: try contents(of: path, limit: 64 << 10), as: UTF8.self)
    } catch {
      return nil
    }
  }
}
