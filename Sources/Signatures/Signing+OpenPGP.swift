import Programs

extension Signing {
  /// Source: git's gpg-interface.c, `sign_buffer_gpg`.
  func openPGPSignature(over payload: [UInt8]) throws(SigningError) -> [UInt8] {
    let name = configuration.openpgpProgram ?? "gpg"
    guard let program = configuration.expanded(name) else { throw .toolMissing(name: name) }
    let user = try openPGPUser()
    let result = try SigningError.running(program) { () throws(ProgramError) in
      try programs.run(program, ["--status-fd=2", "-bsau", user], input: payload)
    }
    let lines = result.errorText.split(whereSeparator: \.isNewline)
    guard result.succeeded, lines.contains(where: { $0.hasPrefix("[GNUPG:] SIG_CREATED ") }) else {
      let said = lines.filter { !$0.hasPrefix("[GNUPG:]") }.joined(separator: "\n")
      throw .toolSaid(name: name, message: said)
    }
    let armor = result.output.filter { $0 != UInt8(ascii: "\r") }
    guard SignatureKind(armored: armor) == .openPGP else {
      throw .wrongSignature(because: "'\(name)' wrote something that is not an OpenPGP signature")
    }
    return armor
  }

  /// The key's id, or as git does it, the committer.
  private func openPGPUser() throws(SigningError) -> String {
    if let key = configuration.key, !key.isEmpty { return key }
    guard let name = configuration.userName, let email = configuration.userEmail else { throw .noKey }
    return "\(name) <\(email)>"
  }
}
