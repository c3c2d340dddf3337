import Calendars
import Diagnostics
import Facts
package import Git
import PolicyModel
package import Programs
import Vocabulary

/// The one place where the repository becomes facts. Pre-commit, the gate, promote, status and the hooks all collect here.
package struct Collector: ~Copyable {
  package let repository: Repository
  /// Which refs stand for main and the environments.
  package let view: View
  let programs: Programs
  /// Where the time zone database lies.
  let zoneFolder: String
  let memo = Memo()

  package init(_ repository: consuming Repository, view: View, programs: Programs, zoneFolder: String) {
    self.repository = repository
    self.view = view
    self.programs = programs
    self.zoneFolder = zoneFolder
  }
}

/// Which refs are looked at: this repository's own branches, or what was last fetched of a remote's.
package struct View: Hashable, Sendable {
  /// nil: the repository's own branches, as on a server.
  package let remote: String?

  package init(remote: String?) { self.remote = remote }

  /// The full name of the ref that shows a branch, given by its short name.
  package func ref(ofBranch branch: String) -> String {
    remote.map { "refs/remotes/\($0)/\(branch)" } ?? "refs/heads/\(branch)"
  }
}

/// What was read already. Keyed by object ids, so that nothing in it can grow stale.
final class Memo {
  var snapshots: [ObjectID: PolicySnapshot] = [:]
  var versions: [ObjectID: Version] = [:]
  var manifests: [ObjectID: ManifestReadingResult] = [:]
  var zones: [String: Fact<ZoneRules>] = [:]
}

/// Turns what reading gave into a fact; what it threw is the reason why nothing is known.
func fact<Value>(_ read: () throws(GitError) -> Value) -> Fact<Value> {
  do throws(GitError) {
    return .known(try read())
  } catch {
    return .unknown(because: error.finding)
  }
}
