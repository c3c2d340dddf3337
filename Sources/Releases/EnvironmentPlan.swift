import Diagnostics
package import Facts
package import Gates
package import Gathering
package import Git
package import PolicyModel
package import Vocabulary

/// One step of an environment as a value: what would be written, and what the gate says of it. Nothing is signed yet.
package struct EnvironmentPlan: Sendable {
  package let environment: Environment
  package let moves: [EnvironmentMove]
  /// The new root tree of the environment's branch.
  package let tree: ObjectID
  package let parent: ObjectID?
  package let message: String
  package let verdicts: [Verdict]

  package var outcome: Verdict.Outcome { Verdict.worst(verdicts) }
}

extension Verdict {
  /// The outcome of several together: any held holds, else any undecided is undecided; none at all holds.
  package static func worst(_ verdicts: [Verdict]) -> Outcome {
    if verdicts.isEmpty || verdicts.contains(where: { $0.outcome == .held }) { return .held }
    return verdicts.contains { $0.outcome == .undecided } ? .undecided : .passed
  }
}

/// What a command wants to do in an environment.
package struct EnvironmentWish: Sendable {
  package let act: Question.Act
  package let workflow: String
  /// The directory at the environment; for a kill or resume the marker's workflow's.
  package let path: String
  /// What shall be there; nil removes.
  package let version: Version?
  package let source: ObjectID?
  package let why: String
  package let ticket: String?
  /// Of a freeze, when it ends; nil ends it now.
  package let until: Timestamp?
  /// The exception that a release names: its whole id.
  package let exception: String?

  package init(
    act: Question.Act, workflow: String, path: String, version: Version?, source: ObjectID?, why: String,
    ticket: String?, until: Timestamp? = nil, exception: String? = nil
  ) {
    self.exception = exception
    self.act = act
    self.workflow = workflow
    self.path = path
    self.version = version
    self.source = source
    self.why = why
    self.ticket = ticket
    self.until = until
  }
}
