import Diagnostics
package import Vocabulary

/// What is asked of the gates: may this workflow move, at this target, from its base to this version?
package struct Question: Hashable, Sendable {
  package enum Act: String, Hashable, Sendable, CaseIterable {
    case landing, release, rollback, kill, resume, adoption
    /// A freeze for the middle of an incident, or the end of one.
    case freeze
    /// The new commits of a landing as such, whatever workflows they change.
    case commits
  }

  package let act: Act
  /// A workflow's name, `policy` for `.countersign`, `all` for a kill of everything and a freeze.
  package let workflow: String
  package let target: Target
  /// nil: the workflow is removed.
  package let version: Version?
  /// The version there now; nil when there is none.
  package let base: Version?
  /// There is something, and it could not be read as a version.
  package let isUnread: Bool
  /// Something is about to come in or go out now: rules that change with time (secrets, inspection) are asked there and nowhere
  /// else, so that what passed once is not judged again by rules of later.
  package private(set) var isAtDoor: Bool

  package init(
    act: Act, workflow: String, target: Target, version: Version?, base: Version?, isUnread: Bool = false,
    isAtDoor: Bool = false
  ) {
    self.isAtDoor = isAtDoor
    self.isUnread = isUnread
    self.act = act
    self.workflow = workflow
    self.target = target
    self.version = version
    self.base = base
  }

  /// The same question, asked at a door or not.
  package func asked(atDoor isAtDoor: Bool) -> Question {
    var question = self
    question.isAtDoor = isAtDoor
    return question
  }

  package var isOfPolicy: Bool { workflow == Naming.policy }

  /// `vendor-payment@9f3c2a1b04de`, or `vendor-payment` where no version is meant.
  package var label: String {
    if act == .commits { return "the new commits" }
    if act == .freeze { return "everything" }
    // Whoever writes a step chooses the name.
    let name = visible(workflow)
    if isUnread { return name }
    if let version { return "\(name)@\(version.shortName)" }
    return act == .landing || act == .release ? "\(name) (removed)" : name
  }
}
