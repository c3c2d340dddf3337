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
  /// Whether a rule is about paths alone, whatever stands in the files.
  package var judgesPaths: Bool { team.values.contains { !$0.rule.hasPattern } }
  /// Whether what is found in a file may hang on where it lies: a team's rules and allowlists can be for some paths.
  package var lookAtPaths: Bool { !team.isEmpty || !allowlists.isEmpty }
  /// Why files or rules of the team cannot be used: while there are any, nothing counts as scanned.
  package let problems: [Finding]
  /// Of everything that decides what is found, 64 hexadecimal digits; caches of results are keyed by it.
  package let digest: String

  /// `files`: in any order; what they say is the same in all.
  package init(files: [File] = []) {
    let files = files.sorted { $0.path < $1.path }
    var reading = TeamReading()
    for file in files { reading.read(file) }
    let all = BuiltInKinds.all
    let own = reading.disabled.isEmpty ? all : all.filter { !reading.disabled.contains($0.id) }
    rules = own + reading.rules.map(\.rule)
    team = Dictionary(
      uniqueKeysWithValues: reading.rules.enumerated().map { (own.count + $0.offset, $0.element) })
    allowlists = reading.allowlists
    problems = reading.problems
    var hasher = SHA256Hasher()
    // Which built-in rules there are, and which of them files switch off, follows from these two.
    hasher.update(Array("countersign secret rules 2\0\(SecretScanner.revision)\0\(BuiltInKinds.digest)\0".utf8))
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
    + commands
    + structures

  #if DEBUG
    /// Of `all`. While rules are being written it is made of them at each start.
    static let digest = digestMade
  #else
    /// Of `all`; made of them it would cost each run more than the search does.
    static let digest = digestWritten
  #endif

  /// What `digestMade` has to be; a test holds both equal, and says the new one.
  package static let digestWritten = "40937bf547d1cccaf9430b9a68d20c57c48a4f3f9e22e69491879640a7a206e7"

  /// Of everything that decides what the built-in rules find, 64 hexadecimal digits.
  package static var digestMade: String {
    var hasher = SHA256Hasher()
    for rule in all {
      let parts = [rule.id, rule.pattern, "\(rule.check)", "\(rule.minimumEntropy)"]
      hasher.update(Array("\((parts + rule.triggers.map(written)).joined(separator: "\0"))\n".utf8))
    }
    hasher.update(Array(StructureTriggers.all.map(written).joined(separator: "\n").utf8))
    hasher.update(Array("following \(Following.edition)".utf8))
    return hasher.hex()
  }

  private static func written(_ trigger: Trigger) -> String {
    "\(trigger.expression)\0\(trigger.caseless)\0\(trigger.width ?? 0)\0\(trigger.once)\0\(trigger.reach ?? 0)\0\(trigger.following)"
  }
}
