extension Sandbox {
  /// Makes a repository with the branch `main` and no commit; gives its whole path.
  @discardableResult
  package func makeRepository(_ name: String = "repo", bare: Bool = false) throws -> String {
    try makeDirectory(name)
    try gitText("init", "-q", bare ? "--bare" : "--initial-branch=main", in: name)
    if bare { try gitText("symbolic-ref", "HEAD", "refs/heads/main", in: name) }
    return absolute(name)
  }

  /// Writes files, adds everything and commits, signed when a key is given; gives the commit's id.
  ///
  /// A nil text removes the file.
  @discardableResult
  package func commit(
    _ message: String, files: [String: String?] = [:], in repository: String = "repo", key: TestKey? = nil
  ) throws -> String {
    for (name, text) in files.sorted(by: { $0.key < $1.key }) {
      if let text {
        try write(repository + "/" + name, text)
      } else {
        try gitText("rm", "-q", "--cached", "--", name, in: repository)
        _ = try run("rm", ["-f", "--", name], in: repository)
      }
    }
    try gitText("add", "--all", in: repository)
    var arguments = key.map { ["-c", "gpg.format=ssh", "-c", "user.signingkey=\($0.path)"] } ?? []
    arguments += [
      "commit", "-q", "--allow-empty", "--cleanup=verbatim", "-F", "-", key == nil ? "--no-gpg-sign" : "-S",
    ]
    let outcome = try run("git", arguments, in: repository, input: Array(message.utf8))
    guard outcome.status == 0 else { throw SandboxError.status(command: "git commit", outcome) }
    return try gitText("rev-parse", "HEAD", in: repository)
  }

  /// Writes an object of any bytes, well-formed or not; gives its id.
  package func writeObject(_ kind: String, _ bytes: [UInt8], in repository: String = "repo") throws -> String {
    try gitText("hash-object", "-w", "--stdin", "-t", kind, "--literally", in: repository, input: bytes)
  }

  /// The raw bytes of an object.
  package func readObject(_ kind: String, _ id: String, in repository: String = "repo") throws -> [UInt8] {
    let outcome = try git("cat-file", kind, id, in: repository)
    guard outcome.status == 0 else { throw SandboxError.status(command: "git cat-file", outcome) }
    return outcome.stdout
  }

  /// One line of a raw tree, for trees that git itself would not write.
  package static func rawEntry(_ mode: String, _ name: [UInt8], _ id: String) -> [UInt8] {
    var bytes = Array((mode + " ").utf8) + name + [0]
    var digits = id[...]
    while let byte = UInt8(digits.prefix(2), radix: 16) {
      bytes.append(byte)
      digits = digits.dropFirst(2)
    }
    return bytes
  }
}

/// A real Ed25519 key without a passphrase, made by `ssh-keygen`.
package struct TestKey: Hashable, Sendable {
  /// Of the private key; the public one lies beside it, with `.pub`.
  package let path: String
  /// `ssh-ed25519 AAAA…`, without a comment.
  package let publicKey: String

  package init(_ name: String, in sandbox: Sandbox) throws {
    path = sandbox.absolute("keys/" + name)
    try sandbox.makeDirectory("keys")
    let outcome = try sandbox.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path])
    guard outcome.status == 0 else { throw SandboxError.status(command: "ssh-keygen", outcome) }
    let words = String(decoding: try sandbox.read(path + ".pub"), as: UTF8.self).split { $0 == " " || $0 == "\n" }
    publicKey = words.prefix(2).joined(separator: " ")
  }

  /// A line of an allowed_signers file.
  package func signer(_ principals: String..., namespaces: String = "git,countersign") -> String {
    "\(principals.joined(separator: ",")) namespaces=\"\(namespaces)\" \(publicKey)"
  }

  /// Signs bytes with `ssh-keygen -Y sign`; gives the armor.
  package func sign(_ bytes: [UInt8], namespace: String, in sandbox: Sandbox) throws -> [UInt8] {
    let outcome = try sandbox.run(
      "ssh-keygen", ["-q", "-Y", "sign", "-n", namespace, "-f", path], input: bytes)
    guard outcome.status == 0 else { throw SandboxError.status(command: "ssh-keygen -Y sign", outcome) }
    return outcome.stdout
  }
}
