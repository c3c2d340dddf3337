import Cryptography

/// Secret rules made ready: a database that threads share.
package final class SecretEngine: Sendable {
  package let rules: SecretRules
  let database: Database
  /// The rule of each trigger of the database; nil for those that ask for a look at the structure.
  let owners: [Int?]
  let triggers: [Trigger]
  /// Rules that no trigger calls, by index: they are tried on every text.
  let unprompted: [Int]
  /// The rules that `StructureWalk` names, by id.
  let structureRules: [String: Int]
  /// Whether the database was read from the cache, for tests and figures.
  package let fromCache: Bool

  /// `cache`: a directory below the repository's git directory, made if need be; nil compiles anew.
  package init(_ rules: SecretRules, cache: String? = nil) throws(SecretsError) {
    var triggers: [Trigger] = []
    var owners: [Int?] = []
    var unprompted: [Int] = []
    for (index, rule) in rules.rules.enumerated() {
      if rule.triggers.isEmpty, rule.hasPattern { unprompted.append(index) }
      triggers += rule.triggers
      owners += Array(repeating: index, count: rule.triggers.count)
    }
    triggers += StructureTriggers.all
    owners += Array(repeating: nil, count: StructureTriggers.all.count)
    self.rules = rules
    self.triggers = triggers
    self.owners = owners
    self.unprompted = unprompted
    structureRules = Dictionary(
      uniqueKeysWithValues: rules.rules.enumerated().filter { !$0.element.hasPattern }.map {
        ($0.element.id, $0.offset)
      })
    guard let cache else {
      database = try Self.compile(triggers, owners, rules)
      fromCache = false
      return
    }
    let key = SHA256Digest.hex(
      of: Array("\(rules.digest)\0\(Database.libraryVersion)\0\(try Database.platform())".utf8))
    let store = DatabaseCache(directory: cache, key: key)
    if let kept = store.load(), try Self.finds(rules, owners, kept, triggers.count) {
      database = kept
      fromCache = true
      return
    }
    database = try Self.compile(triggers, owners, rules)
    fromCache = false
    store.store(database)
  }

  private static func compile(
    _ triggers: [Trigger], _ owners: [Int?], _ rules: SecretRules
  ) throws(SecretsError) -> Database {
    try Database.compile(triggers) { index in
      owners[index].map { rules.rules[$0].id } ?? "structure"
    }
  }

  /// Whether a kept database still sees each built-in rule's own example: one that was exchanged for a blind one does not.
  private static func finds(
    _ rules: SecretRules, _ owners: [Int?], _ database: Database, _ count: Int
  ) throws(SecretsError) -> Bool {
    let scratch = try Scratch(database, triggers: count)
    var text: [UInt8] = []
    for rule in rules.rules {
      guard let example = rule.firstExample else { continue }
      text += example.utf8
      text.append(0x0a)
    }
    let hits = try unsafe text.withUnsafeBufferPointer { (bytes) throws(SecretsError) in
      try unsafe scratch.scan(bytes).hits
    }
    var seen: Set<Int> = []
    for hit in hits {
      guard owners.indices.contains(hit.trigger) else { return false }
      if let rule = owners[hit.trigger] { seen.insert(rule) }
    }
    return rules.rules.enumerated().allSatisfy { index, rule in
      rule.check == .team || rule.triggers.isEmpty || seen.contains(index)
    }
  }
}
