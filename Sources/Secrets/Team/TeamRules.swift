/// What a team's rule says beyond its pattern.
struct TeamRule: Sendable {
  let rule: SecretRule
  /// The group that is the secret; nil for the first that took part.
  let group: Int?
  /// An expression over paths, where it holds; nil everywhere.
  let path: String?
  let allowlists: [TeamAllowlist]

  /// Of the id of a rule whose own id is that of a built-in one: both hold.
  static let prefix = "team-"

  /// What allowlists may call a rule: its id, and the one that it was given in the file.
  static func names(_ id: String) -> [String] {
    id.hasPrefix(prefix) ? [id, String(id.dropFirst(prefix.count))] : [id]
  }
}

/// What lets a find be, as gitleaks has it.
struct TeamAllowlist: Sendable, Hashable {
  /// What an expression is tried on.
  enum Target: String, CaseIterable {
    case secret, match, line
  }

  let words: String
  /// Whether all that it names must hold, or any.
  let needsAll: Bool
  let paths: [String]
  let expressions: [String]
  let target: Target
  /// In lower case.
  let stopwords: [String]
  /// Whether it names commits too: what a text is scanned in is not known here, so that part never holds.
  let namesCommits: Bool
  /// The rules that a general allowlist is for; empty for all.
  let rules: Set<String>
}

/// A find as allowlists look at it.
struct TeamFind {
  let rule: String
  let path: String?
  let secret: [UInt8]
  let match: [UInt8]
  let line: [UInt8]
}

extension SecretScanner {
  /// Why a find is let be; nil when nothing does.
  func allowance(_ find: TeamFind, _ team: TeamRule?) throws(SecretsError) -> String? {
    for list in (team?.allowlists ?? []) + engine.rules.allowlists {
      guard list.rules.isEmpty || !list.rules.isDisjoint(with: TeamRule.names(find.rule)) else { continue }
      if try holds(list, of: find) { return "the allowlist '\(list.words)'" }
    }
    return nil
  }

  private func holds(_ list: TeamAllowlist, of find: TeamFind) throws(SecretsError) -> Bool {
    var answers: [Bool] = []
    if list.namesCommits { answers.append(false) }
    if !list.paths.isEmpty {
      answers.append(try matches(list.paths, Array((find.path ?? "").utf8)) && find.path != nil)
    }
    if !list.expressions.isEmpty {
      let text =
        switch list.target {
        case .secret: find.secret
        case .match: find.match
        case .line: find.line
        }
      answers.append(try matches(list.expressions, text))
    }
    if !list.stopwords.isEmpty {
      let low = Placeholder.folded(find.secret)
      answers.append(list.stopwords.contains { Placeholder.contains(low, Array($0.utf8)) })
    }
    return list.needsAll ? !answers.isEmpty && !answers.contains(false) : answers.contains(true)
  }

  /// Whether any of the expressions matches; one that needs too many steps does not.
  func matches(_ expressions: [String], _ text: [UInt8]) throws(SecretsError) -> Bool {
    for expression in expressions {
      let pattern = try pattern(of: expression)
      let outcome = unsafe text.withUnsafeBufferPointer { bytes in
        unsafe pattern.first(in: bytes, from: 0, to: bytes.count, paying: steps)
      }
      if case .found = outcome { return true }
    }
    return false
  }
}
