import Diagnostics
import Evidence
import Facts
import Gathering
import Git
import Glibc
import PolicyModel
import Releases
import Secrets

extension Workplace {
  /// How many threads there are for work that can be shared out.
  var threads: Int { Workplace.processors }

  /// Signs a statement in which there is no secret: a journal only grows, so whatever is appended stays in every clone.
  func signed(
    _ statement: Statement, attachments: [[UInt8]] = [], by desk: Desk, _ snapshot: PolicySnapshot, _ policy: Policy
  ) throws(Finding) -> JournalEntry {
    let search: SecretSearch
    do throws(GitError) { search = try collector.search(snapshot, policy) } catch { throw error.finding }
    var look = search.look(
      statement.written(), as: .other, at: "what would be signed",
      steps: ["say it without the secret: nothing was signed and nothing was appended"])
    for (index, bytes) in attachments.enumerated() {
      look += search.look(
        bytes, as: .report, at: "report \(index + 1)",
        steps: ["run the suite so that it prints no secret: nothing was signed and nothing was appended"])
    }
    if let first = look.findings.first {
      for finding in look.findings.dropFirst() { console.tell(finding) }
      throw first
    }
    if let first = look.undecided.first { throw first }
    return try desk.sign(statement, attachments: attachments)
  }
}

extension Workplace {
  /// Refuses words with a secret in them before they are signed into a commit: what is pushed once is in every clone.
  ///
  /// - Parameter mayBeUndecided: a stop is not held up by a search that does not work here; the server looks again.
  func requireNoSecret(
    in message: String, _ snapshot: PolicySnapshot, _ policy: Policy, mayBeUndecided: Bool = false
  ) throws(Finding) {
    try requireNoSecret(
      in: Array(message.utf8), as: .message, at: "what the commit would say",
      steps: ["say it without the secret: nothing was signed and nothing was moved"], snapshot, policy,
      mayBeUndecided: mayBeUndecided)
  }

  /// Refuses a text with a secret in it before it is shown or kept; the finding shows nothing of it.
  func requireNoSecret(
    in text: [UInt8], as subject: ScanSubject, at source: String, steps: [String], _ snapshot: PolicySnapshot,
    _ policy: Policy, mayBeUndecided: Bool = false
  ) throws(Finding) {
    let search: SecretSearch
    do throws(GitError) { search = try collector.search(snapshot, policy) } catch {
      if mayBeUndecided { return }
      throw error.finding
    }
    let look = search.look(text, as: subject, at: source, steps: steps)
    if let first = look.findings.first { throw first }
    if !mayBeUndecided, let first = look.undecided.first { throw first }
  }
}

extension HookGround {
  /// The search under the policy that HEAD holds.
  func search(_ policy: Policy, _ snapshot: PolicySnapshot?) throws(GitError) -> SecretSearch {
    let waivers = try Waivers.read(inPolicyTree: snapshot?.tree, of: repository)
    return SecretSearch(
      policy: policy, files: try Collector.secretRules(in: snapshot?.tree, repository),
      acceptance: .init(waivers, policy: policy, now: Workplace.now()), cache: repository.derivedDirectory)
  }
}

/// Secrets in what is about to be committed, or in a whole tree, wherever in the repository it lies.
enum StagedSecrets {
  /// How much of what is staged a hook looks at, in bytes; more is not decided there, and the server looks again.
  static let most = 256 << 20

  /// - Parameters:
  ///   - most: in bytes; nil looks at everything.
  ///   - isStaged: whether it is the index that is looked at, from which a file can be taken out again.
  static func look(
    from before: ObjectID?, to after: ObjectID, _ search: SecretSearch, _ repository: borrowing Repository,
    most: Int? = Self.most, isStaged: Bool = true
  ) throws(GitError) -> SecretLook {
    var look = SecretLook()
    for change in try repository.changes(from: before, to: after) {
      guard let side = change.new, side.mode.isFile || side.mode == .symlink, side.id != change.old?.id else {
        continue
      }
      let path = visible(bytes: change.path)
      if let most, look.bytes > most {
        look.undecided.append(
          Finding(
            .secretUndecided, "more is staged than is looked at for secrets at once", at: Place(search.shown(path)),
            because: ["\(most) bytes are looked at; from here on nothing was"],
            next: ["commit it in parts", "countersign scan --staged looks at all of it"]))
        return look
      }
      look += try search.look(
        blob: side.id, at: path,
        steps: isStaged
          ? ["git restore --staged \(search.shown(path)), then mend it"]
          : [
            "it is committed, so whoever has the commit has it; 'countersign scan --history' says which commit brought it"
          ],
        in: repository)
    }
    return look
  }
}
