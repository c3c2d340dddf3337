/// What a change goes to: the integration branch or an environment.
package enum Target: Hashable, Sendable {
  case main
  case environment(String)

  /// `main`, or the environment's name.
  package var name: String {
    switch self {
    case .main: "main"
    case .environment(let name): name
    }
  }

  /// `main` is never an environment's name (the policy reader refuses it), so this reads what `name` writes.
  package init(name: String) { self = name == "main" ? .main : .environment(name) }
}
