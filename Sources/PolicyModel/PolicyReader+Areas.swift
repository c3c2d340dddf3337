import Documents
import Vocabulary

extension PolicyReader {
  mutating func areas(_ field: Field) -> [String: Area] {
    var areas: [String: Area] = [:]
    for entry in document.map(of: field, noun: "area") ?? [] {
      guard document.isName(entry.key, noun: "area", at: entry.keyPosition),
        let fields = document.fields(of: entry.value, PolicyKeys.area)
      else { continue }
      let globs = fields["workflows"].flatMap { document.distinct($0, isEmptyAllowed: false, glob) }
      areas[entry.key] = Area(
        name: entry.key, workflows: globs?.map(\.text) ?? [], roles: fields["roles"].map { areaRoles($0) } ?? [:])
    }
    return areas
  }

  private mutating func areaRoles(_ field: Field) -> [String: [String]] {
    var roles: [String: [String]] = [:]
    for entry in document.map(of: field, noun: "role", isEmptyAllowed: false) ?? [] {
      guard document.isName(entry.key, noun: "role", at: entry.keyPosition) else { continue }
      known.roles.insert(entry.key)
      let people = document.distinct(entry.value) { reference($0, to: known.people, noun: "person") }
      roles[entry.key] = people?.map(\.text) ?? []
    }
    return roles
  }

  private func glob(_ field: Field) -> String? {
    guard let text = document.text(field) else { return nil }
    guard isGlob(text) else {
      return document.misformed(
        field, "a workflow's name, in which '*' stands for any characters", next: "write it as 'vendor-*'")
    }
    return text
  }

  func risk(_ field: Field) -> RiskRules {
    guard let fields = document.fields(of: field, PolicyKeys.risk) else { return .standard }
    let unknown = fields["unknown"].flatMap { document.choice($0, of: RiskClass.self, noun: "risk class") }
    let rules = fields["raise"].flatMap { document.list($0) } ?? []
    return RiskRules(unknown: unknown ?? RiskRules.standard.unknown, raise: rules.compactMap(raise))
  }

  private func raise(_ field: Field) -> RaiseRule? {
    guard let fields = document.fields(of: field, PolicyKeys.raise) else { return nil }
    let to = fields["to"].flatMap { document.choice($0, of: RiskClass.self, noun: "risk class") }
    guard let to, let condition = fields["when"], let when = document.fields(of: condition, PolicyKeys.when) else {
      return nil
    }
    let actions = when["actions"].flatMap { field in
      document.distinct(field, isEmptyAllowed: false) {
        document.choice($0, of: Action.self, noun: "action")?.rawValue
      }
    }
    let data = when["data"].flatMap { document.names($0, noun: "kind of data", isEmptyAllowed: false) }
    let meaning = when["meaning"].flatMap { words($0, of: ChangeKind.self, noun: "kind of change") }
    let does = when["does"].flatMap { words($0, of: Deed.self, noun: "deed") }
    if PolicyKeys.when.keys.allSatisfy({ when[$0] == nil }) {
      document.reportEmpty(
        condition, "name 'actions', 'data', 'meaning' or 'does': without any of them the rule never applies")
    }
    return RaiseRule(
      to: to, actions: actions?.map(\.text) ?? [], data: data?.map(\.text) ?? [], meaning: meaning ?? [],
      does: does ?? [])
  }

  private func words<Word: RawRepresentable & CaseIterable>(
    _ field: Field, of kind: Word.Type, noun: String
  ) -> [Word]? where Word.RawValue == String {
    document.distinct(field, isEmptyAllowed: false) { document.choice($0, of: kind, noun: noun)?.rawValue }?
      .compactMap { Word(rawValue: $0.text) }
  }

  func reviews(_ field: Field?) -> ReviewIntervals {
    let fields = field.flatMap { document.fields(of: $0, PolicyKeys.reviews) }
    let least = Span(seconds: 1)
    return ReviewIntervals(
      access: fields?["access"].flatMap { document.span($0, atLeast: least) },
      security: fields?["security"].flatMap { document.span($0, atLeast: least) })
  }
}
