package import Diagnostics
package import Evidence
import Facts
import Gates
package import Gathering
import Git
package import PolicyModel
package import Vocabulary

/// What was read already in this push: one statement may go into the journals of many workflows.
final class KnownStatements {
  let statements = StatementMemory()
  var findings: [String: [Finding]] = [:]
  /// Of environments whose kills are answered, by their branches.
  var steps: [String: Set<ObjectID>] = [:]
  /// Of workflows that are not on the integration branch.
  var journals: NewJournals?
  /// What the push may still add to journals, all of them together: a file may lie in each of a thousand.
  var bytes = PushLimits.journals
  var files = PushLimits.journalFiles
}

extension Collector {
  /// Judges what a push adds to one journal: only growth, well-formed, signed by someone the policy knows, dated near its receipt.
  func judgeJournal(
    _ workflow: String, _ update: RefUpdate, main: MainLine, _ policy: Policy, _ snapshot: PolicySnapshot,
    _ known: KnownStatements, _ extent: PushExtent
  ) -> PushReport.Part {
    var part = PushReport.Part(update, "journal of \(workflow)")
    var step = PushReport.Step("what is said about \(workflow)")
    step.decide { () throws(GitError) in
      guard let new = update.new else {
        return [
          Finding(
            .journalAppendOnly, "the push deletes the journal of \(workflow)", at: Place(update.ref),
            because: ["what was said stays said"], next: ["leave it"])
        ]
      }
      let room = known.files
      // What is too much leaves no room for other journals, whose push is refused with it.
      known.files = 0
      let checked = try Journal.check(
        workflow, from: update.old, to: new, memory: known.statements, most: min(PushLimits.statements, room),
        budget: min(PushLimits.journal, known.bytes), isAtDoor: true, in: repository)
      known.bytes -= checked.spent
      known.files = room - checked.added.count - checked.attachments.count - checked.findings.count
      let crowded = try crowded(checked.added, workflow, after: update.old)
      var findings = checked.findings + crowded
      // What is not taken anyway is not verified by the thousand.
      if !crowded.isEmpty { return findings }
      if update.old == nil {
        let many = try tooMany(workflow, new, main: main, policy, extent, known)
        if !many.isEmpty { return findings + many }
      }
      var named: Set<String> = []
      for stored in checked.added {
        // Junk by the thousand is not verified to the end.
        guard findings.count < PushLimits.findings else { return findings }
        let found =
          known.findings[stored.id]
          ?? statementFindings(stored, policy, snapshot, judgedAt: clock) + receiptFindings(stored)
        known.findings[stored.id] = found
        findings += found
        if case .testResult(let result) = stored.statement.predicate { named.formUnion(result.reports) }
      }
      for stray in checked.attachments where !named.contains(stray) {
        findings.append(
          Finding(
            .journalStrayFile, "no statement of the push names the attachment \(stray.prefix(12))",
            at: Place("journal \(workflow)"), because: ["nobody has signed for it"],
            next: ["append it with the result that names it: countersign test"]))
      }
      return findings + (try tooLate(checked.added, workflow, main, policy))
        + (try afterStep(checked.added, workflow, policy)) + (try withoutKill(checked.added, policy, known))
    }
    part.steps.append(step)
    return part
  }

  /// Whether someone whom the policy knows signed it for this repository, and it is written as it should be.
  package func statementFindings(
    _ stored: StoredStatement, _ policy: Policy, _ snapshot: PolicySnapshot, judgedAt now: Timestamp
  ) -> [Finding] {
    var findings: [Finding] = []
    let place = Place("statement \(stored.id.prefix(12))")
    let statement = stored.statement
    // The same words in other white space would be a statement more, by nobody who could sign one.
    if !stored.isWritten {
      findings.append(
        Finding(
          .statementMalformed, "the envelope is not written as Countersign writes it", at: place,
          next: ["sign it with a Countersign command"]))
    }
    if statement.repository != policy.repository {
      findings.append(
        Finding(
          .statementStranger, "the statement speaks of another repository", at: place,
          because: ["its id is \(visible(statement.repository))"], next: ["sign it in a clone of this one"]))
    }
    switch testimony(stored, snapshot: snapshot, now: now).signer {
    case .party(_, let key):
      // A hint that points elsewhere would show whoever reads the file another signer than the one who counts.
      if stored.envelope.keyID != key {
        findings.append(
          Finding(
            .statementMalformed, "the envelope's keyid is not the key that signed", at: place,
            because: ["it says '\(visible(String(stored.envelope.keyID.prefix(80))))', and \(key) signed"],
            next: ["sign it with a Countersign command, which writes the key that signs"]))
      }
    case .absent:
      findings.append(Finding(.statementStranger, "nobody signed the statement", at: place))
    case .rejected(let because), .undecided(let because):
      findings.append(
        Finding(
          .statementStranger, "the statement is signed by nobody whom the policy knows", at: place, because: [because],
          next: ["a policy owner lists the key in \(PolicySnapshot.signersPath), and lands that"]))
    }
    return findings
  }

  /// Whether it is dated about now.
  private func receiptFindings(_ stored: StoredStatement) -> [Finding] {
    let statement = stored.statement
    guard Span.between(statement.time, clock) > Skew.receipt else { return [] }
    return [
      Finding(
        .pushDated, "the statement is dated \(statement.time), and it is \(clock)",
        at: Place("statement \(stored.id.prefix(12))"),
        because: ["what is said is to reach the server within an hour"], next: Self.again(statement))
    ]
  }

  /// A no, or a yes, that is dated before the landing that it speaks of and comes after it would change what was judged then.
  private func tooLate(
    _ added: [StoredStatement], _ workflow: String, _ main: MainLine, _ policy: Policy
  ) throws(GitError) -> [Finding] {
    let bearing = added.filter { Self.bearsOnLanding($0.statement) }
    guard let oldest = bearing.map(\.statement.time).min() else { return [] }
    let landings = try landings(of: workflow, since: oldest, main, policy)
    var findings: [Finding] = []
    for stored in bearing {
      for landing in landings where stored.statement.time <= landing.date {
        // A recall bars one version, whatever else landed.
        if stored.statement.isRecall, try !bars(stored.statement, anyOf: landing.trees) { continue }
        findings.append(
          Finding(
            .pushDated, "the statement is dated \(stored.statement.time), before a landing that is there already",
            at: Place("statement \(stored.id.prefix(12))"),
            because: [
              "\(workflow) landed at \(landing.date) with commit \(landing.commit.short)",
              "what was judged then was judged without it",
            ], next: Self.again(stored.statement)))
        break
      }
    }
    return findings
  }

  /// Adoptions and rollbacks name no journal and are judged by dates alone: what bears on them is not said afterwards.
  private func afterStep(
    _ added: [StoredStatement], _ workflow: String, _ policy: Policy
  ) throws(GitError) -> [Finding] {
    var findings: [Finding] = []
    for environment in policy.environments {
      let onAdoption = added.filter { Self.bears(on: .adoption, in: environment, $0.statement) }
      let onRollback = added.filter { Self.bears(on: .rollback, in: environment, $0.statement) }
      guard let oldest = (onAdoption + onRollback).map(\.statement.time).min(),
        let tip = try tip(ofBranch: environment.branch)
      else { continue }
      var adopted: Timestamp?
      var adoptions: [(date: Timestamp, trees: [ObjectID])] = []
      var rolledBack: [String: Timestamp] = [:]
      try repository.firstParents(from: tip) { commit throws(GitError) in
        let date = Timestamp(seconds: commit.committer.seconds)
        let trailers = Trailers.read(commit.message)
        if trailers[ReleaseTrailer.adopt] != nil {
          adopted = max(adopted ?? date, date)
          adoptions.append((date, try self.trees(of: workflow, inRootTree: commit.tree, policy)))
        }
        if let value = trailers[ReleaseTrailer.rollback], value.hasPrefix(workflow + "@") {
          let version = String(value.dropFirst(workflow.count + 1))
          rolledBack[version] = max(rolledBack[version] ?? date, date)
        }
        return date + Skew.receipt >= oldest
      }
      let what = "\(environment.name) adopted what ran there"
      findings += Self.late(onAdoption.filter { !$0.statement.isRecall }, adopted, "an adoption", what)
      for (date, trees) in adoptions {
        for stored in onAdoption where stored.statement.isRecall && stored.statement.time <= date {
          if try bars(stored.statement, anyOf: trees) { findings += Self.late([stored], date, "an adoption", what) }
        }
      }
      // Whoever goes back to one version may recall the other in the same moment.
      for (version, date) in rolledBack.sorted(by: { $0.key < $1.key }) {
        let bearing = onRollback.filter { $0.statement.speaks(ofVersion: version) }
        findings += Self.late(bearing, date, "a rollback", "\(environment.name) went back to \(visible(version))")
      }
    }
    return findings
  }

  /// Reviews for a resume whose kill the environment's branch does not have.
  private func withoutKill(
    _ added: [StoredStatement], _ policy: Policy, _ known: KnownStatements
  ) throws(GitError) -> [Finding] {
    var findings: [Finding] = []
    // What is refused anyway is not followed along a branch.
    for stored in added where known.findings[stored.id]?.isEmpty == true {
      guard case .review(let review) = stored.statement.predicate else { continue }
      for entry in review.entries {
        guard findings.count < PushLimits.findings else { return findings }
        guard let kill = entry.kill, let id = ObjectID(hex: kill) else { continue }
        let environment = policy.environments.first { entry.target == .environment($0.name) }
        if let environment, try steps(of: environment, known).contains(id) { continue }
        let name = if case .environment(let name) = entry.target { visible(name) } else { "any environment" }
        findings.append(
          Finding(
            .statementNoKill, "the review answers the kill \(id.short), which is not on the branch of \(name)",
            at: Place("statement \(stored.id.prefix(12))"),
            next: [
              "push the kill first: nobody answers one that the server has not",
              "to give up what was refused: git update-ref -d refs/countersign/journal/NAME, then countersign sync",
            ]))
      }
    }
    return findings
  }

  /// The steps of an environment, looked up once for a push.
  private func steps(of environment: Environment, _ known: KnownStatements) throws(GitError) -> Set<ObjectID> {
    if let steps = known.steps[environment.branch] { return steps }
    var steps: Set<ObjectID> = []
    if let tip = try tip(ofBranch: environment.branch) {
      try repository.firstParents(from: tip) { commit in
        steps.insert(commit.id)
        return true
      }
    }
    known.steps[environment.branch] = steps
    return steps
  }

  /// Whether a recall bars what one of these directories holds: it names the same files, in other modes or under another tree's id, too.
  private func bars(_ recall: Statement, anyOf trees: [ObjectID]) throws(GitError) -> Bool {
    for tree in trees where try repository.kind(of: tree) == .tree {
      let held = try version(ofTree: tree)
      for subject in recall.subjects {
        guard case .version(let version) = subject.digest else { continue }
        if version.dirHash == held.dirHash || version.gitTree == held.gitTree { return true }
      }
    }
    return false
  }

  /// What lies at a workflow's places.
  private func trees(
    of workflow: String, inRootTree tree: ObjectID, _ policy: Policy
  ) throws(GitError) -> [ObjectID] {
    var trees: [ObjectID] = []
    for root in policy.roots {
      if let entry = try repository.entry(at: "\(root)/\(workflow)", in: tree) { trees.append(entry.id) }
    }
    return trees
  }

  private static func late(
    _ bearing: [StoredStatement], _ step: Timestamp?, _ what: String, _ because: String
  ) -> [Finding] {
    guard let step else { return [] }
    return bearing.filter { $0.statement.time <= step }.map { stored in
      Finding(
        .pushDated, "the statement is dated \(stored.statement.time), before \(what) that is there already",
        at: Place("statement \(stored.id.prefix(12))"), because: ["\(because) at \(step)"],
        next: again(stored.statement))
    }
  }

  /// Whether an adoption asks for it, or a rollback: it goes to no version that is recalled, or whose debt is owed.
  private static func bears(on act: Question.Act, in environment: Environment, _ statement: Statement) -> Bool {
    switch statement.predicate {
    case .recall: return true
    case .review(let review):
      return review.entries.contains { entry in
        entry.target == .environment(environment.name) && entry.kill == nil
          && (entry.exception == nil) == (act == .adoption)
      }
    case .testResult, .submission, .record, .exception: return false
    }
  }

  private static func again(_ statement: Statement) -> [String] {
    [
      "say it again, with today's date; a version that has landed is barred by: countersign recall",
      "to give up what was refused: git update-ref -d refs/countersign/journal/NAME, then countersign sync",
    ]
  }

  private static func bearsOnLanding(_ statement: Statement) -> Bool {
    switch statement.predicate {
    case .review(let review): review.entries.contains { $0.target == .main }
    case .testResult: true
    // Where a service landed it, whoever submitted it counts as its author.
    case .submission(let submission): submission.target == .main
    // A version that was recalled does not land.
    case .recall: true
    case .record, .exception: false
    }
  }

  /// The landings that changed a workflow and are not older than `since`, newest first, with what each made of it.
  private func landings(
    of workflow: String, since: Timestamp, _ main: MainLine, _ policy: Policy
  ) throws(GitError) -> [(commit: ObjectID, date: Timestamp, trees: [ObjectID])] {
    let paths =
      workflow == Naming.policy ? [PolicySnapshot.directory] : policy.roots.map { "\($0)/\(workflow)" }
    var found: [(commit: ObjectID, date: Timestamp, trees: [ObjectID])] = []
    try repository.firstParents(from: main.tip) { commit throws(GitError) in
      let date = Timestamp(seconds: commit.committer.seconds)
      // No landing is older than the newest before it by more than the skew of two clocks.
      guard date + Skew.commits + Skew.commits >= since, commit.id != main.root, let parent = commit.parents.first
      else {
        return false
      }
      let before = try repository.commit(parent).tree
      var isChanged = false
      var trees: [ObjectID] = []
      for path in paths {
        let entry = try repository.entry(at: path, in: commit.tree)
        if try repository.entry(at: path, in: before) == entry { continue }
        isChanged = true
        if let entry { trees.append(entry.id) }
      }
      if isChanged { found.append((commit.id, date, trees)) }
      return true
    }
    return found
  }
}

extension Statement {
  fileprivate var isRecall: Bool { if case .recall = predicate { true } else { false } }

  /// Whether it is about a version, given by its short name.
  fileprivate func speaks(ofVersion short: String) -> Bool {
    subjects.contains { if case .version(let version) = $0.digest { version.shortName == short } else { false } }
  }
}
