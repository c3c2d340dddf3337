import Diagnostics
import Evidence
import Facts
import Git
import PolicyModel
import Vocabulary

/// What a step of an environment names: where it comes from, and what judged it.
struct Link {
  let act: Question.Act
  let workflow: String
  let path: String
  let version: Version?
  let policyLanding: ObjectID?
  let source: ObjectID?
  let journal: ObjectID?

  init(
    _ act: Question.Act, _ workflow: String, _ path: String, _ version: Version?, _ policyLanding: ObjectID?,
    _ source: ObjectID?, _ journal: ObjectID?
  ) {
    self.act = act
    self.workflow = workflow
    self.path = path
    self.version = version
    self.policyLanding = policyLanding
    self.source = source
    self.journal = journal
  }
}

extension Collector {
  /// What ties a step to the steps before: its policy and its journal are never older than theirs, its source is what it says.
  func linkage(_ link: Link, _ commit: Commit, _ main: MainLine, _ policy: Policy) throws(GitError) -> [Finding] {
    guard let landing = link.policyLanding, let position = main.position[landing] else {
      return [
        Finding(
          .releaseOlderPolicy, "'Policy:' names no landing on \(main.branch)", at: place(commit),
          next: ["fetch \(main.branch): the release may be newer than this clone"])
      ]
    }
    return try newestPolicy(landing, position, commit, main) + policyGoesOn(position, commit, main)
      + journalGoesOn(link, commit) + sourceIsTrue(link, position, commit, main, policy)
  }

  private func place(_ commit: Commit) -> Place { Place("commit \(commit.id.short)") }

  /// No policy had landed, an hour's grace allowed, that the step does not know.
  private func newestPolicy(
    _ landing: ObjectID, _ position: Int, _ commit: Commit, _ main: MainLine
  ) throws(GitError) -> [Finding] {
    for policy in main.policies where policy.from > position {
      let newer = main.landings[policy.from]
      let landed = Timestamp(seconds: try repository.commit(newer).committer.seconds)
      if landed + Span(seconds: 3600) < Timestamp(seconds: commit.committer.seconds) {
        return [
          Finding(
            .releaseOlderPolicy, "it was judged by the policy of \(landing.short)", at: place(commit),
            because: ["the policy of \(newer.short) had landed more than an hour before"])
        ]
      }
    }
    return []
  }

  /// The policy is not older than that of the last step that names one.
  private func policyGoesOn(_ position: Int, _ commit: Commit, _ main: MainLine) throws(GitError) -> [Finding] {
    guard let parent = commit.parents.first else { return [] }
    var known: (id: ObjectID, position: Int)?
    try repository.firstParents(from: parent) { step throws(GitError) in
      guard let text = Trailers.read(step.message)[ReleaseTrailer.policy], let id = ObjectID(hex: text),
        let place = main.position[id]
      else { return true }
      known = (id, place)
      return false
    }
    guard let known, known.position > position else { return [] }
    return [
      Finding(
        .releaseOlderPolicy, "'Policy:' is older than the one of an earlier step, \(known.id.short)", at: place(commit))
    ]
  }

  /// What was said before is in the journal that the step names: it goes on from the last one named, and lies in the journal here.
  private func journalGoesOn(_ link: Link, _ commit: Commit) throws(GitError) -> [Finding] {
    guard link.act == .release || link.act == .resume else { return [] }
    let tip = try journalTip(of: link.workflow)
    guard let journal = link.journal else {
      guard let tip, try begin(ofJournal: tip) <= Timestamp(seconds: commit.committer.seconds) else { return [] }
      return [older("'Journal:' says none, and \(link.workflow) has a journal", commit)]
    }
    guard let tip, try descends(tip, from: journal) else {
      return [
        Finding(
          .releaseOlderJournal,
          "'Journal:' names \(journal.short), which the journal of \(link.workflow) does not hold",
          at: place(commit), next: ["countersign sync, if the journal here is behind"])
      ]
    }
    guard let parent = commit.parents.first else { return [] }
    for path in [link.path, EnvironmentPath.killed(link.workflow)] {
      for step in try transitions(of: path, from: parent) {
        guard let text = Trailers.read(step.commit.message)[ReleaseTrailer.journal], let known = ObjectID(hex: text)
        else { continue }
        if try descends(journal, from: known) { break }
        return [older("'Journal:' does not go on from \(known.short), which an earlier step names", commit)]
      }
    }
    return []
  }

  private func older(_ what: String, _ commit: Commit) -> Finding {
    Finding(
      .releaseOlderJournal, what, at: place(commit), because: ["what was said since then would be left out"],
      next: ["countersign promote names the journal's tip"])
  }

  private func descends(_ commit: ObjectID, from older: ObjectID) throws(GitError) -> Bool {
    if commit == older { return true }
    return try repository.isAncestor(older, of: commit)
  }

  /// When a journal's first entry was appended.
  private func begin(ofJournal tip: ObjectID) throws(GitError) -> Timestamp {
    var first = Timestamp(seconds: 0)
    try repository.firstParents(from: tip) { commit throws(GitError) in
      first = Timestamp(seconds: commit.committer.seconds)
      return true
    }
    return first
  }

  /// What a rollback or an adoption calls its source is where the version came from: later releases count contributors from there.
  private func sourceIsTrue(
    _ link: Link, _ position: Int, _ commit: Commit, _ main: MainLine, _ policy: Policy
  ) throws(GitError) -> [Finding] {
    guard let source = link.source else { return [] }
    switch link.act {
    case .adoption:
      let isLanding = main.position[source].map { $0 <= position } ?? false
      if isLanding, try placed(link.workflow, at: source, policy)?.version == link.version { return [] }
      return [
        Finding(.releaseForm, "'Source:' is no landing that holds \(link.workflow) as adopted", at: place(commit))
      ]
    case .rollback:
      let tree = link.version?.gitTree
      for step in try transitions(of: link.path, from: commit.parents.first) where step.new?.hex == tree {
        let named = Trailers.read(step.commit.message)[ReleaseTrailer.source].flatMap { ObjectID(hex: $0) }
        if source == named ?? main.root { return [] }
      }
      return [Finding(.releaseForm, "'Source:' is not where that version was released from", at: place(commit))]
    default: return []
    }
  }
}
