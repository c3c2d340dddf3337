import Diagnostics

/// Reads a team's files, in the form of gitleaks' configuration. Nothing of them is left out without a finding.
struct TeamReading {
  private(set) var rules: [TeamRule] = []
  private(set) var disabled: Set<String> = []
  private(set) var allowlists: [TeamAllowlist] = []
  private(set) var problems: [Finding] = []
  /// Of the file that is read.
  private var path = ""
  /// Ids of rules of the team, as they are written.
  private var seen: Set<String> = []
  private static let builtIn = Set(BuiltInKinds.all.map(\.id))

  init() {}

  mutating func read(_ file: SecretRules.File) {
    path = file.path
    let table: TOMLTable
    do throws(TOMLError) { table = try TOML.read(file.bytes) } catch {
      return note(error.line, "the file is no TOML that is read here: \(visible(error.problem))")
    }
    let known = [
      "title", "description", "minVersion", "extend", "allowlist", "allowlists", "rules",
    ]
    refuseUnknown(table, known, "the file")
    if let extend = table["extend"] { readExtend(extend) }
    for list in tables(table, "allowlist") + tables(table, "allowlists") {
      allowlists += allowlist(list, isGeneral: true)
    }
    for rule in tables(table, "rules") { readRule(rule) }
  }

  private mutating func readExtend(_ value: TOMLValue) {
    guard case .table(let table) = value.content else {
      return note(value.line, "'extend' is a table, not \(value.kind)")
    }
    refuseUnknown(table, ["useDefault", "path", "url", "disabledRules"], "'extend'")
    for key in ["path", "url"] where table[key] != nil {
      note(
        table[key]?.line ?? value.line, "'extend.\(key)' names rules that lie elsewhere",
        next: "copy them to a file of their own in .countersign/rules, so that they are reviewed")
    }
    // The built-in rules always hold, whatever `useDefault` says; each can be switched off by its id.
    _ = bool(table, "useDefault")
    let ids = strings(table, "disabledRules")
    for id in ids where !Self.builtIn.contains(id) {
      note(
        table["disabledRules"]?.line ?? value.line, "'disabledRules' names '\(visible(id))', which is no built-in rule",
        next: closest(to: id, among: Self.builtIn.sorted()).map { "did you mean '\($0)'?" }
          ?? "take it out, or name one of docs/secrets.md")
    }
    disabled.formUnion(ids)
  }

  private mutating func readRule(_ value: TOMLValue) {
    guard case .table(let table) = value.content else { return }
    let known = [
      "id", "description", "regex", "secretGroup", "entropy", "keywords", "path", "tags",
      "allowlist", "allowlists",
      "skipReport",
    ]
    refuseUnknown(table, known, "a rule")
    guard let own = string(table, "id"), !own.isEmpty else {
      return note(value.line, "a rule has no 'id'")
    }
    // Both hold, and each has an id of its own.
    let id = Self.builtIn.contains(own) ? TeamRule.prefix + own : own
    let isForm =
      id.utf8.count <= 80
      && id.utf8.allSatisfy { byte in
        byte >= 0x30 && byte <= 0x39 || byte >= 0x41 && byte <= 0x5a || byte >= 0x61 && byte <= 0x7a
          || "-_.".utf8.contains(byte)
      }
    guard isForm else {
      return note(value.line, "the id '\(visible(id))' is not of letters, digits, '-', '_' and '.'")
    }
    guard seen.insert(own).inserted else {
      return note(value.line, "the id '\(id)' is another rule's already")
    }
    let expression = string(table, "regex") ?? ""
    let place = string(table, "path")
    guard !expression.isEmpty || place != nil else {
      return note(value.line, "the rule '\(id)' has neither 'regex' nor 'path'")
    }
    var group: Int?
    if let given = table["secretGroup"] {
      guard case .integer(let number) = given.content, number >= 0, number < 100 else {
        return note(given.line, "'secretGroup' of '\(id)' is a number from 0 to 99")
      }
      group = number == 0 ? nil : number
    }
    guard compiles(expression, of: id, group, table["regex"]?.line ?? value.line),
      compiles(place ?? "", of: id, nil, table["path"]?.line ?? value.line)
    else { return }
    let words = string(table, "description").map { visible($0) } ?? id
    let lists = (tables(table, "allowlist") + tables(table, "allowlists")).flatMap {
      allowlist($0, isGeneral: false)
    }
    let keywords = strings(table, "keywords").filter { !$0.isEmpty }
    rules.append(
      TeamRule(
        rule: SecretRule(
          id, words, .team,
          triggers: keywords.map { Trigger(SecretRule.escaped($0), caseless: true, once: true) },
          pattern: expression, hasPattern: !expression.isEmpty, check: .team,
          minimumEntropy: number(table, "entropy") ?? 0,
          rotation: "replace it where it was issued, and name it where a vault keeps it",
          examples: []),
        group: group, path: place, allowlists: lists))
  }

  private mutating func allowlist(_ value: TOMLValue, isGeneral: Bool) -> [TeamAllowlist] {
    guard case .table(let table) = value.content else { return [] }
    let before = problems.count
    let known = [
      "description", "condition", "commits", "paths", "regexTarget", "regexes", "stopwords",
    ]
    refuseUnknown(table, known + (isGeneral ? ["targetRules"] : []), "an allowlist")
    let condition = string(table, "condition") ?? "OR"
    if !["OR", "AND", "||", "&&"].contains(condition.uppercased()) {
      note(table["condition"]?.line ?? value.line, "'condition' is 'OR' or 'AND'")
    }
    let target = TeamAllowlist.Target(rawValue: string(table, "regexTarget") ?? "secret")
    if target == nil {
      note(table["regexTarget"]?.line ?? value.line, "'regexTarget' is 'secret', 'match' or 'line'")
    }
    let paths = strings(table, "paths")
    let expressions = strings(table, "regexes")
    for expression in paths + expressions {
      _ = compiles(expression, of: "an allowlist", nil, value.line)
    }
    guard problems.count == before, let target else { return [] }
    return [
      TeamAllowlist(
        words: visible(string(table, "description") ?? "\(path):\(value.line)"),
        needsAll: ["AND", "&&"].contains(condition.uppercased()), paths: paths,
        expressions: expressions, target: target,
        stopwords: strings(table, "stopwords").map { $0.lowercased() },
        namesCommits: !strings(table, "commits").isEmpty,
        rules: Set(strings(table, "targetRules")))
    ]
  }

  private mutating func compiles(_ expression: String, of id: String, _ group: Int?, _ line: Int)
    -> Bool
  {
    if expression.isEmpty { return true }
    do throws(SecretsError) {
      _ = try Pattern(expression, rule: id, group: group, isOurs: false)
      return true
    } catch {
      note(line, error.message, next: "write it in the syntax that Go and PCRE2 share")
      return false
    }
  }

  private mutating func refuseUnknown(_ table: TOMLTable, _ known: [String], _ what: String) {
    for member in table.members where !known.contains(member.key) {
      note(
        member.value.line,
        "\(what) has no setting '\(visible(member.key))' that is understood here",
        next: closest(to: member.key, among: known).map { "did you mean '\($0)'?" } ?? "take it out"
      )
    }
  }

  /// The tables of a key, written `[x]` or `[[x]]`.
  private mutating func tables(_ table: TOMLTable, _ key: String) -> [TOMLValue] {
    guard let value = table[key] else { return [] }
    switch value.content {
    case .table: return [value]
    case .array(let items):
      for item in items {
        guard case .table = item.content else {
          note(item.line, "'\(key)' holds tables, not \(item.kind)")
          return []
        }
      }
      return items
    default:
      note(value.line, "'\(key)' is a table, not \(value.kind)")
      return []
    }
  }

  private mutating func string(_ table: TOMLTable, _ key: String) -> String? {
    guard let value = table[key] else { return nil }
    if case .string(let text) = value.content { return text }
    note(value.line, "'\(key)' is a string, not \(value.kind)")
    return nil
  }

  private mutating func bool(_ table: TOMLTable, _ key: String) -> Bool? {
    guard let value = table[key] else { return nil }
    if case .bool(let answer) = value.content { return answer }
    note(value.line, "'\(key)' is true or false, not \(value.kind)")
    return nil
  }

  private mutating func number(_ table: TOMLTable, _ key: String) -> Double? {
    guard let value = table[key] else { return nil }
    switch value.content {
    case .integer(let number): return Double(number)
    case .float(let number): return number
    default:
      note(value.line, "'\(key)' is a number, not \(value.kind)")
      return nil
    }
  }

  private mutating func strings(_ table: TOMLTable, _ key: String) -> [String] {
    guard let value = table[key] else { return [] }
    guard case .array(let items) = value.content else {
      note(value.line, "'\(key)' is an array of strings, not \(value.kind)")
      return []
    }
    var texts: [String] = []
    for item in items {
      guard case .string(let text) = item.content else {
        note(item.line, "'\(key)' holds strings, not \(item.kind)")
        continue
      }
      texts.append(text)
    }
    return texts
  }

  private mutating func note(
    _ line: Int, _ what: String,
    next: String = "mend the file: until then nothing counts as scanned"
  ) {
    problems.append(Finding(.secretRuleUnusable, what, at: Place(path, line: line), next: [next]))
  }
}
