package import Diagnostics
package import Gates
import Git

/// What is said about a push: ref by ref, step by step. All of it is taken, or nothing.
package struct PushReport: Sendable {
  /// What concerns the push as a whole.
  package var whole = Step("the push")
  package var parts: [Part] = []
  /// What to know that holds nothing.
  package var notes: [Finding] = []
  /// What was searched for secrets; nil: nothing, as where refs are about to move that were searched when they came.
  package var searched: Searched?

  package init() {}

  /// So much was searched for secrets.
  package struct Searched: Hashable, Sendable {
    package let texts: Int
    package let bytes: Int

    package init(texts: Int, bytes: Int) {
      self.texts = texts
      self.bytes = bytes
    }
  }

  /// One ref of the push.
  package struct Part: Sendable {
    package let update: RefUpdate
    /// What the ref is here: `integration branch`, `branch of prod`, `journal of greet`.
    package let what: String
    package var steps: [Step] = []

    package init(_ update: RefUpdate, _ what: String, _ steps: [Step] = []) {
      self.update = update
      self.what = what
      self.steps = steps
    }
  }

  /// One landing, one release, one look: with what the gates and the server's own rules say.
  package struct Step: Sendable {
    package let title: String
    package var verdicts: [Verdict] = []
    package var held: [Finding] = []
    package var undecided: [Finding] = []

    package init(_ title: String) { self.title = title }

    package init(_ title: String, held: [Finding]) {
      self.title = title
      self.held = held
    }

    package var outcome: Verdict.Outcome {
      let outcomes = verdicts.map(\.outcome)
      if !held.isEmpty || outcomes.contains(.held) { return .held }
      return !undecided.isEmpty || outcomes.contains(.undecided) ? .undecided : .passed
    }
  }

  /// A push without refs has passed nothing.
  package var outcome: Verdict.Outcome {
    let outcomes = [whole.outcome] + parts.flatMap { $0.steps.map(\.outcome) }
    if outcomes.contains(.held) { return .held }
    return parts.isEmpty || outcomes.contains(.undecided) ? .undecided : .passed
  }
}

extension PushReport.Part {
  /// Whether the next step is judged; where too many did not pass, says so once. All of the ref is held with them anyway.
  mutating func goesOn(before left: Int) -> Bool {
    guard steps.count(where: { $0.outcome != .passed }) >= PushLimits.failures else { return true }
    let finding = Finding(
      .pushNotJudged, "\(left) more \(left == 1 ? "step was" : "steps were") not judged",
      because: ["\(PushLimits.failures) before did not pass"], next: ["mend those first, and push again"])
    steps.append(PushReport.Step("the rest", held: [finding]))
    return false
  }
}

extension PushReport.Step {
  /// Runs a look; what cannot be read is undecided.
  mutating func decide(_ look: () throws(GitError) -> [Finding]) {
    do throws(GitError) {
      held += try look()
    } catch {
      undecided.append(error.finding)
    }
  }
}
