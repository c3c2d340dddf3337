import Diagnostics
import Gathering
import Git
import PolicyModel
import Vocabulary
import Workers

/// A run of commits of one branch.
private struct Stretch: Sendable {
  let branch: Int
  let range: Range<Int>
}

extension Verifier {
  private static let piece = 512

  /// Reads the integration branch and the environments: where each governed path became something else.
  func readBranches(
    _ main: MainLine, _ history: inout History, _ collector: borrowing Collector, into found: inout Found
  ) throws(Finding) {
    var unread: Set<Int> = []
    for (index, environment) in history.environments.enumerated() {
      let (steps, isWhole) = steps(of: environment, index, history, collector, into: &found)
      history.branches.append(steps)
      if !isWhole { unread.insert(index + 1) }
    }
    let roots = history.roots
    let branches = [main.steps] + history.branches
    let pieces = branches.enumerated().flatMap { index, steps in
      History.chunks(of: steps.count, size: Self.piece).map { Stretch(branch: index, range: $0) }
    }
    let made: @Sendable () throws(Finding) -> Collector = { () throws(Finding) in try open() }
    let progress = progress
    let answers = try Workers.run(pieces, threads: threads, tool: made) { collector, stretch in
      let answer = Self.changes(branches[stretch.branch], stretch.range, roots, collector)
      progress()
      return answer
    }
    var changes = branches.map { _ in [[Chronicle.Change]]() }
    for (stretch, answer) in zip(pieces, answers) {
      if let answer { changes[stretch.branch] += answer } else { unread.insert(stretch.branch) }
    }
    // What cannot be read whole is walked, and told where it is judged.
    for (index, steps) in branches.enumerated() where !unread.contains(index) {
      history.chronicles.append(
        Chronicle(commits: steps.map(\.id), seconds: steps.map(\.seconds), roots: Set(roots), changes: changes[index]))
    }
  }

  /// What each commit of a stretch changed; nil where that cannot be read.
  private static func changes(
    _ steps: [Chronicle.Step], _ range: Range<Int>, _ roots: [String], _ collector: borrowing Collector
  ) -> [[Chronicle.Change]]? {
    do throws(GitError) {
      var changes: [[Chronicle.Change]] = []
      for position in range {
        let before = position > 0 ? steps[position - 1].tree : nil
        changes.append(try collector.changes(from: before, to: steps[position].tree, roots: roots))
      }
      return changes
    } catch {
      return nil
    }
  }

  /// Reads an environment's branch from its tip back to its first commit, or to where it goes on into main.
  private func steps(
    of environment: PolicyModel.Environment, _ index: Int, _ history: History, _ collector: borrowing Collector,
    into found: inout Found
  ) -> (own: [Chronicle.Step], isWhole: Bool) {
    let branch = "branch of \(environment.name)"
    let place = Place(visible("refs/heads/\(environment.branch)"))
    let order = Found.Order(part: 1, branch: index, position: -1)
    do throws(GitError) {
      // What it means that none is there is told in the end, when all that was said has been read.
      guard let tip = try collector.tip(ofEnvironmentBranch: environment.branch) else { return ([], true) }
      found.tally[.environments] += 1
      let steps = try collector.steps(from: tip)
      guard let end = steps.lastIndex(where: { history.landings.position(of: $0.id) != nil }) else {
        return (steps, true)
      }
      let below = Finding(
        .verifyOffLine, "it goes on into \(history.landings.branch) at \(steps[end].id.short)", at: place,
        because: ["the first commit of an environment has no parent"],
        next: ["git log --first-parent \(visible(environment.branch)) shows who put it there"])
      found.add(.violation, branch, below, at: place, since: nil, .nothing, order)
      return (Array(steps[(end + 1)...]), false)
    } catch {
      found.add(.undecided, branch, error.finding, at: place, since: nil, .nothing, order)
      return ([], false)
    }
  }
}
