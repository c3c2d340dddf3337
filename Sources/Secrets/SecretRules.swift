import Cryptography
package import Diagnostics

/// The secret rules in force: those that come with Countersign, and a team's own.
package struct SecretRules: Sendable {
  /// The rules that come with Countersign, in the order of topics.
  package static let builtIn = SecretRules()

  /// A file of `.countersign/rules/`.
  package struct File: Hashable, Sendable {
    /// As it is shown: `.countersign/rules/acme.toml`.
    package let path: String
    package let bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
      self.path = path
      self.bytes = bytes
    }
  }

  /// In the order in which their numbers stand in the database.
  package let rules: [SecretRule]
  /// What a team's rules say beyond a pattern, by index in `rules`.
  let team: [Int: TeamRule]
  /// What of every team's file lets values, lines, paths or commits be.
  let allowlists: [TeamAllowlist]
  /// Why files or rules of the team cannot be used: while there are any, nothing counts as scanned.
  package let problems: [Finding]
  /// Of everything that decides what is found, 64 hexadecimal digits; caches of results are keyed by it.
  package let digest: String

  /// `files`: in any order; what they say is the same in all.
  package init(files: [File] = []) {
    let files = files.sorted { $0.path < $1.path }
    var reading = TeamReading()
    for file in files { reading.read(file) }
    let own = BuiltInKinds.all.filter { !reading.disabled.contains($0.id) }
    rules = own + reading.rules.map(\.rule)
    team = Dictionary(
      uniqueKeysWithValues: reading.rules.enumerated().map { (own.count + $0.offset, $0.element) })
    allowlists = reading.allowlists
    problems = reading.problems
    var hasher = SHA256Hasher()
    hasher.update(Array("countersign secret rules 1\0\(SecretScanner.revision)\0".utf8))
    for rule in own {
      let triggers = rule.triggers.map { "\($0.expression)\0\($0.caseless)\0\($0.once)" }.joined(
        separator: "\0")
      hasher.update(
        Array("\(rule.id)\0\(rule.pattern)\0\(rule.minimumEntropy)\0\(triggers)\n".utf8))
    }
    for file in files {
      hasher.update(Array("\(file.path)\0\(file.bytes.count)\0".utf8) + file.bytes)
    }
    digest = hasher.hex()
  }
}

/// The built-in rules, a list for each topic.
package enum BuiltInKinds {
  package static let all: [SecretRule] =
    cloud + payment + chat + forges + registries + databases + mail + intelligence + automation
    + vaults + monitoring
    + keys
    + structures
}
