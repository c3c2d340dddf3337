import Diagnostics
import Facts
import Gates
import Gathering
import Git
import PolicyModel
import Vocabulary

extension Verifier {
  /// How many landings one piece of work has.
  private static let piece = 64

  /// Every landing after the root: its commits, and each workflow that it changes, by the policy of its first parent.
  ///
  /// - Parameter before: how many landings came before those that the history has, where it has not all of them.
  func landingWork(_ history: History, from before: Int = 0) -> [Work] {
    let ids = history.landings.ids
    // The root is believed.
    let pieces = History.chunks(of: ids.count, from: ids.first == history.landings.root ? 1 : 0, size: Self.piece)
    return pieces.map { range in
      { bench in
        var found = Found()
        for position in range { bench.judgeLanding(ids[position], at: before + position, into: &found) }
        return found
      }
    }
  }
}

extension Bench {
  func judgeLanding(_ id: ObjectID, at position: Int, into found: inout Found) {
    let subject = "landing \(id.short)"
    let place = Place("commit \(id.short)")
    let order = Found.Order(part: 0, branch: 0, position: position)
    found.tally[.landings] += 1
    do throws(GitError) {
      guard let landing = try collector.landingCase(id, in: main) else {
        throw .notFound("the policy of \(id.short)")
      }
      found.tally[.commits] += try collector.commitCount(of: landing)
      let verdicts = collector.judgeLanding(landing)
      let workflows = verdicts.filter { $0.question.act == .landing }.map(\.question.workflow)
      let since = try collector.repository.commit(id).date
      for verdict in verdicts where verdict.outcome != .passed {
        let own = verdict.question.act == .landing ? [verdict.question.workflow] : workflows
        let name = verdict.question.act == .landing ? "\(subject) of \(verdict.question.label)" : subject
        found.add([verdict], name, at: place, since: since, .landing(id, workflows: own), order)
      }
    } catch {
      found.add(.undecided, subject, error.finding, at: place, since: nil, .landing(id, workflows: []), order)
    }
  }
}
