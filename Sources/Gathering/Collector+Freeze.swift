import Diagnostics
package import Facts
import Gates
package import Git
package import PolicyModel
package import Vocabulary

extension Collector {
  /// The freeze that an environment's branch shows at a tip, over or not; nil when there is none.
  ///
  /// What a step that did not pass has changed or taken away stands as it was before: the freeze that lasts longest counts.
  package func freeze(
    in environment: Environment, tip: ObjectID?, main: MainLine, now: Timestamp
  ) throws(GitError) -> Fact<StandingFreeze?> {
    var latest: StandingFreeze?
    var unread: Finding?
    try eachTransition(of: EnvironmentPath.freeze, from: tip) { step throws(GitError) in
      if step.new != nil {
        switch try marker(inRootTree: step.commit.tree) {
        case .failure(let finding): unread = finding
        case .success(let marker):
          let by: Signatory =
            main.current.map { signer(of: step.commit, snapshot: $0, now: now) } ?? .undecided(because: "no policy")
          let freeze = StandingFreeze(
            commit: step.commit.id.hex, by: by, since: step.date, until: marker.until, why: marker.why)
          if latest.map({ $0.until < freeze.until }) ?? true { latest = freeze }
        }
      }
      return try !passedFreeze(step.commit, in: environment, main: main)
    }
    if let unread { return .unknown(because: unread) }
    return .known(latest)
  }

  /// Whether a step that changed the marker is a freeze, or the end of one, that passed its gate then.
  private func passedFreeze(
    _ commit: Commit, in environment: Environment, main: MainLine
  ) throws(GitError) -> Bool {
    let key = "\(environment.name) freeze \(commit.id.hex) \(main.tip.hex)"
    if let known = memo.outcomes[key] { return known == .passed }
    let steps = try moves(of: commit, in: environment, main: main)
    guard let step = steps.first, steps.count == 1, step.act == .freeze else { return false }
    let outcome = judge(step, main: main).outcome
    if outcome != .undecided { memo.outcomes[key] = outcome }
    return outcome == .passed
  }

  private func marker(inRootTree root: ObjectID) throws(GitError) -> Result<FreezeMarker, Finding> {
    let place = Place(EnvironmentPath.freeze)
    func unread(_ because: [String]) -> Result<FreezeMarker, Finding> {
      .failure(
        Finding(
          .freezeUndecided, "the freeze's marker cannot be read", at: place, because: because,
          next: ["a kill role freezes anew, or lifts it: countersign freeze --env ENV"]))
    }
    guard let entry = try repository.entry(at: EnvironmentPath.freeze, in: root), entry.mode == .blob else {
      return unread(["it is no plain file"])
    }
    let bytes: [UInt8]
    do throws(GitError) { bytes = try repository.blob(entry.id, limit: FreezeMarker.sizeLimit) } catch .tooLarge {
      return unread(["it is larger than \(FreezeMarker.sizeLimit) bytes"])
    }
    switch FreezeMarker.read(bytes, source: EnvironmentPath.freeze) {
    case .success(let marker): return .success(marker)
    case .failure(let unreadable): return unread(unreadable.because)
    }
  }

  /// Until when a freeze stands that another one would cut short; nil where it would not.
  ///
  /// Two people freeze at once in an incident, and the longer time holds: to end one early is said, and done by lifting it.
  package func freezeCutShort(
    by until: Timestamp, inRootTree root: ObjectID?, at now: Timestamp
  ) throws(GitError) -> Timestamp? {
    guard let root, try repository.entry(at: EnvironmentPath.freeze, in: root) != nil,
      case .success(let standing) = try marker(inRootTree: root)
    else { return nil }
    return now < standing.until && until < standing.until ? standing.until : nil
  }

  /// What about a freeze, or the end of one, is not as its trailers say.
  func freezeForm(
    _ commit: Commit, _ value: String, _ trailers: Trailers, _ changes: [TreeChange], _ environment: Environment
  ) throws(GitError) -> [Finding] {
    let place = Place("commit \(commit.id.short)")
    func finding(_ what: String, _ because: [String] = []) -> [Finding] {
      [Finding(.releaseForm, what, at: place, because: because)]
    }
    guard changes.count == 1, let change = changes.first, change.text == EnvironmentPath.freeze else {
      return finding(
        "a freeze changes \(EnvironmentPath.freeze) and nothing else",
        changes.prefix(5).map { "it changes \(visible(bytes: $0.path))" })
    }
    if value == ReleaseTrailer.none {
      return change.new == nil ? [] : finding("'Freeze:' says none, and \(EnvironmentPath.freeze) is there")
    }
    guard let until = Timestamp(rfc3339: value) else {
      return finding("'Freeze:' says \(visible(value)), which is no moment as 2026-12-20T18:00:00Z, and not 'none'")
    }
    let marker: FreezeMarker
    switch try self.marker(inRootTree: commit.tree) {
    case .success(let read): marker = read
    case .failure(let unread): return finding(unread.what, unread.because)
    }
    var findings: [Finding] = []
    if marker.environment != environment.name {
      findings += finding("the marker names \(visible(marker.environment)), the branch is \(environment.name)'s")
    }
    if marker.until != until {
      findings += finding("'Freeze:' says \(until), and the marker \(marker.until)")
    }
    if let why = trailers[ReleaseTrailer.why], marker.why != visible(why) {
      findings += finding("'Why:' and the marker give two reasons")
    }
    let dated = Timestamp(seconds: commit.committer.seconds)
    let before: ObjectID? = if let parent = commit.parents.first { try repository.commit(parent).tree } else { nil }
    if let standing = try freezeCutShort(by: until, inRootTree: before, at: dated) {
      findings += finding("the freeze that stands lasts until \(standing), and another one only makes it longer")
    }
    if until <= dated { findings += finding("the freeze would end at \(until), and it begins at \(dated)") }
    return findings
  }
}

extension Collector {
  /// The kill of a workflow, or of `all`, that stands at a tip; nil when none does.
  package func kill(
    of workflow: String, tip: ObjectID?, snapshot: PolicySnapshot, now: Timestamp
  ) throws(GitError) -> KillMarker? {
    guard let step = try transitions(of: EnvironmentPath.killed(workflow), from: tip, most: 1).first, step.new != nil
    else { return nil }
    return KillMarker(
      commit: step.commit.id.hex, killer: signer(of: step.commit, snapshot: snapshot, now: now), date: step.date)
  }
}
