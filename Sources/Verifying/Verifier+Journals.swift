import Diagnostics
import Evidence
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Receiving
import Vocabulary

extension Verifier {
  /// How many commits of a journal one piece of work has.
  private static let piece = 128
  /// How many journals.
  private static let group = 4

  /// Every commit of every journal: it adds files and nothing else, each in its place, each statement by somebody known then.
  /// Those of `long` journals are only found, and put there.
  func journalWork(_ history: History, _ long: Chains) -> [Work] {
    let names = history.journals
    let tips = names.map { standing.ids[History.journalPrefix + $0] }
    return History.chunks(of: names.count, size: Self.group).map { range in
      { bench in
        var found = Found()
        for journal in range {
          guard let tip = tips[journal] else { continue }
          let chain = bench.chain(names[journal], journal, tip, into: &found)
          if chain.count > Self.piece {
            long.put(chain, at: journal)
          } else {
            bench.judge(chain, 0..<chain.count, journal, history, into: &found)
          }
        }
        return found
      }
    }
  }

  /// The commits of long journals, which several threads share.
  func entryWork(_ history: History, _ long: Chains) -> [Work] {
    long.all.enumerated().flatMap { journal, chain in
      History.chunks(of: chain.count, size: Self.piece).map { range -> Work in
        { bench in
          var found = Found()
          bench.judge(chain, range, journal, history, into: &found)
          return found
        }
      }
    }
  }
}

extension Bench {
  /// The commits of a journal, oldest first.
  fileprivate func chain(_ name: String, _ journal: Int, _ tip: ObjectID, into found: inout Found) -> [ObjectID] {
    let place = Place(visible(JournalPath.ref(of: name)))
    let order = Found.Order(part: 2, branch: journal, position: -1)
    found.tally[.journals] += 1
    if !Naming.isName(name) {
      let stray = Finding(
        .verifyJournalName, "no workflow can be named '\(visible(name))'", at: place,
        next: ["git update-ref -d \(visible(JournalPath.ref(of: name)))"])
      found.add(.violation, "journal of \(visible(name))", stray, at: place, since: nil, .nothing, order)
    }
    var ids: [ObjectID] = []
    do throws(GitError) {
      var next: ObjectID? = tip
      while let id = next {
        ids.append(id)
        next = try collector.repository.firstParent(of: id)
      }
    } catch {
      found.add(
        .undecided, "journal of \(visible(name))", error.finding, at: place, since: nil, .journal(name, nil), order)
    }
    return ids.reversed()
  }

  /// Some commits of a journal, given by its place in the history's list.
  fileprivate func judge(
    _ chain: [ObjectID], _ range: Range<Int>, _ journal: Int, _ history: History, into found: inout Found
  ) {
    for position in range {
      let order = Found.Order(part: 2, branch: journal, position: position)
      judge(chain[position], history.journals[journal], history, order, into: &found)
    }
  }

  /// One commit of a journal.
  func judge(
    _ id: ObjectID, _ name: String, _ history: History, _ order: Found.Order, into found: inout Found
  ) {
    let subject = "journal of \(visible(name))"
    let place = Place("commit \(id.short)")
    let cause = Found.Cause.journal(name, id)
    found.tally[.entries] += 1
    do throws(GitError) {
      let commit = try collector.repository.commit(id)
      let since = commit.date
      let checked = try Journal.check(
        name, from: commit.parents.first, to: id, memory: collector.statements, takesUnread: true, isWhole: true,
        in: collector.repository)
      found.tally[.statements] += checked.added.count
      found.tally[.attachments] += checked.attachments.count
      for finding in checked.findings {
        found.add(finding.weight, subject, finding, at: place, since: since, cause, order)
      }
      // What cannot be read may have named what nothing else names.
      var isRead = checked.findings.allSatisfy { $0.weight != .undecided }
      for unread in checked.unread {
        let (weight, finding) = told(unread, name, id, history)
        found.add(weight, subject, finding, at: place, since: since, cause, order)
        if weight == .undecided { isRead = false }
      }
      var named: Set<String> = []
      for stored in checked.added {
        let (weight, findings) = who(signed: stored, history)
        for finding in findings { found.add(weight, subject, finding, at: place, since: since, cause, order) }
        if findings.isEmpty { found.said.note(stored, in: name, since: since, order) }
        guard case .testResult(let result) = stored.statement.predicate else { continue }
        named.formUnion(result.reports)
        for report in result.reports where try !holds(report, commit) {
          let gone = Finding(
            .verifyAttachment, "the report \(report.prefix(12)) is not in the journal",
            at: Place("statement \(stored.id.prefix(12))"),
            because: ["a result of '\(visible(result.suite))' names it"],
            next: ["countersign sync with a clone that has it, or run the suite again"])
          found.add(.violation, subject, gone, at: place, since: since, cause, order)
        }
      }
      for stray in checked.attachments where !named.contains(stray) {
        guard try !isNamed(stray, name, commit) else { continue }
        let finding = Finding(
          .journalStrayFile, "no statement names the attachment \(stray.prefix(12))", at: place,
          because: ["nobody has signed for it"])
        found.add(isRead ? .violation : .undecided, subject, finding, at: place, since: since, cause, order)
      }
    } catch {
      found.add(.undecided, subject, error.finding, at: place, since: nil, cause, order)
    }
  }

  /// Whether somebody whom the policy of its day knows signed a statement, for this repository: an hour's grace around each change.
  private func who(signed stored: StoredStatement, _ history: History) -> (Violation.Weight, [Finding]) {
    let time = stored.statement.time
    var first: [Finding] = []
    var isAsked = false
    for (index, policy) in history.policies.enumerated().reversed() {
      let next = index + 1 < history.policies.count ? history.policies[index + 1].date : nil
      // It had begun by then, and had not ended; whatever is older than the root is judged by the root.
      guard policy.date <= time + Skew.receipt || index == 0, next.map({ $0 + Skew.receipt >= time }) ?? true,
        case .known(let rules) = policy.snapshot.policy
      else { continue }
      let findings = collector.statementFindings(stored, rules, policy.snapshot, judgedAt: max(time, policy.date))
      isAsked = true
      if findings.isEmpty { return (.violation, []) }
      if first.isEmpty { first = findings }
    }
    guard isAsked else {
      return (.undecided, [Finding(.evidenceUnreadable, "no policy of its day can be read")])
    }
    return (.violation, first)
  }

  /// What does not read here may be in a newer format where somebody known signed it, and is rubbish else.
  private func told(
    _ unread: UnreadStatement, _ name: String, _ commit: ObjectID, _ history: History
  ) -> (Violation.Weight, Finding) {
    for policy in history.policies.reversed() {
      guard let signer = collector.signer(of: unread, snapshot: policy.snapshot, now: policy.date) else { continue }
      return (.undecided, collector.finding(on: unread, by: signer, in: name, at: commit))
    }
    return (.violation, unread.finding)
  }

  private func holds(_ attachment: String, _ commit: Commit) throws(GitError) -> Bool {
    try collector.repository.entry(at: JournalPath.attachment(attachment), in: commit.tree) != nil
  }

  /// Whether another commit of the journal has a statement that names an attachment. Seldom asked: they come together.
  private func isNamed(_ attachment: String, _ name: String, _ commit: Commit) throws(GitError) -> Bool {
    guard let tip = try collector.journalTip(of: name) else { return false }
    var isFound = false
    try collector.repository.firstParents(from: tip) { entry throws(GitError) in
      let added = try Journal.check(
        name, from: entry.parents.first, to: entry.id, memory: collector.statements, isWhole: true,
        in: collector.repository
      ).added
      isFound = added.contains {
        if case .testResult(let result) = $0.statement.predicate { result.reports.contains(attachment) } else { false }
      }
      return !isFound
    }
    return isFound
  }
}
