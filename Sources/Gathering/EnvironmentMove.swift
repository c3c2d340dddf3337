package import Diagnostics
package import Facts
package import Git
package import Vocabulary

/// One step of an environment: proposed by a command, or read from a commit of its branch. Both are judged alike.
package struct EnvironmentMove: Sendable {
  /// release, rollback, kill, resume, freeze or adoption.
  package let act: Question.Act
  package let environment: String
  /// A workflow's name; `all` for a kill or resume of everything, and for a freeze.
  package let workflow: String
  /// The directory that it concerns: `workflows/vendor-payment`.
  package let path: String
  /// What is there afterwards; nil when the workflow is removed, or where no version is meant.
  package let version: Version?
  /// The landing that the version comes from.
  package let source: ObjectID?
  /// The landing whose policy judges.
  package let policyLanding: ObjectID?
  /// The journal commit that holds the evidence; nil: statements signed up to its date count.
  package let journal: ObjectID?
  /// The branch's tip before; nil for its first commit.
  package let parent: ObjectID?
  package let actor: Signatory
  package let commit: CommitFacts
  /// What about the commit is not as it says.
  package let form: [Finding]
  /// The moment of judging: the clock, or the committer date in history.
  package let now: Timestamp
  /// It is about to happen: what holds at the doors only is asked, too.
  package private(set) var isAtDoor = false
  /// Why what is there afterwards cannot be read; nil where it can. Nothing else is known of such a move.
  package var unread: Finding?

  package init(
    act: Question.Act, environment: String, workflow: String, path: String, version: Version?, source: ObjectID?,
    policyLanding: ObjectID?, journal: ObjectID?, parent: ObjectID?, actor: Signatory, commit: CommitFacts,
    form: [Finding], now: Timestamp
  ) {
    self.act = act
    self.environment = environment
    self.workflow = workflow
    self.path = path
    self.version = version
    self.source = source
    self.policyLanding = policyLanding
    self.journal = journal
    self.parent = parent
    self.actor = actor
    self.commit = commit
    self.form = form
    self.now = now
  }
}

extension EnvironmentMove {
  /// The exception that a release names, as it is written; nil: it names none.
  package var exception: String? { act == .release ? commit.trailer(ReleaseTrailer.exception) : nil }

  /// The commit does nothing that an environment knows: `form` says why, and there is nothing else to judge.
  package var isNoStep: Bool { workflow.isEmpty }

  /// The same step, about to happen.
  package var atDoor: EnvironmentMove {
    var move = self
    move.isAtDoor = true
    return move
  }

  /// The same step, judged at another moment.
  package func judged(at now: Timestamp) -> EnvironmentMove {
    var move = EnvironmentMove(
      act: act, environment: environment, workflow: workflow, path: path, version: version, source: source,
      policyLanding: policyLanding, journal: journal, parent: parent, actor: actor, commit: commit, form: form, now: now
    )
    move.unread = unread
    return move
  }
}

/// The trailers of a commit on an environment's branch.
package enum ReleaseTrailer {
  package static let release = "Release"
  package static let rollback = "Rollback"
  package static let kill = "Kill"
  package static let resume = "Resume"
  package static let adopt = "Adopt"
  /// The moment at which a freeze ends; `none` ends it now.
  package static let freeze = "Freeze"
  package static let environment = "Environment"
  package static let source = "Source"
  package static let policy = "Policy"
  package static let journal = "Journal"
  package static let why = "Why"
  package static let ticket = "Ticket"
  package static let exception = "Exception"
  /// What stands for a version that is not there, and for a journal that does not exist.
  package static let none = "none"

  /// What `Adopt:` says: `1 workflow`, `12 workflows`.
  package static func adopted(_ count: Int) -> String { "\(count) workflow\(count == 1 ? "" : "s")" }

  static let acts: [(key: String, act: Question.Act)] = [
    (release, .release), (rollback, .rollback), (kill, .kill), (resume, .resume), (adopt, .adoption),
    (freeze, .freeze),
  ]

  /// The keys that each act carries; the last ones may be left out.
  static func keys(of act: Question.Act) -> (needed: [String], optional: [String]) {
    switch act {
    case .release: ([environment, source, policy, journal, why], [ticket, exception])
    case .rollback: ([environment, source, policy, why], [ticket, journal])
    case .kill, .freeze: ([environment, policy, why], [ticket, journal])
    case .resume: ([environment, policy, journal, why], [ticket])
    case .adoption: ([environment, policy, why], [ticket, source])
    case .landing, .commits: ([], [])
    }
  }
}
