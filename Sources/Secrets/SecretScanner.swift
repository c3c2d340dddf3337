import Synchronization

/// How many steps of matching all that is looked at together may still take. Threads that look at one push share it. What one text
/// takes does not depend on what is left, so that what is decided depends neither on their number nor on the order of the texts, where
/// the bytes were counted beforehand.
package final class Budget: Sendable {
  struct State {
    var left: Int
    /// Whether what bytes add was added for all of them beforehand.
    var isPrepaid = false
  }

  let state: Mutex<State>

  package init(_ limits: SecretScanner.Limits = SecretScanner.Limits()) { state = Mutex(State(left: limits.whole)) }

  /// Adds what all texts together add, before the first is looked at.
  package func prepay(bytes: Int, _ limits: SecretScanner.Limits = SecretScanner.Limits()) {
    state.withLock { state in
      state.left += limits.wholeByte * bytes
      state.isPrepaid = true
    }
  }
}

/// Looks for secrets in texts; one for each thread.
package final class SecretScanner {
  /// Raised with each change of what the same rules find, so that kept results are not taken for new ones.
  static let revision = 9

  /// What the policy permits.
  package struct Options: Hashable, Sendable {
    /// Whether a comment such as `gitleaks:allow` on its line lets a secret be.
    package var honoursComments: Bool
    /// The key of `SecretFinding.hash` and of fingerprints: the repository's id, so that hashes of two repositories say nothing of
    /// each other. It must be the same wherever waivers are to hold.
    package var key: [UInt8]

    package init(honoursComments: Bool = false, key: [UInt8]) {
      self.honoursComments = honoursComments
      self.key = key
    }
  }

  /// How many steps of matching are taken; beyond them nothing is decided.
  package struct Limits: Hashable, Sendable {
    /// For one text, and for each of its bytes besides.
    package var text = 8_000_000
    package var textByte = 4
    /// For all that one scanner looks at, and for each byte of it besides.
    package var whole = 400_000_000
    package var wholeByte = 1
    /// A team's rule that is tried on a text from end to end has these of its own, by bytes of the text.
    package var ruleByte = 512
    package var rule = 100_000_000

    package init() {}
  }

  let engine: SecretEngine
  let options: Options
  let limits: Limits
  /// Of the text that is looked at.
  let steps = Steps(0)
  /// Of all texts, those of other scanners too that share it.
  let budget: Budget
  let scratch: Scratch
  let names = NameMemory()
  /// Whether each match is followed, whatever stands behind it: tests find out so whether `Following` passes over anything.
  var followsAll = false
  private var patterns: [Pattern?]
  /// Those of allowlists and paths, by their expression.
  private var others: [String: Pattern] = [:]

  /// - Parameter budget: what several scanners take together; nil: this one has all of it.
  package init(
    _ engine: SecretEngine, options: Options, limits: Limits = Limits(), budget: Budget? = nil
  ) throws(SecretsError) {
    self.engine = engine
    self.options = options
    self.limits = limits
    self.budget = budget ?? Budget(limits)
    scratch = try Scratch(engine.database, triggers: engine.triggers.count)
    patterns = Array(repeating: nil, count: engine.rules.rules.count)
  }

  /// Whether so many steps were taken that nothing more is looked at.
  package var isSpent: Bool { left <= 0 }

  private var left: Int { budget.state.withLock { $0.left } }

  /// Looks at a whole text. Throws only where the library itself does; what cannot be decided is in the outcome.
  package func scan(_ bytes: [UInt8], as subject: ScanSubject) throws(SecretsError) -> ScanOutcome {
    var look = Look(subject: subject)
    guard !isSpent else {
      look.undecide(Self.wholeSpent)
      return look.outcome(of: bytes, engine.rules, options)
    }
    look.looked.bytes = bytes.count
    budget.state.withLock { if !$0.isPrepaid { $0.left += limits.wholeByte * bytes.count } }
    let granted = limits.text + limits.textByte * bytes.count
    steps.left = granted
    look.granted = granted
    if UTF16Text.isMarked(bytes) {
      if bytes.count <= UTF16Text.most {
        look.looked.texts += 1
        try scan(
          layer: UTF16Text.text(of: bytes), wrapped: Wrapped(range: 0..<bytes.count, via: .utf16), &look)
      } else {
        look.undecide("it is in UTF-16 and has more than \(UTF16Text.most >> 20) MiB")
      }
    }
    try scan(layer: bytes, wrapped: nil, &look)
    try lookAtPath(bytes, &look)
    let used = look.granted - steps.left
    budget.state.withLock { $0.left -= used }
    if isSpent { look.undecide(Self.wholeSpent) }
    return look.outcome(of: bytes, engine.rules, options)
  }

  private static let wholeSpent =
    "all that was looked at together needs more steps of matching than are taken: from here on nothing is looked at"

  /// The rule's pattern, compiled when it is first asked for.
  func pattern(_ rule: Int) throws(SecretsError) -> Pattern {
    if let made = patterns[rule] { return made }
    let made = try Pattern(
      engine.rules.rules[rule].pattern, rule: engine.rules.rules[rule].id,
      group: engine.rules.team[rule]?.group)
    patterns[rule] = made
    return made
  }

  /// An expression of an allowlist or a path, compiled when it is first asked for.
  func pattern(of expression: String) throws(SecretsError) -> Pattern {
    if let made = others[expression] { return made }
    let made = try Pattern(expression, rule: "an allowlist")
    others[expression] = made
    return made
  }

  /// A team's rules that are about paths alone.
  private func lookAtPath(_ bytes: [UInt8], _ look: inout Look) throws(SecretsError) {
    guard let path = look.subject.path else { return }
    for (index, team) in engine.rules.team.sorted(by: { $0.key < $1.key })
    where !team.rule.hasPattern {
      guard let expression = team.path, try matches([expression], Array(path.utf8)) else {
        continue
      }
      let find = TeamFind(rule: team.rule.id, path: path, secret: [], match: [], line: [])
      let place = 0..<min(1, bytes.count)
      look.add(
        Sighting(
          rule: index, secret: SecretBytes(Array(path.utf8)), range: place, wrapped: nil,
          pointer: nil,
          allowance: try allowance(find, team)))
    }
  }
}
