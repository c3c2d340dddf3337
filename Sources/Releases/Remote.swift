package import Diagnostics
import Evidence
package import Gathering
import Git
import Glibc
package import Programs
import Vocabulary

/// What `sync` and the pushes do with one remote, through the user's git.
package struct Remote: Sendable {
  package let name: String
  private let programs: Programs
  private let gitDirectory: String
  /// Who writes the commits that join journals; nil: nobody, as on a host that only runs what is released.
  private let desk: Desk?

  package init(_ name: String, desk: Desk) {
    self.name = name
    self.desk = desk
    programs = desk.programs
    gitDirectory = desk.gitDirectory
  }

  /// A remote for a clone in which nobody acts: it fetches, follows and pushes, and joins nothing.
  package init(_ name: String, programs: Programs, gitDirectory: String) {
    self.name = name
    self.programs = programs
    self.gitDirectory = gitDirectory
    desk = nil
  }

  private func git(_ arguments: [String]) throws(Finding) -> ProgramResult {
    do throws(ProgramError) {
      return try programs.run("git", ["--git-dir", gitDirectory] + arguments)
    } catch {
      throw Finding(.programMissing, visible(error.message), next: ["install git, 2.38 or newer"])
    }
  }

  /// How a push ended.
  package enum Push: Hashable, Sendable {
    case done
    /// Somebody else was first.
    case lostRace
    /// The server's own words.
    case refused(String)
  }

  /// Fetches branches and journals; gives what the remote dropped or rewound, which this clone keeps as it was seen.
  ///
  /// Another process of this clone may push and fetch at the same time: what looks rewound is looked at again.
  package func fetch(protected: [String], collector: borrowing Collector) throws(Finding) -> [Finding] {
    let before = try seenJournals(in: collector.repository)
    // Where this clone has only fetched so far, what was fetched is what was seen.
    let shown = try shownBranches(protected, in: collector.repository)
    var findings: [Finding] = []
    for attempt in 0..<Self.looks {
      usleep(UInt32(attempt * 50_000))
      let result = try git([
        "fetch", "--quiet", "--prune", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", name,
        "+refs/heads/*:refs/remotes/\(name)/*",
        "+\(JournalPath.prefix)*:\(JournalPath.remotePrefix(name))*",
      ])
      guard result.succeeded else {
        if attempt + 1 < Self.looks, result.errorText.contains("cannot lock ref") { continue }
        throw unreachable(result)
      }
      findings = try rewoundJournals(before, in: collector.repository) + rewoundBranches(protected, shown, collector)
      if findings.isEmpty { return [] }
    }
    return findings
  }

  /// How often a fetch looks before it says that something was rewound, or that a ref is locked.
  private static let looks = 5

  /// Puts a ref back; when another process has just moved it, the next look sees where to.
  private func restore(
    _ ref: String, to old: ObjectID, from now: ObjectID?, in repository: borrowing Repository
  ) throws(GitError) {
    do throws(GitError) {
      try repository.update(ref, to: old, expecting: now, message: "countersign: keep what was seen")
    } catch .lostRace {
      return
    }
  }

  private func unreachable(_ result: ProgramResult) -> Finding {
    Finding(
      .remoteUnreachable, "git could not fetch from '\(visible(name))'", because: Self.words(result),
      next: ["git fetch \(visible(name)) shows the same; '--local' works without the remote"])
  }

  /// The remote's journals, as this clone has seen them.
  private func seenJournals(in repository: borrowing Repository) throws(Finding) -> [String: ObjectID] {
    var seen: [String: ObjectID] = [:]
    do throws(GitError) {
      for ref in try repository.references(under: JournalPath.remotePrefix(name)) { seen[ref.name] = ref.id }
    } catch {
      throw error.finding
    }
    return seen
  }

  /// Puts back what was dropped or rewound, so that the next look still sees it, and names it.
  private func rewoundJournals(
    _ before: [String: ObjectID], in repository: borrowing Repository
  ) throws(Finding) -> [Finding] {
    var findings: [Finding] = []
    do throws(GitError) {
      for (ref, old) in before.sorted(by: { $0.key < $1.key }) {
        let now = try repository.reference(ref)
        if now == old { continue }
        if let now, try repository.isAncestor(old, of: now) { continue }
        try restore(ref, to: old, from: now, in: repository)
        findings.append(
          rewound(
            .journalRewound, ref, old, now,
            "nothing is lost here; 'countersign sync' after the host is mended pushes it again"))
      }
    } catch {
      throw error.finding
    }
    return findings
  }

  /// Where this clone shows the remote's branches.
  private func shownBranches(
    _ branches: [String], in repository: borrowing Repository
  ) throws(Finding) -> [String: ObjectID] {
    var shown: [String: ObjectID] = [:]
    do throws(GitError) {
      for branch in branches { shown[branch] = try repository.reference("refs/remotes/\(name)/\(branch)") }
    } catch {
      throw error.finding
    }
    return shown
  }

  /// Remembers where protected branches were seen first, so that the next fetch notices whether they go on from there.
  package func remember(_ branches: [String], collector: borrowing Collector) throws(Finding) {
    _ = try rewoundBranches(branches, [:], collector)
  }

  /// Moves what was seen of the protected branches forward, and names what does not go on from it.
  private func rewoundBranches(
    _ branches: [String], _ shown: [String: ObjectID], _ collector: borrowing Collector
  ) throws(Finding) -> [Finding] {
    var findings: [Finding] = []
    do throws(GitError) {
      for branch in branches {
        let ref = "refs/remotes/\(name)/\(branch)"
        let memory = Collector.seenRef(ofBranch: branch, remote: name)
        let now = try collector.repository.reference(ref)
        let seen = try collector.repository.reference(memory)
        let old = seen ?? shown[branch]
        if now == seen { continue }
        let isForward: Bool
        if let now, let old { isForward = try collector.goesOn(now, from: old) } else { isForward = old == nil }
        if isForward, let now {
          do throws(GitError) {
            try collector.repository.update(memory, to: now, expecting: seen, message: "countersign: seen")
          } catch .lostRace {
            // Another process has seen something, too: the next look compares with that.
            continue
          }
        } else if let old {
          if seen == nil { try restore(memory, to: old, from: nil, in: collector.repository) }
          try restore(ref, to: old, from: now, in: collector.repository)
          findings.append(
            rewound(.remoteRewound, ref, old, now, "find out who did it; this clone keeps what it saw"))
        }
      }
    } catch {
      throw error.finding
    }
    return findings
  }

  private func rewound(_ rule: Rule, _ ref: String, _ old: ObjectID, _ now: ObjectID?, _ next: String) -> Finding {
    Finding(
      rule, "'\(visible(name))' \(now == nil ? "dropped" : "rewound") \(visible(ref))", at: Place(visible(ref)),
      because: ["it was seen at \(old.short)" + (now.map { " and is at \($0.short) now" } ?? "")], next: [next])
  }

  /// Merges every journal that this clone or the remote has, and moves the local refs; gives the refs that the remote lacks.
  /// One with statements of a newer format, by somebody known, is taken in like any other: what rests on them is undecided here.
  package func mergeJournals(collector: borrowing Collector) throws(Finding) -> (
    ahead: [String], findings: [JournalFinding]
  ) {
    var ahead: [String] = []
    var findings: [JournalFinding] = []
    let memory = StatementMemory()
    do throws(GitError) {
      var workflows: Set<String> = []
      for prefix in [JournalPath.prefix, JournalPath.remotePrefix(name)] {
        for ref in try collector.repository.references(under: prefix) {
          workflows.insert(String(ref.name.dropFirst(prefix.count)))
        }
      }
      for workflow in workflows.sorted() where Naming.isName(workflow) {
        let merged = try merge(workflow, memory, collector)
        findings += merged.findings.map { JournalFinding(workflow: workflow, finding: $0) }
        if merged.isAhead { ahead.append(JournalPath.ref(of: workflow)) }
      }
      collector.forgetDoubts()
    } catch {
      throw error.finding
    }
    return (ahead, findings)
  }

  private func merge(
    _ workflow: String, _ memory: StatementMemory, _ collector: borrowing Collector
  ) throws(GitError) -> (isAhead: Bool, findings: [Finding]) {
    let ref = JournalPath.ref(of: workflow)
    let theirs = try collector.repository.reference(JournalPath.remoteRef(of: workflow, remote: name))
    for _ in 0..<10 {
      let mine = try collector.repository.reference(ref)
      if let theirs, theirs != mine {
        let base = try mine.flatMap { id throws(GitError) in
          try collector.repository.isAncestor(id, of: theirs) ? id : nil
        }
        let checked = try Journal.check(
          workflow, from: base, to: theirs, memory: memory, takesUnread: true, in: collector.repository)
        // What is not a journal is not taken in, and not remembered either; what was known stays.
        let findings = checked.findings + collector.strangers(among: checked.unread, now: desk?.clock())
        if !findings.isEmpty {
          let tracking = JournalPath.remoteRef(of: workflow, remote: name)
          if let base {
            try collector.repository.update(
              tracking, to: base, expecting: theirs, message: "countersign: keep what was in order")
          } else {
            try collector.repository.delete(tracking, expecting: theirs)
          }
          return (false, findings.map { brought($0, workflow) })
        }
      }
      let merge = try Journal.merge(
        local: mine, remote: theirs, by: desk.map { $0.ident(at: $0.clock()) }, in: collector.repository)
      if case .parted = merge { return (false, [nobodyJoins(workflow)]) }
      let own = try malformed(merge, workflow, theirs, memory, collector)
      if !own.isEmpty { return (false, own) }
      do throws(GitError) {
        if let tip = merge.tip, tip != mine {
          try collector.repository.update(ref, to: tip, expecting: mine, message: "countersign: sync")
        }
      } catch .lostRace {
        continue
      }
      switch merge {
      case .same, .forward, .parted: return (false, [])
      case .ahead, .joined: return (true, [])
      }
    }
    throw .lockedRef(ref)
  }

  /// What the remote took although it is no journal, with what is to be done about it.
  private func brought(_ finding: Finding, _ workflow: String) -> Finding {
    guard finding.next.isEmpty else { return finding }
    return Finding(
      finding.rule, finding.what, at: finding.place, because: finding.because,
      next: [
        "whoever runs '\(visible(name))' sets \(JournalPath.ref(of: workflow)) back to what was in order, and has the hook there: "
          + "countersign hooks install --server", "then: countersign sync",
      ])
  }

  private func nobodyJoins(_ workflow: String) -> Finding {
    Finding(
      .signNoIdentity, "the journal of \(workflow) has something here and something else at '\(visible(name))'",
      because: ["whoever joins them is named in the commit, and git does not know who acts here"],
      next: ["git config user.name NAME && git config user.email ADDRESS, then countersign sync"])
  }

  /// What only lies here and no reader takes: it is not pushed, since it would lie there for everybody and for good.
  private func malformed(
    _ merge: Journal.Merge, _ workflow: String, _ theirs: ObjectID?, _ memory: StatementMemory,
    _ collector: borrowing Collector
  ) throws(GitError) -> [Finding] {
    let tip: ObjectID
    switch merge {
    case .ahead(let id), .joined(let id): tip = id
    case .same, .forward, .parted: return []
    }
    let ref = JournalPath.ref(of: workflow)
    let back =
      theirs == nil
      ? "git update-ref -d \(ref)" : "git update-ref \(ref) \(JournalPath.remoteRef(of: workflow, remote: name))"
    let checked = try Journal.check(
      workflow, from: theirs, to: tip, memory: memory, takesUnread: true, in: collector.repository)
    return (checked.findings + collector.strangers(among: checked.unread, now: desk?.clock())).map {
      Finding(
        $0.rule, $0.what, at: $0.place, because: $0.because + ["it lies only here, and was not pushed"],
        next: ["\(back) gives up what lies only here in this journal; then say again what was in order"])
    }
  }

  /// Pushes refs (`source:destination`) in one go, never by force.
  package func push(_ refspecs: [String]) throws(Finding) -> Push {
    let result = try git(["push", "--porcelain", "--atomic", "--no-verify", name] + refspecs)
    if result.succeeded { return .done }
    let report = result.outputText + result.errorText
    let races = [
      "fetch first", "non-fast-forward", "failed to update ref", "cannot lock ref", "reference already exists",
      "incorrect old value", "stale info",
      // The server's hooks saw another push come between; git itself then only says that the other end hung up.
      "[push.overtaken]",
    ]
    if report.contains("[remote rejected]"), !races.contains(where: { report.contains($0) }) {
      return .refused(result.errorText)
    }
    if races.contains(where: { report.contains($0) }) { return .lostRace }
    throw Finding(
      .remoteUnreachable, "git could not push to '\(visible(name))'", because: Self.words(result),
      next: ["nothing was changed there; run the command again, or with '--local' to keep it here"])
  }

  /// Pushes the journals that the remote lacks, merging again after a lost race. Same signed bytes, no second signature.
  package func pushJournals(collector: borrowing Collector) throws(Finding) -> [JournalFinding] {
    for _ in 0..<8 {
      let merged = try mergeJournals(collector: collector)
      if merged.ahead.isEmpty { return merged.findings }
      // By their ids: another process may append meanwhile, and what it appends is not pushed yet.
      let tips = try tips(merged.ahead, in: collector.repository)
      if let refused = try pushApart(tips[...], in: collector.repository) { return merged.findings + refused }
      if let rewound = try fetch(protected: [], collector: collector).first { throw rewound }
    }
    throw Finding(.raceLost, "the journals at '\(visible(name))' moved on eight times", next: ["run the command again"])
  }

  /// Pushes journals together; where the server refuses, in halves, so that one journal that it does not take holds no other.
  /// Gives what was refused; nil: somebody else was faster.
  private func pushApart(
    _ tips: ArraySlice<(ref: String, tip: ObjectID)>, in repository: borrowing Repository
  ) throws(Finding) -> [JournalFinding]? {
    switch try push(tips.map { "\($0.tip.hex):\($0.ref)" }) {
    case .done:
      try remember(Array(tips), in: repository)
      return []
    case .lostRace: return nil
    case .refused(let words):
      guard tips.count > 1 else {
        return tips.map {
          JournalFinding(workflow: String($0.ref.dropFirst(JournalPath.prefix.count)), finding: refusal(words))
        }
      }
      let middle = tips.startIndex + tips.count / 2
      guard let first = try pushApart(tips[..<middle], in: repository),
        let second = try pushApart(tips[middle...], in: repository)
      else { return nil }
      return first + second
    }
  }

  private func tips(
    _ refs: [String], in repository: borrowing Repository
  ) throws(Finding) -> [(ref: String, tip: ObjectID)] {
    var tips: [(ref: String, tip: ObjectID)] = []
    do throws(GitError) {
      for ref in refs { if let tip = try repository.reference(ref) { tips.append((ref, tip)) } }
    } catch {
      throw error.finding
    }
    return tips
  }

  /// Notes that the remote has what was just pushed, unless another process has noted more.
  private func remember(
    _ pushed: [(ref: String, tip: ObjectID)], in repository: borrowing Repository
  ) throws(Finding) {
    do throws(GitError) {
      for (ref, tip) in pushed {
        let tracking = JournalPath.remoteRef(of: String(ref.dropFirst(JournalPath.prefix.count)), remote: name)
        let known = try repository.reference(tracking)
        if known == tip { continue }
        if let known, !(try repository.isAncestor(known, of: tip)) { continue }
        do throws(GitError) {
          try repository.update(tracking, to: tip, expecting: known, message: "countersign: push")
        } catch .lostRace {
          continue
        }
      }
    } catch {
      throw error.finding
    }
  }

  package func refusal(_ words: String) -> Finding {
    Finding(
      .remoteRefused, "'\(visible(name))' did not take the push",
      because: words.split(separator: "\n").map { visible(String($0)) }, next: ["nothing was changed there"])
  }

  private static func words(_ result: ProgramResult) -> [String] {
    result.errorText.split(separator: "\n").prefix(6).map { visible(String($0)) }
  }
}
