import Diagnostics
import Gathering
import Git
import Glibc
import PolicyModel
import Programs
import Signatures
import Vocabulary

/// One change of who is who, in the work tree: read, changed, read again, weighed, written, told.
struct RosterEditing {
  private let files: WorkTree
  private let console: Console

  init(_ place: borrowing Workplace) throws(Finding) {
    console = place.console
    files = WorkTree(directory: try WorkTree.directory(of: place), policy: nil)
    try files.requireDirectories(PolicySnapshot.directory)
    sayUncommitted(place)
  }

  /// Makes the change, while nobody else makes one.
  /// - Parameters:
  ///   - moment: when the change has its whole effect.
  ///   - change: what the texts become.
  /// - Returns: the roster before and after, and whether anything was written.
  func perform(
    effect moment: Timestamp, _ change: (Roster) throws(Finding) -> Roster.Texts
  ) throws(Finding) -> (before: Roster, after: Roster, isWritten: Bool) {
    let directory = open(files.directory + PolicySnapshot.directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else {
      throw Finding(
        .policyMissing, "there is no \(PolicySnapshot.policyPath) in the work tree",
        next: ["countersign init", "or check out a branch that has it"])
    }
    // The lock ends with the descriptor, and so with the process.
    defer { close(directory) }
    guard flock(directory, LOCK_EX) == 0 else {
      throw Finding(
        .fileUnwritable, "\(PolicySnapshot.directory) cannot be locked", because: [String(cString: strerror(errno))])
    }
    let before = try read()
    let texts = try change(before)
    guard texts != before.texts else { return (before, before, false) }
    let after: Roster
    do throws(Finding) {
      after = try Roster(texts, openpgp: before.openpgp)
    } catch {
      throw Finding(
        error.rule, error.what, at: error.place,
        because: error.because + ["so it would be after this: nothing was written"],
        next: error.next)
    }
    try before.requireQuorums(after: after, at: moment)
    try write(before.texts, texts)
    return (before, after, true)
  }

  private static let sizeLimit = 1 << 20

  private func read() throws(Finding) -> Roster {
    guard files.entry(at: PolicySnapshot.policyPath) != .nothing else {
      throw Finding(
        .policyMissing, "there is no \(PolicySnapshot.policyPath) in the work tree",
        next: ["countersign init", "or check out a branch that has it"])
    }
    return try Roster(try texts(), openpgp: openpgp())
  }

  private func texts() throws(Finding) -> Roster.Texts {
    Roster.Texts(
      policy: try bytes(PolicySnapshot.policyPath), revoked: try bytes(Roster.revokedPath),
      signers: try bytes(PolicySnapshot.signersPath))
  }

  private func bytes(_ path: String) throws(Finding) -> [UInt8] {
    files.entry(at: path) == .nothing ? [] : try files.bytes(of: path, limit: Self.sizeLimit)
  }

  /// Whose OpenPGP key lies in the work tree.
  private func openpgp() -> Set<String> {
    guard let stream = opendir(files.directory + PolicySnapshot.directory + "/openpgp") else { return [] }
    defer { closedir(stream) }
    var names: Set<String> = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".asc") { names.insert(String(name.dropLast(4))) }
    }
    return names
  }

  /// In an order in which each step alone is safe: a person without a key, a key that is revoked and still listed.
  private func write(_ old: Roster.Texts, _ new: Roster.Texts) throws(Finding) {
    // An editor may have saved since.
    guard try texts() == old else {
      throw Finding(
        .fileMoved, "somebody else has just changed \(PolicySnapshot.directory)", because: ["nothing was written"],
        next: ["run the command again"])
    }
    for (path, before, after) in Self.triples(old, new) where before != after {
      try Files.write(after, to: files.directory + path)
    }
    for (path, before, after) in Self.triples(old, new) where before != after { tell(path, before, after) }
  }

  private static func triples(_ old: Roster.Texts, _ new: Roster.Texts) -> [(String, [UInt8], [UInt8])] {
    [
      (PolicySnapshot.policyPath, old.policy, new.policy), (Roster.revokedPath, old.revoked, new.revoked),
      (PolicySnapshot.signersPath, old.signers, new.signers),
    ]
  }

  /// The lines that changed; an edit touches one place of a file.
  private func tell(_ path: String, _ old: [UInt8], _ new: [UInt8]) {
    let before = Self.lines(old)
    let after = Self.lines(new)
    let same = zip(before, after).prefix { $0 == $1 }.count
    let tail = zip(before.dropFirst(same).reversed(), after.dropFirst(same).reversed()).prefix { $0 == $1 }.count
    console.line("\(path):\(same + 1)")
    for line in before.dropFirst(same).dropLast(tail) { console.line("  - \(visible(bytes: line))") }
    for line in after.dropFirst(same).dropLast(tail) { console.line("  + \(visible(bytes: line))") }
  }

  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.last?.isEmpty == true ? lines.dropLast() : lines
  }

  /// What lies here and is not committed becomes part of the same change.
  private func sayUncommitted(_ place: borrowing Workplace) {
    do throws(ProgramError) {
      let result = try place.programs.run(
        "git", ["-C", files.directory, "status", "--porcelain", "--", PolicySnapshot.directory])
      if result.succeeded, !result.outputText.isEmpty {
        console.talk("\(PolicySnapshot.directory) has changes that are not committed: this adds to them")
      }
    } catch {
      // Without git nothing can be committed either; the change itself does not need it.
    }
  }
}

extension Rule {
  static let fileMoved = Rule(
    "file.moved", "A file was changed by somebody else meanwhile.",
    "What was read is not what lies there now, so nothing was written. Run the command again.")
}
