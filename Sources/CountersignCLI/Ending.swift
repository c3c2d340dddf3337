package import Diagnostics

/// How a command ended; the one place that makes the exit status.
package enum Ending: Hashable, Sendable {
  case done
  /// A rule is not met.
  case held
  /// Bad input, an unreadable repository, a missing object: nobody can tell.
  case undecided
  /// The command line itself does not read.
  case misused

  package var status: Int32 {
    switch self {
    case .done: 0
    case .held: 1
    case .undecided: 2
    case .misused: 64
    }
  }

  /// The one with the higher status.
  func worse(_ other: Ending) -> Ending { other.status > status ? other : self }

  /// How a command ends that could not go on: a rule said no, or something cannot be decided.
  package static func after(_ finding: Finding) -> Ending { decision(on: finding.rule.id) ?? .undecided }

  /// What a rule means for whoever stopped at it: by its own id, else by its topic. nil: nobody has decided.
  package static func decision(on id: String) -> Ending? {
    if let own = exceptions[id] { return own }
    let topic = String(id.prefix { $0 != "." })
    if misusing.contains(topic) { return .misused }
    if leavingOpen.contains(topic) || id.hasSuffix(".undecided") { return .undecided }
    return holding.contains(topic) ? .held : nil
  }

  /// Rules that mean another thing than the rest of their topic.
  package static let exceptions: [String: Ending] = [
    // How old the last fetch is decides nothing: what came since is not known.
    "admit.stale": .undecided,
    // A name that the policy does not have is bad input.
    "class.no-environment": .undecided,
    // The server judged, and said no.
    "remote.refused": .held,
    // Without all rules nothing is known to be clean.
    "secret.rule-unusable": .undecided,
  ]

  /// Topics of rules that say no: the first word of their ids.
  package static let holding: Set<String> = [
    "admit", "after", "apart", "approvals", "break-glass", "class", "contributors", "debt", "freeze", "gate", "healthy",
    "hooks", "inspection", "killed", "land", "landed", "metadata", "order", "owner", "promote", "push", "quorum",
    "recall", "records",
    "release", "releaser", "review", "runbook", "secret", "separate", "soak", "submission", "tests", "uses", "waiver",
    "window",
  ]

  /// Topics of rules about what cannot be read, found, reached or told.
  package static let leavingOpen: Set<String> = [
    "calendar", "check", "clone", "commit", "definition", "diff", "directory", "evidence", "explain", "file", "git",
    "hook",
    "import", "init", "journal", "key", "local", "manual", "manifest", "new", "path", "person", "policy", "program",
    "race",
    "remote",
    "revoked",
    "selection",
    "setup", "sign", "signers", "signing", "statement", "test", "trust", "verify", "workflow", "worktree", "yaml",
  ]

  /// Topics of rules about the command line.
  package static let misusing: Set<String> = ["usage"]
}
