import Diagnostics
package import Facts
package import Gates
package import Git
package import PolicyModel
import Vocabulary
import Workflows

extension Collector {
  /// The verdict on one step of an environment; with `trial` what it would have been under that policy.
  package func judge(_ move: EnvironmentMove, main: MainLine, under trial: Policy? = nil) -> Verdict {
    let (question, facts) = facts(about: move, main: main, under: trial)
    return evaluate(question, facts: facts, now: move.now)
  }

  /// The question that a step asks, and the facts that answer it.
  ///
  /// `trial` stands in place of the policy that judges this step alone: what came before it is as it was.
  package func facts(
    about move: EnvironmentMove, main: MainLine, under trial: Policy? = nil
  ) -> (question: Question, facts: Facts) {
    let target = Target.environment(move.environment)
    var question = Question(
      act: move.act, workflow: move.workflow, target: target, version: move.version, base: nil,
      isAtDoor: move.isAtDoor)
    let nobody = Finding(.evidenceUnreadable, "nobody collected this fact")
    var facts = Facts(nothingKnown: nobody)
    let judging: PolicySnapshot?
    do throws(GitError) {
      let named = try move.policyLanding.flatMap { landing throws(GitError) in try policy(at: landing, in: main) }
      judging = trial.map { named?.trying($0) } ?? named
    } catch {
      facts.policy = .unknown(because: error.finding)
      return (question, facts)
    }
    guard let snapshot = judging else {
      facts.policy = .unknown(
        because: move.form.first
          ?? Finding(.releaseOlderPolicy, "'Policy:' names no landing on \(main.branch)", at: move.commit.place))
      return (question, facts)
    }
    facts.policy = snapshot.policy
    guard case .known(let policy) = snapshot.policy else { return (question, facts) }
    if let unread = move.unread {
      var facts = Facts(nothingKnown: unread)
      facts.policy = snapshot.policy
      facts.zones = zones(of: policy)
      facts.form = .known(move.form)
      facts.commits = .known([move.commit])
      facts.actor = move.actor
      question = Question(
        act: move.act, workflow: move.workflow, target: target, version: nil, base: nil, isUnread: true,
        isAtDoor: move.isAtDoor)
      return (question, facts)
    }
    facts.form = .known(move.form)
    facts.commits = .known([move.commit])
    facts.actor = move.actor
    if trial != nil { collectSigner(&facts, move, snapshot, policy) }
    facts.zones = zones(of: policy)
    do throws(GitError) {
      let before: ObjectID? = if let parent = move.parent { try repository.commit(parent).tree } else { nil }
      let old = try directory(of: move.workflow, inRootTree: before, roots: policy.roots)
      // What lies there may be too much to read: a kill and a rollback do not depend on it.
      let base: Version? =
        switch move.act {
        case .kill, .freeze: nil
        case .rollback: readable(old)
        default: try old.map { directory throws(GitError) in try version(ofTree: directory.tree) }
        }
      question = Question(
        act: move.act, workflow: move.workflow, target: target, version: move.version,
        base: move.act == .resume ? move.version : base, isAtDoor: move.isAtDoor)
      if let environment = policy.environment(named: move.environment), move.act == .release || move.act == .adoption {
        facts.freeze = try freeze(in: environment, tip: move.parent, main: main, now: move.now)
      }
      switch move.act {
      case .release: try collectRelease(&facts, move, question, old: old, main: main, snapshot, policy)
      case .adoption: try collectAdoption(&facts, move, snapshot, policy)
      case .resume: try collectResume(&facts, move, snapshot)
      case .rollback:
        let environment = policy.environment(named: move.environment)
        facts.past = fact { () throws(GitError) in
          guard let environment else { return [] }
          return try past(
            of: move.workflow, path: move.path, in: environment, tip: move.parent, main: main, now: move.now,
            only: move.version)
        }
      case .kill, .freeze, .landing, .commits: break
      }
    } catch {
      var unread = Facts(nothingKnown: error.finding)
      unread.policy = snapshot.policy
      unread.zones = facts.zones
      // What is wrong with the commit itself is told all the same; of a kill there is nothing else to know.
      if move.act != .kill, move.act != .freeze {
        unread.form = facts.form
        unread.commits = facts.commits
        unread.actor = facts.actor
      }
      return (question, unread)
    }
    return (question, facts)
  }

  /// Who signed a step, as a policy that is tried knows people.
  private func collectSigner(
    _ facts: inout Facts, _ move: EnvironmentMove, _ snapshot: PolicySnapshot, _ policy: Policy
  ) {
    guard let id = ObjectID(hex: move.commit.id) else { return }
    do throws(GitError) {
      let commit = try commitFacts(try repository.commit(id), snapshot: snapshot, policy: policy, now: move.now)
      facts.commits = .known([commit])
      facts.actor = commit.signer
    } catch {
      facts.commits = .unknown(because: error.finding)
      facts.actor = .undecided(because: error.finding.what)
    }
  }

  private func collectRelease(
    _ facts: inout Facts, _ move: EnvironmentMove, _ question: Question, old: Directory?, main: MainLine,
    _ snapshot: PolicySnapshot, _ policy: Policy
  ) throws(GitError) {
    let new = try content(of: move, policy)
    collectContent(&facts, move.workflow, new: new, old: old, policy, isAtDoor: move.isAtDoor)
    if move.isAtDoor, let new {
      facts.secrets = fact { () throws(GitError) in try secrets(in: new, snapshot, policy) }
    }
    var previous = Fact.known(LastSource())
    if let environment = policy.environment(named: move.environment) {
      previous = try lastSource(of: move.workflow, path: move.path, tip: move.parent, in: environment, main: main)
    }
    facts.source = from(previous) { (last: LastSource) throws(GitError) -> Source? in
      try source(move, previous: last.newest, main: main, policy)
    }
    let journal = try journal(of: move)
    switch journal {
    case .unknown(let because):
      facts.contributions = .unknown(because: because)
      facts.evidence = .unknown(because: because)
    case .known(let journal):
      facts.contributions = from(previous) { (last: LastSource) throws(GitError) -> [Contribution] in
        guard let source = move.source else { return [] }
        // Where nothing is there, what was there once hides nobody.
        return try contributions(
          to: move, upTo: source, from: old == nil ? nil : last.passed, main: main, snapshot, journal)
      }
      facts.evidence = evidence(
        on: move.workflow, dirHash: (question.version ?? question.base)?.dirHash, at: journal, snapshot: snapshot,
        now: move.now, records: recordsNeeded(facts.manifest, question.target, policy))
    }
    facts.lastLeft = departure(of: question.version, path: move.path, tip: move.parent, evidence: facts.evidence)
    facts.exception = exceptionUse(move, facts.evidence)
    facts.debts = .known([])
    if let environment = policy.environment(named: move.environment) {
      switch journal {
      case .unknown(let because): facts.debts = .unknown(because: because)
      case .known(let journal):
        facts.debts = debts(
          of: move.workflow, path: move.path, in: environment, tip: move.parent, journal: .commit(journal), main: main,
          snapshot, now: move.now)
      }
    }
    facts.staysBefore = fact { () throws(GitError) in try staysBefore(move, policy, main) }
    facts.used = fact { () throws(GitError) in try used(facts.manifest, move, policy) }
    facts.users = .known([])
    facts.circle = .known([])
    if question.version == nil, let parent = move.parent {
      facts.users = fact { () throws(GitError) in
        try users(of: move.workflow, inRootTree: try repository.commit(parent).tree, policy)
      }
    }
  }

  private func recordsNeeded(_ manifest: Fact<Manifest?>, _ target: Target, _ policy: Policy) -> RecordsNeeded {
    // What is held for its manifest asks for no record.
    guard case .known(let manifest) = manifest else { return .none }
    let kinds = Records.demanded(of: manifest, in: target, policy).map(\.kind)
    return kinds.isEmpty ? .none : .latest(kinds)
  }

  /// What follows from a fact, or why it is not known.
  private func from<Value, Result>(
    _ known: Fact<Value>, _ read: (Value) throws(GitError) -> Result
  ) -> Fact<Result> {
    switch known {
    case .known(let value): fact { () throws(GitError) in try read(value) }
    case .unknown(let because): .unknown(because: because)
    }
  }

  /// The version in a directory; nil when there is none, or when it cannot be read.
  private func readable(_ directory: Directory?) -> Version? {
    guard let directory else { return nil }
    do throws(GitError) { return try version(ofTree: directory.tree) } catch { return nil }
  }

  /// The directory whose version is released: from the landing it comes from, which holds it, or from the commit itself.
  private func content(of move: EnvironmentMove, _ policy: Policy) throws(GitError) -> Directory? {
    guard move.version != nil else { return nil }
    if let id = ObjectID(hex: move.commit.id) {
      return try directory(of: move.workflow, inRootTree: try repository.commit(id).tree, roots: policy.roots)
    }
    guard let source = move.source else { return nil }
    return try directory(of: move.workflow, inRootTree: try repository.commit(source).tree, roots: policy.roots)
  }

  private func source(
    _ move: EnvironmentMove, previous: ObjectID?, main: MainLine, _ policy: Policy
  ) throws(GitError) -> Source? {
    guard let source = move.source else { return nil }
    let limit = try move.policyLanding.flatMap { id throws(GitError) in try position(of: id, in: main) } ?? 0
    let place = try position(of: source, in: main)
    let isLanding = place.map { $0 <= limit } ?? false
    var holds = false
    if isLanding {
      let found = try directory(of: move.workflow, inRootTree: try repository.commit(source).tree, roots: policy.roots)
      let version: Version? = if let found { try self.version(ofTree: found.tree) } else { nil }
      holds = version == move.version
    }
    let older = try previous.flatMap { id throws(GitError) in try position(of: id, in: main) }
    let isNotOlder =
      if previous == nil { true } else if let place, let older { place >= older } else { false }
    var passed = Fact.known(false)
    if holds { passed = try passedMain(move, from: source, main, policy) }
    var doubt: Finding?
    if case .unknown(let because) = passed { doubt = because }
    return Source(
      commit: source.hex, isLanding: isLanding, holdsVersion: holds, previous: previous?.hex, isNotOlder: isNotOlder,
      passedGate: passed == .known(true), doubt: doubt)
  }

  /// Who had a hand in what a release brings: since the source that is there now, or since the root, whose committer counts.
  private func contributions(
    to move: EnvironmentMove, upTo source: ObjectID, from previous: ObjectID?, main: MainLine,
    _ snapshot: PolicySnapshot, _ journal: ObjectID?
  ) throws(GitError) -> [Contribution] {
    guard case .known(let policy) = snapshot.policy else { return [] }
    let path = move.path
    let end = previous ?? main.root
    var found: [Contribution] = []
    for landing in try landings(changing: path, from: source, downTo: end, main) {
      found += try contributions(
        to: path, from: landing.commit, against: landing.parent, policy: policy, snapshot: snapshot, now: move.now,
        journal: .commit(journal))
    }
    if previous != nil { return found }
    let root = try repository.commit(main.root)
    if try GovernedUnits.id(path, root.tree, repository) != nil {
      found.append(
        Contribution(
          role: .committer, email: root.committer.email, party: policy.party(email: root.committer.email),
          commit: root.id.hex))
    }
    return found
  }

  /// The landings that changed one directory, newest first; `end` is none of them.
  package func landings(
    changing path: String, from source: ObjectID, downTo end: ObjectID, _ main: MainLine, most: Int = .max
  ) throws(GitError) -> [(commit: ObjectID, parent: ObjectID)] {
    if let (chronicle, position) = chronicle(of: path, upTo: source), let from = chronicle.position(of: end),
      from <= position
    {
      return chronicle.turns(of: path, upTo: position).reversed().prefix { Int($0.position) > from }.prefix(most).map {
        (chronicle.commits[Int($0.position)], chronicle.commits[Int($0.position) - 1])
      }
    }
    if let known = try landings(changing: path, from: source, downTo: end, in: main, most: most) { return known }
    return try walkLandings(changing: path, from: source, downTo: end, most: most)
  }

  /// The same from the objects alone.
  package func walkLandings(
    changing path: String, from source: ObjectID, downTo end: ObjectID, most: Int = .max
  ) throws(GitError) -> [(commit: ObjectID, parent: ObjectID)] {
    var found: [(commit: ObjectID, parent: ObjectID)] = []
    var later: (id: ObjectID, held: ObjectID?)?
    var isEndMet = false
    try repository.firstParents(from: source) { commit throws(GitError) in
      let held = try GovernedUnits.id(path, commit.tree, repository)
      if let later, later.held != held { found.append((later.id, commit.id)) }
      later = (commit.id, held)
      isEndMet = commit.id == end
      return !isEndMet && found.count < most
    }
    guard isEndMet || found.count >= most else {
      throw .notFound("\(end.short) on the first parents of \(source.short)")
    }
    return found
  }

  /// The stays of the version in the environment that comes before, oldest first, as they were at the moment of judging.
  private func staysBefore(_ move: EnvironmentMove, _ policy: Policy, _ main: MainLine) throws(GitError) -> [Stay] {
    guard let environment = policy.environment(named: move.environment), let name = environment.after,
      let before = policy.environment(named: name)
    else { return [] }
    let tip = try tip(ofEnvironmentBranch: before.branch)
    // Looking back, where that branch is not there it cannot be told what was on it.
    if tip == nil, move.version != nil, !move.isAtDoor, !move.commit.id.isEmpty {
      throw .notFound(view.ref(ofBranch: before.branch))
    }
    let asOf = move.now + Skew.commits
    let steps = try transitions(of: move.path, from: tip, asOf: asOf)
    let wanted = move.version?.gitTree
    // Where the workflow never was, its removal has nothing to wait for.
    if wanted == nil, steps.isEmpty { return [Stay(from: Timestamp(seconds: 0), until: nil, commit: "")] }
    var stays: [Stay] = []
    for (index, step) in steps.enumerated() where step.new?.hex == wanted {
      let doubt: Finding?
      switch outcome(of: step.commit, move.workflow, in: before, main: main) {
      // What was put there past its gate has not been released there.
      case .held: continue
      case .passed: doubt = nil
      case .undecided: doubt = self.doubt(about: step.commit)
      }
      let until = index == 0 ? nil : steps[index - 1].date
      stays.append(Stay(from: step.date, until: until, commit: step.commit.id.hex, doubt: doubt))
    }
    return stays.reversed()
  }

  private func used(_ manifest: Fact<Manifest?>, _ move: EnvironmentMove, _ policy: Policy) throws(GitError)
    -> [UsedWorkflow]
  {
    guard case .known(let found?) = manifest, let parent = move.parent else { return [] }
    let tree = try repository.commit(parent).tree
    let all = try GovernedUnits.id(EnvironmentPath.killed(Naming.all), tree, repository) != nil
    var used: [UsedWorkflow] = []
    for name in found.uses {
      let there = try directory(of: name, inRootTree: tree, roots: policy.roots)
      let version: Version? = if let there { try self.version(ofTree: there.tree) } else { nil }
      let own = try GovernedUnits.id(EnvironmentPath.killed(name), tree, repository) != nil
      used.append(UsedWorkflow(name: name, version: version, isKilled: own, isAllKilled: all))
    }
    return used
  }

  /// The journal commit that holds a step's evidence: the one it names, or for a proposed step the tip. One that the journal does
  /// not hold may lie in this clone by chance, and not in the next: nothing that it says is known.
  func journal(of move: EnvironmentMove) throws(GitError) -> Fact<ObjectID?> {
    let tip = try journalTip(of: move.workflow)
    guard let named = move.journal else { return .known(move.commit.id.isEmpty ? tip : nil) }
    if let tip, try journalChain(from: tip).place(of: named, repository) != nil { return .known(named) }
    return .unknown(because: unheld(named, move.workflow, at: move.commit.place))
  }

  private func collectAdoption(
    _ facts: inout Facts, _ move: EnvironmentMove, _ snapshot: PolicySnapshot, _ policy: Policy
  ) throws(GitError) {
    let tree = move.version.flatMap { ObjectID(hex: $0.gitTree) }
    collectContent(
      &facts, move.workflow, new: tree.map { (path: move.path, tree: $0) }, old: nil, policy, isAtDoor: false)
    if move.isAtDoor, let tree {
      facts.secrets = fact { () throws(GitError) in
        try secrets(in: (path: move.path, tree: tree), snapshot, policy)
      }
    }
    facts.evidence = evidence(
      on: move.workflow, dirHash: move.version?.dirHash, at: try journalTip(of: move.workflow), snapshot: snapshot,
      now: move.now, until: move.now)
    facts.lastLeft = departure(of: move.version, path: move.path, tip: move.parent, evidence: facts.evidence)
    facts.lastAdoption = fact { () throws(GitError) in try lastAdoption(before: move.parent) }
  }

  /// The last adoption of an environment, with the latest date of any.
  private func lastAdoption(before parent: ObjectID?) throws(GitError) -> Departure? {
    guard let parent else { return nil }
    if let known = memo.lastAdoptions[parent] { return known }
    var last: Departure?
    try repository.firstParents(from: parent) { commit throws(GitError) in
      guard Trailers.read(commit.message)[ReleaseTrailer.adopt] != nil else { return true }
      let date = Timestamp(seconds: commit.committer.seconds)
      last = Departure(date: max(last?.date ?? date, date), commit: last?.commit ?? commit.id.hex)
      return true
    }
    memo.lastAdoptions[parent] = .some(last)
    return last
  }

  private func collectResume(
    _ facts: inout Facts, _ move: EnvironmentMove, _ snapshot: PolicySnapshot
  ) throws(GitError) {
    facts.kill = fact { () throws(GitError) in
      try kill(of: move.workflow, tip: move.parent, snapshot: snapshot, now: move.now)
    }
    switch try journal(of: move) {
    case .unknown(let because): facts.evidence = .unknown(because: because)
    case .known(let journal):
      // Where there is no version, what is said names the kill.
      facts.evidence = evidence(
        on: move.workflow, dirHash: move.version?.dirHash, at: journal, snapshot: snapshot, now: move.now,
        records: move.version == nil ? .all : .none)
    }
  }
}
