package import Diagnostics
package import Facts
package import Git
package import PolicyModel
package import Secrets
import Synchronization
package import Vocabulary

/// Looks for secrets under one policy: its rules, the team's own, and what it lets be. Nothing is looked at twice.
///
/// Belongs to one thread, as the repository does; others have searches of their own on the same ground.
package final class SecretSearch {
  /// Nothing larger is searched, in bytes; what is larger is undecided, and the size limits of a push are below it.
  package static let sizeLimit = 64 << 20
  /// So many secrets are told of one look; the others are held with them.
  static let most = 50
  /// So many of several commits together.
  static let mostInAll = 200
  /// So many bytes of several commits together; beyond it nothing is decided.
  static let bytesInAll = 1 << 30

  let scanner: SecretScanner?
  /// Why nothing counts as looked at: rules that cannot be used, or a library that does not answer.
  package let problems: [Finding]
  private let seen: SeenPlaces
  /// Paths that were looked at, and how they may be shown.
  private var names: [[UInt8]: (look: SecretLook, shown: String)] = [:]
  /// Names that hold nothing, by their bytes, which are what rules look at: one tree has mostly those of the tree before.
  private var cleanNames: Set<[UInt8]> = []
  /// No more of them are kept, as a push may name millions, and none that is longer.
  private static let mostClean = 8_192
  private static let longestClean = 256

  /// An object at a path: the same bytes elsewhere have other fingerprints.
  fileprivate struct Place: Hashable {
    let id: ObjectID
    let path: [UInt8]
  }

  /// Places that were looked at, by any thread.
  fileprivate final class SeenPlaces: Sendable {
    let looks = Mutex<[Place: SecretLook]>([:])
    /// Held while a large file is looked at.
    let large = Mutex<Void>(())
  }

  /// What other threads make searches of their own from.
  package struct Ground: Sendable {
    let engine: SecretEngine
    let options: SecretScanner.Options
    let acceptance: Acceptance?
    fileprivate let seen: SeenPlaces
    let budget: Budget
  }

  /// nil where the rules cannot be used.
  var ground: Ground? {
    engine.map { Ground(engine: $0, options: options, acceptance: acceptance, seen: seen, budget: budget) }
  }

  private let budget: Budget

  package let engine: SecretEngine?
  package let options: SecretScanner.Options
  package let acceptance: Acceptance?

  /// What policy owners accept for a time: waivers, and when they are asked.
  package struct Acceptance: Sendable {
    let waivers: Waivers
    let policy: Policy
    let now: Timestamp

    package init(_ waivers: Waivers, policy: Policy, now: Timestamp) {
      self.waivers = waivers
      self.policy = policy
      self.now = now
    }

    var isEmpty: Bool { waivers.all.isEmpty }
    /// Why a file is no waiver.
    package var problems: [Finding] { waivers.findings }

    /// What is left of findings; a waiver names the workflow that a file lies in, and `policy` for everything else.
    func left(of findings: [Finding], at path: String?) -> (findings: [Finding], accepted: [Finding]) {
      if findings.isEmpty { return ([], []) }
      let unit = path.flatMap { Collector.unit(of: $0, roots: policy.roots) }
      let applied = waivers.applied(
        to: findings, of: unit.map(Collector.name(ofUnit:)) ?? Naming.policy, policy: policy, now: now)
      return (applied.findings.filter { $0.level != .note }, applied.findings.filter { $0.level == .note })
    }
  }

  /// - Parameters:
  ///   - policy: nil: there is none that reads, and the rules that come with Countersign hold.
  ///   - files: of `.countersign/rules`.
  ///   - cache: a directory for what can be made anew; nil keeps nothing.
  package init(policy: Policy?, files: [SecretRules.File], acceptance: Acceptance? = nil, cache: String?) {
    self.acceptance = acceptance
    seen = SeenPlaces()
    budget = Budget()
    let rules = files.isEmpty ? SecretRules.builtIn : SecretRules(files: files)
    options = SecretScanner.Options(
      honoursComments: policy?.secretComments ?? false, key: Array((policy?.repository ?? "").utf8))
    var problems = rules.problems
    var engine: SecretEngine?
    var scanner: SecretScanner?
    do throws(SecretsError) {
      let made = try SecretEngine(rules, cache: cache)
      engine = made
      scanner = try SecretScanner(made, options: options, budget: budget)
    } catch {
      problems.append(Self.unusable(error))
    }
    self.engine = engine
    self.scanner = scanner
    self.problems = problems
  }

  /// The same search for another thread, which knows by itself what it has seen.
  package convenience init(sharing engine: SecretEngine, options: SecretScanner.Options, acceptance: Acceptance?) {
    self.init(
      on: Ground(engine: engine, options: options, acceptance: acceptance, seen: SeenPlaces(), budget: Budget()))
  }

  /// The same search for another thread.
  init(on ground: Ground) {
    let engine = ground.engine
    acceptance = ground.acceptance
    self.engine = engine
    options = ground.options
    seen = ground.seen
    budget = ground.budget
    var problems = engine.rules.problems
    var scanner: SecretScanner?
    do throws(SecretsError) {
      scanner = try SecretScanner(engine, options: options, budget: budget)
    } catch {
      problems.append(Self.unusable(error))
    }
    self.scanner = scanner
    self.problems = problems
  }

  /// Whether what is found in a file may hang on where it lies: a waiver names a place, and so may a team's rules.
  package var looksAtPlaces: Bool { engine?.rules.lookAtPaths == true || acceptance?.isEmpty == false }

  /// Counts the bytes of all files beforehand, so that their order does not matter.
  package func prepay(bytes: Int) { budget.prepay(bytes: bytes) }

  private static func unusable(_ error: SecretsError) -> Finding {
    Finding(.secretUndecided, "secrets cannot be looked for", because: [error.message])
  }

  /// Looks at a text that is no object.
  package func look(_ bytes: [UInt8], as subject: ScanSubject, at source: String, steps: [String] = []) -> SecretLook {
    var look = SecretLook()
    look.undecided = problems
    guard let scanner else { return look }
    guard bytes.count <= Self.sizeLimit else {
      look.undecided.append(Self.tooLarge(source, bytes.count))
      return look
    }
    do throws(SecretsError) {
      let outcome = try scanner.scan(bytes, as: subject)
      // Whoever asks for words knows best how they are said again.
      let isSaid = subject == .message && !steps.isEmpty
      let found = outcome.findings.map {
        isSaid ? $0.finding(at: source).mended(by: steps, isWhole: true) : $0.finding(at: source, steps: steps)
      }
      let path: String? = if case .definition(let path) = subject { path } else { nil }
      let left = acceptance?.left(of: found, at: path) ?? (findings: found, accepted: [])
      look.findings = Array(left.findings.prefix(Self.most))
      look.allowed = Array((left.accepted + outcome.allowed.map { $0.note(at: source) }).prefix(Self.most))
      look.undecided += outcome.undecided.map {
        Finding(.secretUndecided, "not everything could be looked at for secrets", at: .init(source), because: [$0])
      }
      look.texts = outcome.looked.texts > 0 ? 1 : 0
      look.bytes = outcome.looked.bytes
    } catch {
      look.undecided.append(
        Finding(.secretUndecided, "it could not be looked at for secrets", at: .init(source), because: [error.message]))
    }
    return look
  }

  /// Looks at the name of a ref, and shows it without what was found in it.
  package func look(reference name: String, steps: (String) -> [String]) -> SecretLook {
    let shown = visible(bytes: masked(Array(name.utf8), as: .name) ?? Array("refs/…".utf8))
    return look(Array(name.utf8), as: .name, at: "the name of \(shown)", steps: steps(shown))
  }

  /// Looks at the name of a file or a directory, its path or a part of it, as it is shown without what was found in it.
  package func look(name: String) -> SecretLook { known(name).look }

  /// A path as it may be shown: without what was found in it.
  package func shown(_ path: String) -> String { known(path).shown }

  private func known(_ path: String) -> (look: SecretLook, shown: String) {
    let bytes = Array(path.utf8)
    if cleanNames.contains(bytes) { return (SecretLook(), path) }
    if let known = names[bytes] { return known }
    var look = SecretLook()
    var shown = path
    // Most names hold nothing.
    if let masked = masked(bytes, as: .fileName), masked == bytes {
      if bytes.count <= Self.longestClean {
        if cleanNames.count >= Self.mostClean { cleanNames.removeAll(keepingCapacity: true) }
        cleanNames.insert(bytes)
      }
      return (look, path)
    } else {
      shown = masked(bytes, as: .fileName).map { visible(bytes: $0) } ?? "…"
      look = self.look(bytes, as: .fileName, at: "the name \(shown)")
      // It is no text of its own.
      look.texts = 0
      look.bytes = 0
    }
    // What is not decided is asked anew, and a push may name millions.
    if look.undecided.isEmpty { names[bytes] = (look, shown) }
    return (look, shown)
  }

  /// A name without what was found in it; nil: that cannot be told.
  private func masked(_ name: [UInt8], as subject: ScanSubject) -> [UInt8]? {
    guard let scanner else { return name }
    var shown = name
    var open = shown.count
    do throws(SecretsError) {
      let outcome = try scanner.scan(name, as: subject)
      if !outcome.undecided.isEmpty { return nil }
      // From the end on; two in one wrapping share its range.
      for finding in outcome.findings.reversed() {
        let end = min(finding.range.upperBound, open)
        guard finding.range.lowerBound < end else { continue }
        shown.replaceSubrange(finding.range.lowerBound..<end, with: Array("…".utf8))
        open = finding.range.lowerBound
      }
    } catch {
      return nil
    }
    return shown
  }

  /// Looks at a blob; `path` as it is shown, and as rules and waivers know it.
  package func look(
    blob id: ObjectID, at path: String, steps: [String] = [], in repository: borrowing Repository
  ) throws(GitError) -> SecretLook {
    let place = Place(id: id, path: Array(path.utf8))
    if let known = seen.looks.withLock({ $0[place] }) { return known }
    let name = known(path)
    let size = try repository.blobSize(id)
    guard size <= Self.sizeLimit else {
      var look = name.look
      look.undecided.append(Self.tooLarge(name.shown, size))
      return look
    }
    // Large ones are unpacked and unwrapped one after the other, on however many threads they are looked at.
    var look =
      size < Self.large
      ? try self.look(unpacking: id, at: path, name.shown, steps, in: repository)
      : try seen.large.withLock { _ throws(GitError) in
        try self.look(unpacking: id, at: path, name.shown, steps, in: repository)
      }
    look += name.look
    seen.looks.withLock { $0[place] = look }
    return look
  }

  private func look(
    unpacking id: ObjectID, at path: String, _ shown: String, _ steps: [String], in repository: borrowing Repository
  ) throws(GitError) -> SecretLook {
    look(try repository.blob(id, limit: Self.sizeLimit), as: .definition(path: path), at: shown, steps: steps)
  }

  /// In bytes.
  private static let large = 4 << 20

  /// Looks at all that a commit says itself: who, when and why, and every header.
  package func look(commit: Commit) -> SecretLook {
    let steps = ["write the message again without it: git commit --amend, or git rebase -i for an earlier commit"]
    var look = look(commit.signedPayload, as: .message, at: "commit \(commit.id.short)", steps: steps)
    guard let signature = commit.signature else { return look }
    var armor = self.look(signature, as: .message, at: Self.signatureSource(commit), steps: steps)
    let body = ArmorBody(of: signature)
    // Letters of a signature may look like a name and what stands behind it; what its own form tells is no chance.
    armor.findings.removeAll { finding in
      finding.rule == .secretLikely && (finding.place?.line).map(body.lines.contains) == true
    }
    armor.texts = 0
    armor.bytes = 0
    look += armor
    return look
  }

  private static func signatureSource(_ commit: Commit) -> String { "the signature of commit \(commit.id.short)" }

  /// Whether so much was looked at that nothing more is.
  package var isSpent: Bool { scanner?.isSpent ?? false }

  /// Looks at the names in a tree, without what they are the names of.
  package func look(namesIn id: ObjectID, in repository: borrowing Repository) throws(GitError) -> SecretLook {
    var look = SecretLook()
    look.undecided = problems
    guard let scanner else { return look }
    // All at once: nearly every tree has no name with anything in it.
    let raw = try repository.rawObject(id, limit: ReadingLimits.tree).bytes
    do throws(SecretsError) {
      let outcome = try scanner.scan(raw, as: .fileName)
      look.undecided += outcome.undecided.map {
        Finding(
          .secretUndecided, "not every name could be looked at for secrets", at: .init("tree \(id.short)"),
          because: [$0])
      }
      if outcome.findings.isEmpty, outcome.allowed.isEmpty { return look }
    } catch {
      look.undecided.append(Self.unusable(error))
      return look
    }
    for entry in try repository.tree(id) { look += self.look(name: entry.text ?? visible(bytes: entry.name)) }
    return look
  }

  private static func tooLarge(_ source: String, _ size: Int) -> Finding {
    Finding(
      .secretUndecided, "it is too large to be looked at for secrets", at: .init(source),
      because: ["it has \(size) bytes, and \(sizeLimit) are looked at"], next: ["make it smaller, or keep it elsewhere"]
    )
  }
}
