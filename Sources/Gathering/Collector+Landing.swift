import Diagnostics
import Facts
package import Gates
package import Git
package import PolicyModel
package import Vocabulary
import Workflows

/// What a landing is judged by: a candidate commit, and what main holds before it.
package struct LandingCase: Sendable {
  package let candidate: ObjectID
  package let parent: ObjectID
  /// The landing that brought the policy in force: a change of the policy is one against that, whatever lies between.
  package let policyLanding: ObjectID
  package let snapshot: PolicySnapshot
  package let now: Timestamp
  /// The candidate is the landing itself, and not yet a branch that is to be merged.
  package let isLanded: Bool
  /// Where what was said about it is looked up.
  package let journal: JournalPoint
  /// It is about to happen: what holds at the doors only is asked, too.
  package let isAtDoor: Bool

  package init(
    candidate: ObjectID, parent: ObjectID, policyLanding: ObjectID, snapshot: PolicySnapshot, now: Timestamp,
    isLanded: Bool, journal: JournalPoint = .tip, isAtDoor: Bool = false
  ) {
    self.isAtDoor = isAtDoor
    self.journal = journal
    self.candidate = candidate
    self.parent = parent
    self.policyLanding = policyLanding
    self.snapshot = snapshot
    self.now = now
    self.isLanded = isLanded
  }

  /// The same as of another moment; no other moment is at the door.
  func dated(_ now: Timestamp) -> LandingCase {
    LandingCase(
      candidate: candidate, parent: parent, policyLanding: policyLanding, snapshot: snapshot, now: now,
      isLanded: isLanded, journal: journal, isAtDoor: isAtDoor && now == self.now)
  }
}

extension Collector {
  /// The verdicts on a whole landing: first its new commits, then each workflow whose version it changes, by name.
  package func judgeLanding(_ landing: LandingCase) -> [Verdict] {
    judgeLanding(landing, at: [landing.now]).flatMap { $0 }
  }

  /// The same as of each of some moments, one list for each: what time does not change is read once.
  package func judgeLanding(_ landing: LandingCase, at moments: [Timestamp]) -> [[Verdict]] {
    guard case .known(let policy) = landing.snapshot.policy else {
      var facts = Facts(nothingKnown: unknownPolicy(landing.snapshot))
      facts.policy = landing.snapshot.policy
      return moments.map { [evaluate(Self.aboutCommits, facts: facts, now: $0)] }
    }
    var lists = judgeCommits(landing, policy, at: moments).map { [$0] }
    let unlooked = lists.joined().first { $0.now == landing.now }.flatMap(Self.unlooked)
    do throws(GitError) {
      let verdicts = share(try changedWorkflows(landing, policy)) { collector, name in
        collector.judgeLanding(of: name, landing, at: moments, unlooked)
      }
      for own in verdicts {
        for (index, verdict) in own.enumerated() { lists[index].append(verdict) }
      }
    } catch {
      let facts = Facts(nothingKnown: error.finding)
      for (index, moment) in moments.enumerated() {
        lists[index].append(evaluate(Self.aboutCommits, facts: facts, now: moment))
      }
    }
    return lists
  }

  /// Why what the new commits bring is not inspected; nil where their authors and signatures count. Looking at a large definition
  /// takes a while, and whoever reaches the server would decide how much of it is spent. They are held in any case.
  private static func unlooked(_ commits: Verdict) -> Finding? {
    let about: Set<Rule> = [
      .metadataUnsigned, .metadataSignature, .metadataUndecided, .metadataUnknownPerson, .metadataCommitter,
    ]
    return commits.findings.first { about.contains($0.rule) }.map { finding in
      Finding(
        finding.rule, "what it does is looked at when it is known who brings it", at: finding.place,
        because: [finding.what], next: finding.next)
    }
  }

  private static let aboutCommits = Question(act: .commits, workflow: "", target: .main, version: nil, base: nil)

  /// Names of the workflows, and `policy`, whose version differs between main and what would be there; sorted.
  ///
  /// A branch that is not merged yet is held against its merge bases with main: what main alone changed is not its change.
  package func changedWorkflows(_ landing: LandingCase, _ policy: Policy) throws(GitError) -> [String] {
    let tree = try repository.commit(landing.candidate).tree
    var changed: Set<String> = []
    let bases = landing.isLanded ? [landing.parent] : try repository.mergeBases([landing.candidate, landing.parent])
    for base in bases.isEmpty ? [landing.parent] : bases {
      let units = try GovernedUnits.changed(
        from: try repository.commit(base).tree, to: tree, roots: policy.roots, in: repository)
      // Two roots with one name are one workflow, and a finding of discovery.
      changed.formUnion(units.keys.map(Self.name(ofUnit:)).filter(Naming.isName))
    }
    // Going back to the policy that is in force changes nothing.
    if changed.contains(Naming.policy),
      try GovernedUnits.id(PolicySnapshot.directory, tree, repository) == landing.snapshot.tree
    {
      changed.remove(Naming.policy)
    }
    return changed.sorted()
  }

  /// Who, what, when and why of all new commits, and that nothing lies where it belongs to nobody.
  private func judgeCommits(_ landing: LandingCase, _ policy: Policy, at moments: [Timestamp]) -> [Verdict] {
    var facts = Facts(nothingKnown: notAsked)
    facts.policy = landing.snapshot.policy
    facts.form = fact { () throws(GitError) in
      let tree = try repository.commit(landing.candidate).tree
      // What lay in order or not before is not this landing's to mend.
      let before = try repository.commit(landing.parent).tree
      let changed = try GovernedUnits.changed(from: before, to: tree, roots: policy.roots, in: repository).keys
      var findings = try Discovery.read(tree, roots: policy.roots, among: Set(changed), in: repository).findings
      findings += try twins(from: before, to: tree, policy)
      for path in Set(policy.roots.map { "\($0)/*" }).sorted() {
        findings += try GovernedPaths.attributeFindings(above: path, inRootTree: tree, in: repository)
      }
      if landing.isAtDoor { findings += try unfitForClones(from: before, to: tree) }
      return findings
    }
    if landing.isAtDoor {
      facts.secrets = fact { () throws(GitError) in
        let new = try newCommits(to: landing.candidate, from: landing.parent, policy)
        return try secrets(broughtBy: new.ids, search(landing.snapshot, policy))
      }
    }
    return moments.map { moment in
      let then = landing.dated(moment)
      facts.commits = commits(then, policy, touching: nil)
      return evaluate(Self.aboutCommits.asked(atDoor: then.isAtDoor), facts: facts, now: moment)
    }
  }

  /// The verdict on one workflow of a landing.
  package func judgeLanding(of workflow: String, _ landing: LandingCase) -> Verdict {
    let timeless = timelessFacts(of: workflow, landing)
    let facts = dated(timeless, landing)
    return evaluate(timeless.question.asked(atDoor: landing.isAtDoor), facts: facts, now: landing.now)
  }

  private func judgeLanding(
    of workflow: String, _ landing: LandingCase, at moments: [Timestamp], _ unlooked: Finding?
  ) -> [Verdict] {
    let timeless = timelessFacts(of: workflow, landing, unlooked)
    return moments.map { moment in
      let then = landing.dated(moment)
      return evaluate(timeless.question.asked(atDoor: then.isAtDoor), facts: dated(timeless, then), now: moment)
    }
  }

  /// What is asked about one workflow's landing, and what is known of it at any moment.
  private struct Timeless {
    var question: Question
    var facts: Facts
    /// The directory that the landing changes, and the commit that it is a change against; nil: too little is known to ask for more.
    var change: (path: String, base: ObjectID)?
    /// The workflow as the landing brings it; nil: it is removed, or cannot be read.
    var brought: Directory?
    /// Why it is not inspected, although it is at a door.
    var unlooked: Finding?
  }

  private func timelessFacts(of workflow: String, _ landing: LandingCase, _ unlooked: Finding? = nil) -> Timeless {
    var question = Question(act: .landing, workflow: workflow, target: .main, version: nil, base: nil)
    guard case .known(let policy) = landing.snapshot.policy else {
      return Timeless(question: question, facts: Facts(nothingKnown: unknownPolicy(landing.snapshot)))
    }
    var facts = Facts(nothingKnown: notAsked)
    facts.policy = landing.snapshot.policy
    var brought: Directory?
    do throws(GitError) {
      let new = try directory(
        of: workflow, inRootTree: try repository.commit(landing.candidate).tree, roots: policy.roots)
      brought = new
      // A change of the policy is one against the policy in force, whatever landed in between and is not.
      let base = workflow == Naming.policy ? landing.policyLanding : landing.parent
      let old = try directory(of: workflow, inRootTree: try repository.commit(base).tree, roots: policy.roots)
      question = Question(
        act: .landing, workflow: workflow, target: .main,
        version: try new.map { dir throws(GitError) in try version(ofTree: dir.tree) },
        base: try old.map { dir throws(GitError) in try version(ofTree: dir.tree) })
      let path = new?.path ?? old?.path ?? workflow
      facts.form = .known([])
      collectContent(
        &facts, workflow, new: new, old: old, policy, rootTree: try repository.commit(landing.candidate).tree,
        isAtDoor: landing.isAtDoor, unlooked: unlooked)
      if case .known(let findings) = facts.content {
        facts.content = fact { () throws(GitError) in
          try findings + returning(workflow, new: new, old: old, landing, policy)
        }
      }
      collectUses(&facts, workflow, question, landing, policy)
      if landing.isAtDoor, let new {
        facts.secrets = fact { () throws(GitError) in try secrets(in: new, landing.snapshot, policy) }
      }
      facts.zones = zones(of: policy)
      return Timeless(question: question, facts: facts, change: (path, base), brought: new, unlooked: unlooked)
    } catch {
      var unread = Facts(nothingKnown: error.finding)
      unread.policy = landing.snapshot.policy
      // What is too much to be a version is still held for what it is.
      if let brought {
        question = Question(
          act: .landing, workflow: workflow, target: .main, version: nil, base: nil, isUnread: true)
        unread.content = fact { () throws(GitError) in
          try GovernedPaths.findings(
            inTree: brought.tree, at: brought.path, fileSize: policy.limits.fileSize,
            files: policy.limits.filesPerWorkflow, isNew: landing.isAtDoor, in: repository)
        }
      }
      return Timeless(question: question, facts: unread)
    }
  }

  /// Adds what rests on when it is asked: whether keys and statements count.
  private func dated(_ timeless: Timeless, _ landing: LandingCase) -> Facts {
    guard let (path, base) = timeless.change, case .known(let policy) = landing.snapshot.policy else {
      return timeless.facts
    }
    let question = timeless.question
    var facts = timeless.facts
    facts.commits = commits(landing, policy, touching: path)
    facts.contributions = fact { () throws(GitError) in
      try contributions(
        to: path, from: landing.candidate, against: base, policy: policy, snapshot: landing.snapshot,
        now: landing.now, journal: landing.journal)
    }
    facts.landedByService = serviceLanding(landing, policy)
    if landing.isAtDoor {
      facts.inspection =
        timeless.unlooked.map { .unknown(because: $0) }
        ?? inspection(of: question.workflow, timeless.brought, facts, landing, policy)
    }
    do throws(GitError) {
      facts.evidence = evidence(
        on: question.workflow, dirHash: (question.version ?? question.base)?.dirHash,
        at: try journal(landing.journal, of: question.workflow), snapshot: landing.snapshot, now: landing.now,
        until: landing.now)
    } catch {
      facts.evidence = .unknown(because: error.finding)
    }
    facts.lastLeft = departure(of: question.version, path: path, tip: landing.parent, evidence: facts.evidence)
    return facts
  }

  private var notAsked: Finding { Finding(.evidenceUnreadable, "nobody collected this fact") }

  private func unknownPolicy(_ snapshot: PolicySnapshot) -> Finding {
    if case .unknown(let because) = snapshot.policy { return because }
    return notAsked
  }

  /// The new commits of a landing; with `touching` only those that change that directory.
  private func commits(_ landing: LandingCase, _ policy: Policy, touching path: String?) -> Fact<[CommitFacts]> {
    fact { () throws(GitError) in
      let new = try newCommits(to: landing.candidate, from: landing.parent, policy)
      var commits: [CommitFacts] = []
      for id in (path.map { new.changing[$0] ?? [] } ?? new.ids).reversed() {
        let commit = try repository.commit(id)
        var problems: [Finding] = []
        if commit.parents.isEmpty {
          problems.append(
            Finding(
              .commitMalformed, "it has no parent: another history begins here", at: Place("commit \(commit.id.short)"),
              because: ["new commits descend from the root of trust"]))
        }
        commits.append(
          try commitFacts(commit, snapshot: landing.snapshot, policy: policy, now: landing.now, problems: problems))
      }
      return commits
    }
  }

  private func serviceLanding(_ landing: LandingCase, _ policy: Policy) -> Fact<ServiceLanding?> {
    guard landing.isLanded else { return .known(nil) }
    return fact { () throws(GitError) in
      let commit = try repository.commit(landing.candidate)
      guard case .service(let name)? = policy.party(email: commit.committer.email), !(try isCleanMerge(commit, policy))
      else { return nil }
      return ServiceLanding(service: name, commit: commit.id.hex)
    }
  }
}
