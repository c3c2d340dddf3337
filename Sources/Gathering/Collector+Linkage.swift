import Diagnostics
import Evidence
import Facts
import Gates
import Git
import PolicyModel
import Vocabulary

/// What a step of an environment names: where it comes from, and what judged it.
struct Link {
  let act: Question.Act
  let environment: Environment
  let workflow: String
  let path: String
  let version: Version?
  let policyLanding: ObjectID?
  let source: ObjectID?
  let journal: ObjectID?

  init(
    _ act: Question.Act, _ environment: Environment, _ workflow: String, _ path: String, _ version: Version?,
    _ policyLanding: ObjectID?, _ source: ObjectID?, _ journal: ObjectID?
  ) {
    self.act = act
    self.environment = environment
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
    guard let landing = link.policyLanding, let position = try position(of: landing, in: main) else {
      return [
        Finding(
          .releaseOlderPolicy, "'Policy:' names no landing on \(main.branch)", at: place(commit),
          next: ["fetch \(main.branch): the release may be newer than this clone"])
      ]
    }
    var findings = try newestPolicy(landing, position, commit, main)
    findings += try notBeforePolicy(link, landing, commit)
    findings += try policyGoesOn(link, position, commit, main)
    findings += try journalGoesOn(link, commit, main)
    return findings + (try sourceIsTrue(link, position, commit, main, policy))
  }

  private func place(_ commit: Commit) -> Place { Place("commit \(commit.id.short)") }

  /// No policy had landed, an hour's grace allowed, that the step does not know.
  private func newestPolicy(
    _ landing: ObjectID, _ position: Int, _ commit: Commit, _ main: MainLine
  ) throws(GitError) -> [Finding] {
    for policy in main.policies where policy.from > position {
      let newer = policy.landing
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

  /// A step is not dated before the landing whose policy it names. A kill is never held by a clock.
  private func notBeforePolicy(_ link: Link, _ landing: ObjectID, _ commit: Commit) throws(GitError) -> [Finding] {
    let skew: Span
    switch link.act {
    case .kill: return []
    case .rollback: skew = Skew.receipt
    default: skew = Skew.commits
    }
    let landed = Timestamp(seconds: try repository.commit(landing).committer.seconds)
    let dated = Timestamp(seconds: commit.committer.seconds)
    if landed <= dated + skew { return [] }
    return [
      Finding(
        .releaseForm, "it is dated \(dated), before the landing that its 'Policy:' names", at: place(commit),
        because: ["\(landing.short) landed at \(landed)"], next: ["set the clock, and run the command again"])
    ]
  }

  /// The policy is not older than that of the last step that names one, nor of any step that moved this workflow.
  private func policyGoesOn(
    _ link: Link, _ position: Int, _ commit: Commit, _ main: MainLine
  ) throws(GitError) -> [Finding] {
    // A kill is held by no order of landings.
    guard link.act != .kill, let parent = commit.parents.first else { return [] }
    func named(_ step: Commit) throws(GitError) -> StepMemory.Furthest? {
      guard let text = trailers(of: step)[ReleaseTrailer.policy], let id = ObjectID(hex: text),
        let place = try self.position(of: id, in: main)
      else { return nil }
      return StepMemory.Furthest(id: id, place: place)
    }
    var newest: StepMemory.Furthest?
    try repository.firstParents(from: parent) { step throws(GitError) in
      newest = try named(step)
      return newest == nil
    }
    let moved = try furthest(\.policies, on: main.tip, path: link.path, from: parent, named: named)
    if let moved, newest.map({ moved.place > $0.place }) ?? true { newest = moved }
    guard let newest, newest.place > position else { return [] }
    return [
      Finding(
        .releaseOlderPolicy, "'Policy:' is older than the one of an earlier step, \(newest.id.short)",
        at: place(commit))
    ]
  }

  /// What was said before is in the journal that the step names: it goes on from every one that was named, and lies in the
  /// journal here.
  private func journalGoesOn(_ link: Link, _ commit: Commit, _ main: MainLine) throws(GitError) -> [Finding] {
    guard link.act == .release || link.act == .resume else { return [] }
    let tip = try journalTip(of: link.workflow)
    guard let journal = link.journal else {
      guard let tip, try hasStatement(tip, until: Timestamp(seconds: commit.committer.seconds), link.workflow, main)
      else { return [] }
      return [older("'Journal:' says none, and \(link.workflow) has a journal", commit)]
    }
    let chain = tip.map { journalChain(from: $0) }
    guard let chain, let behind = try chain.place(of: journal, repository) else {
      return [unheld(journal, link.workflow, at: place(commit))]
    }
    guard let parent = commit.parents.first, behind > 0 else { return [] }
    // A step that names no commit of the journal named nothing.
    for path in [link.path, EnvironmentPath.killed(link.workflow)] {
      let known = try furthest(\.journals, on: chain.tip, path: path, from: parent) { step throws(GitError) in
        guard let text = trailers(of: step)[ReleaseTrailer.journal], let known = ObjectID(hex: text),
          let place = try chain.place(of: known, repository)
        else { return nil }
        return StepMemory.Furthest(id: known, place: -place)
      }
      guard let known, -known.place < behind else { continue }
      return [older("'Journal:' does not go on from \(known.id.short), which an earlier step names", commit)]
    }
    return []
  }

  /// What is said of a journal commit that a step names and that the journal does not hold.
  func unheld(_ journal: ObjectID, _ workflow: String, at place: Place?) -> Finding {
    Finding(
      .releaseOlderJournal,
      "'Journal:' names \(journal.short), which the journal of \(workflow) does not hold", at: place,
      next: ["countersign sync, if the journal here is behind"])
  }

  private func older(_ what: String, _ commit: Commit) -> Finding {
    Finding(
      .releaseOlderJournal, what, at: place(commit), because: ["what was said since then would be left out"],
      next: ["countersign promote names the journal's tip"])
  }

  /// Whether a journal holds a statement that was signed up to a moment; one that cannot be read here counts as one.
  private func hasStatement(
    _ tip: ObjectID, until moment: Timestamp, _ workflow: String, _ main: MainLine
  ) throws(GitError) -> Bool {
    let checked = try Journal.check(
      workflow, from: nil, to: tip, memory: statements, takesUnread: !view.isServer, isWhole: true, in: repository)
    if inTheWay(checked.findings) != nil || checked.added.contains(where: { $0.statement.time <= moment }) {
      return true
    }
    guard let current = main.current else { return false }
    return checked.unread.contains {
      $0.mayBear(by: moment) && signer(of: $0, snapshot: current, now: moment) != nil
    }
  }

  /// What a rollback or an adoption calls its source is where the version came from: later releases count contributors from there.
  private func sourceIsTrue(
    _ link: Link, _ position: Int, _ commit: Commit, _ main: MainLine, _ policy: Policy
  ) throws(GitError) -> [Finding] {
    guard let source = link.source else { return [] }
    switch link.act {
    case .adoption:
      let isLanding = try self.position(of: source, in: main).map { $0 <= position } ?? false
      if isLanding, try placed(link.workflow, at: source, policy)?.version == link.version { return [] }
      return [
        Finding(.releaseForm, "'Source:' is no landing that holds \(link.workflow) as adopted", at: place(commit))
      ]
    case .rollback:
      switch try origin(link, source, commit, main) {
      case .passed: return []
      case .undecided(let step): throw .notFound("an answer whether \(step.short) passed its gate")
      case .held: break
      }
      return [Finding(.releaseForm, "'Source:' is not where that version was released from", at: place(commit))]
    default: return []
    }
  }

  /// Whether a step before this one that passed brought its version from the `Source:` that it names.
  private func origin(
    _ link: Link, _ source: ObjectID, _ commit: Commit, _ main: MainLine
  ) throws(GitError) -> StepMemory.Answer {
    let tree = link.version.flatMap { ObjectID(hex: $0.gitTree) }
    func key(_ step: ObjectID) -> StepMemory.Origin {
      StepMemory.Origin(
        environment: link.environment.name, path: link.path, tree: tree, source: source, tip: main.tip, step: step)
    }
    var answer = StepMemory.Answer.held
    var newest: ObjectID?
    var steps: [Commit] = []
    try eachTransition(of: link.path, from: commit.parents.first) { step throws(GitError) in
      newest = newest ?? step.commit.id
      if let known = memo.steps.origins[key(step.commit.id)] {
        answer = known
        return false
      }
      guard step.new == tree else { return true }
      let named = trailers(of: step.commit)[ReleaseTrailer.source].flatMap { ObjectID(hex: $0) }
      if source == named ?? main.root { steps.append(step.commit) }
      return true
    }
    // Oldest first: each finds the ones before it judged.
    for step in steps.reversed() {
      if case .passed = answer { break }
      switch outcome(of: step, link.workflow, in: link.environment, main: main) {
      case .passed: answer = .passed
      case .undecided: answer = .undecided(step.id)
      case .held: continue
      }
    }
    if let newest { memo.steps.origins[key(newest)] = answer }
    return answer
  }
}
