package import Diagnostics
import Evidence
import Gathering
package import Git
import Programs
import Vocabulary

/// What `sync` and the pushes do with one remote, through the user's git.
package struct Remote: Sendable {
  package let name: String
  package let desk: Desk

  package init(_ name: String, desk: Desk) {
    self.name = name
    self.desk = desk
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
  package func fetch(protected: [String], in repository: borrowing Repository) throws(Finding) -> [Finding] {
    let before = try seen(protected, in: repository)
    let result = try desk.git([
      "fetch", "--quiet", "--prune", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", name,
      "+refs/heads/*:refs/remotes/\(name)/*",
      "+\(JournalPath.prefix)*:\(JournalPath.remotePrefix(name))*",
    ])
    guard result.succeeded else { throw unreachable(result) }
    return try rewound(before, in: repository)
  }

  private func unreachable(_ result: ProgramResult) -> Finding {
    Finding(
      .remoteUnreachable, "git could not fetch from '\(visible(name))'", because: Self.words(result),
      next: ["git fetch \(visible(name)) shows the same; '--local' works without the remote"])
  }

  /// The remote's refs that only grow, as this clone has seen them.
  private func seen(_ protected: [String], in repository: borrowing Repository) throws(Finding) -> [String: ObjectID] {
    var seen: [String: ObjectID] = [:]
    do throws(GitError) {
      for ref in try repository.references(under: JournalPath.remotePrefix(name)) { seen[ref.name] = ref.id }
      for branch in protected {
        let ref = "refs/remotes/\(name)/\(branch)"
        if let id = try repository.reference(ref) { seen[ref] = id }
      }
    } catch {
      throw error.finding
    }
    return seen
  }

  /// Puts back what was dropped or rewound, so that the next look still sees it, and names it.
  private func rewound(_ before: [String: ObjectID], in repository: borrowing Repository) throws(Finding) -> [Finding] {
    var findings: [Finding] = []
    do throws(GitError) {
      for (ref, old) in before.sorted(by: { $0.key < $1.key }) {
        let now = try repository.reference(ref)
        if now == old { continue }
        if let now, try repository.isAncestor(old, of: now) { continue }
        try repository.update(ref, to: old, expecting: now, message: "countersign: keep what was seen")
        let what = now == nil ? "dropped" : "rewound"
        let isJournal = ref.hasPrefix(JournalPath.remotePrefix(name))
        findings.append(
          Finding(
            isJournal ? .journalRewound : .remoteRewound, "'\(visible(name))' \(what) \(visible(ref))",
            at: Place(visible(ref)),
            because: ["it was seen at \(old.short)" + (now.map { " and is at \($0.short) now" } ?? "")],
            next: [
              isJournal
                ? "nothing is lost here; 'countersign sync' after the host is mended pushes it again"
                : "find out who did it; the clone keeps what it saw"
            ]))
      }
    } catch {
      throw error.finding
    }
    return findings
  }

  /// Merges every journal that this clone or the remote has, and moves the local refs; gives the refs that the remote lacks.
  package func mergeJournals(in repository: borrowing Repository) throws(Finding) -> (
    ahead: [String], findings: [Finding]
  ) {
    var ahead: [String] = []
    var findings: [Finding] = []
    do throws(GitError) {
      var workflows: Set<String> = []
      for ref in try repository.references(under: JournalPath.prefix) {
        workflows.insert(String(ref.name.dropFirst(JournalPath.prefix.count)))
      }
      let prefix = JournalPath.remotePrefix(name)
      for ref in try repository.references(under: prefix) { workflows.insert(String(ref.name.dropFirst(prefix.count))) }
      for workflow in workflows.sorted() where Naming.isName(workflow) {
        let merged = try merge(workflow, in: repository)
        findings += merged.findings
        if merged.isAhead { ahead.append(JournalPath.ref(of: workflow)) }
      }
    } catch {
      throw error.finding
    }
    return (ahead, findings)
  }

  private func merge(
    _ workflow: String, in repository: borrowing Repository
  ) throws(GitError) -> (isAhead: Bool, findings: [Finding]) {
    let ref = JournalPath.ref(of: workflow)
    let theirs = try repository.reference(JournalPath.remoteRef(of: workflow, remote: name))
    for _ in 0..<10 {
      let mine = try repository.reference(ref)
      if let theirs, theirs != mine {
        let base = try mine.flatMap { id throws(GitError) in try repository.isAncestor(id, of: theirs) ? id : nil }
        let checked = try Journal.check(workflow, from: base, to: theirs, in: repository)
        // What is not a journal is not taken in; what was known stays.
        if !checked.findings.isEmpty { return (false, checked.findings) }
      }
      let merge = try Journal.merge(local: mine, remote: theirs, by: desk.ident(at: desk.clock()), in: repository)
      do throws(GitError) {
        if let tip = merge.tip, tip != mine {
          try repository.update(ref, to: tip, expecting: mine, message: "countersign: sync")
        }
      } catch .lostRace {
        continue
      }
      switch merge {
      case .same, .forward: return (false, [])
      case .ahead, .joined: return (true, [])
      }
    }
    throw .lockedRef(ref)
  }

  /// Pushes refs (`source:destination`) in one go, never by force.
  package func push(_ refspecs: [String]) throws(Finding) -> Push {
    let result = try desk.git(["push", "--porcelain", "--atomic", "--no-verify", name] + refspecs)
    if result.succeeded { return .done }
    let report = result.outputText + result.errorText
    let races = [
      "fetch first", "non-fast-forward", "failed to update ref", "cannot lock ref", "reference already exists",
      "incorrect old value", "stale info",
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
  package func pushJournals(in repository: borrowing Repository) throws(Finding) -> [Finding] {
    for _ in 0..<8 {
      let merged = try mergeJournals(in: repository)
      if !merged.findings.isEmpty || merged.ahead.isEmpty { return merged.findings }
      switch try push(merged.ahead.map { "\($0):\($0)" }) {
      case .done:
        try remember(merged.ahead, in: repository)
        return []
      case .refused(let words): throw refusal(words)
      case .lostRace:
        let rewound = try fetch(protected: [], in: repository)
        if !rewound.isEmpty { return rewound }
      }
    }
    throw Finding(.raceLost, "the journals at '\(visible(name))' moved on eight times", next: ["run the command again"])
  }

  /// Notes that the remote has what was just pushed.
  private func remember(_ refs: [String], in repository: borrowing Repository) throws(Finding) {
    do throws(GitError) {
      for ref in refs {
        let workflow = String(ref.dropFirst(JournalPath.prefix.count))
        let tracking = JournalPath.remoteRef(of: workflow, remote: name)
        guard let tip = try repository.reference(ref) else { continue }
        let known = try repository.reference(tracking)
        if known != tip { try repository.update(tracking, to: tip, expecting: known, message: "countersign: push") }
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
