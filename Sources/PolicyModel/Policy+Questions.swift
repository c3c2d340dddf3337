import Vocabulary

/// Whom an address belongs to.
package enum Party: Hashable, Sendable {
  case person(String)
  case service(String)
}

extension Policy {
  /// The person or service of an address, without regard to the case of ASCII letters; nil when nobody has it.
  package func party(email: String) -> Party? {
    func has(_ emails: [String]) -> Bool { emails.contains { Address.isSame($0, email) } }
    if let person = people.values.first(where: { has($0.emails) }) { return .person(person.name) }
    return services.values.first { has($0.emails) }.map { .service($0.name) }
  }

  /// Everyone's address, folded by `Policy.folded(address:)`, for judges that ask many times.
  package var parties: [String: Party] {
    var parties: [String: Party] = [:]
    for person in people.values {
      for email in person.emails { parties[Address.folded(email)] = .person(person.name) }
    }
    for service in services.values {
      for email in service.emails { parties[Address.folded(email)] = .service(service.name) }
    }
    return parties
  }

  /// What addresses are compared by.
  package static func folded(address: String) -> String { Address.folded(address) }

  /// The roles that a person has for a workflow. In an area, a role that the area lists is held by exactly the people listed
  /// there; other roles stay general. Empty for someone unknown, and where two areas claim the workflow.
  package func roles(of person: String, for workflow: String) -> Set<String> {
    // Whoever has left stays listed without roles, and an area that still names them gives none back.
    guard let known = people[person], !known.roles.isEmpty else { return [] }
    let areas = areas(claiming: workflow)
    guard areas.count <= 1 else { return [] }
    return roles(of: known, in: areas.first)
  }

  /// The roles that a service has for a workflow: in an area none that the area lists, as that one lists people.
  package func roles(ofService service: String, for workflow: String) -> Set<String> {
    let areas = areas(claiming: workflow)
    guard areas.count <= 1 else { return [] }
    return Set(services[service]?.roles ?? []).subtracting(areas.first?.roles.keys.map { $0 } ?? [])
  }

  /// The roles that a person has for a workflow in any of the areas that claim it: whom an emergency may not wait for.
  package func anyRoles(of person: String, for workflow: String) -> Set<String> {
    guard let known = people[person], !known.roles.isEmpty else { return [] }
    let areas = areas(claiming: workflow)
    guard areas.count > 1 else { return roles(of: known, in: areas.first) }
    return areas.reduce(into: Set(known.roles)) { $0.formUnion(roles(of: known, in: $1)) }
  }

  /// Whether a person may fill a slot by role or by name; who left fills none.
  package func may(_ person: String, fill slot: Slot, for workflow: String) -> Bool {
    let roles = roles(of: person, for: workflow)
    switch slot {
    case .role(let role): return roles.contains(role)
    case .person(let name): return name == person && !roles.isEmpty
    case .any(let names): return names.contains { roles.contains($0) }
    }
  }

  /// The people who have a role for a workflow, by name.
  package func people(with role: String, for workflow: String) -> [String] {
    let areas = areas(claiming: workflow)
    guard areas.count <= 1 else { return [] }
    return people.values.filter { roles(of: $0, in: areas.first).contains(role) }.map(\.name).sorted()
  }

  /// The areas whose globs cover the workflow, by name; more than one is an error for the gate. None has a say in the policy
  /// itself or in what concerns all workflows.
  package func areas(claiming workflow: String) -> [Area] {
    guard !Naming.reserved.contains(workflow) else { return [] }
    return areas.values
      .filter { area in area.workflows.contains { glob($0, matches: workflow) } }
      .sorted { $0.name < $1.name }
  }

  package func environment(named name: String) -> Environment? { environments.first { $0.name == name } }

  /// The environments whose `after` is this one, in the order of the file.
  package func environments(after name: String) -> [Environment] { environments.filter { $0.after == name } }

  /// The roles of a person in an area, or outside of any.
  func roles(of person: Person, in area: Area?) -> Set<String> {
    var roles = Set(person.roles)
    for (role, holders) in area?.roles ?? [:] {
      if holders.contains(person.name) { roles.insert(role) } else { roles.remove(role) }
    }
    return roles
  }
}
