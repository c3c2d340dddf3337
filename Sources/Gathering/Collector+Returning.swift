import Diagnostics
import Facts
import Git
import PolicyModel
import Vocabulary

/// What policies up to one on the integration branch have named, in force or not.
struct EverNamed {
  /// The branches of each environment, by its name.
  var branches: [String: Set<String>] = [:]
  var roots: Set<String> = []

  fileprivate mutating func take(_ policy: Policy) {
    for environment in policy.environments { branches[environment.name, default: []].insert(environment.branch) }
    roots.formUnion(policy.roots)
  }
}

/// Kills, spent approvals, used exceptions, debts and adoptions are found by the branch of an environment and by the path of a workflow,
/// while what people sign names both by their names alone. So a name stays where it was: at another place it would begin anew, and old
/// signatures would count again.
extension Collector {
  /// Environments and workflows that a landing brings to another place than they ever had.
  func returning(
    _ workflow: String, new: Directory?, old: Directory?, _ landing: LandingCase, _ policy: Policy
  ) throws(GitError) -> [Finding] {
    guard let new else { return [] }
    guard workflow == Naming.policy else {
      return old == nil ? try returningWorkflow(workflow, to: new.path, landing, policy) : []
    }
    guard case .known(let brought) = try PolicySnapshot.read(new.tree, version: nil, in: repository).policy else {
      return []
    }
    let others = brought.environments.filter { policy.environment(named: $0.name)?.branch != $0.branch }
    if others.isEmpty { return [] }
    let ever = try everNamed(upTo: landing.policyLanding)
    return others.compactMap { environment in
      guard let branches = ever.branches[environment.name] else { return nil }
      let name = visible(environment.name)
      let before = branches.sorted().map { visible($0) }.joined(separator: ", ")
      return Finding(
        .policyNotInForce,
        policy.environment(named: environment.name) == nil
          ? "the change brings back the environment \(name), which a policy before had dropped"
          : "the change gives the environment \(name) another branch", at: Place(new.path),
        because: [
          "it was on \(before): what was killed, spent or owed there is not seen from elsewhere, and old approvals name it still"
        ],
        next: ["give the new one a name that no environment ever had, and adopt what runs there"])
    }
  }

  private func returningWorkflow(
    _ workflow: String, to path: String, _ landing: LandingCase, _ policy: Policy
  ) throws(GitError) -> [Finding] {
    let ever = try everNamed(upTo: landing.policyLanding)
    for root in ever.roots.union(policy.roots).sorted() {
      let other = "\(root)/\(workflow)"
      guard other != path, try !transitions(of: other, from: landing.parent, most: 1).isEmpty else { continue }
      return [
        Finding(
          .workflowMoved, "\(workflow) lay at \(other) before, and comes to \(path)", at: Place(path),
          because: ["what was approved, spent or owed there is not seen from here, and old approvals name it still"],
          next: ["give it a name that it never had, or put it where it was"])
      ]
    }
    return []
  }

  /// What the policies on the integration branch named up to a landing of one.
  private func everNamed(upTo landing: ObjectID) throws(GitError) -> EverNamed {
    if let known = memo.everNamed[landing] { return known }
    var ever = EverNamed()
    var roots: [ObjectID] = []
    try eachTransition(of: PolicySnapshot.directory, from: landing) { step throws(GitError) in
      if step.commit.id != landing, let before = memo.everNamed[step.commit.id] {
        ever = before
        return false
      }
      if step.new != nil { roots.append(step.commit.tree) }
      return true
    }
    // What does not read was never in force.
    for root in roots {
      if case .known(let policy) = try snapshot(inRootTree: root).policy { ever.take(policy) }
    }
    memo.everNamed[landing] = ever
    return ever
  }
}
