import Diagnostics
package import Programs

/// Signs as git does, through the user's own programs: no private key is ever used here.
///
/// Source: git's gpg-interface.c, `sign_buffer_ssh`, `sign_buffer_gpg`; gitformat-signature(5).
package struct Signing: Sendable {
  let configuration: SigningConfiguration
  let programs: Programs
  private let showsProgramsTalk: Bool

  /// - Parameter showsProgramsTalk: the program's standard error is ours, so that a request to touch a security key is
  ///   seen; its words are then missing from errors.
  package init(_ configuration: SigningConfiguration, programs: Programs, showsProgramsTalk: Bool = false) {
    self.configuration = configuration
    self.programs = programs
    self.showsProgramsTalk = showsProgramsTalk
  }

  /// Signs a message with the SSH key, and gives the armor as `ssh-keygen` writes it.
  ///
  /// What the program gave has been verified: it is by that key, over that message, for that namespace.
  package func sign(_ message: [UInt8], namespace: String) throws(SigningError) -> [UInt8] {
    let format = configuration.format ?? "openpgp"
    guard format == "ssh" else { throw .notSSH(format: format) }
    return try signature(over: message, namespace: namespace).armored()
  }

  /// Signs the bytes of a commit without its signature: an SSH signature for `git`, or an OpenPGP one, as `gpg.format` says.
  package func signCommit(_ payload: [UInt8]) throws(SigningError) -> [UInt8] {
    switch configuration.format ?? "openpgp" {
    case "ssh": try signature(over: payload, namespace: "git").armored()
    case "openpgp": try openPGPSignature(over: payload)
    case let format: throw .unknownFormat(format)
    }
  }

  private func signature(over message: [UInt8], namespace: String) throws(SigningError) -> SSHSignature {
    let source = try keySource()
    let key = try publicKey(from: source)
    let output = try sshSign(message, namespace: namespace, with: source, key: key)
    let signature: SSHSignature
    do throws(SignatureError) {
      signature = try SSHSignature(armored: output)
    } catch {
      throw .wrongSignature(because: error.message)
    }
    guard signature.key == key else {
      throw .wrongSignature(because: "it is by \(signature.key.fingerprint), not by \(key.fingerprint)")
    }
    guard signature.namespace.utf8.elementsEqual(namespace.utf8) else {
      throw .wrongSignature(because: "it was made for '\(visible(signature.namespace))', not for '\(namespace)'")
    }
    if let fault = signature.fault(over: message) { throw .wrongSignature(because: fault) }
    return signature
  }

  private func sshSign(
    _ message: [UInt8], namespace: String, with source: KeySource, key: SSHPublicKey
  ) throws(SigningError) -> [UInt8] {
    let scratch = try scratched { () throws(ScratchError) in try ScratchDirectory(in: scratchParent) }
    defer { scratch.remove() }
    let file = try scratched { () throws(ScratchError) in try scratch.write(message, as: "message") }
    var arguments = ["-Y", "sign", "-n", namespace, "-f"]
    switch source {
    case .file(let path):
      arguments.append(path)
    case .literal:
      // `-U`: the private half is in the agent, there is no file beside this one.
      arguments.append(
        try scratched { () throws(ScratchError) in try scratch.write(Array("\(key.text)\n".utf8), as: "key.pub") })
      arguments.append("-U")
    }
    let name = try sshProgram()
    let result = try run(name, arguments + [file])
    do throws(ScratchError) {
      return try contents(of: file + ".sig", limit: 64 << 10)
    } catch {
      throw .toolSaid(name: name, message: result.errorText.isEmpty ? "it wrote no signature" : result.errorText)
    }
  }

  private var scratchParent: String { programs.environment["TMPDIR"] ?? "/tmp" }

  private func sshProgram() throws(SigningError) -> String {
    guard let program = configuration.sshProgram else { return "ssh-keygen" }
    guard let path = configuration.expanded(program) else { throw .toolMissing(name: program) }
    return path
  }

  private func run(_ name: String, _ arguments: [String]) throws(SigningError) -> ProgramResult {
    let result = try SigningError.running(name) { () throws(ProgramError) in
      try programs.run(name, arguments, errors: showsProgramsTalk ? .inherited : .captured(limit: 1 << 20))
    }
    if result.succeeded { return result }
    let message = result.errorText
    let refusals = ["agent refused", "communication with agent", "agent has no identities", "get_agent_identities"]
    if refusals.contains(where: message.contains) { throw .agentRefused(message: message) }
    throw .toolSaid(name: name, message: showsProgramsTalk ? "what it said stands above" : message)
  }

  private func scratched<Made>(_ work: () throws(ScratchError) -> Made) throws(SigningError) -> Made {
    do throws(ScratchError) {
      return try work()
    } catch {
      throw .noScratch(because: error.message)
    }
  }
}

extension SigningError {
  /// Runs a program; that it could not be run becomes one of our errors.
  static func running(
    _ name: String, _ work: () throws(ProgramError) -> ProgramResult
  ) throws(SigningError) -> ProgramResult {
    do throws(ProgramError) {
      return try work()
    } catch {
      if case .notFound = error { throw .toolMissing(name: name) }
      throw .toolSaid(name: name, message: error.message)
    }
  }
}
