/// Slots, each to be filled by another person. A count is so many slots of one role.
package struct Approvals: Hashable, Sendable {
  package let slots: [Slot]
}

package enum Slot: Hashable, Sendable {
  case role(String)
  case person(String)
  /// Any of these roles.
  case any([String])
}

extension Slot {
  /// `role 'security'`, `jonas`, `role 'security' or 'reviewer'`.
  package var label: String {
    switch self {
    case .role(let role): "role '\(role)'"
    case .person(let name): name
    case .any(let roles): "role " + roles.map { "'\($0)'" }.joined(separator: " or ")
    }
  }
}
