/// Looks for secrets in texts; one for each thread.
package final class SecretScanner {
  /// Raised with each change of what the same rules find, so that kept results are not taken for new ones.
  static let revision = 2

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

  let engine: SecretEngine
  let options: Options
  let scratch: Scratch
  let names = NameMemory()
  private var patterns: [Pattern?]
  /// Those of allowlists and paths, by their expression.
  private var others: [String: Pattern] = [:]

  package init(_ engine: SecretEngine, options: Options) throws(SecretsError) {
    self.engine = engine
    self.options = options
    scratch = try Scratch(engine.database, triggers: engine.triggers.count)
    patterns = Array(repeating: nil, count: engine.rules.rules.count)
  }

  /// Looks at a whole text. Throws only where the library itself does; what cannot be decided is in the outcome.
  package func scan(_ bytes: [UInt8], as subject: ScanSubject) throws(SecretsError) -> ScanOutcome {
    var look = Look(subject: subject)
    look.looked.bytes = bytes.count
    if let text = utf16Text(bytes) {
      look.looked.texts += 1
      try scan(layer: text, wrapped: Wrapped(range: 0..<bytes.count, via: [.utf16]), &look)
    }
    try scan(layer: bytes, wrapped: nil, &look)
    try lookAtPath(bytes, &look)
    return look.outcome(of: bytes, engine.rules, options)
  }

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

  /// UTF-8 of a text with a mark of UTF-16; nil for every other.
  private func utf16Text(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count >= 4, bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff])
    else { return nil }
    let high = bytes[0] == 0xfe ? 0 : 1
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    for index in stride(from: 2, to: bytes.count - 1, by: 2) {
      units.append(UInt16(bytes[index + high]) << 8 | UInt16(bytes[index + 1 - high]))
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}

/// Where an unwrapped text comes from.
struct Wrapped: Hashable {
  /// Of the wrapping, in the bytes that were given.
  let range: Range<Int>
  let via: [SecretFinding.Wrapping]
}
