package import Diagnostics
package import Evidence
package import Git
package import Programs
package import Signatures
package import Vocabulary

/// Who acts, and with which tools: everything that comes from outside the repository.
package struct Desk: Sendable {
  package let programs: Programs
  package let signing: Signing
  package let name: String
  package let email: String
  /// The clock that decides. No option or variable sets it.
  package let clock: @Sendable () -> Timestamp
  /// Random bytes for nonces: 16 of them.
  package let random: @Sendable () -> [UInt8]
  /// Where git runs: the repository's git directory.
  package let gitDirectory: String

  package init(
    programs: Programs, signing: Signing, name: String, email: String, clock: @escaping @Sendable () -> Timestamp,
    random: @escaping @Sendable () -> [UInt8], gitDirectory: String
  ) {
    self.programs = programs
    self.signing = signing
    self.name = name
    self.email = email
    self.clock = clock
    self.random = random
    self.gitDirectory = gitDirectory
  }

  /// Name, address and the present moment, for a commit.
  package func ident(at now: Timestamp) -> Ident {
    Ident(name: name, email: email, seconds: now.seconds, offsetMinutes: 0)
  }

  /// 32 hex digits.
  package func nonce() -> String {
    random().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Signs a statement through the user's own tools: one touch of a hardware key for all its workflows.
  package func sign(_ statement: Statement, attachments: [[UInt8]] = []) throws(Finding) -> JournalEntry {
    let payload = statement.written()
    try Self.requireReadable(payload, as: statement)
    let signature: [UInt8]
    let key: SSHPublicKey
    do throws(SigningError) {
      key = try signing.publicKey()
      let armor = try signing.sign(Envelope.preAuthentication(payload), namespace: Envelope.namespace)
      do throws(SignatureError) {
        signature = try SSHSignature(armored: armor).blob
      } catch {
        throw SigningError.wrongSignature(because: error.message)
      }
    } catch {
      throw error.finding
    }
    return try JournalEntry(
      Envelope(payload: payload, signature: signature, keyID: key.fingerprint), statement, attachments: attachments)
  }

  /// What nobody could read is not signed: a journal only grows, so it would lie there for good.
  private static func requireReadable(_ payload: [UInt8], as statement: Statement) throws(Finding) {
    guard payload.count <= Envelope.sizeLimit else {
      throw Finding(
        .journalTooLarge,
        "a statement of \(payload.count) bytes is larger than the \(Envelope.sizeLimit) a journal takes",
        next: ["speak of fewer workflows at once, or say less"])
    }
    let read = try StatementReading.read(payload, id: "not signed yet")
    guard read == statement else {
      throw Finding(
        .statementMalformed, "what would be signed does not read as what is meant",
        next: ["leave characters that do not print out of what you wrote"])
    }
  }

  /// Signs and writes a commit; no ref moves.
  package func commit(
    tree: ObjectID, parents: [ObjectID], message: String, at now: Timestamp, in repository: borrowing Repository
  ) throws(Finding) -> ObjectID {
    let who = ident(at: now)
    let unsigned = CommitText.unsigned(tree: tree, parents: parents, author: who, committer: who, message: message)
    let armor: [UInt8]
    do throws(SigningError) { armor = try signing.signCommit(unsigned) } catch { throw error.finding }
    do throws(GitError) {
      return try repository.write(commit: CommitText.signed(unsigned, armor: armor))
    } catch {
      throw error.finding
    }
  }

  /// Runs the user's git on this repository.
  package func git(_ arguments: [String], errors: Programs.Stream = .captured(limit: 1 << 20)) throws(Finding)
    -> ProgramResult
  {
    do throws(ProgramError) {
      return try programs.run("git", ["--git-dir", gitDirectory] + arguments, errors: errors)
    } catch {
      throw Finding(.programMissing, visible(error.message), next: ["install git, 2.38 or newer"])
    }
  }
}
