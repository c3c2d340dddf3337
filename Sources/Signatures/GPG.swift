import Diagnostics
import Programs
import Vocabulary

/// One `gpg` with a keyring of its own.
struct GPG {
  let programs: Programs
  let scratch: ScratchDirectory
  let judgedAt: Timestamp?

  /// Fills the keyring.
  func importing(_ keys: [(owner: String, armor: [UInt8])]) throws(OpenPGPProblem) -> Owners {
    var owners = Owners()
    for (owner, armor) in keys {
      let text = String(decoding: armor, as: UTF8.self)
      guard text.contains("-----BEGIN PGP PUBLIC KEY BLOCK-----"), !text.contains("PRIVATE KEY BLOCK") else {
        owners.unreadable.append("the OpenPGP key of '\(visible(owner))' is not a public key in armor")
        continue
      }
      let result = try run(["--status-fd", "1", "--import"], input: armor)
      let fingerprints = GPGStatus(result.output).imported
      if !result.succeeded || fingerprints.isEmpty {
        owners.unreadable.append("gpg cannot read the OpenPGP key of '\(visible(owner))'")
      }
      for fingerprint in fingerprints { owners.names[fingerprint, default: []].insert(owner) }
    }
    return owners
  }

  func status(
    of armored: [UInt8], over message: [UInt8], number: Int, owners: Owners
  ) -> OpenPGPStatus {
    guard Self.isOneSignature(armored) else { return .bad(because: "it is not one OpenPGP signature in its armor") }
    let file: String
    do throws(ScratchError) {
      file = try scratch.write(armored, as: "signature-\(number).asc")
    } catch {
      return .notChecked(because: "the signature could not be written for gpg: \(visible(error.message))")
    }
    do throws(OpenPGPProblem) {
      let result = try run(["--status-fd", "1", "--verify", file, "-"], input: message)
      return GPGStatus(result.output).judged(succeeded: result.succeeded, owners: owners)
    } catch {
      return .notChecked(because: error.because)
    }
  }

  private func run(_ arguments: [String], input: [UInt8]) throws(OpenPGPProblem) -> ProgramResult {
    var all = [
      "--homedir", scratch.path, "--no-options", "--batch", "--no-tty", "--no-autostart", "--disable-dirmngr",
      "--no-auto-key-locate", "--no-auto-key-retrieve", "--no-auto-key-import", "--no-auto-check-trustdb",
      "--trust-model", "always", "--weak-digest", "SHA1", "--display-charset", "utf-8",
    ]
    if let judgedAt { all += ["--faked-system-time", "\(judgedAt.seconds)!"] }
    do throws(ProgramError) {
      return try programs.run("gpg", all + arguments, input: input, extra: ["GNUPGHOME": nil])
    } catch {
      throw OpenPGPProblem(because: visible(error.message))
    }
  }

  /// Exactly one block, from the first line to the last.
  private static func isOneSignature(_ armored: [UInt8]) -> Bool {
    let lines = armored.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    let marks = lines.filter { $0.contains("-----") }
    return marks == ["-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"] && lines.first == marks.first
      && lines.last == marks.last
  }
}

/// Whose the keys in a keyring are.
struct Owners {
  /// By the primary key's fingerprint. A key that two list has both.
  var names: [String: Set<String>] = [:]
  /// What is wrong with key files; a key that is not found may be in one of them.
  var unreadable: [String] = []
}
