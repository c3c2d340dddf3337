package import Workflows

/// What the other workflows of the tree prove themselves with, so that sharing is seen.
package struct Neighbours: Sendable {
  package struct User: Hashable, Sendable {
    package let workflow: String
    /// nil: nobody answers for it.
    package let owner: String?

    package init(workflow: String, owner: String?) {
      self.workflow = workflow
      self.owner = owner
    }
  }

  /// By where a secret is kept, as manifests say it.
  private var secrets: [String: Set<User>] = [:]
  /// By engine and reference, as definitions say it.
  private var credentials: [String: Set<User>] = [:]

  package init() {}

  /// Every workflow of the tree is added, the one that is looked at too: it never counts as its own neighbour.
  package mutating func add(_ manifest: Manifest, models: [Model]) {
    let user = User(workflow: manifest.workflow, owner: manifest.owner)
    for holding in manifest.holdings where holding.kind == .secret { secrets[holding.name, default: []].insert(user) }
    for model in models {
      for credential in model.steps.filter(\.runs).flatMap(\.credentials) {
        guard let key = Self.key(credential, model.engine) else { continue }
        credentials[key, default: []].insert(user)
      }
    }
  }

  /// Others that keep a secret at the same place, by name.
  func users(ofSecret from: String, besides workflow: String) -> [User] {
    Self.others(secrets[from], workflow)
  }

  func users(of credential: Model.Credential, engine: Engine, besides workflow: String) -> [User] {
    Self.others(Self.key(credential, engine).flatMap { credentials[$0] }, workflow)
  }

  private static func others(_ users: Set<User>?, _ workflow: String) -> [User] {
    (users ?? []).filter { $0.workflow != workflow }.sorted { $0.workflow < $1.workflow }
  }

  /// nil where nothing names it, or what is named is each run's own.
  private static func key(_ credential: Model.Credential, _ engine: Engine) -> String? {
    guard let reference = credential.reference.value, !reference.isEmpty, !credential.isLiteral else { return nil }
    // GitHub makes this one anew for each run, by the permissions of the workflow.
    if engine == .githubActions, reference.uppercased() == "GITHUB_TOKEN" { return nil }
    return "\(engine.rawValue)\u{0}\(credential.type)\u{0}\(reference)"
  }
}
