import Diagnostics
import Facts
import Gates
package import Git
package import Inspection
import PolicyModel
import Vocabulary
import Workflows

extension Collector {
  /// What changes in what a workflow does between two versions, told without secrets; nil: there is none at that end.
  package func difference(from base: Placed?, to new: Placed?) throws(GitError) -> Difference {
    let (old, now) = try sides(of: (new ?? base)?.workflow ?? "", directory(base), directory(new))
    let hiding = try hiding(from: base, to: new)
    return hiding.shown(Difference.between(old, now, masks: hiding.masks))
  }

  func directory(_ placed: Placed?) -> Directory? {
    placed.flatMap { placed in ObjectID(hex: placed.version.gitTree).map { (path: placed.path, tree: $0) } }
  }

  /// Both ends; of their other files those that differ.
  private func sides(
    of workflow: String, _ old: Directory?, _ new: Directory?
  ) throws(GitError) -> (old: Side?, new: Side?) {
    var sides = (old: try side(of: workflow, old), new: try side(of: workflow, new))
    guard old != nil, new != nil else { return sides }
    let looked = Set([sides.old, sides.new].flatMap { $0?.definitions.map(\.path) ?? [] } + [Manifest.fileName])
    for change in try repository.changes(from: old?.tree, to: new?.tree) {
      let path = visible(bytes: change.path)
      if looked.contains(path), change.old?.mode == change.new?.mode { continue }
      if let entry = change.old { sides.old?.others[path] = "\(entry.mode) \(entry.id.hex)" }
      if let entry = change.new { sides.new?.others[path] = "\(entry.mode) \(entry.id.hex)" }
    }
    return sides
  }

  /// One version, without its other files; nil where there is none.
  private func side(of workflow: String, _ directory: Directory?) throws(GitError) -> Side? {
    guard let directory else { return nil }
    let manifest: Manifest
    switch try self.manifest(of: workflow, tree: directory.tree, path: directory.path).manifest {
    case .known(let read?): manifest = read
    case .known(nil):
      return Side(manifest: .unread(Self.unnamed(workflow, directory.path)), definitions: [], others: [:])
    case .unknown(let because): return Side(manifest: .unread(because), definitions: [], others: [:])
    }
    guard let entry = try repository.entry(at: manifest.definition, in: directory.tree), entry.mode.isFile else {
      return Side(manifest: .read(manifest), definitions: [], others: [:])
    }
    let path = "\(directory.path)/\(manifest.definition)"
    let inspected: Inspected
    do throws(GitError) {
      inspected = try common.definitions.file(entry.id, at: path, engine: manifest.engine, in: repository).inspected
    } catch {
      guard case .tooLarge = error else { throw error }
      // The limit on files holds it already; what it does is not known.
      inspected = Inspected(engine: manifest.engine, findings: [error.finding])
    }
    let definition = Side.Definition(path: manifest.definition, digest: entry.id.hex, inspected: inspected)
    return Side(manifest: .read(manifest), definitions: [definition], others: [:])
  }
}

extension Collector {
  /// What inspection finds in a change; nil where nothing that it could find would raise the class any more.
  func meaning(
    of workflow: String, _ old: Directory?, _ new: Directory?, _ facts: Facts, _ policy: Policy
  ) -> Fact<Meaning?> {
    guard Classifying.isOpenToInspection(facts, policy: policy) else { return .known(nil) }
    return fact { () throws(GitError) in
      let sides = try sides(of: workflow, old, new)
      let masks = try hiding(old, new, try search(of: policy)).masks
      return masks.showing {
        Self.meaning(Difference.between(sides.old, sides.new, masks: masks), [sides.old, sides.new].compactMap { $0 })
      }
    }
  }

  private static func meaning(_ difference: Difference, _ sides: [Side]) -> Meaning {
    var changes: [ChangeKind: [String]] = [:]
    for change in difference.changes { changes[change.kind, default: []].append(change.what) }
    var deeds: [Deed: [String]] = [:]
    var told: [Deed: Set<String>] = [:]
    for side in sides.reversed() {
      for step in side.definitions.flatMap(\.deeds) where told[step.deed, default: []].insert(step.step).inserted {
        deeds[step.deed, default: []].append(step.step)
      }
    }
    return Meaning(changes: changes, deeds: deeds, obstacle: sides.reversed().lazy.compactMap(\.obstacle).first)
  }
}
