import Diagnostics
import Gathering
import Git
import Vocabulary

/// Which files differ between two versions: one line each.
enum DiffStat {
  static let most = 20

  static func lines(from base: Placed?, to new: Placed?, _ place: borrowing Workplace) -> [String] {
    let changes: [TreeChange]
    do throws(GitError) {
      changes = try place.repository.changes(
        from: base.flatMap { ObjectID(hex: $0.version.gitTree) }, to: new.flatMap { ObjectID(hex: $0.version.gitTree) })
    } catch {
      return ["the difference cannot be shown: \(error.finding.what)"]
    }
    if base == nil { return ["\(changes.count) new files: countersign diff \(new?.workflow ?? "") shows them"] }
    let lines = changes.prefix(most).map { change in
      let letter = change.old == nil ? "A" : change.new == nil ? "D" : "M"
      return "\(letter) \(visible(bytes: change.path))"
    }
    return changes.count > most ? lines + ["… and \(changes.count - most) more files"] : lines
  }
}
