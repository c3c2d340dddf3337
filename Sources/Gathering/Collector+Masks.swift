package import Diagnostics
import Facts
package import Git
package import Inspection
import PolicyModel
import Secrets
import Workflows

extension Collector {
  /// What shows definitions without what is secret in them.
  package struct Hiding {
    let search: SecretSearch
    package let masks: Masks
    /// Why there may be more that is secret.
    package private(set) var undecided: [Finding]
  }

  /// What is secret in the files that tell what two versions of a workflow do, and in those in which they differ.
  package func hiding(from base: Placed?, to new: Placed?) throws(GitError) -> Hiding {
    try hiding(directory(base), directory(new), try shownSearch(new ?? base))
  }

  func hiding(_ old: Directory?, _ new: Directory?, _ search: SecretSearch) throws(GitError) -> Hiding {
    var hidden = SecretSearch.Hidden()
    var seen: Set<ObjectID> = []
    func look(at id: ObjectID, _ path: String) throws(GitError) {
      guard seen.insert(id).inserted else { return }
      do throws(GitError) {
        hidden += search.hidden(
          in: try repository.blob(id, limit: SecretSearch.sizeLimit), as: .definition(path: path))
      } catch {
        guard case .tooLarge = error else { throw error }
        hidden.undecided.append(error.finding)
      }
    }
    for (end, other) in [(old, new), (new, old)] {
      guard let end else { continue }
      // Where both ends are there, what differs; what does not is shown by its name at most.
      for change in try repository.changes(from: other?.tree, to: end.tree) {
        guard let side = change.new, side.mode.isFile || side.mode == .symlink else { continue }
        try look(at: side.id, "\(end.path)/\(visible(bytes: change.path))")
      }
    }
    return Hiding(search: search, masks: search.masks(hidden), undecided: hidden.undecided)
  }

  /// The search under the policy of the commit that is shown; without one the rules that come with Countersign hold.
  private func shownSearch(_ placed: Placed?) throws(GitError) -> SecretSearch {
    guard let commit = placed?.commit else { return searchWithoutPolicy() }
    let there = try snapshot(inRootTree: try repository.commit(commit).tree)
    if case .known(let policy) = there.policy { return try search(there, policy) }
    return searchWithoutPolicy()
  }
}

extension Collector.Hiding {
  /// The same, once more looked at as it is shown.
  func shown(_ difference: Difference) -> Difference {
    var hiding = self
    let changes = difference.changes.map { change in
      Change(
        change.kind, hiding.safe(change.what), details: change.details.map { hiding.safe($0) }, step: change.step,
        before: change.before.map { hiding.safe($0) }, after: change.after.map { hiding.safe($0) })
    }
    let notes = difference.notes.map { hiding.safe($0) }
    return Difference(changes, notes: notes + hiding.note, isUnderstood: difference.isUnderstood)
  }

  /// Lines of a difference without what is secret in them.
  package mutating func shown(_ lines: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>] {
    let shown = lines.map { line in
      // Behind `@@` stands the beginning of a line, cut off somewhere.
      safe(masks.hiding(Array(line), isCut: line.starts(with: Array("@@".utf8))))[...]
    }
    // What went and what came differ: they do not read equal, whatever of them is hidden.
    let gone = Set(shown.lazy.filter { $0.first == UInt8(ascii: "-") }.map { $0.dropFirst() })
    let come = Set(shown.lazy.filter { $0.first == UInt8(ascii: "+") }.map { $0.dropFirst() })
    let alike = gone.intersection(come)
    guard !alike.isEmpty else { return shown }
    return zip(lines, shown).map { line, shown in
      guard let mark = shown.first, "+-".utf8.contains(mark), line != shown, alike.contains(shown.dropFirst()) else {
        return shown
      }
      return shown + Array(" (hash of the line \(search.hash(of: line.dropFirst())))".utf8)
    }
  }

  /// That something may be shown that nobody has looked at; empty where all was.
  package var note: [String] {
    undecided.first.map { ["not all of it could be looked at for secrets, and some may be shown: \($0.what)"] } ?? []
  }

  /// Keys of a map may be anything.
  private mutating func safe(_ spot: Spot) -> Spot {
    let pointer = String(decoding: masks.hiding(Array(spot.pointer.utf8)), as: UTF8.self)
    return Spot(pointer: safe(pointer), line: spot.line, column: spot.column, offset: spot.offset)
  }

  private mutating func safe(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let shown = safe(bytes)
    return shown == bytes ? text : String(decoding: shown, as: UTF8.self)
  }

  private mutating func safe(_ bytes: [UInt8]) -> [UInt8] {
    if let shown = search.hiding(secretsIn: bytes) { return shown }
    if undecided.isEmpty {
      undecided.append(Finding(.secretUndecided, "a search of what is shown did not come to its end"))
    }
    return bytes
  }
}
