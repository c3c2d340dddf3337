import Diagnostics
import Evidence
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Releases
import Vocabulary

extension Board {
  /// How many questions a look ahead may ask: judging is dear, and a board is looked at all day.
  struct Bound {
    let verdicts: Int
    let journals: Int
    /// How long it may go on before it begins another one, in milliseconds: on a long branch each verdict takes its time.
    let milliseconds: Int64

    static let bounded = Bound(verdicts: 10, journals: 20, milliseconds: 100)
    static let mine = Bound(verdicts: 30, journals: 0, milliseconds: 5000)
    static let whole = Bound(verdicts: 500, journals: 500, milliseconds: .max)
  }

  /// What would come next to each environment, and what it waits for; what is submitted for main.
  mutating func lookAhead(
    _ bound: Bound, _ names: [String], _ place: borrowing Workplace, _ main: MainLine, _ snapshot: PolicySnapshot,
    _ policy: Policy
  ) throws(Finding) {
    do throws(GitError) {
      try addSubmissions(bound.journals, names, place, main)
    } catch {
      throw error.finding
    }
    let started = Progress.milliseconds()
    var left = bound.verdicts
    var unjudged = 0
    for name in names {
      for environment in policy.environments where isBehind(name, environment) {
        let isFirst = left == bound.verdicts
        guard left > 0, isFirst || Progress.milliseconds() - started < bound.milliseconds else {
          unjudged += 1
          notes[name, default: []].append(Note(target: environment.name, kind: .unjudged, text: "differs, not judged"))
          continue
        }
        left -= 1
        notes[name, default: []].append(note(name, environment, place, main, policy))
      }
    }
    if unjudged > 0 {
      notices.append(
        "\(unjudged) step\(unjudged == 1 ? "" : "s") that could come next \(unjudged == 1 ? "was" : "were") not judged: name workflows to see what they wait for"
      )
    }
  }

  /// Whether what comes before an environment holds something else than it does.
  private func isBehind(_ name: String, _ environment: PolicyModel.Environment) -> Bool {
    let before = cells[environment.after ?? Target.main.name]?[name]?.version
    let here = cells[environment.name]?[name]?.version
    // What the environment before does not hold is a removal only once main does not, either.
    if before == nil { return here != nil && cells[Target.main.name]?[name] == nil }
    return before != here
  }

  private func note(
    _ name: String, _ environment: PolicyModel.Environment, _ place: borrowing Workplace, _ main: MainLine,
    _ policy: Policy
  ) -> Note {
    do throws(Finding) {
      let wish = try Promoting.wish(
        name, to: environment, revision: nil, why: "", ticket: nil, place: place, main: main, policy: policy)
      let verdict = try Promoting.forecast(wish, to: environment, place, main, policy, at: now)
      return Self.note(verdict, environment)
    } catch {
      return Note(target: environment.name, kind: .unknown, text: "cannot be told: \(error.what)")
    }
  }

  private static func note(_ verdict: Verdict, _ environment: PolicyModel.Environment) -> Note {
    let label = verdict.question.version.map { $0.dirHash.prefix(8) } ?? "its removal"
    guard verdict.outcome != .passed else {
      let who = verdict.then.map { $0.people.joined(separator: " or ") } ?? ""
      return Note(
        target: environment.name, kind: .ready,
        text: "\(label) is ready" + (who.isEmpty ? "" : ": \(who) can promote it"),
        version: verdict.question.version)
    }
    var words: [String] = []
    for item in verdict.items where !item.answer.findings.isEmpty {
      let people = Set(item.answer.findings.flatMap(\.steps).flatMap(\.people)).sorted()
      let isOpen = if case .undecided = item.answer { " undecided" } else { "" }
      words.append(item.requirement + isOpen + (people.isEmpty ? "" : " (\(people.joined(separator: ", ")))"))
    }
    let from = verdict.earliest.map { "; not before \($0)" } ?? ""
    return Note(
      target: environment.name, kind: .waiting, text: "\(label) waits for " + words.joined(separator: ", ") + from,
      version: verdict.question.version)
  }

  /// Open submissions for main in the journals that grew last.
  private mutating func addSubmissions(
    _ most: Int, _ names: [String], _ place: borrowing Workplace, _ main: MainLine
  ) throws(GitError) {
    var journals: [(name: String, seconds: Int64)] = []
    let wanted = Set(names)
    for ref in try place.repository.references(under: JournalPath.prefix) {
      let name = String(ref.name.dropFirst(JournalPath.prefix.count))
      guard wanted.contains(name) else { continue }
      journals.append((name, try place.repository.commit(ref.id).committer.seconds))
    }
    journals.sort { ($1.seconds, $0.name) < ($0.seconds, $1.name) }
    for (name, _) in journals.prefix(most) {
      guard let open = try place.collector.openSubmission(of: name, for: .main, main: main, most: 50),
        let version = open.version, version != cells[Target.main.name]?[name]?.version,
        case .submission(let submission) = open.statement.predicate,
        try !wasThere(version, name, place, main, since: open.statement.time)
      else { continue }
      let age = Self.age(now - open.statement.time)
      notes[name, default: []].append(
        Note(
          target: Target.main.name, kind: .submitted,
          text: "\(version.dirHash.prefix(8)) submitted \(age) ago: \(visible(submission.why))"))
    }
  }

  /// What was asked for came to main and went on: nobody waits for it any more.
  private func wasThere(
    _ version: Version, _ name: String, _ place: borrowing Workplace, _ main: MainLine, since: Timestamp
  ) throws(GitError) -> Bool {
    guard case .known(let policy)? = main.current?.policy else { return false }
    let path =
      try place.collector.placed(name, at: main.tip, policy)?.path ?? "\(policy.roots.first ?? "workflows")/\(name)"
    var found = false
    try place.collector.eachTransition(of: path, from: main.tip) { step throws(GitError) in
      found = step.new?.hex == version.gitTree
      return !found && step.date >= since
    }
    return found
  }

  /// One unit is enough to see at a glance.
  static func age(_ span: Span) -> String {
    span.description.split(separator: " ").first.map(String.init) ?? "0s"
  }
}
