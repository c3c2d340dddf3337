import Diagnostics
import Evidence
import Facts
import Gathering
import Git
import PolicyModel
import Releases
import Vocabulary

extension Reviewing {
  /// Signs that a kill ends.
  func approveResume(
    of workflow: String, kill: String, in name: String, _ place: borrowing Workplace
  ) throws(Finding) -> Ending {
    if workflow.contains("@") {
      throw Finding(
        .selectionVersion, "'\(visible(workflow))' names a version, and a kill is of the workflow whatever its version",
        next: ["name the workflow alone"])
    }
    let environment = try place.environment(name, policy)
    let commit = try place.commit(kill)
    let marker: KillMarker?
    let held: Placed?
    do throws(GitError) {
      let tip = try place.collector.tip(ofEnvironmentBranch: environment.branch)
      marker = try place.collector.kill(of: workflow, tip: tip, snapshot: snapshot, now: desk.clock())
      held =
        workflow == Naming.all
        ? nil : try place.collector.held(workflow, at: .environment(environment.name), main: main, policy)
    } catch {
      throw error.finding
    }
    guard let marker, marker.commit == commit.hex else {
      throw Finding(
        .selectionVersion, "\(commit.short) is not the kill of \(visible(workflow)) that stands in \(environment.name)",
        because: [marker.map { "that is \($0.commit.prefix(12))" } ?? "nothing is killed there"],
        next: ["countersign status \(visible(workflow))"])
    }
    let subject = Subject(
      path: held?.path ?? workflow, digest: held.map { .version($0.version) } ?? .commit(marker.commit))
    let entry = Review.Entry(
      workflow: workflow, target: .environment(environment.name), removes: false, base: held?.version, risk: .low,
      kill: marker.commit)
    place.console.talk(
      "approve that \(workflow) is resumed in \(environment.name), killed by \(marker.commit.prefix(12)) at \(marker.date)"
    )
    return try sign([entry], [subject], place)
  }
}
