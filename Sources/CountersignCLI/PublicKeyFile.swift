import Diagnostics
import Glibc
import Signatures

/// The one public key that somebody hands in: a `.pub` file, or standard input.
enum PublicKeyFile {
  /// No public key is larger, and what is larger is something else.
  private static let sizeLimit = 64 << 10

  static func read(_ name: String, _ directory: String) throws(Finding) -> SSHPublicKey {
    let path = name == "-" ? "/dev/stdin" : name.hasPrefix("/") || directory == "." ? name : "\(directory)/\(name)"
    let shown = name == "-" ? "standard input" : visible(name)
    let bytes = try WorkTree.bytes(ofFile: path, called: name == "-" ? "standard input" : name, limit: sizeLimit)
    return try key(in: bytes, from: shown)
  }

  /// - Parameter shown: what messages call the bytes; never the bytes themselves, which may be a secret.
  static func key(in bytes: [UInt8], from shown: String) throws(Finding) -> SSHPublicKey {
    let text = String(decoding: bytes, as: UTF8.self)
    if ["PRIVATE KEY", "PuTTY-User-Key-File", "AGE-SECRET-KEY", "openssh-key-v1"].contains(where: text.contains) {
      throw Finding(
        .keyPrivate, "\(shown) holds a private key", because: ["it was not copied, and nothing was written"],
        next: ["name the public half beside it, which ends in .pub", "if anybody else could read it, make a new key"])
    }
    let lines = text.split(whereSeparator: \.isNewline).filter { line in
      line.contains { $0 != " " && $0 != "\t" } && !line.hasPrefix("#")
    }
    guard let line = lines.first, lines.count == 1 else {
      throw Finding(
        .keyFile,
        lines.isEmpty ? "\(shown) holds no key" : "\(shown) holds \(lines.count) lines, and one key is added at a time",
        next: ["hand in one line, as ssh-keygen writes it into a .pub file"])
    }
    if line.contains("cert-authority") {
      throw Finding(
        .keyFile, "\(shown) names a certificate authority",
        because: ["whoever holds that key could speak for anyone, without a line that a reviewer sees"],
        next: ["hand in the person's own public key"])
    }
    do throws(SignatureError) {
      return try SSHPublicKey(text: String(line))
    } catch {
      throw Finding(
        .keyFile, "\(shown) holds no public key that can be used", because: [error.message],
        next: ["hand in the .pub file of a key that ssh-keygen made: ssh-keygen -t ed25519"])
    }
  }
}

extension Rule {
  static let keyFile = Rule(
    "key.file", "What was handed in is not one public key that can be used.",
    """
    One line of a .pub file: ssh-ed25519, ecdsa-sha2-nistp256, -nistp384 or -nistp521, ssh-rsa with at least 2048 bits, or a \
    security key. No certificate, no authority, no options before it.
    """)
  static let keyPrivate = Rule(
    "key.private", "What was handed in is a private key.",
    "It is never copied. Name the public half, KEY.pub; a private key that others could read is compromised.")
}
