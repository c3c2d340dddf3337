import Diagnostics
import Evidence
import Git
import PolicyModel
import Vocabulary

/// Which refs the policy protects, and what every other ref may be called beside them.
struct ProtectedRefs {
  private let integration: String
  private let environments: [String: Environment]
  /// Skeletons of the names that could be taken for a protected branch.
  private let imitations: [String: String]

  enum Kind {
    case integration
    case environment(Environment)
    case journal(of: String)
    /// A branch to work on, a tag, a note.
    case ordinary
    case refused(Finding)

    var isProtected: Bool {
      switch self {
      case .integration, .environment, .journal: true
      case .ordinary, .refused: false
      }
    }
  }

  init(integrationBranch: String, environments: [Environment]) {
    integration = "refs/heads/\(integrationBranch)"
    self.environments = Dictionary(
      environments.map { ("refs/heads/\($0.branch)", $0) }, uniquingKeysWith: { first, _ in first })
    var imitations: [String: String] = [:]
    for branch in [integrationBranch] + environments.map(\.branch) {
      // What git tries when somebody writes a short name. Source: gitrevisions(7), <refname>.
      for prefix in ["refs/", "refs/tags/", "refs/heads/", "refs/remotes/"] {
        for name in [branch, "heads/\(branch)", "refs/heads/\(branch)"] {
          imitations[Confusables.skeleton(prefix + name)] = "refs/heads/\(branch)"
        }
      }
      imitations[Confusables.skeleton("refs/remotes/\(branch)/HEAD")] = "refs/heads/\(branch)"
    }
    self.imitations = imitations
  }

  func kind(of ref: String) -> Kind {
    if ref == integration { return .integration }
    if let environment = environments[ref] { return .environment(environment) }
    if ref.hasPrefix(JournalPath.prefix) {
      let name = String(ref.dropFirst(JournalPath.prefix.count))
      if Naming.isName(name) { return .journal(of: name) }
    }
    if let finding = reserved(ref) ?? imitating(ref) { return .refused(finding) }
    return .ordinary
  }

  /// Names that are git's or Countersign's own.
  private func reserved(_ ref: String) -> Finding? {
    let skeleton = Confusables.skeleton(ref)
    let because: String
    if skeleton.hasPrefix("refs/countersign") {
      because = "below refs/countersign only the journals of workflows are pushed"
    } else if skeleton.hasPrefix("refs/replace") {
      because = "replace refs show others something else than what is judged"
    } else if skeleton.hasPrefix("refs/heads/refs/") || skeleton.hasPrefix("refs/tags/refs/") {
      because = "a name within a name is taken for the one inside"
    } else {
      return nil
    }
    return Finding(
      .pushReserved, "\(visible(ref)) is not a ref that is pushed here", at: Place(visible(ref)), because: [because],
      next: ["push without it"])
  }

  /// Names that could be taken for a protected branch, or stand in its way.
  private func imitating(_ ref: String) -> Finding? {
    let protected = [integration] + environments.keys.sorted()
    if let original = imitations[Confusables.skeleton(ref)] {
      return lookAlike(ref, "it can be taken for \(original)")
    }
    if let clone = inClones(ref) { return lookAlike(ref, clone) }
    // Where case does not count, a directory and a file of one name are in each other's way as well.
    let skeleton = Confusables.skeleton(ref)
    for name in protected {
      let own = Confusables.skeleton(name)
      guard skeleton.hasPrefix(own + "/") || own.hasPrefix(skeleton + "/") else { continue }
      return lookAlike(ref, "\(name) could not exist beside it")
    }
    return nil
  }

  /// Names that mean something else only in a clone: clones take tags in, and look at them before remote branches.
  private func inClones(_ ref: String) -> String? {
    let parts = Confusables.skeleton(ref).split(separator: "/").map(String.init)
    guard parts.count > 2, parts[0] == "refs", parts[1] == "heads" || parts[1] == "tags" else { return nil }
    if parts[2] == "head" {
      if parts.count == 3 { return "git takes it for HEAD" }
      // Below refs/remotes/NAME a clone keeps which branch the remote's HEAD is: git could lock neither.
      if parts[1] == "heads" { return "in a clone the remote's HEAD could not exist beside it" }
    }
    guard parts[1] == "tags" else { return nil }
    let rest = parts.dropFirst(parts[2] == "remotes" ? 4 : 3).joined(separator: "/")
    return imitations["refs/heads/\(rest)"].map { "in a clone it can be taken for the remote's \($0)" }
  }

  private func lookAlike(_ ref: String, _ because: String) -> Finding {
    Finding(
      .pushLookAlike, "\(visible(ref)) is too near to a protected branch", at: Place(visible(ref)),
      because: [because], next: ["give it another name"])
  }
}
