package import Calendars
package import Vocabulary

/// What `.countersign/policy.yaml` says: who is who, which gates hold what, which environments there are.
package struct Policy: Hashable, Sendable {
  /// The repository's id, part of every statement; it never changes.
  package let repository: String
  /// Governed roots, as paths without a slash at either end.
  package let roots: [String]
  package let people: [String: Person]
  package let services: [String: Service]
  package let commits: CommitRules
  /// The short name of the integration branch, `main` unless the policy says otherwise.
  package let integrationBranch: String
  /// The gates of a landing, by risk class.
  package let main: GateTable
  /// The gate of a change of `.countersign` itself; nil holds every such change.
  package let policyGate: Gate?
  package let risk: RiskRules
  package let areas: [String: Area]
  /// Roles that may bar a version.
  package let recall: [String]
  package let reviews: ReviewIntervals
  /// In the order of the file.
  package let environments: [Environment]
  package let windows: [String: Window]
  package let freezes: [Freeze]
  package let limits: Limits
  /// Whether a comment on a secret's line, such as `gitleaks:allow`, lets it be.
  package let secretComments: Bool
}

/// A human: every address and every role of theirs.
package struct Person: Hashable, Sendable {
  package let name: String
  package let emails: [String]
  /// Empty for someone who has left.
  package let roles: [String]

  package init(name: String, emails: [String], roles: [String]) {
    self.name = name
    self.emails = emails
    self.roles = roles
  }
}

/// A machine identity; never a peer.
package struct Service: Hashable, Sendable {
  package let name: String
  package let emails: [String]
  package let roles: [String]
  /// Names of people who count as authors of what the service wrote.
  package let operatedBy: [String]
}

/// What every new commit carries.
package struct CommitRules: Hashable, Sendable {
  package let signed: Bool
  /// The least length of `Why:`, in characters.
  package let whyMinimum: Int
  /// A regular expression that the whole of `Ticket:` must match; nil asks for no ticket.
  package let ticket: String?
  /// The same, compiled; nil where there is none, or one that cannot be read, which nothing matches.
  let pattern: TicketPattern?

  init(signed: Bool, whyMinimum: Int, ticket: String?) {
    self.signed = signed
    self.whyMinimum = whyMinimum
    self.ticket = ticket
    pattern = ticket.flatMap { TicketPattern(readable: $0) }
  }
}

/// Gates by risk class. A class without a gate is held: it never means that nothing is required.
package struct GateTable: Hashable, Sendable {
  package let byClass: [RiskClass: Gate]
  /// `all`: the gate of every class that is not named.
  package let all: Gate?

  package func gate(for risk: RiskClass) -> Gate? { byClass[risk] ?? all }

  /// All that the gates of several classes ask together; nil where one of them has none, and for no class.
  package func gate(for classes: Set<RiskClass>) -> Gate? {
    var joined: Gate?
    for risk in classes.sorted(by: >) {
      guard let gate = gate(for: risk) else { return nil }
      joined = joined.map { $0.joined(with: gate) } ?? gate
    }
    return joined
  }
}

/// The requirements that a policy asks at one target and risk class, beside those that are always asked.
package struct Gate: Hashable, Sendable {
  package let approvals: Approvals?
  package let tests: TestDemand?
  package let soak: Span?
  /// Acts that distinct people must have done; empty asks nothing.
  package let separate: [Act]
  /// The names of windows in the policy, each to be open; what a policy writes is one at most.
  package let windows: [String]

  /// What both ask. A slot that both have is filled once.
  func joined(with other: Gate) -> Gate {
    Gate(
      approvals: Self.joined(approvals, other.approvals) { Approvals(slots: Self.joined($0.slots, $1.slots)) },
      tests: Self.joined(tests, other.tests) { own, others in
        TestDemand(
          suites: Self.joined(own.suites, others.suites), within: Self.joined(own.within, others.within) { min($0, $1) }
        )
      },
      soak: Self.joined(soak, other.soak) { max($0, $1) }, separate: Self.joined(separate, other.separate),
      windows: Self.joined(windows, other.windows))
  }

  private static func joined<Value>(_ own: Value?, _ others: Value?, _ both: (Value, Value) -> Value) -> Value? {
    guard let own, let others else { return own ?? others }
    return both(own, others)
  }

  /// Each value as often as in the one that has more of it.
  private static func joined<Value: Hashable>(_ own: [Value], _ others: [Value]) -> [Value] {
    var left = Dictionary(own.map { ($0, 1) }, uniquingKeysWith: +)
    return own
      + others.filter { value in
        guard let count = left[value], count > 0 else { return true }
        left[value] = count - 1
        return false
      }
  }
}

package enum Act: String, Hashable, Sendable, CaseIterable {
  case author, approver, releaser, requester
}

package struct TestDemand: Hashable, Sendable {
  package let suites: [String]
  /// How old a result may be; nil sets no limit.
  package let within: Span?
}

package struct RiskRules: Hashable, Sendable {
  /// The class of what cannot be classified.
  package let unknown: RiskClass
  package let raise: [RaiseRule]
}

/// Raises the class when the manifest names one of the actions or data kinds listed, or inspection finds one of the rest.
package struct RaiseRule: Hashable, Sendable {
  package let to: RiskClass
  package let actions: [String]
  package let data: [String]
  /// What the change changes in what the workflow does.
  package let meaning: [ChangeKind]
  /// What steps of the workflow do, before or after the change.
  package let does: [Deed]
}

/// Who owns what: for the workflows that match, its roles stand in place of the general ones.
package struct Area: Hashable, Sendable {
  package let name: String
  /// Globs with `*`.
  package let workflows: [String]
  /// Role to the names of the people who hold it here.
  package let roles: [String: [String]]
}

/// How old the last record may be.
package struct ReviewIntervals: Hashable, Sendable {
  package let access: Span?
  package let security: Span?
}

/// Size limits of governed files.
package struct Limits: Hashable, Sendable {
  package static let standard = Limits(fileSize: 5 << 20, filesPerWorkflow: 1000)
  /// In bytes.
  package let fileSize: Int
  package let filesPerWorkflow: Int

  package init(fileSize: Int, filesPerWorkflow: Int) {
    self.fileSize = fileSize
    self.filesPerWorkflow = filesPerWorkflow
  }
}
