import Vocabulary

extension CommitRules {
  /// What holds where the policy says nothing: signed, a reason of fifteen characters, no ticket.
  package static let standard = CommitRules(signed: true, whyMinimum: 15, ticket: nil)
}

extension RiskRules {
  /// What holds where the policy says nothing: what cannot be classified is treated as the worst.
  package static let standard = RiskRules(unknown: .critical, raise: [])
}
