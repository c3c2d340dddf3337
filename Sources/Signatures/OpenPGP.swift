import Diagnostics
package import Programs
package import Vocabulary

/// Judges OpenPGP signatures by given keys alone, with `gpg` in an empty keyring made for the run.
///
/// Neither the user's keyring and configuration nor the network nor an agent has a say.
package struct OpenPGP: Sendable {
  private let programs: Programs

  package init(programs: Programs) { self.programs = programs }

  /// Judges one signature over one message.
  /// - Parameters:
  ///   - armored: one `PGP SIGNATURE`, nothing before or after it.
  ///   - keys: public keys in armor, with the person or service that each file belongs to.
  ///   - judgedAt: when a key must be valid; nil is now.
  package func check(
    armored: [UInt8], message: [UInt8], keys: [(owner: String, armor: [UInt8])], judgedAt: Timestamp? = nil
  ) -> OpenPGPStatus {
    check([(armored, message)], keys: keys, judgedAt: judgedAt).first ?? .notChecked(because: "nothing was asked")
  }

  /// Judges many signatures by the same keys, which are read once; the answers stand in the order of the questions.
  package func check(
    _ signatures: [(armored: [UInt8], message: [UInt8])], keys: [(owner: String, armor: [UInt8])],
    judgedAt: Timestamp? = nil
  ) -> [OpenPGPStatus] {
    do throws(OpenPGPProblem) {
      let scratch = try ScratchDirectory.forGPG(in: programs.environment["TMPDIR"] ?? "/tmp")
      defer { scratch.remove() }
      let gpg = GPG(programs: programs, scratch: scratch, judgedAt: judgedAt)
      let owners = try gpg.importing(keys)
      return signatures.enumerated().map { number, signature in
        gpg.status(of: signature.armored, over: signature.message, number: number, owners: owners)
      }
    } catch {
      return signatures.map { _ in .notChecked(because: error.because) }
    }
  }
}

/// Why gpg could not be asked.
struct OpenPGPProblem: Error {
  let because: String
}

extension ScratchDirectory {
  fileprivate static func forGPG(in parent: String) throws(OpenPGPProblem) -> ScratchDirectory {
    do throws(ScratchError) {
      return try ScratchDirectory(in: parent)
    } catch {
      throw OpenPGPProblem(because: "no private directory could be made: \(visible(error.message))")
    }
  }
}
