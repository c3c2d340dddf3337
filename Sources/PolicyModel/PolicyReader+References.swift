import Diagnostics
import Documents
import StrictYAML

extension PolicyReader {
  /// A reference to something that must exist; `noun` says what it is.
  func reference(_ field: Field, to known: some Collection<String>, noun: String) -> String? {
    guard let text = document.name(field, noun: noun) else { return nil }
    if known.contains(text) { return text }
    let known = known.sorted()
    document.report(
      .policyUnknownName, "\(field.subject) names no \(noun) of this policy: \(shown(text))", at: field.position,
      because: [
        known.isEmpty ? "there is none" : "known are \(listed(known))"
      ],
      next: [didYouMean(text, among: known) ?? "define it, or name one that exists"])
    return nil
  }

  /// A list of roles, each known.
  func roles(_ field: Field) -> [String] {
    document.distinct(field, isEmptyAllowed: false) { role($0) }?.map(\.text) ?? []
  }

  func role(_ field: Field) -> String? {
    guard let name = document.name(field, noun: "role") else { return nil }
    guard !known.people.contains(name) else {
      document.report(
        .policyUnknownName, "\(field.subject) names a person, \(quoted(name)), where a role is asked for",
        at: field.position, because: ["roles are \(listed(known.roles.sorted()))"],
        next: ["write a role of that person"])
      return nil
    }
    return isKnown(role: name, field) ? name : nil
  }

  /// Whether someone or some area holds the role; reports it if not.
  func isKnown(role: String, _ field: Field) -> Bool {
    if known.roles.contains(role) || !known.areRolesComplete { return true }
    let roles = known.roles.sorted()
    document.report(
      .policyUnknownName, "\(field.subject) asks for the role \(quoted(role)), which nobody holds", at: field.position,
      because: [roles.isEmpty ? "no person, service or area holds any role" : "roles are \(listed(roles))"],
      next: [didYouMean(role, among: roles) ?? "give the role to someone under 'people', or name one that exists"])
    return false
  }

  /// A slot: a role, a person, or `{ any: [role, …] }`.
  func slot(_ field: Field) -> Slot? {
    if case .mapping = field.node.content {
      guard let any = document.fields(of: field, PolicyKeys.anySlot)?["any"] else { return nil }
      let names = roles(any)
      return names.isEmpty ? nil : .any(names)
    }
    guard case .text? = document.scalar(field) else {
      return document.mismatch(field, "a role, a person or a map with 'any'")
    }
    guard let name = document.name(field, noun: "role") else { return nil }
    if known.people.contains(name) { return .person(name) }
    if known.roles.contains(name) || !known.areRolesComplete { return .role(name) }
    let names = known.roles.sorted() + known.people.sorted()
    document.report(
      .policyUnknownName, "\(quoted(name)) is neither a role nor a person of this policy", at: field.position,
      because: ["roles and people are \(listed(names))"],
      next: [didYouMean(name, among: names) ?? "name a role that someone holds, or a person"])
    return nil
  }
}
