import Diagnostics
import Documents
import StrictYAML
import Vocabulary

extension PolicyReader {
  /// The most slots that one gate may have; matching people to slots is bounded by it.
  static let mostSlots = 20

  func mainTable(_ field: Field?) -> (branch: Located, gates: GateTable) {
    let nowhere = YAMLPosition(line: 1, column: 1, offset: 0)
    let fields = field.flatMap { document.fields(of: $0, PolicyKeys.main) }
    let branch = fields?["branch"].flatMap { locatedBranch($0) }
    let gates = fields.map { self.gates($0, PolicyKeys.landingGate) }
    return (
      branch ?? Located("main", at: field?.position ?? nowhere), gates ?? GateTable(byClass: [:], all: nil)
    )
  }

  func gates(_ fields: Fields, _ table: KeyTable) -> GateTable {
    var byClass: [RiskClass: Gate] = [:]
    for risk in RiskClass.allCases {
      byClass[risk] = fields[risk.rawValue].flatMap { gate($0, table) }
    }
    return GateTable(byClass: byClass, all: fields["all"].flatMap { gate($0, table) })
  }

  func gate(_ field: Field, _ table: KeyTable) -> Gate? {
    guard let fields = document.fields(of: field, table) else { return nil }
    func value(_ key: String) -> Field? { table.keys.contains(key) ? fields[key] : nil }
    return Gate(
      approvals: value("approvals").flatMap(approvals), tests: value("tests").flatMap(tests),
      soak: value("soak").flatMap { document.span($0) }, separate: value("separate").map(separate) ?? [],
      windows: value("window").flatMap { reference($0, to: known.windows, noun: "window") }.map { [$0] } ?? [])
  }

  /// A count of the role `reviewer`, a list of slots, or a map of both.
  func approvals(_ field: Field) -> Approvals? {
    let slots: [Slot]?
    switch field.node.content {
    case .scalar: slots = counted(field, role: nil)
    case .sequence: slots = list(field)
    case .mapping: slots = combined(field)
    }
    guard let slots, !slots.isEmpty else { return nil }
    guard slots.count <= PolicyReader.mostSlots else {
      document.report(
        document.rules.outOfRange, "\(field.subject) asks for \(slots.count) people", at: field.position,
        because: ["a gate can ask for \(PolicyReader.mostSlots) at most"])
      return nil
    }
    return Approvals(slots: slots)
  }

  private func combined(_ field: Field) -> [Slot]? {
    guard let fields = document.fields(of: field, PolicyKeys.approvals) else { return nil }
    guard fields["count"] != nil || fields["slots"] != nil else {
      document.reportEmpty(field, "write 'count' or 'slots'; where no approval is asked, leave \(field.subject) out")
      return nil
    }
    if fields["count"] == nil, let role = fields["role"] {
      document.report(
        document.rules.missingKey, "\(field.subject) has a 'role' and no 'count'", at: role.position,
        because: ["'role' says whose approvals 'count' asks for"],
        next: ["add 'count', or write the role under 'slots'"])
    }
    let counted = fields["count"].map { self.counted($0, role: fields["role"]) } ?? []
    let listed = fields["slots"].map { list($0) } ?? []
    guard let counted, let listed else { return nil }
    return counted + listed
  }

  /// So many slots of one role: `reviewer` where no role is given.
  private func counted(_ field: Field, role: Field?) -> [Slot]? {
    switch document.scalar(field) {
    case .number, .hugeNumber: break
    default:
      let isCount = field.subject == "'count'"
      return document.mismatch(field, isCount ? "a whole number" : "a count, a list of slots or a map")
    }
    guard let count = document.wholeNumber(field, in: 1...PolicyReader.mostSlots) else { return nil }
    guard let role else { return isKnown(role: "reviewer", field) ? slots(count, of: "reviewer") : nil }
    return self.role(role).map { slots(count, of: $0) }
  }

  private func slots(_ count: Int, of role: String) -> [Slot] { Array(repeating: .role(role), count: count) }

  private func list(_ field: Field) -> [Slot]? {
    document.list(field, isEmptyAllowed: false)?.compactMap(slot)
  }

  /// A list of suites, or a map of them and the age that a result may have.
  private func tests(_ field: Field) -> TestDemand? {
    var list = field
    var within: Span?
    switch field.node.content {
    case .scalar: return document.mismatch(field, "a list of suites or a map")
    case .sequence: break
    case .mapping:
      guard let fields = document.fields(of: field, PolicyKeys.tests), let suites = fields["suites"] else { return nil }
      list = suites
      within = fields["within"].flatMap { document.span($0, atLeast: Span(seconds: 1)) }
    }
    let suites = document.names(list, noun: "suite", isEmptyAllowed: false)
    return suites.map { TestDemand(suites: $0.map(\.text), within: within) }
  }

  private func separate(_ field: Field) -> [Act] {
    let acts = document.distinct(field, isEmptyAllowed: false) {
      document.choice($0, of: Act.self, noun: "act")?.rawValue
    }
    guard let acts else { return [] }
    if acts.count == 1, case .sequence(let items) = field.node.content, items.count == 1 {
      document.report(
        document.rules.outOfRange, "\(field.subject) names one act", at: field.position,
        because: ["acts are kept apart from each other, so it takes two"],
        next: ["name another: \(listed(Act.allCases.map(\.rawValue)))"])
    }
    return acts.compactMap { Act(rawValue: $0.text) }
  }
}
