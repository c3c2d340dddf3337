import Diagnostics
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Releases
import Reporting
import StrictJSON
import Vocabulary

/// Past landings and steps of environments, each judged by the policy of its time and by another one.
struct Replay {
  /// One landing, or one step of an environment.
  struct Case {
    let date: Timestamp
    let target: String
    let commit: ObjectID
    /// `landing`, or what the step did.
    let act: String
    let was: [Verdict]
    let would: [Verdict]

    var before: Verdict.Outcome { Verdict.worst(was) }
    var after: Verdict.Outcome { Verdict.worst(would) }
    /// The workflows that it is about.
    var labels: [String] { would.map(\.question).filter { $0.act != .commits }.map(\.label) }
    /// What stands in the way under the other policy and did not before.
    var reasons: [(verdict: Verdict, item: Verdict.Item, findings: [Finding])] {
      let known = Set(was.flatMap(\.findings).map(\.what))
      return would.flatMap { verdict in
        verdict.items.compactMap { item in
          let new = item.answer.findings.filter { !known.contains($0.what) }
          return new.isEmpty ? nil : (verdict, item, new)
        }
      }
    }
  }

  let since: Timestamp
  /// Oldest first.
  private(set) var cases: [Case] = []
  private(set) var environments: [String] = []

  /// Judges everything since a moment twice; oldest first, so that each finds what came before it judged.
  static func read(
    _ place: borrowing Workplace, _ main: MainLine, _ policy: Policy, under tried: Policy, since: Timestamp
  ) throws(Finding) -> Replay {
    var replay = Replay(since: since)
    do throws(GitError) {
      let landings = try commits(from: main.tip, since: since, until: main.root, place)
      var steps: [(environment: PolicyModel.Environment, commit: Commit)] = []
      for environment in policy.environments {
        let tip = try place.collector.tip(ofEnvironmentBranch: environment.branch)
        steps += try commits(from: tip, since: since, until: nil, place).map { (environment, $0) }
        replay.environments.append(environment.name)
      }
      let progress = Progress(place.console, "replaying", of: landings.count + steps.count)
      for commit in landings {
        if let landing = try landing(commit, place, main, tried) { replay.cases.append(landing) }
        progress.advance()
      }
      for (environment, commit) in steps {
        replay.cases += try step(commit, in: environment, place, main, tried)
        progress.advance()
      }
    } catch {
      throw error.finding
    }
    replay.cases.sort { ($0.date, $0.target, $0.commit.hex) < ($1.date, $1.target, $1.commit.hex) }
    return replay
  }

  /// The first parents that are dated since a moment, oldest first; `root` and what lies before it is not judged.
  private static func commits(
    from tip: ObjectID?, since: Timestamp, until root: ObjectID?, _ place: borrowing Workplace
  ) throws(GitError) -> [Commit] {
    guard let tip else { return [] }
    var found: [Commit] = []
    try place.repository.firstParents(from: tip) { commit throws(GitError) in
      let date = Timestamp(seconds: commit.committer.seconds)
      guard commit.id != root, date + Skew.receipt >= since else { return false }
      if date >= since { found.append(commit) }
      return true
    }
    return found.reversed()
  }

  private static func landing(
    _ commit: Commit, _ place: borrowing Workplace, _ main: MainLine, _ tried: Policy
  ) throws(GitError) -> Case? {
    guard let parent = commit.parents.first, let brought = try place.collector.policyLanding(at: parent, in: main),
      let snapshot = try place.collector.policy(at: parent, in: main)
    else { return nil }
    func judged(by snapshot: PolicySnapshot) -> [Verdict] {
      place.collector.judgeLanding(
        LandingCase(
          candidate: commit.id, parent: parent, policyLanding: brought, snapshot: snapshot,
          now: place.collector.moment(of: commit), isLanded: true))
    }
    return Case(
      date: Timestamp(seconds: commit.committer.seconds), target: Target.main.name, commit: commit.id, act: "landing",
      was: judged(by: snapshot), would: judged(by: snapshot.trying(tried)))
  }

  private static func step(
    _ commit: Commit, in environment: PolicyModel.Environment, _ place: borrowing Workplace, _ main: MainLine,
    _ tried: Policy
  ) throws(GitError) -> [Case] {
    let moves = try place.collector.moves(of: commit, in: environment, main: main)
    let would = moves.map { place.collector.judge($0, main: main, under: tried) }
    return [
      Case(
        date: Timestamp(seconds: commit.committer.seconds), target: environment.name, commit: commit.id,
        act: moves.first?.act.rawValue ?? "step", was: moves.map { place.collector.judge($0, main: main) }, would: would
      )
    ]
  }
}

extension Replay {
  private enum Change: String, CaseIterable {
    case same
    case wouldBeHeld = "would be held"
    case wouldBeUndecided = "would be undecided"
    case wouldPass = "would pass"
  }

  /// An adoption is of hundreds, and each may be held.
  private static let mostReasons = 10

  private static func change(_ one: Case) -> Change {
    switch (one.before, one.after) {
    case (let before, let after) where before == after: .same
    case (_, .passed): .wouldPass
    case (_, .undecided): .wouldBeUndecided
    case (.passed, .held), (.undecided, .held): .wouldBeHeld
    case (.held, .held): .same
    }
  }

  private func count(_ change: Change) -> Int { cases.count { Self.change($0) == change } }

  /// Held is held: something that passed would not. What cannot be told, or nothing at all, is no answer.
  var ending: Ending {
    if cases.isEmpty || count(.wouldBeUndecided) > 0 { return .undecided }
    return cases.contains { $0.before == .passed && $0.after != .passed } ? .held : .done
  }

  /// A line for each landing and step, the reasons below those that differ, and how many there were of each kind.
  func text(_ report: TextReport, file: String) -> String {
    var text = ""
    for one in cases {
      let change = Self.change(one)
      let what = one.labels.isEmpty ? "no workflow" : Self.several(one.labels)
      let word = change == .same ? "same (\(one.before.rawValue))" : "\(change.rawValue); it \(Self.past(one.before))"
      text += "\(one.date)  \(one.target): \(one.act) \(one.commit.short) of \(what): \(word)\n"
      guard change == .wouldBeHeld || change == .wouldBeUndecided else {
        if change == .wouldPass { text += Self.formerly(one) }
        continue
      }
      let reasons = one.reasons.flatMap { reason in reason.findings.map { (reason, $0) } }
      for (reason, finding) in reasons.prefix(Self.mostReasons) {
        let what = "\(reason.item.requirement) of \(reason.verdict.question.label)"
        text += "    \(what): \(finding.what) [\(finding.rule.id)]\n"
      }
      if reasons.count > Self.mostReasons { text += "    and \(reasons.count - Self.mostReasons) more\n" }
    }
    return text + summary(file)
  }

  private func summary(_ file: String) -> String {
    let places = (["main"] + environments).joined(separator: ", ")
    guard !cases.isEmpty else {
      return
        "nothing replayed: no landing and no step of \(places) since \(since), so nothing is known of \(visible(file))\n"
    }
    let landings = cases.count { $0.act == "landing" }
    let steps = cases.count - landings
    let counts = Change.allCases.map { "\(count($0)) \($0.rawValue)" }.joined(separator: ", ")
    return
      "replayed \(landings) landing\(landings == 1 ? "" : "s") and \(steps) step\(steps == 1 ? "" : "s") of \(places) since \(since): "
      + "\(counts)\nnothing was decided or changed: each was judged as of its own moment, after what really came before it\n"
  }

  private static func formerly(_ one: Case) -> String {
    let now = Set(one.would.flatMap(\.findings).map(\.what))
    return one.was.flatMap(\.findings).filter { !now.contains($0.what) }
      .map { "    no more: \($0.what) [\($0.rule.id)]\n" }.joined()
  }

  private static func past(_ outcome: Verdict.Outcome) -> String {
    switch outcome {
    case .passed: "passed"
    case .held: "was held"
    case .undecided: "was undecided"
    }
  }

  /// An adoption is of hundreds.
  private static func several(_ labels: [String]) -> String {
    labels.prefix(3).joined(separator: ", ") + (labels.count > 3 ? " and \(labels.count - 3) more" : "")
  }

  var json: String {
    let rows = cases.map { one in
      JSON.object([
        .init("at", .string(one.date.description)), .init("target", .string(one.target)),
        .init("commit", .string(one.commit.hex)), .init("act", .string(one.act)),
        .init("workflows", .array(one.labels.map { .string($0) })), .init("was", .string(one.before.rawValue)),
        .init("would", .string(one.after.rawValue)), .init("change", .string(Self.change(one).rawValue)),
        .init(
          "because",
          .array(Self.change(one) == .same ? [] : one.reasons.flatMap(\.findings).map { JSONReport.json($0) })),
      ])
    }
    let counts = Change.allCases.map { JSON.Member($0.rawValue, .integer(Int64(count($0)))) }
    return JSON.object([
      .init("schema", .string("urn:countersign:trial:v1")), .init("since", .string(since.description)),
      .init("counts", .object(counts)), .init("replayed", .array(rows)),
    ]).written(pretty: true) + "\n"
  }
}
